/* SPDX-License-Identifier: Apache-2.0
 *
 * defects: which of defects.def are switched on. */
#ifndef NONESUCH_DEFECTS_H
#define NONESUCH_DEFECTS_H

#include "str.h"

#define DEFECT(symbol, id, title, class_name, kind, property, surfaces) DEFECT_##symbol,
enum defect {
#include "defects.def"
    DEFECT_COUNT
};
#undef DEFECT

struct defects {
    bool on[DEFECT_COUNT];
    bool any;
};

struct api_call;

/* RC_USAGE: no defect of that id; names the nearest. */
MUST_USE enum rc defects_switch_on(struct defects *d, struct str id, struct fault *f);

/* Whether the defect is on and the caller is at one of its surfaces. */
bool defect_on(const struct api_call *c, enum defect d);
/* Whether the defect is on, wherever the caller is: for those that a flow finds, which goes over many surfaces. */
bool defect_is_on(const struct api_call *c, enum defect d);
/* Whether any is on at the caller's surface. */
bool defect_any_on(const struct api_call *c);

#endif
