/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: head_parse.
 * Properties: fields are pieces of the text, in order and apart; name and value are pieces of their field; a head
 * written anew from what was parsed parses to the same head. */
/* modules: wire */
#include <assert.h>

#include "fuzz_target.h"
#include "head.h"

static bool is_within(struct str part, struct str whole) {
    return part.data >= whole.data && part.data + part.len <= whole.data + whole.len;
}

static struct str write_head(const struct head *h, struct arena *a) {
    struct str text = str_printf(a, "%.*s %d %.*s\r\n", STR_ARG(h->version), h->status, STR_ARG(h->reason));
    for (size_t i = 0; i < h->field_count; i++) {
        text = str_printf(a, "%.*s%.*s\r\n", STR_ARG(text), STR_ARG(h->fields[i].raw));
    }
    return text;
}

static void check_fields(const struct head *h, struct str text) {
    const char *end = text.data;
    for (size_t i = 0; i < h->field_count; i++) {
        const struct head_field *field = &h->fields[i];
        assert(is_within(field->raw, text) && field->raw.data >= end && field->raw.len > 0);
        assert(is_within(field->name, field->raw) && is_within(field->value, field->raw));
        end = field->raw.data + field->raw.len;
    }
}

static void check_same(const struct head *x, const struct head *y) {
    assert(x->status == y->status && str_eq(x->version, y->version) && str_eq(x->reason, y->reason));
    assert(x->field_count == y->field_count);
    for (size_t i = 0; i < x->field_count; i++) {
        assert(str_eq(x->fields[i].name, y->fields[i].name));
        assert(str_eq(x->fields[i].value, y->fields[i].value));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct arena a = {0};
    struct head first, second;
    /* What printf writes ends at a NUL. */
    if (str_find_char(text, '\0', 0) < 0 && head_parse(text, &a, &first)) {
        check_fields(&first, text);
        assert(head_parse(write_head(&first, &a), &a, &second));
        check_same(&first, &second);
    }
    arena_free(&a);
    return 0;
}
