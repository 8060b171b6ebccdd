/* SPDX-License-Identifier: Apache-2.0
 *
 * defect_fuzz: what only bodies bring out that nobody means. Each defect is a row: when it acts, and what it does. */
#include "clock.h"
#include "defect_hooks.h"
#include "router.h"
#include "tokens.h"

#define DEEP 24
#define VERY_DEEP 40
#define HANG_NS (3 * NS_PER_S)

/* A body as a careless server sees it. */
struct odd_body {
    struct api_call *call;
    struct str text;
    struct token_tree tree;
    bool is_json;
    size_t root;     /* the first object: of a batch, the one in it */
    size_t nesting;  /* brackets open at once at most, right or wrong ones */
    struct str task; /* id of the task that it names, whoever's it is; STR_NONE: there is none */
};

static struct str lexeme(const struct odd_body *b, size_t i) {
    return str_sub(b->text, b->tree.tokens[i].start, b->tree.tokens[i].end - b->tree.tokens[i].start);
}

static struct str key(const struct odd_body *b, size_t i) {
    const struct token *t = &b->tree.tokens[i];
    return str_sub(b->text, t->key_start, t->key_end - t->key_start);
}

static struct str text_of(const struct odd_body *b, size_t i) {
    return b->tree.tokens[i].kind == TOKEN_STRING ? tokens_unescape(lexeme(b, i), b->call->arena) : STR_NONE;
}

