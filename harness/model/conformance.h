/* SPDX-License-Identifier: Apache-2.0
 *
 * conformance: how a target reads the bodies of a fuzz campaign beside how a reference reads them: counts, and each
 * kind of difference with an example. It is information for a person, never a finding. Plain values. */
#ifndef NONESUCH_CONFORMANCE_H
#define NONESUCH_CONFORMANCE_H

#include "emit.h"

/* What the reference says of a body. */
enum conformance_reading {
    CONFORMANCE_UNREAD,         /* it is past the reference's own limits: nothing */
    CONFORMANCE_MALFORMED,      /* no JSON */
    CONFORMANCE_INVALID,        /* JSON, but no request of the contract */
    CONFORMANCE_UNKNOWN_METHOD, /* the same: its method is a string that names none */
    CONFORMANCE_WELL_FORMED,
};
/* "unread" "malformed" "invalid" "unknown_method" "well_formed" */
const char *conformance_reading_name(enum conformance_reading r);

#define CONFORMANCE_KINDS 24           /* that are told apart */
#define CONFORMANCE_EXAMPLE_BYTES 2048 /* shown of one */

/* Bodies that the two read otherwise in one and the same way. */
struct conformance_kind {
    enum conformance_reading reading; /* the reference's */
    bool is_taken;                    /* the target took it for well-formed; else it refused it */
    struct str subject;               /* what it asks for: "task/cancel", "a batch" …; empty of what is no JSON */
    struct str reason;                /* the first thing that the reference misses; empty of a well-formed one */
    size_t bodies;
    /* One of them, as short as it was found. */
    int status;         /* of the answer to it */
    int64_t code;       /* its JSON-RPC error; 0: none */
    struct str example; /* any bytes; the beginning of one that is longer than CONFORMANCE_EXAMPLE_BYTES */
    size_t example_bytes;
};

/* {0}: nothing is known (of a report from before there was a comparison, of a run). */
struct conformance {
    bool is_compared;
    struct str why_not; /* one sentence; empty when it is compared */
    size_t alike, otherwise;
    size_t undecided;               /* bodies that one of the two said nothing of */
    struct conformance_kind *kinds; /* most bodies first */
    size_t kind_count;              /* at most CONFORMANCE_KINDS */
    size_t elsewhere;               /* bodies, of `otherwise`, of kinds that found no room */
};

/* Whether anything is: compared, or why it is not. */
bool conformance_is_known(const struct conformance *c);

/* By reading, is_taken, subject and reason. */
bool conformance_is_same_kind(const struct conformance_kind *x, const struct conformance_kind *y);

/* One object. */
void conformance_emit(const struct conformance *c, struct emit *e);
/* What that wrote; what is not there is 0. {0} of NULL. In `a`. */
struct conformance conformance_read(const struct value *object, struct arena *a);

/* The sums, and of each kind the shorter example. Borrows texts from both; the list is in `a`. */
struct conformance conformance_add(const struct conformance *x, const struct conformance *y, struct arena *a);

/* "12 438 bodies are read as the reference reads them, 31 otherwise in 3 kinds", or "not compared: …"; STR_NONE when
 * nothing is known. In `a`. */
struct str conformance_sentence(const struct conformance *c, struct arena *a);
/* "malformed JSON: expected a value", "a well-formed task/cancel" … In `a`. */
struct str conformance_reference_words(const struct conformance_kind *k, struct arena *a);
/* "taken, 404", "refused, 200 with code -32700". In `a`. */
struct str conformance_target_words(const struct conformance_kind *k, struct arena *a);

#endif
