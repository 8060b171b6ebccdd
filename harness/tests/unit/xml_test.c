/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of xml.h. */
/* modules: report */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "xml.h"

static void xml_append_text__is_harmless_anywhere(void **state) {
    static const struct {
        const char *name;
        struct str text;
        const char *expected;
    } rows[] = {
        {"nothing", {"", 0}, ""},
        {"plain text", {"a b", 3}, "a b"},
        {"markup", {"<a b=\"c\" d='e'>&amp;]]>", 23}, "&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;amp;]]&gt;"},
        {"line ends", {"a\r\nb\tc", 6}, "a&#13;\nb&#9;c"},
        {"controls that XML does not allow", {"\x01\x1b[m\0\x0b", 6}, "\\x01\\x1b[m\\x00\\x0b"},
        {"controls that steer a terminal", {"\x7f\xc2\x9b", 3}, "\\x7f\\u{9b}"},
        {"bytes that are no UTF-8", {"\xff\xc0\xaf", 3}, "\\xff\\xc0\\xaf"},
        {"a surrogate in UTF-8", {"\xed\xa0\x80", 3}, "\\xed\\xa0\\x80"},
        {"noncharacters", {"\xef\xbf\xbe\xef\xbf\xbf", 6}, "\\u{fffe}\\u{ffff}"},
        {"right to left", {"\xe2\x80\xae", 3}, "\\u{202e}"},
        {"characters of two and four bytes", {"é\xf0\x9f\xa6\xa6", 6}, "é\xf0\x9f\xa6\xa6"},
    };
    (void)state;
    struct arena scratch = {0};
    struct buf out;
    buf_init(&out, 1000);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        buf_clear(&out);
        xml_append_text(&out, rows[i].text, &scratch);
        print_message("%s\n", rows[i].name);
        assert_string_equal(buf_str(&out).data, rows[i].expected);
    }
    buf_free(&out);
    arena_free(&scratch);
}

static void xml_append_attribute__keeps_line_ends(void **state) {
    (void)state;
    struct arena scratch = {0};
    struct buf out;
    buf_init(&out, 1000);
    xml_append_attribute(&out, "name", STR("a\n\"b\"\n"), &scratch);
    xml_append_attribute(&out, "empty", STR_NONE, &scratch);
    assert_string_equal(buf_str(&out).data, " name=\"a&#10;&quot;b&quot;&#10;\" empty=\"\"");
    buf_free(&out);
    arena_free(&scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_append_text__is_harmless_anywhere),
        cmocka_unit_test(xml_append_attribute__keeps_line_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
