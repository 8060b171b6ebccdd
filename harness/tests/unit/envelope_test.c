/* SPDX-License-Identifier: Apache-2.0 */
/* modules: campaign */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

#include "answer.h"
#include "envelope.h"
#include "limits.h"

#define BODY "{\"method\":\"event/send\"}"

static const struct header GIVEN[] = {{.name = {"X-A", 3}, .value = {"1", 1}},
                                      {.name = {"Content-Type", 12}, .value = {"application/json", 16}}};

static struct request seal(const char *name, struct arena *a) {
    struct request r = {.headers = GIVEN, .header_count = 2, .body = STR(BODY), .has_body = true};
    envelope_seal(envelope_find(str_from(name)), &r, a);
    return r;
}

static const struct header *find(const struct request *r, const char *name) {
    const struct header *found = NULL;
    for (size_t i = 0; i < r->header_count; i++) {
        if (str_eq_ascii_case(r->headers[i].name, str_from(name))) {
            assert_null(found);
            found = &r->headers[i];
        }
    }
    return found;
}

static void envelope__lines_and_bodies(void **state) {
    static const struct {
        const char *name, *header, *value, *body; /* value: NULL, the line is kept away; body: NULL, see below */
    } rows[] = {
        {"plain", "content-type", "application/json", BODY},
        {"no-type", "content-type", NULL, BODY},
        {"utf-8", "content-type", "application/json; charset=utf-8", BODY},
        {"utf-16", "content-type", "application/json; charset=utf-16", BODY},
        {"latin-1", "content-type", "application/json; charset=iso-8859-1", BODY},
        {"text", "content-type", "text/plain", BODY},
        {"form", "content-type", "application/x-www-form-urlencoded", BODY},
        {"jsonl", "content-type", "application/jsonl", BODY},
        {"ndjson", "content-type", "application/x-ndjson", BODY},
        {"gzip", "content-encoding", "gzip", NULL},
        {"false-gzip", "content-encoding", "gzip", BODY},
        {"odd-encoding", "content-encoding", "x-nonesuch", BODY},
        {"expect", "expect", "100-continue", BODY},
        {"empty", "content-type", "application/json", ""},
    };
    struct arena a = {0};
    (void)state;
    assert_true(envelope_is_framing(sizeof rows / sizeof *rows) &&
                !envelope_is_framing(sizeof rows / sizeof *rows - 1));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct request r = seal(rows[i].name, &a);
        const struct header *h = find(&r, rows[i].header);
        bool is_value_right = h && (rows[i].value ? str_eq(h->value, str_from(rows[i].value)) : !h->value.data);
        bool is_body_right = !rows[i].body || str_eq(r.body, str_from(rows[i].body));
        if (envelope_find(str_from(rows[i].name)) != i || !is_value_right || !is_body_right || !r.has_body) {
            fail_msg("%s", rows[i].name);
        }
        assert_true(str_eq(find(&r, "x-a")->value, STR("1")));
    }
    /* What was handed in stays as it was. */
    assert_true(str_eq(GIVEN[1].value, STR("application/json")));
    arena_free(&a);
}

static void envelope__gzip_is_gzip_and_holds_the_text(void **state) {
    struct arena a = {0};
    struct buf out;
    (void)state;
    buf_init(&out, LIMIT_BODY_BYTES);
    struct request r = seal("gzip", &a);
    assert_true(str_contains(r.body, STR(BODY)));
    assert_int_equal(answer_decode(STR("gzip"), r.body, &out), DECODING_DONE);
    assert_true(str_eq(buf_str(&out), STR(BODY)));
    buf_free(&out);
    arena_free(&a);
}

static void envelope__each_has_words_and_a_name_of_its_own(void **state) {
    (void)state;
    for (size_t i = 0; i < envelope_count(); i++) {
        assert_int_equal(envelope_find(str_from(envelope_name(i))), i);
        assert_int_equal(strlen(envelope_words(i)) == 0, i == ENVELOPE_PLAIN);
    }
    assert_int_equal(envelope_find(STR_NONE), ENVELOPE_PLAIN);
    assert_int_equal(envelope_find(STR("unheard-of")), ENVELOPE_PLAIN);
}

static void check_drawn(bool may_frame, size_t least, size_t most) {
    size_t drawn[ENVELOPE_MOST] = {0};
    struct rng rng;
    rng_init(&rng, 1);
    for (size_t i = 0; i < 100000; i++) {
        drawn[envelope_draw(&rng, may_frame)]++;
    }
    assert_in_range(drawn[ENVELOPE_PLAIN], least, most);
    for (size_t i = 0; i < envelope_count(); i++) {
        bool is_framing = envelope_is_framing(i);
        assert_true(is_framing && !may_frame ? drawn[i] == 0 : drawn[i] > (is_framing ? 30 : 100));
    }
}

static void envelope__few_are_not_plain_and_each_comes(void **state) {
    (void)state;
    check_drawn(/* may_frame = */ false, 96500, 97500);
    check_drawn(/* may_frame = */ true, 93500, 94500);
}

static void envelope__what_is_waited_out_is_left_out(void **state) {
    struct envelope_patience p = {0};
    size_t framing = envelope_find(STR("length-beyond"));
    (void)state;
    assert_true(envelope_count() <= ENVELOPE_MOST && envelope_is_framing(framing));
    assert_int_equal(envelope_if_due(&p, framing), framing);
    for (size_t i = 0, left_out = 16; i<8; i++, left_out = left_out> 127 ? 255 : 2 * left_out) {
        envelope_note_wait(&p, framing);
        for (size_t k = 0; k < left_out; k++) {
            assert_int_equal(envelope_if_due(&p, framing), ENVELOPE_PLAIN);
        }
        assert_int_equal(envelope_if_due(&p, framing), framing);
        assert_int_equal(envelope_if_due(&p, framing - 1), framing - 1);
    }
}

static void envelope__simpler_ones(void **state) {
    size_t gzip = envelope_find(STR("gzip")), tab = envelope_find(STR("te-tab"));
    size_t both = envelope_find(STR("chunks-and-length"));
    (void)state;
    assert_int_equal(envelope_simpler(ENVELOPE_PLAIN, 0), ENVELOPE_PLAIN);
    assert_int_equal(envelope_simpler(gzip, 0), ENVELOPE_PLAIN);
    assert_int_equal(envelope_simpler(gzip, 1), gzip);
    assert_int_equal(envelope_simpler(tab, 0), ENVELOPE_PLAIN);
    assert_int_equal(envelope_simpler(tab, 1), both);
    assert_int_equal(envelope_simpler(tab, 2), tab);
    assert_int_equal(envelope_simpler(both, 1), both);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(envelope__lines_and_bodies),
        cmocka_unit_test(envelope__gzip_is_gzip_and_holds_the_text),
        cmocka_unit_test(envelope__each_has_words_and_a_name_of_its_own),
        cmocka_unit_test(envelope__few_are_not_plain_and_each_comes),
        cmocka_unit_test(envelope__what_is_waited_out_is_left_out),
        cmocka_unit_test(envelope__simpler_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
