/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of reveal. */
/* modules: oracle */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "codec.h"
#include "reveal.h"
#include "rows.h"

struct hits {
    struct reveal_hit items[16];
    size_t count, limit;
};

static bool note(void *self, const struct reveal_hit *hit) {
    struct hits *hits = self;
    hits->items[hits->count++] = *hit;
    return hits->count < hits->limit;
}

static struct hits scan(struct arena *a, const char *needle, struct str text) {
    struct needle needles[] = {{.text = str_from(needle), .tag = 7}};
    struct hits hits = {.limit = 16};
    reveal_scan(reveal_index_new(needles, 1, a), text, note, &hits);
    return hits;
}

static void reveal_scan__spellings(void **state) {
    (void)state;
    static const struct {
        const char *row, *needle, *text, *spelling;
        size_t offset, len;
    } rows[] = {
        {"raw", "Canary-12", "{\"a\":\"Canary-12\"}", "raw", 6, 9},
        {"the whole text", "Canary-12", "Canary-12", "raw", 0, 9},
        {"upper case", "Canary-12", "CANARY-12", "upper case", 0, 9},
        {"lower case", "Canary-12", "x canary-12", "lower case", 2, 9},
        {"hex", "Canary-12", "43616e6172792d3132", "hex", 0, 18},
        {"hex in upper case", "Canary-12", "43616E6172792D3132", "hex", 0, 18},
        {"percent", "a canary/1", "?n=a%20canary%2F1", "percent", 3, 14},
        {"base64 of itself", "Canary-12", "Q2FuYXJ5LTEy", "base64", 0, 12},
        {"nothing", "Canary-12", "Canary-1, anary-12", NULL, 0, 0},
        {"an empty text", "Canary-12", "", NULL, 0, 0},
        {"cut off at the end", "Canary-12", "Canary-1", NULL, 0, 0},
        {"too short to look for", "canary1", "canary1 canary1", NULL, 0, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct hits hits = scan(&a, rows[i].needle, str_from(rows[i].text));
        row_int(rows[i].row, (int64_t)hits.count, rows[i].spelling != NULL);
        if (hits.count > 0) {
            row_str(rows[i].row, str_from(hits.items[0].spelling), rows[i].spelling);
            row_int(rows[i].row, (int64_t)hits.items[0].offset, (int64_t)rows[i].offset);
            row_int(rows[i].row, (int64_t)hits.items[0].len, (int64_t)rows[i].len);
            row_int(rows[i].row, (int64_t)hits.items[0].tag, 7);
        }
        arena_free(&a);
    }
}

static void reveal_scan__base64_at_every_place(void **state) {
    (void)state;
    static const char *const needles[] = {"canary-1", "canary-12", "canary-123", "canary-1234"};
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(needles); i++) {
        for (size_t before = 0; before < 7; before++) {
            for (size_t after = 0; after < 4; after++) {
                struct str text =
                    str_printf(&a, "%.*s%s%.*s", (int)before, "{\"id\":\"", needles[i], (int)after, "\"}}");
                row_int(text.data, scan(&a, needles[i], codec_base64(&a, text)).count > 0, true);
            }
        }
    }
    arena_free(&a);
}

static void reveal_scan__many_in_order_until_told_to_stop(void **state) {
    (void)state;
    struct arena a = {0};
    struct needle needles[] = {{STR("first-one"), 0}, {STR("second-one"), 1}, {STR("first-one-longer"), 2}};
    struct reveal_index *index = reveal_index_new(needles, 3, &a);
    struct hits all = {.limit = 16}, one = {.limit = 1};
    struct str text = STR("second-one first-one-longer");
    reveal_scan(index, text, note, &all);
    reveal_scan(index, text, note, &one);
    assert_int_equal(all.count, 3);
    assert_int_equal(all.items[0].tag, 1);
    assert_int_equal(all.items[1].offset, 11);
    assert_int_equal(all.items[2].offset, 11);
    assert_int_equal(one.count, 1);
    arena_free(&a);
}

static void reveal_scan__signs_of_the_insides(void **state) {
    (void)state;
    static const struct {
        const char *text, *want;
        size_t offset;
    } rows[] = {
        {"{\"detail\":\"Not Found\"}", NULL, 0},
        {"", NULL, 0},
        {"x Traceback (most recent call last):", "a Python stack trace", 2},
        {"Traceback (most recent call", NULL, 0},
        {"(psycopg2.errors.UniqueViolation)", "a database exception", 1},
        {"[SQL: INSERT", "SQL text", 0},
        {"[SQL: ", "SQL text", 0},
        {"File \"/app/lib/site-packages/x.py\"", "a path of the server", 14},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct hits hits = scan(&a, "Canary-12", str_from(rows[i].text));
        row_int(rows[i].text, (int64_t)hits.count, rows[i].want != NULL);
        row_str(rows[i].text, str_from(hits.items[0].internals), rows[i].want);
        row_int(rows[i].text, (int64_t)hits.items[0].offset, (int64_t)rows[i].offset);
        arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reveal_scan__spellings),
        cmocka_unit_test(reveal_scan__base64_at_every_place),
        cmocka_unit_test(reveal_scan__many_in_order_until_told_to_stop),
        cmocka_unit_test(reveal_scan__signs_of_the_insides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
