/* SPDX-License-Identifier: Apache-2.0
 *
 * doubts: the inconclusive checks of a result, those with one and the same doubt together. Internal to report; pure. */
#ifndef NONESUCH_DOUBTS_H
#define NONESUCH_DOUBTS_H

#include "draft.h"

/* At least one check; doubt and reason of the first are those of all. */
struct doubt_group {
    const struct check *const *checks;
    size_t count;
};

/* By doubt and reason, the checks of a group in the order of the result. Lives in the scratch of the draft. */
struct doubt_groups {
    struct doubt_group *groups;
    size_t count;
};
struct doubt_groups doubts_group(struct draft *d);

/* "a, b, c and 4 more": the ids of at most so many, safe for a terminal. */
struct str doubts_show_ids(struct draft *d, const struct doubt_group *g, size_t max);

#endif
