/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: body_class_of, body_fill, body_first_marker. Properties: the lexeme of an unknown method's name lies
 * in the body and is no known one; a body without a marker is filled by nothing; with values as long as a marker, it
 * keeps its length. */
/* modules: campaign */
#include <assert.h>

#include "body_class.h"
#include "fuzz_target.h"

static const struct str methods[] = {STR("task/cancel"), STR("event/send")};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct str values[] = {STR("12345678"), STR("abcdefgh")};
    struct str body = str_of((const char *)data, size);
    struct arena a = {0};
    struct body_class c = body_class_of(body, methods, 2, &a);
    assert(c.number < 2 + BODY_ODDITIES && c.is_known_method == (c.number < 2));
    if (c.is_unknown_name) {
        assert(c.name_from < c.name_to && c.name_to <= size && data[c.name_from] == '"' && data[c.name_to - 1] == '"');
        assert(!str_eq(c.name, methods[0]) && !str_eq(c.name, methods[1]));
    }
    struct str filled = body_fill(body, values, 2, &a);
    assert(filled.len == size);
    assert(body_first_marker(body) != SIZE_MAX || str_eq(filled, body));
    arena_free(&a);
    return 0;
}
