/* SPDX-License-Identifier: Apache-2.0
 *
 * out_of_scope: routes and slots that the pack leaves alone, each with a reason. */
#include "surface_load.h"

static bool is_method(struct str s) {
    static const char *const methods[] = {"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (str_eq(s, str_from(methods[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_slot(struct str s) {
    if (str_eq(s, STR("body"))) {
        return true;
    }
    static const char *const starts[] = {"path.", "query.", "header.", "cookie.", "body.", "body[", "body{"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (str_starts_with(s, str_from(starts[i])) && s.len > str_from(starts[i]).len) {
            return true;
        }
    }
    return false;
}

static bool is_same(const struct exclusion *a, const struct exclusion *b) {
    return str_eq(a->method, b->method) && str_eq(a->path, b->path) && str_eq(a->slot, b->slot);
}

static enum rc check_is_new(const struct loader *l, const struct value *at, const struct exclusion *x) {
    for (size_t i = 0; i < l->pack->out_of_scope_count; i++) {
        const struct exclusion *taken = &l->pack->out_of_scope[i];
        if (is_same(taken, x)) {
            return loader_fail(l, at, "line %d says so already", taken->place.line);
        }
    }
    return RC_OK;
}

static enum rc load_text(struct loader *l, const struct value *at, bool wants_slot, struct str reason) {
    struct str rest = value_string(at, STR_NONE);
    struct exclusion x = {.reason = reason, .place = loader_place(l, at)};
    x.method = str_cut(&rest, ' ');
    x.path = str_cut(&rest, ' ');
    x.slot = rest;
    if (!is_method(x.method) || !str_starts_with(x.path, STR("/"))) {
        return loader_fail(l, at, "'%.*s' does not start with METHOD /path", STR_ARG(str_sub(at->string, 0, 80)));
    }
    if (!wants_slot && x.slot.data) {
        return loader_fail(l, at, "a `route` ends with its path; one place of it is a `slot`");
    }
    if (wants_slot && !is_slot(x.slot)) {
        return loader_fail(l, at,
                           "'%.*s' is no slot; a slot is written METHOD /path WHERE with WHERE one of path.NAME, "
                           "query.NAME, header.NAME, cookie.NAME and body.NAME",
                           STR_ARG(str_sub(x.slot, 0, 80)));
    }
    enum rc rc = check_is_new(l, at, &x);
    if (rc == RC_OK) {
        LIST_PUSH(l->arena, l->pack->out_of_scope, l->pack->out_of_scope_count, x);
    }
    return rc;
}

static enum rc load_entry(struct loader *l, const struct value *entry) {
    const struct value *route = value_get_c(entry, "route");
    const struct value *slot = value_get_c(entry, "slot");
    const struct value *reason = value_get_c(entry, "reason");
    struct str why = str_trim(value_string(reason, STR_NONE));
    if ((route != NULL) == (slot != NULL)) {
        return loader_fail(l, entry, "what is out of scope is exactly one of `route` and `slot`");
    }
    if (why.len == 0) {
        return loader_fail(l, reason, "the `reason` is empty: why is this left alone?");
    }
    const struct value *texts = route ? route : slot;
    if (value_is(texts, VALUE_STRING)) {
        return load_text(l, texts, slot != NULL, why);
    }
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < texts->count; i++) {
        rc = load_text(l, texts->items[i], slot != NULL, why);
    }
    return rc;
}

enum rc out_of_scope_load(struct loader *l) {
    const struct value *entries = value_get_c(l->document, "out_of_scope");
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && entries && i < entries->count; i++) {
        rc = load_entry(l, entries->items[i]);
    }
    return rc;
}
