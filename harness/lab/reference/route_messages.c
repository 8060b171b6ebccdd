/* SPDX-License-Identifier: Apache-2.0
 *
 * route_messages: messages of a task, one by one, in batches, in pages. */
#include "codec.h"
#include "handlers.h"
#include "load.h"

#define BATCH_MAX 200
#define MESSAGE_ID_DIGITS 24

/* False: answered 422. */
static bool check_content(struct api_call *c, const struct value *content, const char *at) {
    struct str fault = rpc_content_fault(content, at, c->arena);
    if (!fault.data)
        return true;
    error_invalid(c, fault);
    return false;
}

static bool load_content(struct api_call *c, struct str *out) {
    const struct value *content = value_get_c(c->body, "content");
    if (!load_body(c) || !check_content(c, content, "body.content"))
        return false;
    *out = emit_to_str(c->arena, content);
    return true;
}

static void answer_message(struct api_call *c, struct str id) {
    struct row message;
    if (load_row(c, QUERY_MESSAGE, id, &message))
        answer_row(c, &message_columns, message);
}

static void answer_messages(struct api_call *c, const struct str *ids, size_t count) {
    struct row *rows = ARENA_ARRAY(c->arena, struct row, count);
    for (size_t i = 0; i < count; i++)
        if (!load_row(c, QUERY_MESSAGE, ids[i], &rows[i]))
            return;
    answer_rows(c, &message_columns, rows, count);
}

void message_create(struct api_call *c) {
    struct str content, id = api_new_hex24(c->arena);
    if (!load_content(c, &content))
        return;
    store_write(c->server->store, STATEMENT(QUERY_MESSAGE_INSERT, id, c->guarded[0], content, api_now(c->arena)));
    answer_message(c, id);
}

static bool load_batch(struct api_call *c, const char *name, enum value_kind kind, const struct value **out) {
    struct str text;
    if (!load_body(c) || !load_json(c, name, kind, &text))
        return false;
    *out = value_get_c(c->body, name);
    if ((*out)->count > 0 && (*out)->count <= BATCH_MAX)
        return true;
    error_invalid(c, str_printf(c->arena, "body.%s: Input should have between 1 and %d items", name, BATCH_MAX));
    return false;
}

void message_create_batch(struct api_call *c) {
    const struct value *contents;
    if (!load_batch(c, "contents", VALUE_ARRAY, &contents))
        return;
    for (size_t i = 0; i < contents->count; i++)
        if (!check_content(c, contents->items[i], "body.contents"))
            return;
    struct str now = api_now(c->arena);
    struct str *ids = ARENA_ARRAY(c->arena, struct str, contents->count);
    for (size_t i = 0; i < contents->count; i++) {
        struct str content = emit_to_str(c->arena, contents->items[i]);
        ids[i] = api_new_hex24(c->arena);
        store_write(c->server->store, STATEMENT(QUERY_MESSAGE_INSERT, ids[i], c->guarded[0], content, now));
    }
    answer_messages(c, ids, contents->count);
}

/* A message of another task is as absent as one that never was. */
static bool is_of_task(struct api_call *c, struct str id) {
    struct row message;
    bool is_found = store_row(c->server->store, c->arena, STATEMENT(QUERY_MESSAGE, id), &message);
    if (is_found && (str_eq(message.cells[MESSAGE_TASK], c->guarded[0]) || defects_accept_foreign(c)))
        return true;
    error_absent(c, ABSENCE_ID, id);
    if (is_found)
        defects_hidden(c, id, message.cells[MESSAGE_TASK]);
    return false;
}

static void write_message(struct api_call *c, struct str id, struct str content) {
    struct row message;
    if (store_row(c->server->store, c->arena, STATEMENT(QUERY_MESSAGE, id), &message))
        store_write(c->server->store,
                    STATEMENT(QUERY_MESSAGE_UPDATE, id, message.cells[MESSAGE_TASK], content, api_now(c->arena)));
}

void message_update(struct api_call *c) {
    struct str content, id = api_path_param(c, "id");
    if (!load_content(c, &content) || !is_of_task(c, id))
        return;
    write_message(c, id, content);
    answer_message(c, id);
}

void message_update_batch(struct api_call *c) {
    const struct value *updates;
    if (!load_batch(c, "updates", VALUE_OBJECT, &updates))
        return;
    for (size_t i = 0; i < updates->count; i++)
        if (!check_content(c, updates->members[i].value, "body.updates"))
            return;
    surface_enter_slot(c, "message.id");
    struct str *ids = ARENA_ARRAY(c->arena, struct str, updates->count);
    for (size_t i = 0; i < updates->count; i++) {
        ids[i] = updates->members[i].key;
        if (!is_of_task(c, ids[i]))
            return;
    }
    for (size_t i = 0; i < updates->count; i++)
        write_message(c, ids[i], emit_to_str(c->arena, updates->members[i].value));
    answer_messages(c, ids, updates->count);
}

void message_list(struct api_call *c) {
    struct page page;
    if (!api_page(c, &page))
        return;
    struct row *rows = NULL;
    struct statement q = STATEMENT(QUERY_MESSAGES, c->guarded[0], page.limit, page.offset, page.direction);
    size_t count = store_rows(c->server->store, c->arena, q, &rows);
    answer_rows(c, &message_columns, rows, count);
}

static void answer_page(struct api_call *c, const struct row *rows, size_t count, bool has_more) {
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_key(e, "data");
    emit_array_begin(e);
    for (size_t i = 0; i < count; i++)
        columns_emit_row(e, &message_columns, rows[i]);
    emit_array_end(e);
    emit_key(e, "next_cursor");
    if (has_more)
        emit_string(e, rows[count - 1].cells[MESSAGE_ID]);
    else
        emit_null(e);
    emit_member_bool(e, "has_more", has_more);
    emit_object_end(e);
    answer_send(c, 200);
}

/* An id, or an opaque one: its base64. */
static struct str read_cursor(struct api_call *c, struct str text) {
    struct str id;
    bool is_opaque = text.len != MESSAGE_ID_DIGITS && codec_base64_decode(c->arena, text, &id);
    return is_opaque && id.len == MESSAGE_ID_DIGITS ? id : text;
}

void message_page(struct api_call *c) {
    struct page page;
    struct str cursor = api_query(c, "cursor"), direction = api_query(c, "direction");
    if (!api_page(c, &page))
        return;
    if (direction.data && !str_eq(direction, STR("older")) && !str_eq(direction, STR("newer"))) {
        error_invalid(c, STR("query.direction: Input should be 'older' or 'newer'"));
        return;
    }
    surface_enter_slot(c, "message.id");
    cursor = read_cursor(c, cursor);
    if (cursor.data && !is_of_task(c, cursor))
        return;
    int64_t limit = 0;
    str_to_int64(page.limit, &limit);
    enum query query = str_eq(direction, STR("newer")) ? QUERY_MESSAGES_NEWER : QUERY_MESSAGES_OLDER;
    struct row *rows = NULL;
    /* one more than asked for tells whether there is more */
    struct statement q = STATEMENT(query, c->guarded[0], cursor, api_from_int(c->arena, limit + 1));
    size_t count = store_rows(c->server->store, c->arena, q, &rows);
    bool has_more = count > (size_t)limit;
    answer_page(c, rows, has_more ? (size_t)limit : count, has_more);
}

void message_get(struct api_call *c) {
    answer_message(c, api_path_param(c, "id"));
}
