/* SPDX-License-Identifier: Apache-2.0
 *
 * parse: JSON and YAML text to one value, with depth, size and node limits (limits.h). Pure but for parse_file.
 *
 * JSON is RFC 8259 through jansson: duplicate members, raw NUL bytes, NUL characters in keys, lone surrogates, integers
 * beyond 64 bits and numbers larger than a double are refused. YAML is the safe core subset through libyaml: no tags,
 * anchors, aliases, merge keys or several documents; duplicate keys are refused; plain scalars resolve by the YAML 1.2
 * core schema (so `no` and `on` are strings) but for infinities and NaN, which are refused; a tab used for indentation
 * is named as such; an empty text is null. Every fault carries line, column and pointer. */
#ifndef NONESUCH_PARSE_H
#define NONESUCH_PARSE_H

#include "value.h"

/* The fast path for bodies: values carry no place. RC_PARSE, RC_LIMIT. Parser text is never echoed from the input. */
MUST_USE enum rc parse_json(struct str text, struct arena *a, struct value **out, struct fault *f);

/* The same for reports: up to LIMIT_REPORT_BYTES and LIMIT_REPORT_NODES. */
MUST_USE enum rc parse_json_report(struct str text, struct arena *a, struct value **out, struct fault *f);

/* JSON with the place of every value. RC_PARSE, RC_LIMIT. */
MUST_USE enum rc parse_json_placed(struct str text, struct arena *a, struct value **out, struct fault *f);

MUST_USE enum rc parse_yaml(struct str text, struct arena *a, struct value **out, struct fault *f);

/* By content: a first character `{` or `[` reads as JSON, everything else as YAML. RC_PARSE, RC_LIMIT; `name` is the
 * file's name for the fault. */
MUST_USE enum rc parse_document(struct str text, const char *name, struct arena *a, struct value **out,
                                struct fault *f);
/* Reads the file first. RC_IO too. */
MUST_USE enum rc parse_file(const char *path, struct arena *a, struct value **out, struct fault *f);

#endif
