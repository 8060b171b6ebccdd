/* SPDX-License-Identifier: Apache-2.0
 *
 * refused: each folder of scenarios/refused holds a pack, a target file or waivers that are wrong in one way, and in
 * `error` the one line that its author gets to read. `refused_test --print` writes what he would read now. */
/* modules: base doc model scenario waiver */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "limits.h"
#include "scenario.h"
#include "waiver.h"

#define LINE_BYTES 2048

static const char *no_environment(const char *name) {
    (void)name;
    return NULL;
}

static enum rc load(const char *folder, const char *name, struct arena *a, struct fault *f) {
    struct str text = STR_NONE;
    struct pack pack;
    struct waiver_list waivers;
    enum rc rc = file_read(arena_printf(a, "%s/%s", folder, name), LIMIT_DOCUMENT_BYTES, a, &text, f);
    if (rc == RC_OK && strncmp(name, "waivers.", strlen("waivers.")) == 0) {
        return waiver_load(text, name, a, &waivers, f);
    }
    if (rc != RC_OK || strncmp(name, "target.", strlen("target.")) != 0) {
        return rc != RC_OK ? rc : scenario_load_pack(text, name, a, &pack, f);
    }
    rc = scenario_load_pack(scenario_embedded_pack(STR("agentex"))->text, "agentex", a, &pack, f);
    struct scenario_inputs inputs = {.get_environment = no_environment};
    struct target target;
    return rc != RC_OK ? rc : scenario_load_target(text, name, &pack, &inputs, a, &target, f);
}

/* The line for the folder's file, to `out`; false when it was taken. */
static bool refuse(const char *folder, struct arena *a, char out[LINE_BYTES]) {
    static const char *const names[] = {"pack.yaml", "pack.json", "target.yaml", "waivers.yaml"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct fault f = {0};
        if (file_exists(arena_printf(a, "%s/%s", folder, names[i]))) {
            enum rc rc = load(folder, names[i], a, &f);
            (void)fault_describe(&f, out, LINE_BYTES);
            return rc != RC_OK;
        }
    }
    (void)snprintf(out, LINE_BYTES, "no file");
    return false;
}

static const char *cases_folder(struct arena *a) {
    const char *source = getenv("SOURCE");
    return arena_printf(a, "%s/scenarios/refused", source ? source : ".");
}

/* Runs `visit` over every case; returns how many there were. */
static size_t for_each_case(void (*visit)(const char *folder, const char *name)) {
    struct arena a = {0};
    const char *root = cases_folder(&a);
    size_t count = 0;
    DIR *directory = opendir(root);
    for (struct dirent *entry = directory ? readdir(directory) : NULL; entry; entry = readdir(directory)) {
        if (entry->d_name[0] != '.') {
            visit(arena_printf(&a, "%s/%s", root, entry->d_name), entry->d_name);
            count++;
        }
    }
    if (directory) {
        (void)closedir(directory);
    }
    arena_free(&a);
    return count;
}

static void print_case(const char *folder, const char *name) {
    struct arena a = {0};
    char line[LINE_BYTES];
    bool is_refused = refuse(folder, &a, line);
    (void)printf("%s\t%s\n", name, is_refused ? line : "TAKEN");
    arena_free(&a);
}

static void check_case(const char *folder, const char *name) {
    struct arena a = {0};
    char line[LINE_BYTES];
    struct str wanted = STR_NONE;
    bool is_refused = refuse(folder, &a, line);
    enum rc rc = file_read(arena_printf(&a, "%s/error", folder), LINE_BYTES, &a, &wanted, NULL);
    if (!is_refused || rc != RC_OK || !str_eq(str_trim(wanted), str_from(line))) {
        fail_msg("%s: wanted: %.*s\n    %s: %s", name, STR_ARG(str_trim(wanted)), is_refused ? "got" : "was taken",
                 line);
    }
    arena_free(&a);
}

static void refused__each_case_says_its_error(void **state) {
    (void)state;
    assert_true(for_each_case(check_case) >= 75);
}

static void refused__ten_megabytes_of_garbage(void **state) {
    (void)state;
    struct arena a = {0};
    struct pack pack;
    struct fault f = {0};
    size_t len = 10u << 20;
    char *garbage = arena_alloc(&a, len, 1);
    memset(garbage, '{', len);
    assert_int_equal(scenario_load_pack(str_of(garbage, len), "big.yaml", &a, &pack, &f), RC_LIMIT);
    assert_string_equal(f.file, "big.yaml");
    arena_free(&a);
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--print") == 0) {
        return for_each_case(print_case) > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused__each_case_says_its_error),
        cmocka_unit_test(refused__ten_megabytes_of_garbage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
