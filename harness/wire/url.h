/* SPDX-License-Identifier: Apache-2.0
 *
 * url: absolute http and https URLs (RFC 3986), as far as the harness needs them. Pure. */
#ifndef NONESUCH_URL_H
#define NONESUCH_URL_H

#include "str.h"

struct url {
    struct str scheme, host, path; /* views as written; host without brackets; path with query, "" when absent */
    int port;                      /* the scheme's own when none is written */
};

/* RC_USAGE with a sentence that says what is wrong and shows a right one ("http://host:port"). Refused: user info, a
 * fragment, blanks and control characters, hosts that are not RFC 3986 names or addresses. */
MUST_USE enum rc url_parse(struct str text, struct url *out, struct fault *f);
/* 127.0.0.0/8 written as four numbers, ::1, localhost. */
bool url_is_loopback(const struct url *u);

/* "http://host:port" and what is asked for there, of any absolute URL, without judging either: `target` is a view that
 * begins with '/', '?' or '#', or is empty. False when there is no "://". */
bool url_split_target(struct str text, struct str *origin, struct str *target);
/* "host:port" as it stands there, a view; the whole text when there is no "://". */
struct str url_authority(struct str text);

#endif
