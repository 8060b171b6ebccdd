/* SPDX-License-Identifier: Apache-2.0
 *
 * url: absolute http and https URLs (RFC 3986), as far as the harness needs them. Pure. */
#ifndef NONESUCH_URL_H
#define NONESUCH_URL_H

#include "str.h"

struct url {
    struct str scheme, host, path; /* host without brackets; path with query, "" when absent */
    int port;                      /* the scheme's own when none is written */
};

/* RC_USAGE with a sentence that says what is wrong and shows a right one ("http://host:port"). User info is refused. */
MUST_USE enum rc url_parse(struct str text, struct url *out, struct fault *f);
bool url_is_loopback(const struct url *u); /* 127.0.0.0/8, ::1, localhost */

#endif
