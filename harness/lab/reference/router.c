/* SPDX-License-Identifier: Apache-2.0
 *
 * router: segment by segment, first fit. */
#include "router.h"

#include "errors.h"

/* Whether `path` fits; fills `params` with what stands for the pattern's parameters. */
static bool fits(const char *pattern, struct str path, struct str params[API_PARAMS]) {
    struct str wanted = str_from(pattern), rest = path;
    size_t count = 0;
    while (wanted.data && rest.data) {
        struct str want = str_cut(&wanted, '/');
        struct str part = str_cut(&rest, '/');
        bool is_param = str_starts_with(want, STR("{"));
        if (str_starts_with(want, STR("{*"))) {
            part = str_from_index(path, (size_t)(part.data - path.data));
            rest = STR_NONE;
        }
        if (is_param ? part.len == 0 : !str_eq(want, part))
            return false;
        if (is_param)
            params[count++] = part;
    }
    return !wanted.data && !rest.data;
}

bool router_fits(const struct route *r, struct str path, struct str params[API_PARAMS]) {
    return fits(r->pattern, path, params);
}

static const struct route *find(const char *method, struct str path, struct str params[API_PARAMS]) {
    for (size_t i = 0; i < route_count; i++) {
        const struct route *r = &route_table[i];
        if ((!method || str_eq(str_from(r->method), str_from(method))) && fits(r->pattern, path, params))
            return r;
    }
    return NULL;
}

static void answer_redirect(struct api_call *c, struct str path) {
    struct str host = serve_header_get(c->request, "host");
    struct str query = c->request->query;
    struct str location = str_printf(c->arena, "http://%.*s%.*s%s%.*s", STR_ARG(host), STR_ARG(path),
                                     query.data ? "?" : "", STR_ARG(query));
    answer_bytes(c, 307, NULL, STR(""));
    serve_header_add(c->response, c->arena, "location", location);
}

static void answer_wrong_method(struct api_call *c) {
    struct buf allow;
    buf_init(&allow, 256);
    struct str unused[API_PARAMS];
    for (size_t i = 0; i < route_count; i++)
        if (fits(route_table[i].pattern, c->path, unused) &&
            !str_contains(buf_str(&allow), str_from(route_table[i].method)))
            buf_printf(&allow, "%s%s", allow.len > 0 ? ", " : "", route_table[i].method);
    error_detail(c, 405, "Method Not Allowed");
    serve_header_add(c->response, c->arena, "allow", str_copy(c->arena, buf_str(&allow)));
    buf_free(&allow);
}

bool router_peek(struct api_call *c) {
    c->route = find(str_cstr(c->arena, c->request->method), c->path, c->params);
    return c->route != NULL;
}

bool router_find(struct api_call *c) {
    if (router_peek(c))
        return true;
    struct str without_slash = str_sub(c->path, 0, c->path.len > 0 ? c->path.len - 1 : 0);
    if (find(NULL, c->path, c->params))
        answer_wrong_method(c);
    else if (str_ends_with(c->path, STR("/")) && find(NULL, without_slash, c->params))
        answer_redirect(c, str_sub(c->request->path, 0, c->request->path.len - 1));
    else
        error_detail(c, 404, "Not Found");
    return false;
}
