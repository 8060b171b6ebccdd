/* SPDX-License-Identifier: Apache-2.0
 *
 * defect_variations: defects that only a varied request shows. One row a defect: by what it knows the request, whether
 * it acts where the thing exists or where it does not, and what it does to the answer that is ready. */
#include <stdlib.h>
#include <zlib.h>

#include "clock.h"
#include "codec.h"
#include "handlers.h"
#include "hash.h"
#include "parse.h"
#include "variation_marks.h"

#define WARM_NS (50 * NS_PER_MS)
#define GZIP_WINDOW (15 + 16) /* zlib's way to ask for the gzip format */

/* What the request is about. */
struct target {
    struct str reference; /* as it stands in the request, decoded */
    struct str id;        /* STR_NONE: there is no such thing */
};

/* ---- what a denied caller is told ---- */

static void say_forbidden(struct api_call *c, struct target t) {
    (void)t;
    error_forbidden(c, STR_NONE);
}

static void say_absent(struct api_call *c, struct target t) {
    error_absent(c, ABSENCE_ID, t.reference);
}

static void say_invalid(struct api_call *c, struct target t) {
    (void)t;
    error_invalid(c, STR("body: Input should be valid"));
}

static void say_bad_request(struct api_call *c, struct target t) {
    (void)t;
    error_detail(c, 400, "There was an error parsing the body");
}

static void say_unsupported(struct api_call *c, struct target t) {
    (void)t;
    error_detail(c, 415, "Unsupported Media Type");
}

static void say_not_acceptable(struct api_call *c, struct target t) {
    (void)t;
    error_detail(c, 406, "Not Acceptable");
}

static void say_not_modified(struct api_call *c, struct target t) {
    (void)t;
    answer_bytes(c, 304, NULL, STR(""));
}

static void say_precondition(struct api_call *c, struct target t) {
    (void)t;
    error_detail(c, 412, "Precondition Failed");
}

static void say_range(struct api_call *c, struct target t) {
    (void)t;
    error_detail(c, 416, "Range Not Satisfiable");
}

static void say_expectation(struct api_call *c, struct target t) {
    (void)t;
    error_detail(c, 417, "Expectation Failed");
}

static void say_accepted(struct api_call *c, struct target t) {
    (void)t;
    answer_bytes(c, 204, NULL, STR(""));
}

static void say_page(struct api_call *c, struct target t) {
    answer_bytes(c, c->response->status, "text/html; charset=utf-8",
                 str_printf(c->arena, "<html><body><h1>Not Found</h1><p>%.*s</p></body></html>", STR_ARG(t.reference)));
}

/* To the path as it should have been spelled. */
static void redirect(struct api_call *c, struct target t) {
    (void)t;
    struct str plain = codec_percent_decode(c->arena, c->request->path);
    answer_bytes(c, 307, NULL, STR(""));
    serve_header_add(c->response, c->arena, "location", str_replace(c->arena, plain, STR("/./"), STR("/")));
}

static void tell_inside(struct api_call *c, const char *type, struct str body) {
    answer_bytes(c, 200, type, body);
}

#define RPC_REFUSAL                                                                                               \
    "{\"jsonrpc\":\"2.0\",\"result\":null,\"error\":{\"code\":-32603,\"message\":\"Not allowed\",\"data\":null}," \
    "\"id\":null}"

static void refuse_in_stream(struct api_call *c, struct target t) {
    (void)t;
    tell_inside(c, "application/x-ndjson", STR(RPC_REFUSAL "\n"));
    c->response->is_chunked = true;
}

static void refuse_in_batch(struct api_call *c, struct target t) {
    (void)t;
    tell_inside(c, "application/json", STR("[" RPC_REFUSAL "]"));
}

static struct serve_header *find_header(struct api_call *c, const char *name) {
    for (size_t i = 0; i < c->response->header_count; i++)
        if (str_eq_ascii_case(c->response->headers[i].name, str_from(name)))
            return &c->response->headers[i];
    return NULL;
}

static void narrow_allow(struct api_call *c, struct target t) {
    (void)t;
    struct serve_header *allow = find_header(c, "allow");
    if (allow)
        allow->value = STR("GET");
}

static void echo_charset(struct api_call *c, struct target t) {
    (void)t;
    struct serve_header *type = find_header(c, "content-type");
    if (type)
        type->value = serve_header_get(c->request, "content-type");
}

static void allow_origin(struct api_call *c, struct target t) {
    (void)t;
    serve_header_add(c->response, c->arena, "access-control-allow-origin", serve_header_get(c->request, "origin"));
}

