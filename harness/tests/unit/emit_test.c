/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of emit. */
/* modules: base doc */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "emit.h"
#include "parse.h"
#include "rows.h"

static void write_sample(struct emit *e) {
    emit_object_begin(e);
    emit_member_string(e, "s", STR("x"));
    emit_member_cstr(e, "none", NULL);
    emit_key(e, "list");
    emit_array_begin(e);
    emit_int(e, -1);
    emit_bool(e, false);
    emit_object_begin(e);
    emit_object_end(e);
    emit_raw(e, STR("[ 1]"));
    emit_array_end(e);
    emit_member_int(e, "i", INT64_MIN);
    emit_member_bool(e, "b", true);
    emit_key_str(e, STR("r"));
    emit_real(e, 0.5);
    emit_object_end(e);
}

static void emit__on_one_line(void **state) {
    (void)state;
    struct buf out;
    buf_init(&out, 1000);
    struct emit e;
    emit_init(&e, &out, 0);
    write_sample(&e);
    assert_string_equal(out.data, "{\"s\":\"x\",\"none\":null,\"list\":[-1,false,{},[ 1]],\"i\":-9223372036854775808,"
                                  "\"b\":true,\"r\":0.5}");
    buf_free(&out);
}

static void emit__indented(void **state) {
    (void)state;
    struct buf out;
    buf_init(&out, 1000);
    struct emit e;
    emit_init(&e, &out, 2);
    write_sample(&e);
    assert_string_equal(out.data, "{\n  \"s\": \"x\",\n  \"none\": null,\n  \"list\": [\n    -1,\n    false,\n    {},\n"
                                  "    [ 1]\n  ],\n  \"i\": -9223372036854775808,\n  \"b\": true,\n  \"r\": 0.5\n}");
    buf_free(&out);
}

static void emit__strings(void **state) {
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", "\"\""},
        {"a \xc3\xa4 \xf0\x9f\x98\x80 \x7f", "\"a \xc3\xa4 \xf0\x9f\x98\x80 \x7f\""},
        {"\"\\/", "\"\\\"\\\\/\""},
        {"\b\f\n\r\t\x01\x1f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\""},
        {"a\xff\xc3", "\"a\xef\xbf\xbd\xef\xbf\xbd\""},
        {"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        row_str("string", emit_to_str(&a, value_new_string(&a, str_from(rows[i].text))), rows[i].want);
    row_str("NUL", emit_to_str(&a, value_new_string(&a, STR("\0"))), "\"\\u0000\"");
    arena_free(&a);
}

static void emit__reals_read_back(void **state) {
    (void)state;
    static const struct {
        double real;
        const char *want;
    } rows[] = {
        {0.1, "0.1"},
        {1.0, "1.0"},
        {-0.0, "-0.0"},
        {1e22, "1e+22"},
        {1e15, "1e+15"},
        {123456.0, "123456.0"},
        {5e-324, "4.94065645841247e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {NAN, "null"},
        {INFINITY, "null"},
        {-INFINITY, "null"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        row_str(rows[i].want, emit_to_str(&a, value_new_real(&a, rows[i].real)), rows[i].want);
    arena_free(&a);
}

static void emit__what_is_written_is_read(void **state) {
    (void)state;
    const char *const rows[] = {
        "{\"a\":[1,-2.5,null,true,false,\"x\"],\"\":{}}", "[[[[]]],{\"a\":{\"b\":{}}}]", "\"\\u0000\"", "1e+300", "0",
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct value *v = NULL;
        assert_int_equal(parse_json(str_from(rows[i]), &a, &v, NULL), RC_OK);
        row_str(rows[i], emit_to_str(&a, v), rows[i]);
    }
    row_str("NULL", emit_to_str(&a, NULL), "null");
    arena_free(&a);
}

static void emit__a_full_buf_is_seen(void **state) {
    (void)state;
    struct buf out;
    buf_init(&out, 4);
    struct emit e;
    emit_init(&e, &out, 0);
    emit_cstr(&e, "longer");
    assert_true(out.truncated);
    buf_free(&out);
}

/* Strings are looked at eight bytes at a time: `c` at each place of strings of each length around that. */
static void assert_escaped_everywhere(struct arena *a, unsigned char c, size_t written_bytes) {
    for (size_t len = 1; len <= 18; len++) {
        for (size_t at = 0; at < len; at++) {
            char *text = str_cstr(a, STR("the quick brown fox"));
            text[at] = (char)c;
            struct str json = emit_to_str(a, value_new_string(a, str_of(text, len)));
            assert_int_equal(json.len, len - 1 + written_bytes + 2);
            struct value *again;
            assert_int_equal(parse_json(json, a, &again, NULL), RC_OK);
            assert_true(c >= 0x80 || str_eq(again->string, str_of(text, len)));
        }
    }
}

static void emit__bytes_are_escaped_wherever_they_stand(void **state) {
    (void)state;
    static const struct {
        unsigned char c;
        size_t written_bytes;
    } rows[] = {{0x00, 6}, {0x1f, 6}, {'\n', 2}, {'"', 2},  {'\\', 2}, {0x20, 1}, {0x21, 1},
                {0x23, 1}, {0x5b, 1}, {0x5d, 1}, {0x7f, 1}, {0x80, 3}, {0xa2, 3}, {0xff, 3}};
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_escaped_everywhere(&a, rows[i].c, rows[i].written_bytes);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(emit__on_one_line),
        cmocka_unit_test(emit__indented),
        cmocka_unit_test(emit__strings),
        cmocka_unit_test(emit__reals_read_back),
        cmocka_unit_test(emit__what_is_written_is_read),
        cmocka_unit_test(emit__a_full_buf_is_seen),
        cmocka_unit_test(emit__bytes_are_escaped_wherever_they_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
