/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: body_class_of, body_fill, body_first_marker, body_markers, body_renumber. Properties: the lexeme of
 * an unknown method's name lies in the body and is no known one; a body without a marker is filled by nothing; with
 * values as long as a marker, it keeps its length; numbers that are turned round and back again are the same, and all
 * of them become the one that all are to be. */
/* modules: campaign */
#include <assert.h>

#include "body_class.h"
#include "fuzz_target.h"

static const struct str methods[] = {STR("task/cancel"), STR("event/send")};

static void check_numbers(struct str body, struct arena *a) {
    static const size_t round[BODY_MARKERS] = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, same[BODY_MARKERS] = {0};
    struct str turned = body_renumber(body, round, a);
    assert(str_eq(body_renumber(turned, round, a), body));
    unsigned markers = body_markers(body);
    assert((markers == 0) == (body_first_marker(body) == SIZE_MAX));
    assert(body_markers(body_renumber(body, same, a)) == (markers != 0));
}

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
    check_numbers(body, &a);
    arena_free(&a);
    return 0;
}
