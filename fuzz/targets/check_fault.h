/* SPDX-License-Identifier: Apache-2.0
 *
 * check_fault: what every fault of a parser has, whatever the input: a place, and one printable sentence. */
#ifndef NONESUCH_CHECK_FAULT_H
#define NONESUCH_CHECK_FAULT_H

#include <assert.h>

#include "codec.h"
#include "rc.h"

static inline void check_fault(struct arena *a, const struct fault *f) {
    assert(f->rc == RC_PARSE || f->rc == RC_LIMIT);
    assert(f->line > 0 && f->column > 0 && f->text[0] != '\0');
    assert(str_eq(codec_printable(a, str_from(f->text)), str_from(f->text)));
}

#endif
