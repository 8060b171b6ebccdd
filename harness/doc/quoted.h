/* SPDX-License-Identifier: Apache-2.0
 *
 * quoted: what stands for itself between the quotes of a JSON string. Only doc uses it. Pure. */
#ifndef NONESUCH_QUOTED_H
#define NONESUCH_QUOTED_H

#include "str.h"

/* The index of the first byte from `from` on that is no plain ASCII there: a quote, a backslash, a control character
 * or a byte of a longer character; the length when there is none. */
size_t quoted_plain_end(struct str s, size_t from);

#endif
