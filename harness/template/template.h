/* SPDX-License-Identifier: Apache-2.0
 *
 * template: texts and values with `${…}` holes. Pure. A hole is `${name}` or `${name.field}`; `$${` stands for a literal `${`.
 * Nothing nests. */
#ifndef NONESUCH_TEMPLATE_H
#define NONESUCH_TEMPLATE_H

#include "value.h"

struct template_hole {
    struct str name;  /* "task" of ${task.id}; "canary" of ${canary} */
    struct str field; /* "id"; STR_NONE without a dot */
    size_t offset;    /* of the '$' in the text */
};

/* The holes of a text in order, each occurrence. RC_PARSE: a hole is not closed, empty, or has an illegal character. */
MUST_USE enum rc template_holes(struct str text, struct arena *a, struct template_hole **out, size_t *count,
                                struct fault *f);

/* Fills one hole. False when it knows nothing of it. */
typedef bool (*template_resolve_fn)(void *self, const struct template_hole *hole, struct str *out);

/* RC_CONFIG: a hole that the resolver does not know (named in the fault). `encode`, when not NULL, is applied to each filled
 * value (codec_percent for paths). */
typedef struct str (*template_encode_fn)(struct arena *a, struct str value);
MUST_USE enum rc template_render(struct str text, template_resolve_fn resolve, void *self, template_encode_fn encode,
                                 struct arena *a, struct str *out, struct fault *f);

/* Renders every string and member name of a value. A string that is one single hole named in the resolver keeps being a
 * string. */
MUST_USE enum rc template_render_value(const struct value *v, template_resolve_fn resolve, void *self, struct arena *a,
                                       struct value **out, struct fault *f);

#endif
