/* SPDX-License-Identifier: Apache-2.0
 *
 * differential: a small table. */
#include "differential.h"

#include <stdlib.h>
#include <string.h>

#define TRIES_MOST 4 /* a kind whose examples grow shorter by themselves is not looked into for ever */

void differential_init(struct differential *d, const struct rpc_reference *reference,
                       const struct contrast_names *names) {
    *d = (struct differential){.reference = reference};
    if (!reference) {
        d->why_not = STR("there is no reference");
        return;
    }
    for (size_t i = 0; i < names->method_count && d->reference; i++) {
        if (!reference->knows(names->methods[i])) {
            d->why_not =
                str_printf(&d->arena, "the reference does not know the method '%.*s'", STR_ARG(names->methods[i]));
            d->reference = NULL;
        }
    }
}

void differential_free(struct differential *d) {
    for (size_t i = 0; i < d->kind_count; i++) {
        free(d->kinds[i].body);
    }
    arena_free(&d->arena);
}

static struct differential_kind *find(struct differential *d, const struct conformance_kind *kind) {
    for (size_t i = 0; i < d->kind_count; i++) {
        if (conformance_is_same_kind(&d->kinds[i].kind, kind)) {
            return &d->kinds[i];
        }
    }
    return NULL;
}

static struct differential_kind *add(struct differential *d, const struct conformance_kind *kind) {
    if (d->kind_count == CONFORMANCE_KINDS) {
        return NULL;
    }
    struct differential_kind *k = &d->kinds[d->kind_count++];
    *k = (struct differential_kind){.kind = *kind};
    k->kind.subject = str_copy(&d->arena, kind->subject);
    k->kind.reason = str_copy(&d->arena, kind->reason);
    return k;
}

/* True: it is a shorter one. */
static bool keep_shorter(struct differential_kind *k, const struct conformance_kind *example, struct str body) {
    if (k->body && body.len >= k->len) {
        return false;
    }
    char *copy = realloc(k->body, body.len + 1);
    if (!copy) {
        abort();
    }
    memcpy(copy, body.len > 0 ? body.data : "", body.len);
    k->body = copy;
    k->len = body.len;
    k->kind.status = example->status;
    k->kind.code = example->code;
    return true;
}

void differential_count(struct differential *d, struct str body, const struct contrast *contrast) {
    d->alike += contrast->verdict == CONTRAST_ALIKE;
    d->undecided += contrast->verdict == CONTRAST_UNDECIDED;
    if (contrast->verdict != CONTRAST_OTHERWISE) {
        return;
    }
    d->otherwise++;
    struct differential_kind *k = find(d, &contrast->kind);
    k = k ? k : add(d, &contrast->kind);
    if (!k) {
        d->elsewhere++;
        return;
    }
    k->kind.bodies++;
    if (keep_shorter(k, &contrast->kind, body)) {
        k->was_shortened = false;
    }
}

bool differential_take(struct differential *d, struct arena *a, struct conformance_kind *kind, struct str *body) {
    for (size_t i = 0; i < d->kind_count; i++) {
        struct differential_kind *k = &d->kinds[i];
        if (!k->was_shortened && k->tries < TRIES_MOST) {
            k->was_shortened = true;
            k->tries++;
            *kind = k->kind;
            *body = str_copy(a, str_of(k->body, k->len));
            return true;
        }
    }
    return false;
}

void differential_put(struct differential *d, const struct conformance_kind *example, struct str body) {
    struct differential_kind *k = find(d, example);
    if (k && keep_shorter(k, example, body)) {
        k->was_shortened = true;
    }
}

struct conformance differential_sum(const struct differential *d, const struct str *values, size_t value_count,
                                    struct arena *a) {
    struct conformance c = {.is_compared = d->reference != NULL,
                            .why_not = str_copy(a, d->why_not),
                            .alike = d->alike,
                            .otherwise = d->otherwise,
                            .undecided = d->undecided,
                            .elsewhere = d->elsewhere,
                            .kinds = ARENA_ARRAY(a, struct conformance_kind, CONFORMANCE_KINDS)};
    for (size_t i = 0; i < d->kind_count; i++) {
        const struct differential_kind *k = &d->kinds[i];
        struct conformance_kind *out = &c.kinds[c.kind_count++];
        /* Of the rest, which may be a MiB, nothing is shown. */
        struct str shown = str_sub(str_of(k->body, k->len), 0, 2 * CONFORMANCE_EXAMPLE_BYTES);
        struct str body = body_fill(shown, values, value_count, a);
        *out = k->kind;
        out->subject = str_copy(a, k->kind.subject);
        out->reason = str_copy(a, k->kind.reason);
        out->example = str_copy(a, str_sub(body, 0, CONFORMANCE_EXAMPLE_BYTES));
        out->example_bytes = k->len > shown.len ? k->len : body.len;
    }
    /* Most bodies first. */
    const struct conformance none = {0};
    return conformance_add(&none, &c, a);
}
