/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pair_words.h: a command line becomes a pair, or a sentence that says what is wrong. */
/* modules: cli */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "pair_words.h"
#include "rows.h"

#define WORDS_MAX 16
#define ID "11111111-2222-4333-8444-555555555555"

static enum rc read_words(struct arena *a, char *const *words, struct pair_words *out, struct fault *f) {
    int count = 0;
    while (count < WORDS_MAX && words[count])
        count++;
    struct options options;
    struct options_input input = {.command = "probe", .command_bit = FOR_PROBE, .count = count, .words = words};
    enum rc rc = options_parse(&input, a, &options, f);
    return rc == RC_OK ? pair_words_read(&options, a, out, f) : rc;
}

struct request_row {
    const char *behaviour;
    char *words[WORDS_MAX];
    const char *method, *base_url, *path;
};

static const struct request_row REQUEST_ROWS[] = {
    {"one word", {"-u", "http://h/", "GET /t/{ref}", "--denied", ID}, "GET", "http://h", "/t/{ref}"},
    {"two words", {"-u", "http://h/api", "PUT", "/t/{ref}", "--denied", ID}, "PUT", "http://h/api", "/t/{ref}"},
    {"a path alone", {"-u", "http://h", "/t/{ref}?a=b", "--denied", ID}, "GET", "http://h", "/t/{ref}?a=b"},
    {"a path and a body", {"-u", "http://h", "/t", "-d", "{ref}", "--denied", ID}, "POST", "http://h", "/t"},
    {"a pasted URL", {"DELETE https://h:1/t/{ref}", "--denied", ID}, "DELETE", "https://h:1", "/t/{ref}"},
};

static void pair_words__takes_a_request_as_people_write_it(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(REQUEST_ROWS); i++) {
        const struct request_row *row = &REQUEST_ROWS[i];
        struct arena a = {0};
        struct pair_words words;
        struct fault f = {0};
        if (read_words(&a, row->words, &words, &f) != RC_OK)
            fail_msg("%s: %s", row->behaviour, f.text);
        row_str(row->behaviour, words.pair.method, row->method);
        row_str(row->behaviour, words.base_url, row->base_url);
        row_str(row->behaviour, words.pair.path, row->path);
        arena_free(&a);
    }
}

struct refusal_row {
    const char *behaviour;
    char *words[WORDS_MAX];
    const char *sentence;
};

static const struct refusal_row REFUSAL_ROWS[] = {
    {"no request", {"-u", "http://h", "--denied", ID}, "give one request"},
    {"three words", {"-u", "http://h", "GET", "/a/{ref}", "/b", "--denied", ID}, "not 3 words"},
    {"no URL", {"/t/{ref}", "--denied", ID}, "with -u"},
    {"two hosts", {"-u", "http://h", "GET http://h/t/{ref}", "--denied", ID}, "so does -u"},
    {"no slash", {"-u", "http://h", "GET t/{ref}", "--denied", ID}, "does not begin with a slash"},
    {"a bad URL", {"-u", "h:80", "/t/{ref}", "--denied", ID}, "--url"},
    {"a method of other letters", {"-u", "http://h", "G=T /t/{ref}", "--denied", ID}, "is no method"},
    {"a blank in the path", {"-u", "http://h", "GET /t/{ref} x", "--denied", ID}, "percent-encode"},
    {"no slot", {"-u", "http://h", "GET /t/1", "--denied", ID}, "has no {ref}"},
    {"nothing denied", {"-u", "http://h", "GET /t/{ref}"}, "no --denied"},
    {"too many groups", {"-u", "http://h", "GET /t/{ref}", "--denied", ID, "--groups", "13"}, "from 1 to 12"},
    {"no such body", {"-u", "http://h", "/t/{ref}", "--denied", ID, "-d", "@/nowhere/body"}, "/nowhere/body"},
};

static void pair_words__refuses_with_a_remedy(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(REFUSAL_ROWS); i++) {
        const struct refusal_row *row = &REFUSAL_ROWS[i];
        struct arena a = {0};
        struct pair_words words;
        struct fault f = {0};
        assert_int_not_equal(read_words(&a, row->words, &words, &f), RC_OK);
        if (!strstr(f.text, row->sentence))
            fail_msg("%s: '%s'", row->behaviour, f.text);
        arena_free(&a);
    }
}

static void pair_words__keeps_headers_secret_but_for_the_slot(void **state) {
    (void)state;
    char *words[WORDS_MAX] = {"/t",
                              "-u",
                              "http://h",
                              "-H",
                              "Authorization: Bearer x",
                              "-H",
                              "X-Task: {ref}",
                              "--denied",
                              ID,
                              "--absent=uuid4",
                              "-H",
                              "accept: a/b"};
    struct arena a = {0};
    struct pair_words out;
    struct fault f = {0};
    assert_int_equal(read_words(&a, words, &out, &f), RC_OK);
    const struct header *h = out.pair.headers;
    assert_int_equal(out.pair.header_count, 3);
    assert_true(h[0].value.len == 0 && !secret_is_empty(h[0].secret));
    row_str("the slot", h[1].value, "{ref}");
    row_str("accept", h[2].value, "a/b");
    arena_free(&a);
}

static void pair_words__knows_generators_from_values(void **state) {
    (void)state;
    char *words[WORDS_MAX] = {"/t/{ref}", "-u",    "http://h", "--denied", ID,         "--absent", "uuid4",
                              "--absent", "hex24", "--absent", "like",     "--absent", "abc"};
    struct arena a = {0};
    struct pair_words out;
    struct fault f = {0};
    assert_int_equal(read_words(&a, words, &out, &f), RC_OK);
    const enum absent_form forms[] = {ABSENT_UUID4, ABSENT_HEX24, ABSENT_LIKE_PRESENT};
    for (size_t i = 0; i < 3; i++)
        assert_true(!out.pair.absents[i].value.data && out.pair.absents[i].form == forms[i]);
    row_str("a value", out.pair.absents[3].value, "abc");
    assert_int_equal(out.pair.groups, 6);
    assert_int_equal(out.pair.absent_status, 404);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pair_words__takes_a_request_as_people_write_it),
        cmocka_unit_test(pair_words__refuses_with_a_remedy),
        cmocka_unit_test(pair_words__keeps_headers_secret_but_for_the_slot),
        cmocka_unit_test(pair_words__knows_generators_from_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
