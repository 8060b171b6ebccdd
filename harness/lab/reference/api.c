/* SPDX-License-Identifier: Apache-2.0
 *
 * api: small readers of a request and makers of ids. */
#include "api.h"

#include <string.h>

#include "clock.h"
#include "codec.h"
#include "errors.h"
#include "rng.h"
#include "router.h"

#define PAGE_LIMIT_DEFAULT 50
#define PAGE_LIMIT_MAX 1000
#define PAGE_NUMBER_MAX 1000000

struct str api_path_param(const struct api_call *c, const char *name) {
    struct str rest = str_from(c->route->pattern);
    for (size_t i = 0; rest.data;) {
        struct str part = str_cut(&rest, '/');
        if (!str_starts_with(part, STR("{")))
            continue;
        if (str_eq(str_sub(part, 1, part.len - 2), str_from(name)))
            return c->params[i];
        i++;
    }
    return STR_NONE;
}

struct str api_query(const struct api_call *c, const char *name) {
    return serve_query_get(c->request, name, c->arena);
}

struct str api_body_string(const struct api_call *c, const char *name) {
    return value_string(value_get_c(c->body, name), STR_NONE);
}

struct str api_body_json(const struct api_call *c, const char *name) {
    const struct value *v = value_get_c(c->body, name);
    return v && !value_is(v, VALUE_NULL) ? emit_to_str(c->arena, v) : STR_NONE;
}

struct str api_new_uuid(struct arena *a) {
    unsigned char b[16];
    entropy_fill(b, sizeof b);
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    struct str hex = codec_hex(a, str_of((const char *)b, sizeof b));
    return str_printf(a, "%.8s-%.4s-%.4s-%.4s-%.12s", hex.data, hex.data + 8, hex.data + 12, hex.data + 16,
                      hex.data + 20);
}

struct str api_new_hex24(struct arena *a) {
    unsigned char b[12];
    entropy_fill(b, sizeof b);
    return codec_hex(a, str_of((const char *)b, sizeof b));
}

struct str api_now(struct arena *a) {
    return clock_format_rfc3339(a, clock_wall_ns());
}

struct str api_from_int(struct arena *a, int64_t i) {
    return str_printf(a, "%lld", (long long)i);
}

static bool query_number(struct api_call *c, const char *name, int64_t otherwise, int64_t max, int64_t *out) {
    struct str text = api_query(c, name);
    *out = otherwise;
    if (!text.data || (str_to_int64(text, out) && *out >= 1 && *out <= max))
        return true;
    error_invalid(
        c, str_printf(c->arena, "query.%s: Input should be a valid integer between 1 and %lld", name, (long long)max));
    return false;
}

bool api_page(struct api_call *c, struct page *out) {
    int64_t limit, number;
    if (!query_number(c, "limit", PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, &limit) ||
        !query_number(c, "page_number", 1, PAGE_NUMBER_MAX, &number))
        return false;
    struct str direction = api_query(c, "order_direction");
    if (direction.data && !str_eq(direction, STR("asc")) && !str_eq(direction, STR("desc"))) {
        error_invalid(c, STR("query.order_direction: Input should be 'asc' or 'desc'"));
        return false;
    }
    *out = (struct page){.limit = api_from_int(c->arena, limit),
                         .offset = api_from_int(c->arena, limit * (number - 1)),
                         .direction = direction};
    return true;
}
