/* SPDX-License-Identifier: Apache-2.0
 *
 * head: HTTP/1.x heads as bytes (RFC 9112 sections 2 to 5), and those of later versions as libcurl writes them down:
 * "HTTP/2 404", no reason. Pure. */
#ifndef NONESUCH_HEAD_H
#define NONESUCH_HEAD_H

#include "str.h"

struct head_field {
    struct str name, value,
        raw; /* name as sent; value without the blanks around it; raw without line end, folds kept */
};

struct head {
    struct str version, reason; /* "HTTP/1.1" or "HTTP/2", "Not Found" ("" when there is none) */
    int status;                 /* 100 … 999 */
    struct head_field *fields;  /* in order; in the arena, views of the text */
    size_t field_count;
};

/* `raw` is a status line and header lines, each ended by CRLF or LF (the last may lack it); what stands behind an
 * empty line is not looked at. False when the status line is malformed. A header line without a colon becomes a
 * field with an empty name and the whole line as its value, and so does a fold that nothing stands before. */
bool head_parse(struct str raw, struct arena *a, struct head *out);

/* Cuts the next line off `*rest`: without its LF or CRLF, which are dropped. `*rest` is STR_NONE behind the last
 * one. */
struct str head_cut_line(struct str *rest);

/* Cuts a head off `*rest`, its empty line included, which is not part of what is returned: its last line ends with
 * LF. STR_NONE, and `*rest` untouched: no empty line has come yet. */
struct str head_cut(struct str *rest);

#endif
