/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of conformance.h. */
/* modules: model */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "conformance.h"
#include "parse.h"
#include "rows.h"

static struct conformance_kind kind_of(const char *reason, size_t bodies, const char *example) {
    struct str text = str_from(example);
    return (struct conformance_kind){.reading = CONFORMANCE_MALFORMED,
                                     .is_taken = true,
                                     .subject = STR(""),
                                     .reason = str_from(reason),
                                     .bodies = bodies,
                                     .status = 404,
                                     .example = text,
                                     .example_bytes = text.len};
}

static struct str write(const struct conformance *c, struct arena *a) {
    struct buf text;
    struct emit e;
    buf_init(&text, 1u << 20);
    emit_init(&e, &text, 0);
    conformance_emit(c, &e);
    struct str copy = str_copy(a, buf_str(&text));
    buf_free(&text);
    return copy;
}

static void conformance__reads_what_it_wrote(void **state) {
    struct arena a = {0};
    struct value *root;
    struct conformance_kind kinds[] = {kind_of("a comma", 3, "[1,]"), kind_of("bytes", 2, "[\"\xff\"]")};
    (void)state;
    kinds[0].code = -32001;
    kinds[1].reading = CONFORMANCE_WELL_FORMED;
    kinds[1].is_taken = false;
    struct conformance c = {.is_compared = true,
                            .alike = 7,
                            .otherwise = 6,
                            .undecided = 5,
                            .kinds = kinds,
                            .kind_count = 2,
                            .elsewhere = 1};
    struct str once = write(&c, &a);
    assert_int_equal(parse_json(once, &a, &root, NULL), RC_OK);
    struct conformance read = conformance_read(root, &a);
    row_str("written again", write(&read, &a), str_cstr(&a, once));
    assert_true(read.kind_count == 2 && read.kinds[0].code == -32001 && !read.kinds[1].is_taken);
    assert_true(str_eq(read.kinds[1].example, STR("[\"\xff\"]")));
    arena_free(&a);
}

static void conformance__reads_what_is_not_there_as_nothing(void **state) {
    static const char *const texts[] = {"null", "7", "{}", "{\"kinds\":[7,{\"reference\":\"odd\"}],\"alike\":-1}"};
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct value *root;
        assert_int_equal(parse_json(str_from(texts[i]), &a, &root, NULL), RC_OK);
        struct conformance c = conformance_read(root, &a);
        assert_true(!c.is_compared && c.alike == 0 && c.kind_count == 0);
        assert_null(conformance_sentence(&c, &a).data);
    }
    arena_free(&a);
}

static void conformance__sums_keep_the_shorter_example_of_each_kind(void **state) {
    struct arena a = {0};
    struct conformance_kind mine[] = {kind_of("a comma", 3, "[1,]"), kind_of("a NaN", 1, "NaN")};
    struct conformance_kind others[] = {kind_of("a comment", 9, "/**/1"), kind_of("a comma", 3, "[,]")};
    struct conformance x = {.is_compared = true, .alike = 10, .otherwise = 4, .kinds = mine, .kind_count = 2},
                       y = {.is_compared = true, .alike = 5, .otherwise = 12, .kinds = others, .kind_count = 2};
    (void)state;
    struct conformance sum = conformance_add(&x, &y, &a);
    assert_true(sum.alike == 15 && sum.otherwise == 16 && sum.kind_count == 3 && sum.elsewhere == 0);
    row_str("most bodies first", sum.kinds[0].reason, "a comment");
    row_str("the shorter one", sum.kinds[1].example, "[,]");
    assert_int_equal(sum.kinds[1].bodies, 6);
    row_str("the least", sum.kinds[2].reason, "a NaN");
    arena_free(&a);
}

static void conformance__sums_have_no_more_kinds_than_there_is_room(void **state) {
    struct arena a = {0};
    struct conformance_kind kinds[2][CONFORMANCE_KINDS];
    struct conformance parts[2];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < CONFORMANCE_KINDS; k++)
            kinds[i][k] = kind_of(arena_printf(&a, "%zu of %zu", k, i), i + 1, "x");
        parts[i] = (struct conformance){.is_compared = true,
                                        .otherwise = (i + 1) * CONFORMANCE_KINDS,
                                        .kinds = kinds[i],
                                        .kind_count = CONFORMANCE_KINDS};
    }
    struct conformance sum = conformance_add(&parts[0], &parts[1], &a);
    assert_true(sum.kind_count == CONFORMANCE_KINDS && sum.kinds[CONFORMANCE_KINDS - 1].bodies == 2);
    assert_int_equal(sum.elsewhere, CONFORMANCE_KINDS);
    row_str("sentence", conformance_sentence(&sum, &a),
            "0 bodies are read as the reference reads them, 72 otherwise in more than 24 kinds");
    arena_free(&a);
}

static void conformance__says_it_in_words(void **state) {
    struct arena a = {0};
    struct conformance_kind k = kind_of("expected a value", 31, "[1,]");
    struct conformance c = {.is_compared = true, .alike = 12438, .otherwise = 31, .kinds = &k, .kind_count = 1};
    struct conformance off = {.why_not = STR("there is no reference")};
    (void)state;
    row_str("sum", conformance_sentence(&c, &a),
            "12 438 bodies are read as the reference reads them, 31 otherwise in 1 kind");
    row_str("off", conformance_sentence(&off, &a), "not compared: there is no reference");
    row_str("malformed", conformance_reference_words(&k, &a), "malformed JSON: expected a value");
    row_str("taken", conformance_target_words(&k, &a), "taken, 404");
    k = (struct conformance_kind){
        .reading = CONFORMANCE_WELL_FORMED, .subject = STR("task/cancel"), .status = 200, .code = -32601};
    row_str("well-formed", conformance_reference_words(&k, &a), "a well-formed task/cancel");
    row_str("refused", conformance_target_words(&k, &a), "refused, 200 with code -32601");
    k = (struct conformance_kind){
        .reading = CONFORMANCE_INVALID, .subject = STR("a batch"), .reason = STR("body: no dictionary")};
    row_str("invalid", conformance_reference_words(&k, &a), "a batch, invalid: body: no dictionary");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conformance__reads_what_it_wrote),
        cmocka_unit_test(conformance__reads_what_is_not_there_as_nothing),
        cmocka_unit_test(conformance__sums_keep_the_shorter_example_of_each_kind),
        cmocka_unit_test(conformance__sums_have_no_more_kinds_than_there_is_room),
        cmocka_unit_test(conformance__says_it_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