/* A proxy that knows the page sends its hints along, whatever the service says. */
static void preload(struct api_call *c, struct target t) {
    (void)t;
    serve_header_add(c->response, c->arena, "link", STR("</static/agent.js>; rel=preload; as=script"));
}

static void make_chunked(struct api_call *c, struct target t) {
    (void)t;
    c->response->is_chunked = true;
}

static void compress_body(struct api_call *c, struct target t) {
    (void)t;
    struct str plain = c->response->body;
    z_stream z = {.next_in = (Bytef *)plain.data, .avail_in = (uInt)plain.len};
    if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, GZIP_WINDOW, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    uLong room = deflateBound(&z, (uLong)plain.len);
    char *out = arena_alloc(c->arena, room, 1);
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    (void)deflate(&z, Z_FINISH);
    c->response->body = str_of(out, (size_t)z.total_out);
    (void)deflateEnd(&z);
    serve_header_add(c->response, c->arena, "content-encoding", STR("gzip"));
}

/* ---- what is done with the thing ---- */

static void run_unguarded(struct api_call *c, struct target t) {
    c->guarded[0] = t.id;
    c->route->handler(c);
}

static void run_as_get(struct api_call *c, struct target t) {
    struct str unused[API_PARAMS];
    for (size_t i = 0; i < route_count; i++) {
        const struct route *r = &route_table[i];
        if (str_eq(str_from(r->method), STR("GET")) && router_fits(r, c->path, unused)) {
            c->route = r;
            run_unguarded(c, t);
            return;
        }
    }
}

static void list_of_another(struct api_call *c, struct target t) {
    (void)t;
    struct str task = store_cell(c->server->store, c->arena, STATEMENT(QUERY_TASK_OF_ANOTHER, c->identity.tenant));
    if (task.data)
        run_unguarded(c, (struct target){.id = task});
}

/* What was handed out is remembered for a moment; who is denied it hears of that. */
static void tell_cached(struct api_call *c, struct target t) {
    atomic_int_fast64_t *warm_until_ns = &c->server->warm_until_ns[hash_fnv1a(t.id) % API_WARM_SLOTS];
    int64_t now_ns = clock_monotonic_ns();
    if (c->response->status == 200)
        atomic_store(warm_until_ns, now_ns + WARM_NS);
    else if (c->response->status == 404 && atomic_load(warm_until_ns) > now_ns)
        serve_header_add(c->response, c->arena, "x-cache", STR("HIT"));
}

/* The caller's own thing was let through: now another one is served in its place. */
static void run_grafted(struct api_call *c, enum lookup lookup, struct str reference) {
    struct str id = reference.data ? guard_resolve(c, lookup, reference) : STR_NONE;
    if (id.data && c->response->status == 200)
        run_unguarded(c, (struct target){.id = id});
}

static void take_from_query(struct api_call *c, struct target t) {
    (void)t;
    run_grafted(c, LOOKUP_AGENT, api_query(c, "agent_id"));
}

static void take_from_body(struct api_call *c, struct target t) {
    (void)t;
    run_grafted(c, LOOKUP_TASK, api_body_string(c, "task_id"));
}

static void take_from_header(struct api_call *c, struct target t) {
    (void)t;
    run_grafted(c, LOOKUP_TASK, serve_header_get(c->request, "x-task-id"));
}

/* The owner is given an entity tag; who has it is told that it holds. */
static void match_tag(struct api_call *c, struct target t) {
    struct str tag = str_printf(c->arena, "\"%.8s\"", str_cstr(c->arena, t.id));
    if (c->response->status == 200)
        serve_header_add(c->response, c->arena, "etag", tag);
    else if (mark_has_if_none_match(c) && str_eq(serve_header_get(c->request, "if-none-match"), tag))
        say_not_modified(c, t);
}

static bool is_any(struct api_call *c) {
    (void)c;
    return true;
}

enum when { WHERE_IT_EXISTS, WHERE_IT_DOES_NOT };

