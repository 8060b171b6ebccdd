/* SPDX-License-Identifier: Apache-2.0
 *
 * xml: character data and attribute values of XML 1.0 (fifth edition, sections 2.2 and 2.4). Pure. Internal to
 * report. */
#ifndef NONESUCH_XML_H
#define NONESUCH_XML_H

#include "buf.h"

/* Appends any bytes as UTF-8 text that may stand between tags or between double quotes: markup, TAB and CR as
 * references; what XML does not allow, what steers a terminal and what is no UTF-8 as the text \xNN or \u{…}. LF
 * stays. */
void xml_append_text(struct buf *out, struct str s, struct arena *scratch);

/* ` name="value"`; LF as a reference too, since an attribute's would be read as a blank. */
void xml_append_attribute(struct buf *out, const char *name, struct str value, struct arena *scratch);

#endif
