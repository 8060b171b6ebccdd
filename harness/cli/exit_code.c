/* SPDX-License-Identifier: Apache-2.0
 *
 * exit_code: the table of exit codes. */
#include "exit_code.h"

static const struct {
    const char *meaning;
    int rank; /* the higher wins */
} codes[EXIT_CODE_COUNT] = {
    [EXIT_CODE_PASSED] = {"every check passed", 0},
    [EXIT_CODE_FOUND] = {"at least one finding", 3},
    [EXIT_CODE_USAGE] = {"the command line, a pack or a target file is wrong", 4},
    [EXIT_CODE_BROKE] = {"the target could not be reached, or the run broke", 2},
    [EXIT_CODE_INCONCLUSIVE] = {"inconclusive: a control failed, or something was not exercised or not settled", 1},
};

/* What is accepted by name. No check is under-powered in time as long as time is not judged. */
static const struct {
    const char *name;
    enum doubt doubt;
} acceptable[] = {
    {"unstable", DOUBT_UNSTABLE},
    {"timing", DOUBT_NONE},
    {"dropped", DOUBT_DROPPED},
};

#define ACCEPTABLE_COUNT (sizeof acceptable / sizeof *acceptable)

const char *exit_code_meaning(enum exit_code code) {
    return codes[code].meaning;
}

enum exit_code exit_code_of_set_up(enum rc rc) {
    if (rc == RC_OK) {
        return EXIT_CODE_PASSED;
    }
    return rc == RC_NET ? EXIT_CODE_BROKE : EXIT_CODE_USAGE;
}

enum exit_code exit_code_of_work(enum rc rc) {
    return rc == RC_IO ? EXIT_CODE_BROKE : exit_code_of_set_up(rc);
}

static enum rc accept_doubt(struct str name, struct doubt_set *set, struct fault *f) {
    for (size_t i = 0; i < ACCEPTABLE_COUNT; i++) {
        if (str_eq(name, str_from(acceptable[i].name))) {
            set->allowed[acceptable[i].doubt] = true;
            return RC_OK;
        }
    }
    enum doubt known;
    return fault_set(f, RC_USAGE, "--allow-inconclusive: '%.*s' %s; there are: unstable, timing, dropped",
                     STR_ARG(str_sub(name, 0, 40)),
                     doubt_find(name, &known) ? "proves nothing and is never accepted"
                                              : "is no doubt that can be accepted");
}

enum rc doubt_set_parse(struct str list, struct doubt_set *out, struct fault *f) {
    struct doubt_set set = {0};
    while (list.data) {
        enum rc rc = accept_doubt(str_trim(str_cut(&list, ',')), &set, f);
        if (rc != RC_OK) {
            return rc;
        }
    }
    *out = set;
    return RC_OK;
}

static bool is_known(const struct result *r, const struct check *c) {
    return c->verdict == VERDICT_FAIL && c->finding < r->finding_count &&
           r->findings[c->finding].novelty == NOVELTY_KNOWN;
}

/* The result as if accepted doubts had never been planned, and known findings were waived. */
static struct result without_accepted(const struct result *r, const struct doubt_set *accepted, struct arena *a) {
    struct result rest = *r;
    rest.checks = ARENA_ARRAY(a, struct check, r->check_count);
    for (size_t i = 0; i < r->check_count; i++) {
        struct check check = r->checks[i];
        if (check.verdict == VERDICT_INCONCLUSIVE && check.doubt != DOUBT_NONE && accepted->allowed[check.doubt]) {
            check.verdict = VERDICT_NOT_APPLICABLE;
        }
        if (accepted->known_findings && is_known(r, &check)) {
            check.verdict = VERDICT_WAIVED;
        }
        rest.checks[i] = check;
    }
    return rest;
}

enum exit_code exit_code_of_result(const struct result *r, const struct doubt_set *accepted) {
    struct arena scratch = {0};
    struct result rest = without_accepted(r, accepted, &scratch);
    enum verdict verdict = result_verdict(&rest);
    arena_free(&scratch);
    if (verdict == VERDICT_FAIL) {
        return EXIT_CODE_FOUND;
    }
    return verdict == VERDICT_PASS ? EXIT_CODE_PASSED : EXIT_CODE_INCONCLUSIVE;
}

enum exit_code exit_code_worse(enum exit_code a, enum exit_code b) {
    return codes[a].rank >= codes[b].rank ? a : b;
}
