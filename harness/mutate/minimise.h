/* SPDX-License-Identifier: Apache-2.0
 *
 * minimise: the smallest body that still shows something, by delta debugging (ddmin, Zeller & Hildebrandt 2002): runs
 * of members and items are left out, the longest first; then values are made plain. What is no JSON is cut by bytes.
 * Pure: `still` asks the world. */
#ifndef NONESUCH_MINIMISE_H
#define NONESUCH_MINIMISE_H

#include "str.h"

typedef bool (*minimise_still_fn)(void *self, struct str body);

struct minimise_options {
    minimise_still_fn still; /* true: this body shows it, too */
    void *self;
    struct str keep;   /* a string that holds this text is not emptied; STR_NONE: none */
    size_t tests_most; /* `still` is asked at most so often */
};

/* Never longer than `body`; `body` itself when nothing can be left out. Lives in `a`. */
struct str minimise_body(const struct minimise_options *o, struct str body, struct arena *a);

#endif
