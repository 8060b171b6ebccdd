/* SPDX-License-Identifier: Apache-2.0
 *
 * pair: one request of one caller, judged without a pack: what stands in its slot is given, nothing is made and nothing
 * is deleted. The samples, the judging and the result are those of a run. */
#ifndef NONESUCH_PAIR_H
#define NONESUCH_PAIR_H

#include "run.h"

#define PAIR_HOLE "{ref}"  /* where the reference stands in path, headers and body; ${ref} is the same */
#define PAIR_GROUPS_MAX 12 /* 24 denied and 24 absent answers: decide.h settles with them */

struct pair {
    struct str method, path; /* path with query; a reference is percent-encoded in it */
    const struct header *headers;
    size_t header_count; /* a secret one is the caller's credential; the value of another may have holes */
    struct str body;     /* sent as it is; in JSON a reference is escaped */
    bool has_body;
    const struct str *denied; /* each is judged by itself */
    size_t denied_count;
    const struct given_absent *absents; /* taken in turn; none: made like the denied one */
    size_t absent_count;
    struct str control; /* a reference that the caller may use; STR_NONE: none */
    int absent_status;  /* what the service says of something absent */
    size_t groups;      /* at least; 1 to PAIR_GROUPS_MAX */
};

/* RC_USAGE, with a remedy: no hole anywhere, no denied reference, one that is given twice or as two classes, one of
 * which no absent one can be made ("42"). */
MUST_USE enum rc pair_check(const struct pair *pair, struct fault *f);

/* The pack and the target that it is, for `pair_execute` and for the transport. `base_url` without a slash at its
 * end. */
void pair_describe(const struct pair *pair, struct str base_url, struct arena *a, struct pack *pack,
                   struct target *target);

/* What one class was answered: "12 × 404 Not Found". */
struct pair_answer {
    const char *label;    /* "denied", "absent", "control" */
    struct str reference; /* or how absent ones were made */
    struct str text;
};

struct pair_answers {
    struct pair_answer *items;
    size_t count;
};

/* Sends and judges. The setting's pack and target are those of pair_describe. The result has a check of nondisclosure
 * for each denied reference ("plain", "denied_2" …) and one of reveal. Two that are alike pass only when the control
 * shows that the slot is reached. RC_NET: the target could not be reached. */
MUST_USE enum rc pair_execute(const struct run_setting *setting, const struct pair *pair, struct arena *a,
                              struct result *out, struct pair_answers *answers, struct fault *f);

#endif
