/* SPDX-License-Identifier: Apache-2.0
 *
 * capture: values out of answers, by RFC 6901 pointer or header name. Pure. */
#ifndef NONESUCH_CAPTURE_H
#define NONESUCH_CAPTURE_H

#include "exchange.h"
#include "pack.h"

/* True, and the value in `out` (memory of `a` or a view of the exchange), when the answer holds it: a header that
 * is not empty, or a string that is not empty or an integer of the JSON body (the decoded one) as text. When the
 * body is newline-delimited JSON, the first line that holds it counts. An empty value is none: it would widen the
 * requests it goes into. */
bool capture_extract(const struct capture_rule *rule, const struct exchange *x, struct arena *a, struct str *out);

#endif
