/* SPDX-License-Identifier: Apache-2.0
 *
 * seed_choice: which valid body a made-up one is like: what it shows is told at that one's surface. Pure. Private to
 * campaign. */
#ifndef NONESUCH_SEED_CHOICE_H
#define NONESUCH_SEED_CHOICE_H

#include "body_class.h"
#include "stage.h"

/* Of the seeds of the method that the body names: the one that has its first marker in a member of the same name (what
 * is addressed by name is so whatever stands there), else one with the same marker, and of two the one that is a stream
 * when the body is. The last seed of the view, that of an unknown method, for all else. */
const struct stage_seed *seed_choose(const struct stage_view *view, struct str body, const struct body_class *class);

#endif
