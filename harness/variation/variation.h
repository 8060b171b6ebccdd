/* SPDX-License-Identifier: Apache-2.0
 *
 * variation: systematic changes of a request around its slot (packs.md, "Variations"). Pure. A variation is sent with
 * a denied and with an absent reference, changed alike: whatever the answer is then, it must be the same one. */
#ifndef NONESUCH_VARIATION_H
#define NONESUCH_VARIATION_H

#include "pack.h"

enum slot_place { SLOT_IN_PATH, SLOT_IN_QUERY, SLOT_IN_BODY };

/* Where the slot of a surface stands. */
enum slot_place variation_slot_place(const struct pack *pack, const struct surface *s);

/* What a change may need to know beside the request itself. */
struct variation_context {
    const struct surface *surface;
    enum slot_place place;
    struct str
        /* the reference under test as it stands in the request, before percent-encoding; of a graft: as it is to be
         * added */
        slot_value;
    struct str slot_name;                /* "task_id": how such a reference is called */
    const struct exchange *owner_answer; /* the owner's success at this surface, for its validators; NULL: none */
    struct arena *arena;
};

struct variation {
    const char *name;  /* stands in check ids: "head", "malformed_json" … */
    const char *title; /* one line for `nonesuch plan` */
    bool
        /* may reach more than the thing asked for: only in isolated environments on routes that take things away */
        is_widening;
    bool
        /* the request is about the caller\'s own thing; the reference under test is added where nobody asks for it */
        is_graft;
    bool is_heavy; /* costs much to send: once per method, never at every surface */
    const char *(*why_not)(const struct surface *s,
                           enum slot_place place); /* NULL: applies; else the reason that it makes no sense */
    void (*apply)(const struct variation_context *c, struct request *r); /* NULL: what is done stands elsewhere */
};

/* Repeats the validators (entity tag, time) of the very thing that is asked for. */
bool variation_is_conditional(const struct variation *v);
/* The owner asks for the thing right before, on the same connection: what he warms tells others nothing. */
bool variation_is_warm(const struct variation *v);

/* Goes over HTTP/2: only where the target may speak it. */
bool variation_is_over_http2(const struct variation *v);

/* Reasons of `why_not` that others have as well: none at all, and that there is no JSON object to add to. */
const char *variation_anywhere(const struct surface *s, enum slot_place place);
const char *variation_with_object(const struct surface *s, enum slot_place place);

size_t variation_count(void);
const struct variation *variation_at(size_t index);
const struct variation *variation_find(struct str name); /* NULL when there is none */

#endif
