/* SPDX-License-Identifier: Apache-2.0
 *
 * journal: what a run makes, noted line by line before it is sent, so that an interrupted run can be cleaned up.
 * Newline-delimited JSON: a head, `planned` (about to be created: resource, owner, chosen values), `made` (all values
 * known), `gone` (deleted). Holds no secret. */
#ifndef NONESUCH_JOURNAL_H
#define NONESUCH_JOURNAL_H

#include <stdio.h>

#include "pack.h"

#define JOURNAL_FORMAT "nonesuch-journal/1"

struct journal {
    FILE *file; /* NULL: no journal is kept */
};

/* One thing of a journal that was not deleted. */
struct journal_entry {
    int64_t number;
    size_t resource, owner; /* of the pack; NONE: the pack does not know it any more */
    int64_t parent;         /* number; -1 without */
    struct str *values;     /* per field of the resource; STR_NONE where unknown */
    bool is_made;
};

/* Starts a new file (refuses one that exists: it may be another run's). RC_IO. `path` NULL keeps none. */
MUST_USE enum rc journal_open(struct journal *j, const char *path, const struct pack *pack, struct str base_url,
                              struct str run_id, struct fault *f);
void journal_planned(struct journal *j, const struct pack *p, const struct journal_entry *entry);
void journal_made(struct journal *j, const struct pack *p, const struct journal_entry *entry);
void journal_gone(struct journal *j, int64_t number);
/* Makes what was noted safe before something is sent. RC_IO. */
MUST_USE enum rc journal_flush(struct journal *j, struct fault *f);
void journal_close(struct journal *j);

/* Which run a journal must be of. */
struct journal_home {
    const struct pack *pack;
    struct str base_url;
};

struct journal_rest {
    struct journal_entry *entries;
    size_t count;
};

/* What is left by the text of a journal, newest first; lives in `a` and the text. RC_CONFIG (no journal; of another
 * pack or target); `name` is the file's in the fault. A torn last line is ignored. Pure. */
MUST_USE enum rc journal_parse(struct str text, const char *name, struct journal_home home, struct arena *a,
                               struct journal_rest *out, struct fault *f);

/* The same of a file. RC_IO, RC_CONFIG. */
MUST_USE enum rc journal_read(const char *path, const struct pack *pack, struct str base_url, struct arena *a,
                              struct journal_entry **out, size_t *count, struct fault *f);

#endif
