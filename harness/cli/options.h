/* SPDX-License-Identifier: Apache-2.0
 *
 * options: every option of every command, in one table (option_table.c), and how a command line and the environment
 * become values. An option NAME is mirrored by the variable NONESUCH_NAME (capitals, `_` for `-`); the command line
 * wins. One that may be repeated takes one value per line there; a switch takes 1 or 0. */
#ifndef NONESUCH_OPTIONS_H
#define NONESUCH_OPTIONS_H

#include "pack.h"
#include "report.h"

enum command_bit {
    FOR_RUN = 1u << 0,
    FOR_PLAN = 1u << 1,
    FOR_CHECK = 1u << 2,
    FOR_LAB = 1u << 3,
    FOR_CLEANUP = 1u << 4,
    FOR_EXPLAIN = 1u << 5,
    FOR_PROBE = 1u << 6,
    FOR_REPORT = 1u << 7,
    FOR_REPLAY = 1u << 8,
    FOR_FUZZ = 1u << 9,
    FOR_ALL = (1u << 10) - 1,
};

enum choice { CHOICE_NONE, CHOICE_NO, CHOICE_YES };

struct text_list {
    struct str *items; /* terminated */
    size_t count;
};

struct pair_list {
    struct variable *items;
    size_t count;
};

/* What was said; what was not is 0, NULL or CHOICE_NONE. */
struct options {
    struct text_list arguments; /* what is no option */
    const char *target, *url, *pack, *openapi;
    struct text_list lab_defects, lab_noises, only, as, variations, include_tags, exclude_tags;
    struct text_list reports[REPORT_FORMAT_COUNT]; /* files to write */
    struct pair_list variables, secrets, headers;
    const char *allow_inconclusive, *journal, *waivers, *baseline;
    struct shard shard;
    const char *annotate;
    enum choice fail_on_new, raw_evidence;
    const char *owner, *reason, *issue, *expires; /* of a waiver */
    const char *seed_text;
    uint64_t seed;
    int64_t jobs, rate_per_s, max_failures, max_requests, max_fixtures;
    int64_t max_time_ns, connect_timeout_ns, request_timeout_ns;
    const char *proxy, *cacert, *cert, *key, *resolve;
    enum choice insecure, keep, dry_run, verbose, quiet, color, progress, help;
    struct text_list denied, absent; /* references of a pair */
    const char *control, *data;
    const char *corpus, *artifacts; /* folders of a fuzz campaign */
    enum choice resume, http_desync;
    int64_t groups, expect_absent;
    const char *listen, *statsd, *database, *write_target, *principals, *control_token, *auth_provider;
    struct text_list defects, noises;
    enum choice list_defects, list_noises;
    struct str command_line; /* to be shown: quoted for a shell, secrets as *** */
};

enum option_kind {
    OPTION_YES, /* a switch */
    OPTION_NO,  /* switches the same off */
    OPTION_TEXT,
    OPTION_TEXTS,
    OPTION_PAIRS, /* NAME=VALUE, or another separator */
    OPTION_COUNT,
    OPTION_DURATION,
    OPTION_RATE,
    OPTION_SEED,
    OPTION_SHARD,
};

enum option_group {
    OPTIONS_TARGET,
    OPTIONS_PAIR,
    OPTIONS_CAMPAIGN,
    OPTIONS_SELECTION,
    OPTIONS_LIMITS,
    OPTIONS_CONNECTION,
    OPTIONS_THINGS,
    OPTIONS_LAB,
    OPTIONS_WAIVER,
    OPTIONS_REPORTS,
};
const char *option_group_title(enum option_group group);

struct option_spec {
    const char *name;     /* without dashes */
    const char *argument; /* NULL for a switch */
    const char *help;
    size_t at;           /* offset in struct options */
    int64_t least, most; /* OPTION_COUNT */
    enum option_group group;
    enum option_kind kind;
    unsigned commands; /* bits of command_bit */
    char letter;       /* 0: none */
    char separator;    /* OPTION_PAIRS */
    bool is_secret;    /* the value (of a pair: what is behind the separator) is never shown */
};

size_t option_count(void);
const struct option_spec *option_at(size_t index);

/* Reads what stands behind the command's name, then the environment. `get_environment` returns NULL for what is not
 * set; NULL: there is none. Everything lives in `a`. RC_USAGE, with a "did you mean" where there is one. */
struct options_input {
    const char *command;
    unsigned command_bit;
    int count;
    char *const *words;
    const char *(*get_environment)(const char *name);
};
MUST_USE enum rc options_parse(const struct options_input *input, struct arena *a, struct options *out,
                               struct fault *f);

/* " (did you mean 'x'?)", or "". */
const char *options_hint(struct arena *a, struct str word, const struct str *candidates, size_t count);

/* The base URL that an option gave, without slashes at its end (a view of the text). RC_USAGE names the option, for
 * example "--url", and says what is wrong. */
MUST_USE enum rc options_url(const char *option, struct str text, struct str *out, struct fault *f);

#endif
