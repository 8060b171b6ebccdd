/* SPDX-License-Identifier: Apache-2.0
 *
 * cli: from words to a command. */
#include "cli.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "log.h"
#include "say.h"
#include "scenario.h"

#define COMMAND_MAX 16

static const char *get_environment(const char *name) {
    return getenv(name);
}

static enum exit_code refuse_command(const char *word) {
    struct arena scratch = {0};
    struct str names[COMMAND_MAX];
    size_t count = command_count();
    for (size_t i = 0; i < count; i++) {
        names[i] = str_from(command_at(i)->name);
    }
    names[count++] = STR("help");
    if (word[0] == '-') {
        say_error("the command comes first, before '%.80s'", word);
    } else {
        say_error("there is no command '%.80s'%s", word, options_hint(&scratch, str_from(word), names, count));
    }
    say_hint("`nonesuch help` lists the commands");
    arena_free(&scratch);
    return EXIT_CODE_USAGE;
}

static struct str version_text(struct arena *a) {
    struct str packs = STR("");
    for (size_t i = 0; i < scenario_embedded_count(); i++) {
        packs = str_printf(a, "%.*s %s", STR_ARG(packs), scenario_embedded_at(i)->name);
    }
    struct str reports = STR("console");
    for (int i = 0; i < REPORT_FORMAT_COUNT; i++) {
        reports = str_printf(a, "%.*s %s", STR_ARG(reports), report_at((enum report_format)i)->name);
    }
    return str_printf(a,
                      "nonesuch %s\npacks:%.*s\nreports: %.*s\nfeatures: http/1.1 lab journal\n"
                      "fuzz: the search is %s\n",
                      NONESUCH_VERSION, STR_ARG(packs), STR_ARG(reports),
                      strcmp(NONESUCH_SEARCH, "libfuzzer") == 0 ? "libFuzzer's"
                                                                : "a simple one (built without libFuzzer's archive)");
}

static enum exit_code tell(struct str text) {
    struct fault f = {0};
    say_text(stdout, text);
    if (say_finish(&f) != RC_OK) {
        say_fault(&f);
        return EXIT_CODE_BROKE;
    }
    return EXIT_CODE_PASSED;
}

static enum exit_code run_help(const char *topic, struct arena *a) {
    if (!topic) {
        return tell(help_program(a));
    }
    const struct command *c = command_find(topic);
    return c ? tell(help_command(c, a)) : refuse_command(topic);
}

static enum exit_code run_command(const struct command *c, int count, char *const *words, struct arena *a) {
    struct options options;
    struct fault f = {0};
    struct options_input input = {
        .command = c->name, .command_bit = c->bit, .count = count, .words = words, .get_environment = get_environment};
    if (options_parse(&input, a, &options, &f) != RC_OK) {
        return command_refuse(c->name, &f);
    }
    if (options.help == CHOICE_YES) {
        return tell(help_command(c, a));
    }
    bool is_quiet = options.quiet == CHOICE_YES;
    log_set_level(is_quiet ? LOG_QUIET : options.verbose == CHOICE_YES ? LOG_VERBOSE : LOG_NORMAL);
    return c->run(&options, a);
}

static bool is_either(const char *word, const char *one, const char *other, const char *third) {
    return strcmp(word, one) == 0 || strcmp(word, other) == 0 || strcmp(word, third) == 0;
}

static enum exit_code dispatch(int argc, char **argv, struct arena *a) {
    if (argc < 2) {
        say_text(stderr, help_program(a));
        return EXIT_CODE_USAGE;
    }
    if (is_either(argv[1], "help", "--help", "-h")) {
        return run_help(argc > 2 ? argv[2] : NULL, a);
    }
    if (is_either(argv[1], "version", "--version", "-V")) {
        return tell(version_text(a));
    }
    const struct command *c = command_find(argv[1]);
    return c ? run_command(c, argc - 2, argv + 2, a) : refuse_command(argv[1]);
}

int cli_main(int argc, char **argv) {
    /* A reader that goes away is an error of writing, not the end of a run that has things to delete. */
    (void)signal(SIGPIPE, SIG_IGN);
    struct arena arena = {0};
    enum exit_code code = dispatch(argc, argv, &arena);
    arena_free(&arena);
    return (int)code;
}