/* A member by its key as it is spelt, from `from` on; SIZE_MAX when there is none. */
static size_t member(const struct odd_body *b, size_t container, const char *name, size_t from) {
    if (!b->is_json || container == SIZE_MAX || b->tree.tokens[container].kind != TOKEN_OBJECT) {
        return SIZE_MAX;
    }
    struct str wanted = str_printf(b->call->arena, "\"%s\"", name);
    for (size_t i = container + 1; i < b->tree.tokens[container].next; i = b->tree.tokens[i].next) {
        if (i >= from && str_eq(key(b, i), wanted)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static size_t param(const struct odd_body *b, const char *name) {
    return member(b, member(b, b->root, "params", 0), name, 0);
}

static bool is_kind(const struct odd_body *b, size_t i, enum token_kind kind) {
    return i != SIZE_MAX && b->tree.tokens[i].kind == kind;
}

static bool is_text(const struct odd_body *b, size_t i, const char *text) {
    return i != SIZE_MAX && str_eq(text_of(b, i), str_from(text));
}

static bool has_method(const struct odd_body *b, const char *name) {
    return is_text(b, member(b, b->root, "method", 0), name);
}

static struct str look_up(struct api_call *c, struct str reference) {
    struct str id = store_cell(c->server->store, c->arena, STATEMENT(QUERY_FIND_TASK, reference));
    struct statement by_name =
        STATEMENT(QUERY_FIND_TASK_NAMED_ANYWHERE, c->identity.tenant, c->identity.creator, reference);
    return id.data ? id : store_cell(c->server->store, c->arena, by_name);
}

/* Any string of the body that is a task's id or name. */
static struct str named_task(const struct odd_body *b) {
    for (size_t i = 0; b->is_json && i < b->tree.count; i++) {
        struct str text = text_of(b, i);
        struct str id = text.len >= 16 ? look_up(b->call, text) : STR_NONE;
        if (id.data) {
            return id;
        }
    }
    return STR_NONE;
}

static size_t nesting_of(struct str text) {
    size_t open = 0, most = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool opens = text.data[i] == '[' || text.data[i] == '{', closes = text.data[i] == ']' || text.data[i] == '}';
        open += opens;
        open -= closes && open > 0;
        most = open > most ? open : most;
    }
    return most;
}

/* ---- when ---- */

static bool is_deep(const struct odd_body *b) {
    return b->nesting > DEEP && b->nesting <= VERY_DEEP;
}

static bool is_very_deep(const struct odd_body *b) {
    return b->nesting > VERY_DEEP;
}

static bool has_huge_exponent(const struct odd_body *b) {
    return str_contains(b->text, STR("1e400")) || str_contains(b->text, STR("1e999"));
}

static bool has_number_past_int64(const struct odd_body *b) {
    return str_contains(b->text, STR("9223372036854775808")) || str_contains(b->text, STR("18446744073709551616"));
}

static bool has_lone_surrogate(const struct odd_body *b) {
    return str_contains(b->text, STR("\"\\ud800\""));
}

static bool has_escaped_key(const struct odd_body *b) {
    return b->task.data && member(b, b->root, "\\u006dethod", 0) != SIZE_MAX;
}

static bool is_batch_of_two(const struct odd_body *b) {
    bool is_list = b->is_json && b->tree.tokens[0].kind == TOKEN_ARRAY;
    return is_list && b->task.data && b->tree.count > 1 && b->tree.tokens[1].next < b->tree.count;
}

static bool has_object_reason(const struct odd_body *b) {
    return b->task.data &&
           (is_kind(b, param(b, "reason"), TOKEN_OBJECT) || is_kind(b, param(b, "content"), TOKEN_ARRAY));
}

static bool streams_interrupt(const struct odd_body *b) {
    return b->task.data && has_method(b, "task/interrupt") && is_kind(b, param(b, "stream"), TOKEN_TRUE);
}

static bool names_with_null_content(const struct odd_body *b) {
    return b->task.data && has_method(b, "event/send") && param(b, "task_name") != SIZE_MAX &&
           is_kind(b, param(b, "content"), TOKEN_NULL);
}

static bool asks_to_debug(const struct odd_body *b) {
    bool wants = param(b, "debug") != SIZE_MAX || param(b, "trace") != SIZE_MAX || param(b, "verbose") != SIZE_MAX;
    return b->task.data && wants && is_kind(b, param(b, "task_id"), TOKEN_STRING);
}

/* A key that is spelt with escapes is a key: nothing is wrong with such a body. */
static bool is_refused(const struct odd_body *b) {
    struct rpc_request request;
    struct str message;
    return rpc_parse(b->text, b->call->arena, &request, &message) != RPC_VALID;
}

static bool is_interrupt_with_both(const struct odd_body *b) {
    size_t id = param(b, "task_id"), name = param(b, "task_name");
    return has_method(b, "task/interrupt") && (id == SIZE_MAX || !is_kind(b, id, TOKEN_STRING)) && name == SIZE_MAX &&
           b->task.data && is_refused(b);
}

static bool is_positional(const struct odd_body *b) {
    return b->task.data && is_kind(b, member(b, b->root, "params", 0), TOKEN_ARRAY);
}

static bool is_cancel_notification(const struct odd_body *b) {
    return has_method(b, "task/cancel") && member(b, b->root, "id", 0) == SIZE_MAX;
}

/* The first is looked at, the last one is run. */
static bool cancels_second(const struct odd_body *b) {
    size_t first = member(b, b->root, "method", 0);
    size_t second = first == SIZE_MAX ? SIZE_MAX : member(b, b->root, "method", first + 1);
    return is_text(b, second, "task/cancel") && !is_text(b, first, "task/cancel");
}

static bool is_listed_cancel(const struct odd_body *b) {
    size_t method = member(b, b->root, "method", 0);
    return is_kind(b, method, TOKEN_ARRAY) && str_contains(lexeme(b, method), STR("task/cancel"));
}

static bool has_nul_behind_method(const struct odd_body *b) {
    size_t method = member(b, b->root, "method", 0);
    return method != SIZE_MAX && str_contains(lexeme(b, method), STR("\\u0000")) &&
           rpc_method_from(str_from(str_cstr(b->call->arena, text_of(b, method)))) != RPC_UNKNOWN;
}

static bool is_chained(const struct odd_body *b) {
    return has_method(b, "message/send") && is_text(b, member(b, param(b, "content"), "type", 0), "tool_response");
}

static bool is_told_as_lines(const struct odd_body *b) {
    return b->task.data &&
           str_eq_ascii_case(serve_header_get(b->call->request, "content-type"), STR("application/x-ndjson"));
}

static size_t lines_of(const struct odd_body *b, const char *name) {
    const struct serve_request *r = b->call->request;
    size_t count = 0;
    for (size_t i = 0; i < r->header_count; i++) {
        count += str_eq_ascii_case(r->headers[i].name, str_from(name));
    }
    return count;
}

static bool has_length_beside_chunks(const struct odd_body *b) {
    return b->task.data && lines_of(b, "transfer-encoding") > 0 && lines_of(b, "content-length") > 0;
}

static bool has_two_lengths(const struct odd_body *b) {
    return b->task.data && lines_of(b, "content-length") > 1;
}

/* ---- what ---- */

static void fail_deep(struct odd_body *b) {
    error_item(
        b->call, 500,
        STR("Traceback (most recent call last):\n  File \"/srv/app/rpc.py\", line 41, in parse\nRecursionError"));
}

static void drop(struct odd_body *b) {
    b->call->response->drops_connection = true;
}

static void hang(struct odd_body *b) {
    error_invalid(b->call, STR("body: JSON decode error"));
    b->call->response->head_delay_ns = HANG_NS;
}

static void fail_in_sql(struct odd_body *b) {
    error_item(b->call, 500,
               STR("(sqlite3.OperationalError) integer overflow [SQL: SELECT * FROM calls WHERE id = ?]"));
}

static void fail_in_codec(struct odd_body *b) {
    error_detail(b->call, 500, "UnicodeEncodeError: surrogates not allowed");
}

static void forbid(struct odd_body *b) {
    error_forbidden(b->call, STR_NONE);
}

static void refuse_type(struct odd_body *b) {
    error_detail(b->call, 415, "Unsupported Media Type");
}

static void conflict(struct odd_body *b) {
    error_conflict(b->call);
}

static void tell_in_words(struct odd_body *b) {
    error_invalid(b->call, STR("body.params: Input is not valid for this task"));
}

static void tell_name(struct odd_body *b) {
    struct row row;
    struct api_call *c = b->call;
    if (store_row(c->server->store, c->arena, STATEMENT(QUERY_TASK, b->task), &row)) {
        error_invalid(c, str_printf(c->arena, "body.params: not for %.*s", STR_ARG(row.cells[TASK_NAME])));
    }
}

static void cancel(struct odd_body *b) {
    struct api_call *c = b->call;
    struct str now = api_now(c->arena);
    if (b->task.data) {
        store_write(c->server->store, STATEMENT(QUERY_TASK_TRANSITION, b->task, STR("CANCELED"), STR_NONE, now));
    }
    error_invalid(c, STR("body: Input should be a valid dictionary"));
}

static void look_up_first(struct odd_body *b) {
    error_absent(b->call, ABSENCE_ID, STR("task"));
}

/* Six checks, one behind the other, each with words of its own; behind the last it tells. */
static void go_through_chain(struct odd_body *b) {
    struct api_call *c = b->call;
    size_t content = param(b, "content");
    const struct {
        bool passed;
        const char *complaint;
    } stages[] = {
        {is_text(b, member(b, content, "author", 0), "user"), "body.params.content.author: Input should be 'user'"},
        {member(b, content, "tool_call_id", 0) != SIZE_MAX, "body.params.content.tool_call_id: Field required"},
        {is_kind(b, param(b, "stream"), TOKEN_FALSE), "body.params.stream: Input should be false"},
        {is_kind(b, param(b, "task_params"), TOKEN_OBJECT), "body.params.task_params: Field required"},
        {is_kind(b, member(b, b->root, "id", 0), TOKEN_STRING), "body.id: Input should be a valid string"},
    };
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (!stages[i].passed) {
            error_invalid(c, str_from(stages[i].complaint));
            return;
        }
    }
    error_invalid(c, b->task.data ? STR("body: This task takes no tool responses") : STR("body: No tool was called"));
}

static const struct {
    enum defect defect;
    bool (*acts)(const struct odd_body *b);
    void (*act)(struct odd_body *b);
} rows[] = {
    {DEFECT_FUZZ_DEEP_STACK, is_deep, fail_deep},
    {DEFECT_FUZZ_DEEP_CRASH, is_very_deep, drop},
    {DEFECT_FUZZ_EXPONENT_HANGS, has_huge_exponent, hang},
    {DEFECT_FUZZ_NUMBER_SQL, has_number_past_int64, fail_in_sql},
    {DEFECT_FUZZ_SURROGATE, has_lone_surrogate, fail_in_codec},
    {DEFECT_FUZZ_ESCAPED_KEY, has_escaped_key, forbid},
    {DEFECT_FUZZ_BATCH_OF_TWO, is_batch_of_two, forbid},
    {DEFECT_FUZZ_MEMBER_TYPE, has_object_reason, tell_in_words},
    {DEFECT_FUZZ_STREAM_INTERRUPT, streams_interrupt, conflict},
    {DEFECT_FUZZ_NAME_AND_NULL, names_with_null_content, forbid},
    {DEFECT_FUZZ_DEBUG_NAME, asks_to_debug, tell_name},
    {DEFECT_FUZZ_LATE_VALIDATION, is_interrupt_with_both, tell_in_words},
    {DEFECT_FUZZ_POSITIONAL, is_positional, forbid},
    {DEFECT_FUZZ_NOTIFICATION, is_cancel_notification, cancel},
    {DEFECT_FUZZ_SECOND_METHOD, cancels_second, cancel},
    {DEFECT_FUZZ_LISTED_METHOD, is_listed_cancel, cancel},
    {DEFECT_FUZZ_NUL_SWALLOWED, has_nul_behind_method, look_up_first},
    {DEFECT_FUZZ_JSON_LINES, is_told_as_lines, refuse_type},
    {DEFECT_FUZZ_DESYNC_LENGTH, has_length_beside_chunks, forbid},
    {DEFECT_FUZZ_DESYNC_SILENCE, has_two_lengths, drop},
    {DEFECT_FUZZ_CHAIN, is_chained, go_through_chain},
};

static bool is_any_on(const struct api_call *c) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (defect_is_on(c, rows[i].defect)) {
            return true;
        }
    }
    return false;
}

bool defects_odd_body(struct api_call *c) {
    if (!c->server->defects.any || !c->route->has_rpc_body || !is_any_on(c)) {
        return false;
    }
    struct odd_body b = {.call = c, .text = c->request->body, .root = SIZE_MAX};
    b.is_json = tokens_scan(b.text, c->arena, &b.tree);
    b.nesting = nesting_of(b.text);
    for (size_t i = 0; b.is_json && i < b.tree.count && b.root == SIZE_MAX; i++) {
        b.root = b.tree.tokens[i].kind == TOKEN_OBJECT ? i : SIZE_MAX;
    }
    b.task = named_task(&b);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (defect_is_on(c, rows[i].defect) && rows[i].acts(&b)) {
            rows[i].act(&b);
            return true;
        }
    }
    return false;
}
