/* SPDX-License-Identifier: Apache-2.0
 *
 * gzip: a body as gzip (RFC 1952). Pure. */
#ifndef NONESUCH_GZIP_H
#define NONESUCH_GZIP_H

#include "arena.h"
#include "str.h"

/* One member of stored blocks: a stream that every decoder takes, and in which the text stands as it is (cut only where
 * a block ends), so that secrets are still found in it, and a reader of the evidence sees what was said. In `a`. */
struct str gzip_stored(struct str text, struct arena *a);

#endif
