/* SPDX-License-Identifier: Apache-2.0
 *
 * route_checkpoints: checkpoints of a thread, which is a task. */
#include "handlers.h"
#include "load.h"

#define LIST_LIMIT_DEFAULT 50

/* What names a checkpoint within its thread. */
struct place {
    struct str space, id; /* id: STR_NONE when not given */
};

static bool load_place(struct api_call *c, struct place *out) {
    if (!load_body(c) || !load_optional_string(c, "checkpoint_ns", &out->space) ||
        !load_optional_string(c, "checkpoint_id", &out->id))
        return false;
    out->space = out->space.data ? out->space : STR("");
    return true;
}

static void emit_writes(struct api_call *c, struct row checkpoint) {
    struct row *rows = NULL;
    struct statement q = STATEMENT(QUERY_CHECKPOINT_WRITES, c->guarded[0], checkpoint.cells[CHECKPOINT_NAMESPACE],
                                   checkpoint.cells[CHECKPOINT_ID]);
    size_t count = store_rows(c->server->store, c->arena, q, &rows);
    emit_key(&c->emit, "pending_writes");
    emit_array_begin(&c->emit);
    for (size_t i = 0; i < count; i++)
        emit_raw(&c->emit, rows[i].cells[0]);
    emit_array_end(&c->emit);
}

static void emit_tuple(struct api_call *c, struct row checkpoint) {
    emit_object_begin(&c->emit);
    columns_emit_members(&c->emit, &checkpoint_columns, checkpoint, NULL);
    emit_writes(c, checkpoint);
    emit_object_end(&c->emit);
}

void checkpoint_get(struct api_call *c) {
    struct place place;
    struct row checkpoint;
    if (!load_place(c, &place))
        return;
    struct statement q = STATEMENT(QUERY_CHECKPOINT, c->guarded[0], place.space, place.id);
    bool is_found = store_row(c->server->store, c->arena, q, &checkpoint);
    struct emit *e = answer_begin(c);
    if (is_found)
        emit_tuple(c, checkpoint);
    else
        emit_null(e);
    answer_send(c, 200);
}

void checkpoint_list(struct api_call *c) {
    struct place place;
    if (!load_place(c, &place))
        return;
    int64_t limit = value_int(value_get_c(c->body, "limit"), LIST_LIMIT_DEFAULT);
    struct str space = api_body_string(c, "checkpoint_ns");
    struct row *rows = NULL;
    struct statement q = STATEMENT(QUERY_CHECKPOINTS, c->guarded[0], space, api_from_int(c->arena, limit));
    size_t count = store_rows(c->server->store, c->arena, q, &rows);
    struct emit *e = answer_begin(c);
    emit_array_begin(e);
    for (size_t i = 0; i < count; i++)
        emit_tuple(c, rows[i]);
    emit_array_end(e);
    answer_send(c, 200);
}

static void answer_place(struct api_call *c, struct place place) {
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_member_string(e, "thread_id", c->guarded[0]);
    emit_member_string(e, "checkpoint_ns", place.space);
    emit_member_string(e, "checkpoint_id", place.id);
    emit_object_end(e);
    answer_send(c, 200);
}

void checkpoint_put(struct api_call *c) {
    struct place place;
    struct str checkpoint, metadata, parent, id;
    if (!load_place(c, &place) || !load_string(c, "checkpoint_id", &id) ||
        !load_json(c, "checkpoint", VALUE_OBJECT, &checkpoint) ||
        !load_optional_json(c, "metadata", VALUE_OBJECT, &metadata) ||
        !load_optional_string(c, "parent_checkpoint_id", &parent))
        return;
    store_write(c->server->store, STATEMENT(QUERY_CHECKPOINT_PUT, c->guarded[0], place.space, id, parent, checkpoint,
                                            metadata.data ? metadata : STR("{}")));
    answer_place(c, place);
}

void checkpoint_put_writes(struct api_call *c) {
    struct place place;
    struct str writes, id;
    if (!load_place(c, &place) || !load_string(c, "checkpoint_id", &id) ||
        !load_optional_json(c, "writes", VALUE_ARRAY, &writes))
        return;
    store_write(c->server->store, STATEMENT(QUERY_CHECKPOINT_WRITE_PUT, c->guarded[0], place.space, id,
                                            writes.data ? writes : STR("[]")));
    answer_place(c, place);
}

void checkpoint_delete_thread(struct api_call *c) {
    struct statement list[] = {STATEMENT(QUERY_CHECKPOINTS_DELETE, c->guarded[0]),
                               STATEMENT(QUERY_CHECKPOINT_WRITES_DELETE, c->guarded[0])};
    store_write_all(c->server->store, list, sizeof list / sizeof list[0]);
    answer_done(c, c->guarded[0], "Thread deleted successfully");
}
