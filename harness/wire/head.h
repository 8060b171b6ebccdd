/* SPDX-License-Identifier: Apache-2.0
 *
 * head: HTTP/1.x heads as bytes (RFC 9112 sections 3 to 5). Pure. */
#ifndef NONESUCH_HEAD_H
#define NONESUCH_HEAD_H

#include "str.h"

struct head_field {
    struct str name, value, raw; /* value without the blanks around it; raw without CRLF, folds kept */
};

struct head {
    struct str version, reason; /* "HTTP/1.1", "Not Found" */
    int status;
    struct head_field *fields;
    size_t field_count;
};

/* `raw` is a status line and header lines, each with CRLF or LF, up to and without the empty line. False when the status line
 * is malformed; a header line without a colon becomes a field with an empty name. */
bool head_parse(struct str raw, struct arena *a, struct head *out);

#endif
