/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: router_fits, router_peek, router_find of the reference server, and the percent-decoding before
 * them. The input is a method, a blank, and a path. Properties: a path that fits is the pattern with the parameters put
 * in, none of them empty; the route that decides is the first of the table that fits by method and path. */
/* modules: lab_reference */
#include <assert.h>

#include "api.h"
#include "codec.h"
#include "fuzz_target.h"
#include "router.h"

/* The pattern with its parameters put in, in order. */
static struct str fill(const char *pattern, const struct str params[API_PARAMS], struct arena *a) {
    struct buf out;
    buf_init(&out, 1u << 20);
    size_t next = 0;
    for (struct str rest = str_from(pattern); rest.len > 0;) {
        ptrdiff_t open = str_find_char(rest, '{', 0), close = str_find_char(rest, '}', 0);
        if (open < 0) {
            buf_append_str(&out, rest);
            break;
        }
        buf_append_str(&out, str_sub(rest, 0, (size_t)open));
        assert(next < API_PARAMS && params[next].len > 0);
        buf_append_str(&out, params[next++]);
        rest = str_from_index(rest, (size_t)close + 1);
    }
    struct str whole = str_copy(a, buf_str(&out));
    buf_free(&out);
    return whole;
}

/* `method` STR_NONE: any. */
static const struct route *first_that_fits(struct str method, struct str path, struct arena *a) {
    const struct route *first = NULL;
    for (size_t i = 0; i < route_count; i++) {
        struct str params[API_PARAMS] = {{0}};
        if (!router_fits(&route_table[i], path, params))
            continue;
        assert(str_eq(fill(route_table[i].pattern, params, a), path));
        if (!first && (!method.data || str_eq(method, str_from(route_table[i].method))))
            first = &route_table[i];
    }
    return first;
}

/* Without a route there is an answer: another method, a slash too many, or nothing there. */
static void check_answered(const struct route *route, struct api_call *call, struct arena *a) {
    struct serve_response response = {.status = 200};
    call->response = &response;
    bool is_found = router_find(call);
    assert(is_found == (route != NULL));
    assert(is_found ? response.status == 200
                    : response.status == 307 || response.status == 404 || response.status == 405);
    if (response.status == 405)
        assert(first_that_fits(STR_NONE, call->path, a));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str target = str_of((const char *)data, size);
    struct str method = str_cut(&target, ' ');
    struct arena a = {0};
    struct serve_request request = {.method = method, .path = target};
    struct api_call call = {.request = &request, .arena = &a, .path = codec_percent_decode(&a, target)};
    buf_init(&call.text, 1u << 20);
    bool is_found = router_peek(&call);
    assert(is_found == (call.route != NULL));
    if (str_find_char(method, '\0', 0) < 0)
        assert(call.route == first_that_fits(method.data ? method : STR(""), call.path, &a));
    check_answered(call.route, &call, &a);
    buf_free(&call.text);
    arena_free(&a);
    return 0;
}
