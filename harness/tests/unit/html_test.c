/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of html.h. */
/* modules: report */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "html.h"
#include "rows.h"

#define CEILING 4096

struct row {
    const char *name;
    struct str text;
    const char *expected;
};

typedef void append_fn(struct buf *out, struct str s, struct arena *scratch);

static void check_rows(append_fn *append, const struct row *rows, size_t count) {
    struct arena scratch = {0};
    struct buf out;
    buf_init(&out, CEILING);
    for (size_t i = 0; i < count; i++) {
        buf_clear(&out);
        append(&out, rows[i].text, &scratch);
        row_str(rows[i].name, str_of(out.data ? out.data : "", out.len), rows[i].expected);
    }
    buf_free(&out);
    arena_free(&scratch);
}

static void html_append_text__is_harmless_and_visible(void **state) {
    static const struct row rows[] = {
        {"nothing", {"", 0}, ""},
        {"plain text", {"a b", 3}, "a b"},
        {"markup", {"<a b=\"c\" d='e'>&amp;", 20}, "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;"},
        {"an end of a script", {"</script>", 9}, "&lt;/script&gt;"},
        {"line ends", {"a\r\n\tb", 5}, "a<i>\\x0d</i><i>\\n</i><i>\\t</i>b"},
        {"the same spelt by the target", {"a\\n", 3}, "a\\n"},
        {"NUL and escape", {"\0\x1b[m", 4}, "<i>\\x00</i><i>\\x1b</i>[m"},
        {"controls of two bytes", {"\x7f\xc2\x9b", 3}, "<i>\\x7f</i><i>\\u{9b}</i>"},
        {"bytes that are no UTF-8", {"\xff\xc0\xaf", 3}, "<i>\\xff</i><i>\\xc0</i><i>\\xaf</i>"},
        {"right to left", {"\xe2\x80\xae", 3}, "<i>\\u{202e}</i>"},
        {"a zero-width space", {"\xe2\x80\x8b", 3}, "<i>\\u{200b}</i>"},
        {"a byte order mark", {"\xef\xbb\xbf", 3}, "<i>\\u{feff}</i>"},
        {"a soft hyphen", {"\xc2\xad", 2}, "<i>\\u{ad}</i>"},
        {"noncharacters", {"\xef\xbf\xbe\xf4\x8f\xbf\xbf", 7}, "<i>\\u{fffe}</i><i>\\u{10ffff}</i>"},
        {"characters of two and four bytes", {"é\xf0\x9f\xa6\xa6", 6}, "é\xf0\x9f\xa6\xa6"},
    };
    (void)state;
    check_rows(html_append_text, rows, ROWS(rows));
}

static void html_append_lines__keeps_lines_and_tabs(void **state) {
    static const struct row rows[] = {
        {"lines and tabs", {"a\n\tb", 4}, "a\n\tb"},
        {"a carriage return is seen", {"a\r\n", 3}, "a<i>\\x0d</i>\n"},
        {"markup", {"<\n>", 3}, "&lt;\n&gt;"},
    };
    (void)state;
    check_rows(html_append_lines, rows, ROWS(rows));
}

static void html_append_marked__spells_and_keeps_lines(void **state) {
    static const struct row rows[] = {
        {"a line feed", {"a\nb", 3}, "a<i>\\n</i>\nb"},
        {"a tab", {"\t", 1}, "<i>\\t</i>"},
    };
    (void)state;
    check_rows(html_append_marked, rows, ROWS(rows));
}

static void html_append_json__leaves_no_way_out(void **state) {
    static const struct row rows[] = {
        {"an end of a script", {"\"</script>\"", 11}, "\"\\u003c/script>\""},
        {"a comment", {"\"<!--\"", 6}, "\"\\u003c!--\""},
        {"nothing to escape", {"[1]", 3}, "[1]"},
    };
    (void)state;
    check_rows(html_append_json, rows, ROWS(rows));
}

static void html_visible__has_no_elements(void **state) {
    (void)state;
    struct arena a = {0};
    row_str("mixed", html_visible(&a, STR("<a>\x1b\xff\xe2\x80\xae&")), "<a>\\x1b\\xff\\u{202e}&");
    row_str("empty", html_visible(&a, STR("")), "");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_append_text__is_harmless_and_visible),
        cmocka_unit_test(html_append_lines__keeps_lines_and_tabs),
        cmocka_unit_test(html_append_marked__spells_and_keeps_lines),
        cmocka_unit_test(html_append_json__leaves_no_way_out),
        cmocka_unit_test(html_visible__has_no_elements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
