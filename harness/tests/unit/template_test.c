/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of template. */
/* modules: base doc template */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "codec.h"
#include "emit.h"
#include "parse.h"
#include "rows.h"
#include "template.h"

static void template__holes(void **state) {
    (void)state;
    static const struct {
        const char *row, *text;
        size_t count;
        const char *scheme, *name, *field;
        size_t offset;
    } rows[] = {
        {"none", "/tasks", 0, NULL, NULL, NULL, 0},
        {"a name", "a ${canary} b", 1, NULL, "canary", NULL, 2},
        {"a field", "/tasks/${task.id}", 1, NULL, "task", "id", 7},
        {"a scheme", "${env:A B.c}", 1, "env", "A B.c", NULL, 0},
        {"two, the first counts", "${a.b}${c.d}", 2, NULL, "a", "b", 0},
        {"an escape is none", "$${a.b}", 0, NULL, NULL, NULL, 0},
        {"a dollar and an escape", "$$${a.b}", 0, NULL, NULL, NULL, 0},
        {"a lone dollar", "$ {a} $", 0, NULL, NULL, NULL, 0},
        {"behind an escape", "$${x} ${a}", 1, NULL, "a", NULL, 6},
        {"a codec", "${a.b|base64url}", 1, NULL, "a", "b", 0},
        {"a codec of a plain one", "${text|hex}", 1, NULL, "text", NULL, 0},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct template_hole *holes = NULL;
        size_t count = 99;
        assert_int_equal(template_holes(str_from(rows[i].text), &a, &holes, &count, NULL), RC_OK);
        row_int(rows[i].row, (int64_t)count, (int64_t)rows[i].count);
        if (count == 0)
            continue;
        row_str(rows[i].row, holes[0].scheme, rows[i].scheme);
        row_str(rows[i].row, holes[0].name, rows[i].name);
        row_str(rows[i].row, holes[0].field, rows[i].field);
        row_int(rows[i].row, (int64_t)holes[0].offset, (int64_t)rows[i].offset);
    }
    arena_free(&a);
}

static void template__malformed_holes(void **state) {
    (void)state;
    static const char *const rows[] = {"${",     "a ${b",   "${}",           "${.}",         "${a.}",
                                       "${.b}",  "${a b}",  "${a.b.c}",      "${:x}",        "${env:}",
                                       "${E:x}", "${${a}}", "${a:\x01}",     "${a\n}",       "${a:${b}",
                                       "${a|}",  "${|hex}", "${a.b|base46}", "${a|hex|hex}", "${a|HEX}"};
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct template_hole *holes = NULL;
        size_t count = 99;
        struct fault f = {0};
        row_int(rows[i], template_holes(str_from(rows[i]), &a, &holes, &count, &f), RC_PARSE);
        row_int(rows[i], (int64_t)count, 99);
        assert_non_null(strstr(f.text, "`$${`"));
    }
    arena_free(&a);
}

/* Knows ${a}, ${t.id} and ${env:X}. */
static bool resolve(void *self, const struct template_hole *hole, struct str *out) {
    (void)self;
    struct str known[] = {STR("${a}"), STR("${a|hex}"), STR("${t.id}"), STR("${t.id|base64}"), STR("${env:X}")};
    struct str values[] = {STR("one two"), STR("one two"), STR("7"), STR("7"), STR("${a}")};
    for (size_t i = 0; i < ROWS(known); i++) {
        if (str_eq(hole->text, known[i])) {
            *out = values[i];
            return true;
        }
    }
    return false;
}

static void template__render(void **state) {
    (void)state;
    static const struct {
        const char *row, *text, *plain, *encoded;
    } rows[] = {
        {"nothing", "", "", ""},
        {"no hole", "/a b", "/a b", "/a b"},
        {"one", "/t/${t.id}", "/t/7", "/t/7"},
        {"only what is filled in is encoded", "/x y/${a}", "/x y/one two", "/x y/one%20two"},
        {"several", "${t.id}${t.id}-${a}", "77-one two", "77-one%20two"},
        {"an escape", "$${a}", "${a}", "${a}"},
        {"a codec comes before the encoding", "${t.id|base64} ${a|hex}", "Nw== 6f6e652074776f",
         "Nw%3D%3D 6f6e652074776f"},
        {"what is filled in is not looked at again", "${env:X}", "${a}", "%24%7Ba%7D"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str out = STR_NONE;
        assert_int_equal(template_render(str_from(rows[i].text), resolve, NULL, NULL, &a, &out, NULL), RC_OK);
        row_str(rows[i].row, out, rows[i].plain);
        assert_int_equal(template_render(str_from(rows[i].text), resolve, NULL, codec_percent, &a, &out, NULL), RC_OK);
        row_str(rows[i].row, out, rows[i].encoded);
    }
    arena_free(&a);
}

static void template__an_unknown_hole_is_named(void **state) {
    (void)state;
    struct arena a = {0};
    struct str out = STR("untouched");
    struct fault f = {0};
    assert_int_equal(template_render(STR("x ${t.nmae}"), resolve, NULL, NULL, &a, &out, &f), RC_CONFIG);
    assert_non_null(strstr(f.text, "`${t.nmae}`"));
    row_str("untouched", out, "untouched");
    arena_free(&a);
}

static void template__values(void **state) {
    (void)state;
    static const struct {
        const char *row, *json, *want;
    } rows[] = {
        {"strings", "{\"id\":\"${t.id}\"}", "{\"id\":\"7\"}"},
        {"member names", "{\"${t.id}\":{\"a\":[\"${a}\",1]}}", "{\"7\":{\"a\":[\"one two\",1]}}"},
        {"other kinds stay", "[null,true,1,1.5]", "[null,true,1,1.5]"},
        {"a number in a hole stays a string", "\"${t.id}\"", "\"7\""},
        {"the last of two equal names", "{\"${t.id}\":1,\"7\":2}", "{\"7\":2}"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct value *v = NULL;
        struct value *out = NULL;
        assert_int_equal(parse_json(str_from(rows[i].json), &a, &v, NULL), RC_OK);
        assert_int_equal(template_render_value(v, resolve, NULL, &a, &out, NULL), RC_OK);
        row_str(rows[i].row, emit_to_str(&a, out), rows[i].want);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(template__holes),  cmocka_unit_test(template__malformed_holes),
        cmocka_unit_test(template__render), cmocka_unit_test(template__an_unknown_hole_is_named),
        cmocka_unit_test(template__values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
