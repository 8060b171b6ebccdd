/* SPDX-License-Identifier: Apache-2.0
 *
 * sample_view: the samples of an item that count: those of groups that are not void. Private to run. */
#ifndef NONESUCH_SAMPLE_VIEW_H
#define NONESUCH_SAMPLE_VIEW_H

#include "engine.h"

/* The samples of an item that count. */
struct sample_view {
    struct features *known; /* of absent answers */
    const struct sample **absent, **denied;
    size_t absent_count, denied_count;
    size_t groups, void_groups;
    size_t shed_denied, shed_absent; /* dropped by class */
    size_t asked_denied, asked_absent;
};

/* In the run's arena. */
struct sample_view sample_view_of(struct engine *e, const struct item *item);

/* A sample as evidence, with the times of all samples of its class that the item has so far: of more than a report
 * holds, the last. In the run's arena. */
struct evidence sample_view_evidence(struct engine *e, const struct item *item, const struct sample *s);

/* A sample of it was dropped, or its absent answers do not agree. */
bool sample_view_group_is_void(const struct item *item, size_t group);

#endif
