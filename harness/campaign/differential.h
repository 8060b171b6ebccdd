/* SPDX-License-Identifier: Apache-2.0
 *
 * differential: what the contrasts of a campaign come to: counts, and of each kind of difference the shortest body. Not
 * thread-safe: the campaign's lock is held. Private to campaign. */
#ifndef NONESUCH_DIFFERENTIAL_H
#define NONESUCH_DIFFERENTIAL_H

#include "contrast.h"

struct differential_kind {
    struct conformance_kind kind; /* without example; its texts live in the differential */
    char *body;                   /* the example with its markers; owned */
    size_t len;
    bool was_shortened; /* this body, or it is one that shortening made */
    size_t tries;       /* at shortening it */
};

struct differential {
    const struct rpc_reference *reference; /* NULL: nothing is compared */
    struct str why_not;
    size_t alike, otherwise, undecided, elsewhere;
    struct differential_kind kinds[CONFORMANCE_KINDS];
    size_t kind_count;
    struct arena arena; /* of texts */
};

/* The reference speaks for methods all of which it knows; NULL: there is none. */
void differential_init(struct differential *d, const struct rpc_reference *reference,
                       const struct contrast_names *names);
void differential_free(struct differential *d);

/* `body` with its markers; it is copied. */
void differential_count(struct differential *d, struct str body, const struct contrast *contrast);

/* The next kind whose example nobody has tried to shorten: a copy of its body in `a`. False: there is none. */
bool differential_take(struct differential *d, struct arena *a, struct conformance_kind *kind, struct str *body);
/* A shorter example of that kind. Of `example` status and code count. */
void differential_put(struct differential *d, const struct conformance_kind *example, struct str body);

/* All of it, in `a`. Markers of examples are filled with `values`. */
struct conformance differential_sum(const struct differential *d, const struct str *values, size_t value_count,
                                    struct arena *a);

#endif
