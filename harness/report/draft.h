/* SPDX-License-Identifier: Apache-2.0
 *
 * draft: what every writer carries along, and how it looks at what came from outside: secrets aside, successful bodies
 * withheld, big ones cut. Internal to report; pure. */
#ifndef NONESUCH_DRAFT_H
#define NONESUCH_DRAFT_H

#include "report.h"

struct draft {
    const struct result *result;
    const struct report_options *options;
    struct buf *out;
    struct arena scratch; /* of one report */
};

/* The text with every known secret as "***". */
struct str draft_clean(struct draft *d, struct str s);
/* Clean, and safe for a terminal on one line. */
struct str draft_show(struct draft *d, struct str s);
/* The same, at most `max_bytes` and "…" when it is cut. */
struct str draft_show_short(struct draft *d, struct str s, size_t max_bytes);

enum body_form {
    BODY_NONE, /* there is none */
    BODY_WHOLE,
    BODY_CUT,      /* the beginning; `bytes` and `sha256` name the whole */
    BODY_WITHHELD, /* a successful answer's: type, length and hash alone */
};

struct body_view {
    enum body_form form;
    struct str shown;  /* clean; empty when withheld */
    bool is_text;      /* UTF-8, as a whole */
    size_t bytes;      /* of the whole, as received, its content-encoding undone */
    struct str sha256; /* of the same; filled for BODY_CUT and BODY_WITHHELD */
    struct str type;   /* Content-Type */
};

/* At most `max_bytes` of it. */
struct body_view draft_request_body(struct draft *d, const struct request *q, size_t max_bytes);
struct body_view draft_response_body(struct draft *d, const struct exchange *x, size_t max_bytes);

/* The value to show of a request header, a secret as "***". */
struct str draft_request_value(struct draft *d, const struct header *h);
/* "name: value" of the same. */
struct str draft_request_header(struct draft *d, const struct header *h);
/* "HTTP/1.1 404 Not Found", or "no answer: timeout". */
struct str draft_status_line(struct draft *d, const struct exchange *x);

/* The values of both sides on one line each, safe for a terminal: at most `context` bytes around the difference and
 * `inside` bytes of it, `open` and `close` around it; "(nothing)" for an empty one. */
struct mark {
    const char *open, *close;
    size_t context, inside;
};
void draft_mark_sides(struct draft *d, const struct str values[2], const struct mark *mark, struct str marked[2]);

/* The check that waives the finding; NULL: it is not waived. */
const struct check *draft_waiver(const struct draft *d, size_t finding);
/* What is known of a finding already: "waived", or against a baseline "new" or "known"; NULL: nothing. */
const char *draft_note(const struct draft *d, size_t finding);
/* What a side is called: its label, "expected" where there is a value and nothing was sent for it, else "". */
struct str draft_side_label(const struct finding *f, size_t side);

/* The version of the nonesuch that ran. */
struct str draft_tool_version(const struct draft *d);

/* "8 214". */
struct str draft_number(struct draft *d, size_t number);
/* "1 check", "8 214 checks". */
struct str draft_count(struct draft *d, size_t count, const char *noun);

#endif
