/* SPDX-License-Identifier: Apache-2.0
 *
 * matrix: what a principal must get at a surface, from the permission schema and the policy (concept.md, "The
 * properties"). Pure. */
#ifndef NONESUCH_MATRIX_H
#define NONESUCH_MATRIX_H

#include "pack.h"

enum expected {
    EXPECT_ALLOWED,
    EXPECT_FORBIDDEN,       /* a plain refusal: he can see the thing, he may not do this */
    EXPECT_HIDDEN,          /* as if it did not exist */
    EXPECT_DENIED,          /* the same refusal as for an absent one (policy deny-all) */
    EXPECT_UNAUTHENTICATED, /* no valid credential: the same for everything */
};
const char *expected_name(enum expected e); /* "allowed" "forbidden" "hidden" "denied" "unauthenticated" */

struct matrix_case {
    const struct pack *pack;
    const struct surface *surface;
    size_t principal;        /* who asks */
    size_t victim;           /* who owns what stands in the slot */
    bool others_are_victims; /* the request's other references are the victim's, else the caller's own */
};

struct matrix_answer {
    enum expected expected;
    const struct guard *guard; /* the first that does not hold; NULL when all do */
    /* What that guard asks about. A guard on another reference that fails behind the slot's own ones means that the
     * slot itself is open to the caller: there is nothing to hide about it. */
    bool is_about_slot;
    bool slot_was_granted; /* a guard on the slot held before */
};

/* The first guard whose operation is not granted decides by the policy; a secondary slot that is not in the caller's
 * own parent is hidden for everybody. An operation `create` on no reference is granted to every valid principal. */
struct matrix_answer matrix_expect(const struct matrix_case *c);

/* The caller may read this thing of `owner` (his own, or by his role on things of the pack's owner). */
bool matrix_may_read(const struct pack *pack, size_t principal, size_t owner, size_t resource);

#endif