static const struct varied {
    enum defect defect;
    bool (*is_varied)(struct api_call *c);
    enum when when;
    void (*tell)(struct api_call *c, struct target t);
    bool has_other_method; /* than the routes of its path */
} varied[] = {
    {DEFECT_VARIED_HEAD, mark_is_head, WHERE_IT_EXISTS, run_unguarded, true},
    {DEFECT_VARIED_OPTIONS, mark_is_options, WHERE_IT_DOES_NOT, say_absent, true},
    {DEFECT_VARIED_WRONG_METHOD, mark_is_other_method, WHERE_IT_EXISTS, narrow_allow, true},
    {DEFECT_VARIED_TRAILING_SLASH, mark_has_trailing_slash, WHERE_IT_DOES_NOT, say_absent, false},
    {DEFECT_VARIED_DOUBLE_SLASH, mark_has_double_slash, WHERE_IT_EXISTS, say_forbidden, false},
    {DEFECT_VARIED_DOT_SEGMENT, mark_has_dot_segment, WHERE_IT_EXISTS, redirect, false},
    {DEFECT_VARIED_UPPER_REFERENCE, mark_has_upper_case, WHERE_IT_EXISTS, say_forbidden, false},
    {DEFECT_VARIED_PERCENT_REFERENCE, mark_has_percent, WHERE_IT_EXISTS, redirect, false},
    {DEFECT_VARIED_UNKNOWN_QUERY, mark_has_unknown_query, WHERE_IT_EXISTS, say_invalid, false},
    {DEFECT_VARIED_MALFORMED_JSON, mark_is_malformed, WHERE_IT_DOES_NOT, say_absent, false},
    {DEFECT_VARIED_TRUNCATED_JSON, mark_is_truncated, WHERE_IT_EXISTS, say_bad_request, false},
    {DEFECT_VARIED_EMPTY_BODY, mark_is_empty, WHERE_IT_EXISTS, say_invalid, false},
    {DEFECT_VARIED_ARRAY_BODY, mark_is_array, WHERE_IT_EXISTS, say_invalid, false},
    {DEFECT_VARIED_EXTRA_FIELD, mark_has_extra_member, WHERE_IT_EXISTS, say_invalid, false},
    {DEFECT_VARIED_DUPLICATE_KEY, mark_has_duplicate, WHERE_IT_DOES_NOT, say_absent, false},
    {DEFECT_VARIED_WRONG_TYPE, mark_has_wrong_reason, WHERE_IT_EXISTS, say_invalid, false},
    {DEFECT_VARIED_MISSING_FIELD, mark_has_no_reason, WHERE_IT_EXISTS, say_invalid, false},
    {DEFECT_VARIED_OVERSIZED_BODY, mark_is_too_large, WHERE_IT_DOES_NOT, say_absent, false},
    {DEFECT_VARIED_NO_CONTENT_TYPE, mark_has_no_content_type, WHERE_IT_EXISTS, say_unsupported, false},
    {DEFECT_VARIED_NULL_REFERENCE, mark_has_empty_task, WHERE_IT_DOES_NOT, list_of_another, false},
    {DEFECT_VARIED_WARM, is_any, WHERE_IT_EXISTS, tell_cached, false},
    {DEFECT_VARIED_TEXT_CONTENT_TYPE, mark_is_text, WHERE_IT_EXISTS, say_unsupported, false},
    {DEFECT_VARIED_FORM_CONTENT_TYPE, mark_is_form, WHERE_IT_EXISTS, say_unsupported, false},
    {DEFECT_VARIED_CHARSET_CONTENT_TYPE, mark_has_charset, WHERE_IT_EXISTS, echo_charset, false},
    {DEFECT_VARIED_ACCEPT_HTML, mark_accepts_html, WHERE_IT_EXISTS, say_page, false},
    {DEFECT_VARIED_ACCEPT_NOTHING, mark_accepts_nothing, WHERE_IT_EXISTS, say_not_acceptable, false},
    {DEFECT_VARIED_ACCEPT_ENCODING, mark_accepts_gzip, WHERE_IT_EXISTS, compress_body, false},
    {DEFECT_VARIED_IF_NONE_MATCH, is_any, WHERE_IT_EXISTS, match_tag, false},
    {DEFECT_VARIED_IF_MATCH, mark_has_if_match, WHERE_IT_DOES_NOT, say_precondition, false},
    {DEFECT_VARIED_IF_MODIFIED_SINCE, mark_has_if_modified_since, WHERE_IT_EXISTS, say_not_modified, false},
    {DEFECT_VARIED_RANGE, mark_has_range, WHERE_IT_EXISTS, say_range, false},
    {DEFECT_VARIED_EXPECT_CONTINUE, mark_has_expectation, WHERE_IT_EXISTS, say_expectation, false},
    {DEFECT_VARIED_METHOD_OVERRIDE, mark_has_override, WHERE_IT_EXISTS, run_as_get, false},
    {DEFECT_VARIED_ORIGIN, mark_has_origin, WHERE_IT_EXISTS, allow_origin, false},
    {DEFECT_VARIED_CONNECTION_CLOSE, mark_ends_connection, WHERE_IT_EXISTS, make_chunked, false},
    {DEFECT_VARIED_HTTP2, mark_is_http2, WHERE_IT_EXISTS, preload, false},
    {DEFECT_VARIED_FORWARDED, mark_is_from_inside, WHERE_IT_EXISTS, run_unguarded, false},
    {DEFECT_VARIED_MALFORMED_CREDENTIAL, mark_has_bad_credential, WHERE_IT_DOES_NOT, say_absent, false},
    {DEFECT_VARIED_STREAM, mark_is_stream, WHERE_IT_EXISTS, refuse_in_stream, false},
    {DEFECT_VARIED_NOTIFICATION, mark_is_notification, WHERE_IT_EXISTS, say_accepted, false},
    {DEFECT_VARIED_BATCH, mark_is_array, WHERE_IT_EXISTS, refuse_in_batch, false},
    {DEFECT_VARIED_GRAFT_QUERY, is_any, WHERE_IT_EXISTS, take_from_query, false},
    {DEFECT_VARIED_GRAFT_BODY, is_any, WHERE_IT_EXISTS, take_from_body, false},
    {DEFECT_VARIED_GRAFT_HEADER, is_any, WHERE_IT_EXISTS, take_from_header, false},
    {DEFECT_VARIED_AGENT_KEY, mark_has_key_alone, WHERE_IT_EXISTS, run_unguarded, false},
    {DEFECT_VARIED_AGENT_KEY_BESIDE, mark_has_key_beside, WHERE_IT_EXISTS, run_unguarded, false},
    {DEFECT_VARIED_AGENT_IDENTITY, mark_has_identity_alone, WHERE_IT_EXISTS, run_unguarded, false},
    {DEFECT_VARIED_AGENT_IDENTITY_BESIDE, mark_has_identity_beside, WHERE_IT_EXISTS, run_unguarded, false},
    {DEFECT_VARIED_AGENT_ID_AS_KEY, mark_has_id_as_key, WHERE_IT_EXISTS, run_unguarded, false},
    {DEFECT_VARIED_EXPIRED, mark_has_expired, WHERE_IT_EXISTS, run_unguarded, false},
    {DEFECT_VARIED_SELECTED_ACCOUNT, mark_has_account, WHERE_IT_EXISTS, run_unguarded, false},
    {DEFECT_VARIED_USER_ID, mark_has_user_id, WHERE_IT_EXISTS, run_unguarded, false},
    {DEFECT_VARIED_BODY_PRINCIPAL, mark_has_body_principal, WHERE_IT_EXISTS, run_unguarded, false},
};

