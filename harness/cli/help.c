/* SPDX-License-Identifier: Apache-2.0
 *
 * help: written from the tables of commands, options and exit codes. */
#include "buf.h"
#include "command.h"

#define HELP_BYTES (64u << 10)
#define OPTION_COLUMN 32

static struct str text_of(struct buf *b, struct arena *a) {
    struct str text = str_copy(a, buf_str(b));
    buf_free(b);
    return text;
}

static void put_exit_codes(struct buf *b) {
    (void)buf_append_cstr(b, "\nExit codes\n");
    for (int code = 0; code < EXIT_CODE_COUNT; code++) {
        (void)buf_printf(b, "  %d  %s\n", code, exit_code_meaning((enum exit_code)code));
    }
}

struct str help_program(struct arena *a) {
    struct buf b;
    buf_init(&b, HELP_BYTES);
    (void)buf_append_cstr(
        &b, "nonesuch: shows that a deployment answers a denied request exactly as one for something absent\n\n"
            "usage: nonesuch COMMAND [OPTION…] [ARGUMENT…]\n\nCommands\n");
    for (size_t i = 0; i < command_count(); i++) {
        const struct command *c = command_at(i);
        (void)buf_printf(&b, "  %-9s %s\n", c->name, c->summary);
    }
    (void)buf_append_cstr(&b, "  help      the options of a command: `nonesuch help run`\n\n"
                              "  -h, --help     this text\n"
                              "  -V, --version  version, packs and reports in the program\n"
                              "\nEach option --some-name may be given as the variable NONESUCH_SOME_NAME as well.\n");
    put_exit_codes(&b);
    (void)buf_append_cstr(&b, "\nExamples\n"
                              "  nonesuch run                                the embedded lab, to see it work\n"
                              "  nonesuch run --lab-defect status-403-by-id  the same, with a leak in it\n"
                              "  nonesuch run -t staging.yaml --report-junit report.xml\n"
                              "  nonesuch probe -u URL -H 'Authorization: Bearer …' 'GET /tasks/{ref}' --denied ID\n"
                              "  nonesuch replay report.json -t staging.yaml\n"
                              "  nonesuch plan --only 'get.tasks.*' --as mallory\n"
                              "  nonesuch lab --write-target lab.yaml\n");
    return text_of(&b, a);
}

static void put_option(struct buf *b, const struct option_spec *spec) {
    struct buf left;
    buf_init(&left, HELP_BYTES);
    if (spec->letter) {
        (void)buf_printf(&left, "  -%c, --%s", spec->letter, spec->name);
    } else {
        (void)buf_printf(&left, "      --%s", spec->name);
    }
    if (spec->argument) {
        (void)buf_printf(&left, " %s", spec->argument);
    }
    const char *gap = left.len + 2 <= OPTION_COLUMN ? "" : "\n";
    (void)buf_append_str(b, buf_str(&left));
    (void)buf_printf(b, "%s%*s%s\n", gap, (int)(*gap ? OPTION_COLUMN : OPTION_COLUMN - left.len), "", spec->help);
    buf_free(&left);
}

static void put_options(struct buf *b, unsigned bit) {
    const char *told = NULL;
    for (size_t i = 0; i < option_count(); i++) {
        const struct option_spec *spec = option_at(i);
        const char *title = option_group_title(spec->group);
        if (!(spec->commands & bit)) {
            continue;
        }
        if (title != told) {
            (void)buf_printf(b, "\n%s\n", title);
            told = title;
        }
        put_option(b, spec);
    }
}

struct str help_command(const struct command *c, struct arena *a) {
    struct buf b;
    buf_init(&b, HELP_BYTES);
    (void)buf_printf(&b, "nonesuch %s: %s\n\nusage: nonesuch %s [OPTION…] %s\n%s", c->name, c->summary, c->name,
                     c->arguments, c->notes ? c->notes : "");
    put_options(&b, c->bit);
    put_exit_codes(&b);
    return text_of(&b, a);
}
