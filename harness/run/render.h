/* SPDX-License-Identifier: Apache-2.0
 *
 * render: requests from templates: whose credential, what stands in each hole. Private to run. */
#ifndef NONESUCH_RENDER_H
#define NONESUCH_RENDER_H

#include "engine.h"
#include "template.h"

/* What fills the holes. For a surface: the slot has `slot_value`, every other reference comes from `others`. For a
 * fixture's own requests: `fixture` and its ancestors. For a text of neither: `others`. */
struct render {
    struct engine *engine;
    size_t principal;              /* who sends; NONE: nobody (no credential) */
    const struct surface *surface; /* NULL for a fixture's requests */
    struct str slot_value;
    const struct family *others;
    const struct fixture *fixture;
    struct str method;          /* ${method} of an unknown-method surface */
    template_resolve_fn before; /* asked first of every hole; NULL: nobody */
    void *before_self;
    bool *meets_secret; /* is set when a hole is filled with a secret; NULL: nobody wants to know */
};

/* RC_CONFIG: a hole that nothing fills (a pack the check let through; names it). */
MUST_USE enum rc render_request(const struct render *r, const struct request_template *t, struct request *out,
                                struct fault *f);

/* The same for a text or a value alone. */
MUST_USE enum rc render_text(const struct render *r, struct str text, struct str *out, struct fault *f);
MUST_USE enum rc render_value(const struct render *r, const struct value *v, struct value **out, struct fault *f);

/* ${alice.subject}, ${alice.tenant}; false when the hole is none of these. */
bool render_of_principal(const struct engine *e, const struct template_hole *hole, struct str *out);

/* A client-chosen value that nobody has: entropy, in a form that names allow. */
struct str render_new_name(struct engine *e);
struct str render_new_canary(struct engine *e);
/* A reference that never existed, of the form of `present` (another one of the same field). */
struct str render_absent(struct engine *e, const struct field *field, struct str present);

/* "a task", "an agent": for sentences. */
struct str render_resource(struct engine *e, size_t resource);

#endif
