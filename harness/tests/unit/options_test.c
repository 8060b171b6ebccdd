/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of options.h: words and variables become values, secrets are not shown. */
/* modules: cli */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "clock.h"
#include "options.h"

#define WORD_MAX 12

struct bench {
    struct arena arena;
    struct options options;
    struct fault fault;
};

static const char *no_variable(const char *name) {
    (void)name;
    return NULL;
}

static const char *some_variables(const char *name) {
    static const char *const set[][2] = {{"NONESUCH_JOBS", "7"},    {"NONESUCH_KEEP", "1"},
                                         {"NONESUCH_DRY_RUN", "0"}, {"NONESUCH_ONLY", "a.*\nb.*\n"},
                                         {"NONESUCH_SEED", "ff"},   {"NONESUCH_LISTEN", "of another command"}};
    for (size_t i = 0; i < sizeof set / sizeof *set; i++) {
        if (strcmp(set[i][0], name) == 0) {
            return set[i][1];
        }
    }
    return NULL;
}

/* Parses the words of `run`, separated by '|'. */
static enum rc parse(struct bench *b, const char *line, const char *(*get)(const char *name)) {
    char *words[WORD_MAX];
    int count = 0;
    struct str rest = str_from(line);
    while (rest.data && rest.len > 0) {
        words[count++] = str_cstr(&b->arena, str_cut(&rest, '|'));
    }
    b->fault = (struct fault){0};
    struct options_input input = {
        .command = "run", .command_bit = FOR_RUN, .count = count, .words = words, .get_environment = get};
    return options_parse(&input, &b->arena, &b->options, &b->fault);
}

static void options__every_kind(void **state) {
    struct bench *b = *state;
    assert_int_equal(parse(b, "one|-ttarget.yaml|--jobs=3|-kv|-m|5m|--rate-limit|200/s|--seed|00fF|two", no_variable),
                     RC_OK);
    const struct options *o = &b->options;
    assert_int_equal(o->arguments.count, 2);
    assert_string_equal(o->arguments.items[1].data, "two");
    assert_string_equal(o->target, "target.yaml");
    assert_int_equal(o->jobs, 3);
    assert_int_equal(o->insecure, CHOICE_YES);
    assert_int_equal(o->verbose, CHOICE_YES);
    assert_int_equal(o->keep, CHOICE_NONE);
    assert_int_equal(o->max_time_ns, 300 * NS_PER_S);
    assert_int_equal(o->rate_per_s, 200);
    assert_int_equal(o->seed, 255);
}

static void options__repeated_and_last(void **state) {
    struct bench *b = *state;
    assert_int_equal(parse(b, "--only|a|--only|b|--only=c|--color|--no-color|--|--only", no_variable), RC_OK);
    assert_int_equal(b->options.only.count, 3);
    assert_string_equal(b->options.only.items[2].data, "c");
    assert_int_equal(b->options.color, CHOICE_NO);
    assert_string_equal(b->options.arguments.items[0].data, "--only");
}

static void options__pairs(void **state) {
    struct bench *b = *state;
    assert_int_equal(parse(b, "--variable|a=b=c|--variable=d=|-H|X-One:  two: three ", no_variable), RC_OK);
    assert_string_equal(b->options.variables.items[0].value.data, "b=c");
    assert_int_equal(b->options.variables.items[1].value.len, 0);
    assert_string_equal(b->options.headers.items[0].name.data, "X-One");
    assert_string_equal(b->options.headers.items[0].value.data, "two: three");
}

static void options__environment_yields_to_words(void **state) {
    struct bench *b = *state;
    assert_int_equal(parse(b, "--seed|1", some_variables), RC_OK);
    assert_int_equal(b->options.jobs, 7);
    assert_int_equal(b->options.keep, CHOICE_YES);
    assert_int_equal(b->options.dry_run, CHOICE_NONE);
    assert_int_equal(b->options.only.count, 2);
    assert_string_equal(b->options.only.items[1].data, "b.*");
    assert_int_equal(b->options.seed, 1);
    assert_null(b->options.listen);
}

static void options__secrets_are_not_shown(void **state) {
    struct bench *b = *state;
    assert_int_equal(
        parse(b, "it's|--secret|token=hidden|-H|X-Key: hidden|-xhttp://u:hidden@proxy|--jobs=2", no_variable), RC_OK);
    assert_string_equal(b->options.command_line.data,
                        "nonesuch run 'it'\\''s' --secret 'token=***' --header 'X-Key:***' --proxy '***' --jobs 2");
}

static void options__refusals_name_the_option(void **state) {
    static const char *const rows[][2] = {
        {"--jobs|257", "--jobs: '257' is not a number from 1 to 256"},
        {"--jobs", "--jobs wants N behind it"},
        {"-t|", "--target"},
        {"--keep=1", "--keep takes no value"},
        {"--keeep", "there is no option '--keeep' (did you mean '--keep'?)"},
        {"-Z", "there is no option '-Z'"},
        {"--defect|x", "`nonesuch run` takes no --defect"},
        {"--request-timeout|0s", "--request-timeout: '0s' is not a time"},
        {"--secret|very-secret", "--secret takes NAME=VALUE"},
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(parse(b, rows[i][0], no_variable), RC_USAGE);
        if (!strstr(b->fault.text, rows[i][1])) {
            fail_msg("%s: %s", rows[i][0], b->fault.text);
        }
        assert_null(strstr(b->fault.text, "very-secret"));
    }
}

static void options__table_is_sound(void **state) {
    (void)state;
    for (size_t i = 0; i < option_count(); i++) {
        const struct option_spec *o = option_at(i);
        bool is_switch = o->kind == OPTION_YES || o->kind == OPTION_NO;
        assert_true(is_switch == !o->argument);
        assert_true((o->kind == OPTION_PAIRS) == (o->separator != 0));
        assert_true((o->kind == OPTION_COUNT) == (o->most != 0));
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(o->name, option_at(j)->name);
            assert_true(o->letter == 0 || o->letter != option_at(j)->letter);
        }
    }
}

static int start(void **state) {
    static struct bench b;
    b = (struct bench){0};
    *state = &b;
    return 0;
}

static int stop(void **state) {
    struct bench *b = *state;
    arena_free(&b->arena);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, start, stop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(options__every_kind),
        TEST(options__repeated_and_last),
        TEST(options__pairs),
        TEST(options__environment_yields_to_words),
        TEST(options__secrets_are_not_shown),
        TEST(options__refusals_name_the_option),
        TEST(options__table_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
