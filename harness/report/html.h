/* SPDX-License-Identifier: Apache-2.0
 *
 * html: any bytes as text of an HTML page (living standard, 13.1.2 and 13.1.4). Pure. Internal to report.
 *
 * Markup is escaped. What a reader could not see (control characters, bidirectional marks, invisible characters,
 * noncharacters, bytes that are no UTF-8) is spelt \n, \t, \xNN or \u{…}. */
#ifndef NONESUCH_HTML_H
#define NONESUCH_HTML_H

#include "buf.h"

/* On one line; each spelling is in an element <i> of its own, so that nothing that was sent looks like it. */
void html_append_text(struct buf *out, struct str s, struct arena *scratch);
/* The same for <pre>: LF and TAB stay as they are. */
void html_append_lines(struct buf *out, struct str s, struct arena *scratch);
/* The same where an LF is of interest itself: it is spelt and kept. */
void html_append_marked(struct buf *out, struct str s, struct arena *scratch);

/* JSON as the content of a script element: no `<` is left. */
void html_append_json(struct buf *out, struct str json, struct arena *scratch);

/* The spelling of what cannot be seen; the text itself otherwise. Without markup and without escapes. */
struct str html_visible(struct arena *a, struct str s);

#endif
