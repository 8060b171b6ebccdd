/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: serve_query_get, serve_header_get. The input is a name, a value and a query, a line feed between
 * them. Properties: a value comes back from its percent-encoded spelling, whatever stands behind it; a name that the
 * query has not is not found by its first parameter's value; the first of two decides; headers are found in either
 * case.
 * */
/* modules: lab_serve */
#include <assert.h>

#include "buf.h"
#include "codec.h"
#include "fuzz_target.h"
#include "serve.h"

static struct str get(struct str query, struct str name, struct arena *a) {
    struct serve_request request = {.query = query};
    return serve_query_get(&request, str_cstr(a, name), a);
}

static void check_query(struct str name, struct str value, struct str query, struct arena *a) {
    struct str key = codec_percent(a, name), text = codec_percent(a, value);
    struct buf whole;
    buf_init(&whole, 1u << 20);
    buf_printf(&whole, "%.*s=%.*s&", STR_ARG(key), STR_ARG(text));
    buf_append_str(&whole, query);
    struct str found = get(buf_str(&whole), name, a);
    assert(found.data && str_eq(found, value));
    buf_clear(&whole);
    buf_append_str(&whole, query);
    buf_printf(&whole, "&%.*s=%.*s", STR_ARG(key), STR_ARG(text));
    struct str behind = get(buf_str(&whole), name, a), before = get(query, name, a);
    assert(str_eq(behind, before.data ? before : value));
    buf_free(&whole);
}

static void check_header(struct str name, struct str value, struct arena *a) {
    struct serve_header headers[] = {{.name = STR("other"), .value = STR("no")},
                                     {.name = str_upper_ascii(a, name), .value = value},
                                     {.name = name, .value = STR("second")}};
    struct serve_request request = {.headers = headers, .header_count = 3};
    struct str found = serve_header_get(&request, str_cstr(a, str_lower_ascii(a, name)));
    assert(str_eq(found, str_eq_ascii_case(name, STR("other")) ? STR("no") : value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str query = str_of((const char *)data, size);
    struct str name = str_cut(&query, '\n'), value = str_cut(&query, '\n');
    struct arena a = {0};
    /* A name is a C string of the program's own. */
    if (str_find_char(name, '\0', 0) < 0) {
        check_query(name, value.data ? value : STR(""), query.data ? query : STR(""), &a);
        check_header(name, value, &a);
    }
    arena_free(&a);
    return 0;
}