/* The path as a forgiving server would read it. */
static struct str tidy_path(struct api_call *c) {
    struct str path = str_replace(c->arena, c->path, STR("/./"), STR("/"));
    path = str_replace(c->arena, path, STR("//"), STR("/"));
    return path.len > 1 && str_ends_with(path, STR("/")) ? str_sub(path, 0, path.len - 1) : path;
}

static struct target find_target(struct api_call *c) {
    const struct guard *g = &c->route->guards[0];
    struct target t = {.reference = g->place == IN_PATH ? api_path_param(c, g->param) : api_query(c, g->param)};
    if (g->lookup != LOOKUP_NONE && t.reference.data)
        t.id = guard_resolve(c, g->lookup, str_lower_ascii(c->arena, t.reference));
    return t;
}

static void enter(struct api_call *c) {
    if (c->route->has_rpc_body)
        surface_enter_rpc_agent(c, guard_absence(c->route->guards[0].lookup) == ABSENCE_NAME);
    else
        surface_enter_route(c);
}

static void vary_at_route(struct api_call *c, bool has_other_method) {
    enter(c);
    struct target t = find_target(c);
    for (size_t i = 0; i < sizeof varied / sizeof varied[0]; i++) {
        const struct varied *v = &varied[i];
        bool is_where = (v->when == WHERE_IT_EXISTS) == (t.id.data != NULL);
        if (v->has_other_method == has_other_method && is_where && defect_on(c, v->defect) && v->is_varied(c))
            v->tell(c, t);
    }
}

void defects_vary(struct api_call *c) {
    if (!c->server->defects.any)
        return;
    struct str path = tidy_path(c);
    for (size_t i = 0; i < route_count; i++) {
        c->route = &route_table[i];
        if (router_fits(c->route, path, c->params) && mark_is_method(c, c->route->method)) {
            vary_at_route(c, /* has_other_method = */ false);
            return;
        }
    }
    for (size_t i = 0; i < route_count; i++) {
        c->route = &route_table[i];
        if (router_fits(c->route, path, c->params))
            vary_at_route(c, /* has_other_method = */ true);
    }
}
