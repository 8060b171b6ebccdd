/* SPDX-License-Identifier: Apache-2.0
 *
 * Target function: schema_check, by a schema that has every keyword. The input is a document. Properties: the judgement
 * is the same for JSON, YAML and a copy of the document; what fits has what is required, nothing unknown, and numbers
 * and counts within their bounds; a refusal has a place of the document, a pointer that leads to what is there (or to
 * whom it belongs), and one printable sentence. */
/* modules: base doc */
/* mutator: json */
/* seeds: scenarios/refused */
#include <assert.h>

#include "codec.h"
#include "emit.h"
#include "fuzz_target.h"
#include "parse.h"
#include "schema.h"

static const char SCHEMA[] =
    "{\"type\":\"object\",\"required\":[\"name\"],\"additionalProperties\":false,\"minProperties\":2,"
    "\"properties\":{\"name\":{\"type\":\"string\"},\"version\":{\"const\":1},"
    "\"mode\":{\"enum\":[\"hidden\",\"forbidden\",3,null]},"
    "\"count\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":9223372036854775806},"
    "\"rate\":{\"type\":[\"number\",\"null\"],\"minimum\":-0.5,\"maximum\":1.5},\"is_on\":{\"type\":\"boolean\"},"
    "\"list\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"$ref\":\"#/$defs/entry\"}},"
    "\"map\":{\"type\":\"object\",\"additionalProperties\":{\"$ref\":\"#/$defs/entry\"}}},"
    "\"$defs\":{\"entry\":{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"object\",\"required\":[\"to\"],"
    "\"properties\":{\"to\":{\"$ref\":\"#/$defs/entry\"}}},{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}]}}}";

static const struct value *schema(void) {
    static struct arena memory;
    static struct value *root;
    if (!root) {
        enum rc rc = parse_json(str_from(SCHEMA), &memory, &root, NULL);
        assert(rc == RC_OK);
    }
    return root;
}

static void check_fit(const struct value *v) {
    int64_t count = value_int(value_get_c(v, "count"), 1);
    const struct value *list = value_get_c(v, "list"), *version = value_get_c(v, "version");
    assert(value_is(v, VALUE_OBJECT) && v->count >= 2 && v->count <= 8);
    assert(value_is(value_get_c(v, "name"), VALUE_STRING) && count >= 1 && count < INT64_MAX);
    assert(!list || (value_is(list, VALUE_ARRAY) && list->count > 0));
    assert(!version || value_int(version, 0) == 1);
}

static void check_refusal(const struct value *v, const struct fault *f, struct arena *a) {
    struct str pointer = str_from(f->pointer);
    assert(f->rc == RC_CONFIG && f->text[0] != '\0' && f->line >= 0);
    assert(str_eq(codec_printable(a, str_from(f->text)), str_from(f->text)));
    assert(str_eq(codec_printable(a, pointer), pointer));
    /* A pointer past the room of a fault, or with what a terminal may not show, leads nowhere. */
    if (pointer.len < 100 && str_find_char(pointer, '\\', 0) < 0)
        assert(value_point(v, pointer));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a = {0};
    struct value *v = NULL, *again = NULL;
    struct fault f = {0}, g = {0};
    if (parse_document(str_of((const char *)data, size), "x", &a, &v, NULL) == RC_OK) {
        enum rc rc = schema_check(schema(), v, &f);
        if (rc == RC_OK)
            check_fit(v);
        else
            check_refusal(v, &f, &a);
        assert(schema_check(schema(), value_clone(&a, v), NULL) == rc);
        enum rc parsed = parse_json(emit_to_str(&a, v), &a, &again, NULL);
        assert(parsed == RC_OK && schema_check(schema(), again, &g) == rc);
        assert(str_eq(str_from(f.text), str_from(g.text)) && str_eq(str_from(f.pointer), str_from(g.pointer)));
    }
    arena_free(&a);
    return 0;
}
