/* SPDX-License-Identifier: Apache-2.0
 *
 * flow_calls: each expected question is looked for behind the one before it. */
#include "flow_calls.h"

#include "buf.h"
#include "limits.h"

/* STR_NONE fits everything; a hole that cannot be filled fits nothing. */
static bool fits_text(const struct render *r, struct str pattern, struct str text) {
    struct str filled;
    struct fault unfilled = {0};
    return !pattern.data || (render_text(r, pattern, &filled, &unfilled) == RC_OK && str_glob(filled, text));
}

static bool fits(const struct render *r, const struct expected_call *wanted, const struct observation_entry *entry) {
    return fits_text(r, wanted->endpoint, entry->endpoint) && fits_text(r, wanted->type, entry->type) &&
           fits_text(r, wanted->selector, entry->selector) && fits_text(r, wanted->operation, entry->operation) &&
           fits_text(r, wanted->parent_type, entry->parent_type) && fits_text(r, wanted->parent, entry->parent) &&
           (wanted->status == 0 || wanted->status == entry->status);
}

static bool is_of(const struct engine *e, size_t principal, const struct observation_entry *entry) {
    return principal == NONE || str_eq(entry->principal, e->target->credentials[principal].subject);
}

static struct str describe(struct flow_values *v, const struct render *r, const struct expected_call *wanted) {
    struct arena *a = v->engine->arena;
    struct str text =
        str_printf(a, "%.*s %.*s %.*s", STR_ARG(wanted->endpoint), STR_ARG(wanted->type), STR_ARG(wanted->selector));
    if (wanted->operation.data) {
        text = str_printf(a, "%.*s %.*s", STR_ARG(text), STR_ARG(wanted->operation));
    }
    if (wanted->parent.data) {
        text =
            str_printf(a, "%.*s under %.*s %.*s", STR_ARG(text), STR_ARG(wanted->parent_type), STR_ARG(wanted->parent));
    }
    if (wanted->status != 0) {
        text = str_printf(a, "%.*s answered %d", STR_ARG(text), wanted->status);
    }
    if (wanted->times != NONE) {
        text = str_printf(a, "%.*s, %zu times", STR_ARG(text), wanted->times);
    }
    struct str filled;
    struct fault unfilled = {0};
    return render_text(r, text, &filled, &unfilled) == RC_OK ? filled : text;
}

/* "register task t1 under agent a1 503, grant task t1 200" */
static struct str describe_seen(struct flow_values *v, size_t principal, const struct calls *calls) {
    struct buf text;
    buf_init(&text, LIMIT_HEAD_BYTES);
    for (size_t i = 0; i < calls->count; i++) {
        const struct observation_entry *c = calls->items[i];
        if (!is_of(v->engine, principal, c)) {
            continue;
        }
        buf_printf(&text, "%s%.*s %.*s %.*s", text.len ? ", " : "", STR_ARG(c->endpoint), STR_ARG(c->type),
                   STR_ARG(c->selector));
        if (c->operation.data) {
            buf_printf(&text, " %.*s", STR_ARG(c->operation));
        }
        if (c->parent.data) {
            buf_printf(&text, " under %.*s %.*s", STR_ARG(c->parent_type), STR_ARG(c->parent));
        }
        buf_printf(&text, " %d", c->status);
    }
    struct str out = text.len ? str_copy(v->engine->arena, buf_str(&text)) : STR("nothing");
    buf_free(&text);
    return out;
}

/* How many entries fit, and where the search for the next expected one goes on: behind the first, or behind all where
 * their number is given. */
static size_t count_fitting(struct flow_values *v, const struct flow_step *step, const struct expected_call *wanted,
                            const struct calls *calls, size_t from, size_t *next) {
    struct render r = flow_render(v, step->as);
    size_t count = 0;
    for (size_t i = wanted->times == NONE ? from : 0; i < calls->count; i++) {
        if (!is_of(v->engine, step->as, calls->items[i]) || !fits(&r, wanted, calls->items[i])) {
            continue;
        }
        if (count == 0 && i < from) {
            return NONE; /* out of order */
        }
        count++;
        if (count == 1 || wanted->times != NONE) {
            *next = i + 1;
        }
    }
    return count;
}

struct str flow_calls_missing(struct flow_values *v, const struct flow_step *step, const struct calls *calls,
                              struct str *seen) {
    struct render r = flow_render(v, step->as);
    *seen = describe_seen(v, step->as, calls);
    size_t from = 0;
    for (size_t i = 0; i < step->call_count; i++) {
        const struct expected_call *wanted = &step->calls[i];
        size_t count = count_fitting(v, step, wanted, calls, from, &from);
        bool is_asked = wanted->times == NONE ? count > 0 : count == wanted->times;
        if (!is_asked) {
            return describe(v, &r, wanted);
        }
    }
    return STR_NONE;
}
