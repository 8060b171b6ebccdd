/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of codec. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "codec.h"
#include "rows.h"

static void codec__hex(void **state) {
    (void)state;
    struct arena a = {0};
    row_str("bytes", codec_hex(&a, STR("\x00\x7f\xff")), "007fff");
    row_str("nothing", codec_hex(&a, STR_NONE), "");
    arena_free(&a);
}

/* RFC 4648, 10. */
static void codec__base64_meets_the_vectors_of_the_rfc(void **state) {
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff\xbf", "+/+/"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        row_str(rows[i].want, codec_base64(&a, str_from(rows[i].text)), rows[i].want);
        struct str back;
        assert_true(codec_base64_decode(&a, str_from(rows[i].want), &back));
        row_str(rows[i].text, back, rows[i].text);
    }
    arena_free(&a);
}

static void codec__is_found_by_its_name_and_spells(void **state) {
    (void)state;
    static const struct {
        const char *name, *want;
    } rows[] = {{"base64", "+/8="}, {"base64url", "-_8"}, {"hex", "fbff"}};
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        enum codec c = codec_find(str_from(rows[i].name));
        row_str(rows[i].name, str_from(codec_name(c)), rows[i].name);
        row_str(rows[i].name, codec_apply(c, &a, STR("\xfb\xff")), rows[i].want);
    }
    assert_int_equal(codec_find(STR("base46")), CODEC_NONE);
    assert_int_equal(codec_find(STR("")), CODEC_NONE);
    row_str("as it is", codec_apply(CODEC_NONE, &a, STR("x")), "x");
    arena_free(&a);
}

static void codec__base64_that_is_none_is_refused(void **state) {
    (void)state;
    const char *const rows[] = {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zm 9", "Zm9v\n", "-_-_", "Zg==Zg=="};
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str out = STR_NONE;
        row_int(rows[i], codec_base64_decode(&a, str_from(rows[i]), &out), false);
        assert_null(out.data);
    }
    arena_free(&a);
}

static void codec__percent(void **state) {
    (void)state;
    struct arena a = {0};
    row_str("encode", codec_percent(&a, STR("aZ09-._~ /%\xc3\xa4")), "aZ09-._~%20%2F%25%C3%A4");
    row_str("decode", codec_percent_decode(&a, STR("a%2fb%2Fc%25")), "a/b/c%");
    row_str("malformed triplets stay", codec_percent_decode(&a, STR("%%41%4%zz%")), "%A%4%zz%");
    row_str("plus stays", codec_percent_decode(&a, STR("a+b")), "a+b");
    arena_free(&a);
}

static void codec__is_utf8(void **state) {
    (void)state;
    static const struct {
        const char *row, *text;
        bool want;
    } rows[] = {
        {"ASCII", "abc", true},
        {"two to four bytes", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", true},
        {"the last scalar", "\xf4\x8f\xbf\xbf", true},
        {"past the last scalar", "\xf4\x90\x80\x80", false},
        {"a surrogate", "\xed\xa0\x80", false},
        {"overlong slash", "\xc0\xaf", false},
        {"overlong euro", "\xf0\x82\x82\xac", false},
        {"a bare continuation", "\x80", false},
        {"cut off", "\xe2\x82", false},
        {"continuation missing", "\xc3(", false},
        {"no lead at all", "\xff", false},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        row_int(rows[i].row, codec_is_utf8(str_from(rows[i].text)), rows[i].want);
}

static void codec__utf8_put_and_take_agree(void **state) {
    (void)state;
    for (uint32_t scalar = 0; scalar < 0x110000; scalar += scalar < 0x900 ? 1 : 0x3f) {
        char bytes[4];
        uint32_t again = UINT32_MAX;
        size_t len = codec_utf8_put(scalar, bytes);
        assert_int_equal(codec_utf8_take(str_of(bytes, len), 0, &again), len);
        assert_true(len == 0 ? scalar >= 0xd800 && scalar <= 0xdfff : again == scalar);
    }
    char bytes[4];
    assert_int_equal(codec_utf8_put(0x110000, bytes), 0);
}

static void codec__printable(void **state) {
    (void)state;
    static const struct {
        const char *row, *text, *want;
    } rows[] = {
        {"text stays", "a \xc3\xa4 \xf0\x9f\x98\x80 \\", "a \xc3\xa4 \xf0\x9f\x98\x80 \\"},
        {"line feed and tab", "a\n\tb", "a\\n\\tb"},
        {"other controls", "\x1b[31m\r\x7f", "\\x1b[31m\\x0d\\x7f"},
        {"controls of two bytes", "\xc2\x9b", "\\u{9b}"},
        {"bidirectional marks", "\xe2\x80\xae\xe2\x81\xa6\xd8\x9c", "\\u{202e}\\u{2066}\\u{61c}"},
        {"bytes that are not UTF-8", "a\xff\xc3", "a\\xff\\xc3"},
        {"nothing", "", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        row_str(rows[i].row, codec_printable(&a, str_from(rows[i].text)), rows[i].want);
    row_str("NUL", codec_printable(&a, str_of("a\0b", 3)), "a\\x00b");
    arena_free(&a);
}

static void codec__printable_start_ends_between_characters(void **state) {
    (void)state;
    static const struct {
        const char *row, *text;
        size_t room;
        const char *want;
    } rows[] = {
        {"room for all", "a\n", 3, "a\\n"},
        {"cut between", "abc", 2, "ab"},
        {"cut in two bytes", "a\xc3\xa4", 2, "a"},
        {"cut in four bytes", "\xf0\x9f\x98\x80", 3, ""},
        {"no room", "abc", 0, ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        row_str(rows[i].row, codec_printable_start(&a, str_from(rows[i].text), rows[i].room), rows[i].want);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codec__hex),
        cmocka_unit_test(codec__base64_meets_the_vectors_of_the_rfc),
        cmocka_unit_test(codec__is_found_by_its_name_and_spells),
        cmocka_unit_test(codec__base64_that_is_none_is_refused),
        cmocka_unit_test(codec__percent),
        cmocka_unit_test(codec__is_utf8),
        cmocka_unit_test(codec__utf8_put_and_take_agree),
        cmocka_unit_test(codec__printable),
        cmocka_unit_test(codec__printable_start_ends_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
