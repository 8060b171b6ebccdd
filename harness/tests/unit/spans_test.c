/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of spans.h. */
/* modules: report */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "rows.h"
#include "spans.h"

/* [different] {echo} !canary! */
static struct str draw(struct arena *a, struct str text, const struct spans *spans) {
    static const char *const brackets[][2] = {
        [SPAN_SAME] = {"", ""}, [SPAN_DIFFERENT] = {"[", "]"}, [SPAN_ECHO] = {"{", "}"}, [SPAN_CANARY] = {"!", "!"}};
    struct str drawn = STR("");
    size_t at = 0;
    for (size_t i = 0; i < spans->count; i++) {
        const struct span *s = &spans->items[i];
        assert_int_equal(s->start, at);
        assert_true(s->end > s->start && s->end <= text.len);
        at = s->end;
        drawn = str_printf(a, "%.*s%s%.*s%s", STR_ARG(drawn), brackets[s->kind][0], (int)(s->end - s->start),
                           text.data + s->start, brackets[s->kind][1]);
    }
    assert_int_equal(at, text.len);
    return drawn;
}

static void spans_compare__marks_what_differs(void **state) {
    static const struct {
        const char *name, *left, *right, *left_drawn, *right_drawn;
    } rows[] = {
        {"equal", "same", "same", "same", "same"},
        {"both empty", "", "", "", ""},
        {"one is empty", "", "there", "", "[there]"},
        {"a word", "HTTP/1.1 403", "HTTP/1.1 404", "HTTP/1.1 [403]", "HTTP/1.1 [404]"},
        {"two places", "a=1,b=2,c=3", "a=1,b=5,c=6", "a=1,b=[2],c=[3]", "a=1,b=[5],c=[6]"},
        {"something more", "ab", "ab, cd", "ab", "ab[, cd]"},
        {"something more in the middle", "a;c", "a;b;c", "a;c", "a;[b;]c"},
        {"a case", "Etag", "ETag", "[Etag]", "[ETag]"},
        {"a blank between two words", "x no such thing", "x any other place", "x [no such thing]",
         "x [any other place]"},
        {"a single byte that cannot be seen", "a\r", "a", "a[\r]", "a"},
        {"all of it", "abc", "xyz", "[abc]", "[xyz]"},
        {"a character of two bytes", "é", "è", "[é]", "[è]"},
        {"echo", "no d-1 here", "no a-2 here", "no {d-1} here", "no {a-2} here"},
        {"echo in another case", "D-1", "a-2", "{D-1}", "{a-2}"},
        {"echo on one side alone", "no d-1", "no", "no[ ]{d-1}", "no"},
        {"a canary", "is canary-1f-22.", "is null.", "is !canary-1f-22!.", "is [null]."},
    };
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct spans_side sides[2] = {{.text = str_from(rows[i].left), .reference = STR("d-1")},
                                            {.text = str_from(rows[i].right), .reference = STR("a-2")}};
        struct spans spans[2];
        spans_compare(&a, sides, spans);
        row_str(rows[i].name, draw(&a, sides[0].text, &spans[0]), rows[i].left_drawn);
        row_str(rows[i].name, draw(&a, sides[1].text, &spans[1]), rows[i].right_drawn);
    }
    arena_free(&a);
}

/* Words that no other text has: `from`, `from` + 1, … */
static struct str count_words(struct arena *a, size_t from, size_t count) {
    struct str text = STR("start");
    for (size_t i = 0; i < count; i++)
        text = str_printf(a, "%.*s;%zu", STR_ARG(text), from + i);
    return str_printf(a, "%.*s;end", STR_ARG(text));
}

static void spans_compare__gives_up_on_too_many_edits(void **state) {
    (void)state;
    struct arena a = {0};
    const struct spans_side sides[2] = {{.text = count_words(&a, 1000, 300)}, {.text = count_words(&a, 5000, 300)}};
    struct spans spans[2];
    spans_compare(&a, sides, spans);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(spans[i].count, 3);
        assert_int_equal(spans[i].items[1].start, 6);
        assert_int_equal(spans[i].items[1].end, sides[i].text.len - 4);
    }
    arena_free(&a);
}

static void spans_of__finds_the_secret_of_another(void **state) {
    (void)state;
    struct arena a = {0};
    const struct spans_side side = {.text = STR("[quiet-otter,canary-1]"), .secret = STR("quiet-otter")};
    struct spans spans = spans_of(&a, &side);
    row_str("both", draw(&a, side.text, &spans), "[!quiet-otter!,!canary-1!]");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_compare__marks_what_differs),
        cmocka_unit_test(spans_compare__gives_up_on_too_many_edits),
        cmocka_unit_test(spans_of__finds_the_secret_of_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
