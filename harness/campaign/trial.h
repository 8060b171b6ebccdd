/* SPDX-License-Identifier: Apache-2.0
 *
 * trial: one body sent several times in order over one connection, each time about another kind of thing or with
 * another method's name, and its answers taken apart. Private to campaign. */
#ifndef NONESUCH_TRIAL_H
#define NONESUCH_TRIAL_H

#include "campaign_private.h"
#include "compare.h"

#define TRIAL_MOST 4
#define TRIAL_ECHOES (CAMPAIGN_SLOTS + 1)

enum trial_side {
    TRIAL_DENIED,
    TRIAL_ABSENT,
    TRIAL_OTHER_NAME, /* absent, and a random name of the same form in place of the unknown method */
};

struct trial_answer {
    const struct exchange *exchange;
    struct echo echoes[TRIAL_ECHOES];
    size_t echo_count;
    struct features features;
    /* In a framing envelope neither: who finds no end of the body may wait or hang up. That he does so for one side
     * alone is a difference like any other. */
    bool is_lost;   /* for comparison: no whole answer, 429, 503 */
    bool is_silent; /* no whole answer came, though somebody was there to send it to */
};

/* Who sends: a lane, or the campaign itself to confirm. */
struct trial {
    struct campaign *campaign;
    struct transport *transport; /* NULL: the stage's own, with references that are new */
    struct arena *step;          /* all of it; the caller resets it */
    struct rng *rng;
    size_t envelope; /* of all that is sent: sides are told apart by what they say alone */
    enum rc rc;      /* of the last sending */
};

/* False: the campaign is stopped, or nobody is there (t->rc is RC_NET). */
bool trial_send(struct trial *t, struct str body, const struct body_class *class, const enum trial_side *sides,
                size_t count, struct trial_answer *out);

/* No answer at all, or one that says that the server failed. A 503 is a matter of load. In a framing envelope only 500
 * says so: a coding that nobody knows is refused with 501 (RFC 9112 section 6.1), and a gateway between may say 502 or
 * 504 of a body whose end it could not find. */
bool trial_is_failure(const struct trial_answer *x);

/* How the suspect's answer differs from the known ones, by what is noise so far. The lock is taken. */
struct differences trial_compare(struct trial *t, const struct trial_answer *suspect, const struct trial_answer *known,
                                 size_t known_count);
/* The same, for answers to unknown methods: where they are alike once names that they repeat are left as they stand,
 * they are alike ("null" is a name, too). */
struct differences trial_compare_names(struct trial *t, const struct trial_answer *suspect,
                                       const struct trial_answer *known, size_t known_count);
/* Learns from two answers to absent references; bodies of answers to framing envelopes, which libraries make, apart
 * from the others. The lock is taken. */
void trial_learn(struct trial *t, const struct trial_answer *x, const struct trial_answer *y);

/* "…" of what differs: the oracle, the class of the body, the feature and its two values, masked; the envelope unless
 * it is the plain one. */
uint64_t trial_signature(const struct trial *t, enum oracle oracle, size_t class, struct str key, struct str left,
                         struct str right);

#endif
