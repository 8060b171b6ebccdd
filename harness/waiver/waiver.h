/* SPDX-License-Identifier: Apache-2.0
 *
 * waiver: known findings that somebody accepted until a day. Pure: the caller reads the file and knows the day.
 *
 * A waiver covers one normalised difference: a fingerprint, or the kind of difference at the surfaces of a glob. A
 * finding is waived when each kind that it shows, its `also` too, is named by some waiver that matches it and has not
 * expired. */
#ifndef NONESUCH_WAIVER_H
#define NONESUCH_WAIVER_H

#include "verdict.h"

struct waiver {
    struct str fingerprint;        /* STR_NONE: by surface and kind */
    struct str surface, variation; /* globs; STR_NONE: any */
    struct str kind;               /* STR_NONE with a fingerprint: the finding's */
    struct str *also;              /* further kinds */
    size_t also_count;
    struct str owner, reason, issue; /* issue: empty without */
    struct str expires;              /* YYYY-MM-DD, the last day it counts */
};

struct waiver_list {
    struct waiver *items;
    size_t count;
};

/* `text` is YAML or JSON by scenarios/schema/waivers.schema.json, `name` its name in messages. RC_PARSE, RC_LIMIT;
 * RC_CONFIG with place and pointer: it does not follow the schema, or names both or neither of fingerprint and surface,
 * an unknown kind, a day that is none, one fingerprint twice, or leaves owner or reason empty. */
MUST_USE enum rc waiver_load(struct str text, const char *name, struct arena *a, struct waiver_list *out,
                             struct fault *f);

/* How many expired before `today` (YYYY-MM-DD). */
size_t waiver_count_expired(const struct waiver_list *list, struct str today);

/* Checks of waived findings become VERDICT_WAIVED with owner, day and reason in theirs; those of a finding that shows
 * more than is waived, or whose waiver expired before `today`, keep failing and say so. Fills `r->waivers`. All of it
 * lives in `a`; `r->checks` is changed in place. */
void waiver_apply(const struct waiver_list *list, struct str today, struct arena *a, struct result *r);

/* An entry for the finding, as YAML to be appended to a waiver file. Of `by` only owner, reason, issue and expires are
 * read; an empty reason has to be filled in before the file is accepted. RC_USAGE: `expires` is no day, or the owner is
 * empty. */
MUST_USE enum rc waiver_draft(const struct finding *finding, const struct waiver *by, struct arena *a, struct str *out,
                              struct fault *f);

/* A day of the calendar, YYYY-MM-DD. */
bool waiver_is_day(struct str s);

/* The kinds of difference that can be waived: those that findings have. */
size_t waiver_kind_count(void);
const char *waiver_kind_at(size_t index);

#endif
