/* SPDX-License-Identifier: Apache-2.0
 *
 * template: texts and values with `${…}` holes. Pure. A hole is `${name}`, `${name.field}` or `${scheme:rest}`;
 * names and fields are letters, digits, `_` and `-`, a scheme is lower-case letters, a rest is anything printable
 * but braces. The first two may end with `|codec` (codec_find): the value is filled in in that spelling. `$${` stands
 * for a literal `${`. Nothing nests. */
#ifndef NONESUCH_TEMPLATE_H
#define NONESUCH_TEMPLATE_H

#include "codec.h"
#include "value.h"

struct template_hole {
    struct str scheme; /* "env" of ${env:HOME}; STR_NONE without a colon */
    struct str name;   /* "task" of ${task.id}; "canary" of ${canary}; "HOME" of ${env:HOME} */
    struct str field;  /* "id"; STR_NONE without a dot */
    enum codec codec;
    struct str text; /* the whole hole, braces included */
    size_t offset;   /* of its '$' in the text */
};

/* The holes of a text in order, each occurrence. RC_PARSE: a hole is not closed, empty, or has an illegal character. */
MUST_USE enum rc template_holes(struct str text, struct arena *a, struct template_hole **out, size_t *count,
                                struct fault *f);

/* Fills one hole. False when it knows nothing of it. */
typedef bool (*template_resolve_fn)(void *self, const struct template_hole *hole, struct str *out);

/* Applied to each filled value, in its codec's spelling: codec_percent for paths. */
typedef struct str (*template_encode_fn)(struct arena *a, struct str value);

/* RC_CONFIG: a hole that the resolver does not know (named in the fault). RC_PARSE as template_holes. RC_LIMIT:
 * longer than LIMIT_REQUEST_BYTES. `encode` may be NULL. */
MUST_USE enum rc template_render(struct str text, template_resolve_fn resolve, void *self, template_encode_fn encode,
                                 struct arena *a, struct str *out, struct fault *f);

/* Renders every string and member name of a value into a new one; a hole always gives a string. Of two members that
 * get the same name the last one stays. Errors as template_render; RC_LIMIT: nested deeper than any document may be. */
MUST_USE enum rc template_render_value(const struct value *v, template_resolve_fn resolve, void *self, struct arena *a,
                                       struct value **out, struct fault *f);

#endif
