/* SPDX-License-Identifier: Apache-2.0
 *
 * made_up: names for what stands in a body, and back. */
#include "made_up.h"

#include "envelope.h"

#define OWN_BYTES_LEAST 8 /* of a value: what is shorter may stand there for anything */
#define SHOWN_BYTES 80

static struct str address_of(const struct campaign *c, size_t route) {
    size_t i = 0;
    while (i + 1 < c->view.seed_count && c->view.seeds[i].route != route) {
        i++;
    }
    return c->view.seeds[i].surface->id;
}

static void add(struct made_up_body *b, struct body_reference reference) {
    if (b->reference_count < LIMIT_MADE_UP_REFERENCES) {
        b->references[b->reference_count++] = reference;
    }
}

static void add_markers(const struct campaign *c, struct made_up_body *b) {
    unsigned markers = body_markers(b->text);
    for (size_t i = 0; i < BODY_MARKERS; i++) {
        if (markers & 1u << i) {
            struct str text = str_printf(stage_arena(c->stage), MUTATE_MARKER "%zu@@", i);
            add(b, (struct body_reference){.text = text, .field = c->view.slots[i % c->view.slot_count].name});
        }
    }
}

/* Seeds name them beside their slot. */
static void add_own(const struct campaign *c, struct made_up_body *b) {
    struct stage_own *own;
    size_t count = stage_list_own(c->stage, &own);
    for (size_t i = 0; i < count; i++) {
        if (own[i].value.len >= OWN_BYTES_LEAST && str_contains(b->text, own[i].value)) {
            add(b, (struct body_reference){.text = own[i].value, .field = own[i].name, .is_own = true});
        }
    }
}

struct made_up_body made_up_describe(const struct campaign *c, const struct sent_body *body) {
    struct made_up_body b = {.is_there = true,
                             .text = body->text,
                             .envelope = str_from(envelope_name(body->envelope)),
                             .address = address_of(c, body->route),
                             .references =
                                 ARENA_ARRAY(stage_arena(c->stage), struct body_reference, LIMIT_MADE_UP_REFERENCES)};
    add_markers(c, &b);
    add_own(c, &b);
    return b;
}

/* A sentence with a word of the report in it. */
static struct str refuse(const struct campaign *c, const char *before, struct str word, const char *behind) {
    struct str shown = str_sub(word, 0, SHOWN_BYTES);
    return str_printf(stage_arena(c->stage), "%s '%.*s'%s", before, STR_ARG(shown), behind);
}

static size_t find_slot(const struct campaign *c, struct str name) {
    size_t i = 0;
    while (i < c->view.slot_count && !str_eq(c->view.slots[i].name, name)) {
        i++;
    }
    return i;
}

static bool replace_own(const struct campaign *c, const struct body_reference *r, struct str *body) {
    struct stage_own *own;
    size_t count = stage_list_own(c->stage, &own);
    for (size_t i = 0; i < count; i++) {
        if (str_eq(own[i].name, r->field)) {
            *body = str_replace(stage_arena(c->stage), *body, r->text, own[i].value);
            return true;
        }
    }
    return false;
}

/* `*known` gets the marker's bit, and `to` its number of today. */
static bool renumber(const struct campaign *c, const struct body_reference *r, unsigned *known, size_t *to) {
    size_t number = body_first_marker(r->text), slot = find_slot(c, r->field);
    if (number == SIZE_MAX || slot == c->view.slot_count) {
        return false;
    }
    *known |= 1u << number;
    to[number] = slot;
    return true;
}

static struct str restore_references(const struct campaign *c, const struct made_up_body *b, struct str *body) {
    size_t to[BODY_MARKERS] = {0};
    unsigned known = 0;
    for (size_t i = 0; i < b->reference_count; i++) {
        const struct body_reference *r = &b->references[i];
        if (r->is_own && r->text.len < OWN_BYTES_LEAST) {
            return refuse(c, "what stands for", r->field, " in the body is too short to be told from other text");
        }
        if (r->is_own ? !replace_own(c, r, body) : !renumber(c, r, &known, to)) {
            return refuse(c, "the body refers to", r->field, ", which the pack does not have, or not among --only");
        }
    }
    if (body_markers(*body) & ~known) {
        return STR("the report does not say what the markers in the body stand for");
    }
    *body = body_renumber(*body, to, stage_arena(c->stage));
    return STR_NONE;
}

/* SIZE_MAX: no body of today goes there. */
static size_t route_of(const struct campaign *c, struct str address) {
    for (size_t i = 0; i < c->view.seed_count; i++) {
        if (str_eq(c->view.seeds[i].surface->id, address)) {
            return c->view.seeds[i].route;
        }
    }
    return SIZE_MAX;
}

struct str made_up_restore(const struct campaign *c, const struct made_up_body *b, struct sent_body *out) {
    struct sent_body body = {.text = b->text, .envelope = envelope_find(b->envelope), .route = route_of(c, b->address)};
    if (!b->is_there) {
        return STR("there is no body to send again: no single one was found to do it, or a secret stands in it, or an "
                   "earlier version wrote the report");
    }
    if (!campaign_may_send(c, b->text.len, body.envelope)) {
        return STR("so large a body, or one whose end is told falsely, is sent to a target alone that says "
                   "`environment: isolated`");
    }
    if (body.envelope == ENVELOPE_PLAIN && !str_eq(b->envelope, str_from(envelope_name(ENVELOPE_PLAIN)))) {
        return refuse(c, "this version knows no envelope", b->envelope, "");
    }
    if (body.route == SIZE_MAX) {
        return refuse(c, "the body was sent to the address of", b->address,
                      ", which is no RPC surface of the pack with a reference in its body, or not among --only");
    }
    struct str reason = restore_references(c, b, &body.text);
    if (reason.len == 0) {
        *out = body;
    }
    return reason;
}
