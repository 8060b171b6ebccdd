/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of rc. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "rc.h"
#include "rows.h"

static void rc__the_first_fault_wins(void **state) {
    (void)state;
    struct fault f = {0};
    assert_int_equal(fault_set(&f, RC_IO, "first %d", 1), RC_IO);
    assert_int_equal(fault_set(&f, RC_PARSE, "second"), RC_IO);
    assert_string_equal(f.text, "first 1");
    assert_int_equal(fault_set_at(&f, RC_LIMIT, "x", 1, 2, "/a", "third"), RC_IO);
    assert_int_equal(f.line, 0);
}

static void rc__no_fault_is_wanted(void **state) {
    (void)state;
    assert_int_equal(fault_set(NULL, RC_NET, "unheard"), RC_NET);
    assert_int_equal(fault_set_at(NULL, RC_LIMIT, NULL, 0, 0, NULL, "unheard"), RC_LIMIT);
}

static void rc__describe_leaves_out_what_is_unknown(void **state) {
    (void)state;
    static const struct {
        struct fault fault;
        const char *want;
    } rows[] = {
        {{.rc = RC_CONFIG, .file = "p.yaml", .line = 3, .column = 7, .pointer = "/a/b", .text = "bad"},
         "p.yaml:3:7: /a/b: bad"},
        {{.rc = RC_CONFIG, .file = "p.yaml", .text = "bad"}, "p.yaml: bad"},
        {{.rc = RC_CONFIG, .line = 3, .text = "bad"}, "3: bad"},
        {{.rc = RC_CONFIG, .pointer = "/a", .text = "bad"}, "/a: bad"},
        {{.rc = RC_CONFIG, .text = "bad"}, "bad"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        char out[100];
        assert_string_equal(fault_describe(&rows[i].fault, out, sizeof out), rows[i].want);
    }
}

static void rc__describe_is_cut_to_its_room(void **state) {
    (void)state;
    struct fault f = {.rc = RC_IO, .file = "file", .line = 1, .text = "a sentence"};
    char out[8];
    assert_string_equal(fault_describe(&f, out, sizeof out), "file:1:");
    assert_string_equal(fault_describe(&f, out, 1), "");
}

static void rc__a_file_is_named_once(void **state) {
    (void)state;
    struct fault f = {0};
    fault_set_at(&f, RC_PARSE, NULL, 2, 1, NULL, "bad");
    fault_name_file(&f, "one");
    fault_name_file(&f, "two");
    assert_string_equal(f.file, "one");
}

static void rc__long_names_are_cut(void **state) {
    (void)state;
    char name[400];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct fault f = {0};
    fault_set_at(&f, RC_PARSE, name, 1, 1, name, "%s%s", name, name);
    assert_int_equal(strlen(f.file), sizeof f.file - 1);
    assert_int_equal(strlen(f.pointer), sizeof f.pointer - 1);
    assert_int_equal(strlen(f.text), sizeof f.text - 1);
}

static void rc__a_cut_leaves_no_half_character(void **state) {
    (void)state;
    static const char *const characters[] = {"\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        const char *c = characters[i];
        struct fault cut = {0}, fits = {0};
        char pointer[170];
        (void)snprintf(pointer, sizeof pointer, "%0158d%s", 0, c);
        (void)fault_set_at(&cut, RC_PARSE, NULL, 1, 1, pointer, "%0638d%s", 0, c);
        assert_int_equal(strlen(cut.text), 638);
        assert_int_equal(strlen(cut.pointer), 158);
        (void)fault_set_at(&fits, RC_PARSE, NULL, 1, 1, pointer + strlen(c), "%0635d%s", 0, c);
        assert_int_equal(strlen(fits.text), 635 + strlen(c));
        assert_int_equal(strlen(fits.pointer), 158);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rc__the_first_fault_wins),
        cmocka_unit_test(rc__no_fault_is_wanted),
        cmocka_unit_test(rc__describe_leaves_out_what_is_unknown),
        cmocka_unit_test(rc__describe_is_cut_to_its_room),
        cmocka_unit_test(rc__a_file_is_named_once),
        cmocka_unit_test(rc__long_names_are_cut),
        cmocka_unit_test(rc__a_cut_leaves_no_half_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
