/* SPDX-License-Identifier: Apache-2.0
 *
 * surface_expand: one surface for each reference of a request. */
#include "limits.h"
#include "surface_id.h"
#include "surface_load.h"

static struct str slot_text(const struct loader *l, struct slot slot) {
    const struct resource *r = &l->pack->resources[slot.resource];
    return str_printf(l->arena, "%.*s.%.*s", STR_ARG(r->name), STR_ARG(r->fields[slot.field].name));
}

/* As an id says it: what is made `like` another resource goes by that one's name. */
static struct str slot_id(const struct loader *l, struct slot slot) {
    struct str name = l->pack->resources[l->like_root[slot.resource]].name;
    struct str field = l->pack->resources[slot.resource].fields[slot.field].name;
    return str_printf(l->arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(field));
}

static struct str *reference_texts(const struct loader *l, const struct written *w) {
    struct str *texts = ARENA_ARRAY(l->arena, struct str, w->references.count);
    for (size_t i = 0; i < w->references.count; i++) {
        texts[i] = slot_text(l, w->references.items[i].slot);
    }
    return texts;
}

static bool contains(const struct value *list, struct str text) {
    for (size_t i = 0; list && i < list->count; i++) {
        if (str_eq(value_string(list->items[i], STR_NONE), text)) {
            return true;
        }
    }
    return false;
}

/* Every entry of `slots` or `secondary` is a reference of the request. */
static enum rc check_slot_list(const struct loader *l, const struct written *w, const struct value *list) {
    struct str *texts = reference_texts(l, w);
    for (size_t i = 0; list && i < list->count; i++) {
        struct str wanted = value_string(list->items[i], STR_NONE);
        bool is_known = false;
        for (size_t k = 0; k < w->references.count; k++) {
            is_known = is_known || str_eq(texts[k], wanted);
        }
        if (!is_known) {
            return loader_fail(l, list->items[i], "'%.*s' is no reference of this request%s; there are: %s",
                               STR_ARG(str_sub(wanted, 0, 80)), loader_hint(l, wanted, texts, w->references.count),
                               loader_enumerate(l, texts, w->references.count));
        }
    }
    return RC_OK;
}

/* Something is looked up by itself. */
static enum rc check_has_primary(const struct loader *l, const struct written *w) {
    const struct value *secondary = value_get_c(w->definition, "secondary");
    for (size_t i = 0; i < w->references.count; i++) {
        if (!contains(secondary, slot_text(l, w->references.items[i].slot))) {
            return RC_OK;
        }
    }
    return loader_fail(l, secondary,
                       "what is `secondary` is looked up below another reference, and this request has no other one");
}

/* The resource has no permission of its own beside that of another reference which it hangs on: the service looks it
 * up below that one. Or the author says so. */
static bool is_secondary(const struct loader *l, const struct written *w, struct slot slot) {
    for (size_t i = 0; i < w->references.count; i++) {
        size_t other = w->references.items[i].slot.resource;
        bool is_guarded_there = str_eq(l->pack->resources[other].type, l->pack->resources[slot.resource].type);
        if (is_guarded_there && pack_is_ancestor(l->pack, other, slot.resource)) {
            return true;
        }
    }
    return contains(value_get_c(w->definition, "secondary"), slot_text(l, slot));
}

static bool has_common_root(const struct loader *l, size_t a, size_t b) {
    size_t roots[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        while (l->pack->resources[roots[i]].parent != NONE) {
            roots[i] = l->pack->resources[roots[i]].parent;
        }
    }
    return roots[0] == roots[1];
}

/* By itself what is looked up below another reference has to come from the same fixture as that one alone; what the
 * author calls secondary, as whatever it has a root in common with. */
static void add_other(const struct loader *l, const struct written *w, struct surface *s, struct slot other) {
    bool is_said = contains(value_get_c(w->definition, "secondary"), slot_text(l, other));
    other.is_below_slot =
        is_said ? has_common_root(l, other.resource, s->slot.resource) &&
                      !pack_is_ancestor(l->pack, other.resource, s->slot.resource)
                : is_secondary(l, w, other) && pack_is_ancestor(l->pack, s->slot.resource, other.resource);
    LIST_PUSH(l->arena, s->others, s->other_count, other);
}

bool surface_is_endpoint_reference(const struct written *w, size_t slot) {
    return w->rpc_method.data && w->references.items[slot].region == REGION_PATH;
}

/* The reference in an RPC address is tested with the first surface of each method only. */
static bool is_tested(const struct loader *l, const struct written *w, size_t slot) {
    const struct value *slots = value_get_c(w->definition, "slots");
    if (slots && !contains(slots, slot_text(l, w->references.items[slot].slot))) {
        return false;
    }
    if (!surface_is_endpoint_reference(w, slot)) {
        return true;
    }
    for (size_t i = 0; i < l->rpc_method_met_count; i++) {
        if (str_eq(l->rpc_methods_met[i], w->rpc_method)) {
            return false;
        }
    }
    return !w->is_stream;
}

static enum rc check_is_guarded(const struct loader *l, const struct written *w, const struct surface *s) {
    struct str type = l->pack->resources[s->slot.resource].type;
    for (size_t i = 0; i < s->guard_count; i++) {
        if (str_eq(s->guards[i].type, type)) {
            return RC_OK;
        }
    }
    if (w->has_reason || s->is_secondary) {
        return RC_OK;
    }
    return loader_fail(
        l, w->at,
        "`${%.*s}` is a reference to a thing of type '%.*s', and `needs` says nothing of that type; add what "
        "is needed, or leave the reference out of `slots`",
        STR_ARG(slot_text(l, s->slot)), STR_ARG(type));
}

static enum rc check_is_new(const struct loader *l, const struct written *w, const struct surface *s) {
    for (size_t i = 0; i < l->pack->surface_count; i++) {
        const struct surface *taken = &l->pack->surfaces[i];
        if (str_eq(taken->id, s->id)) {
            return loader_fail(
                l, w->at,
                "the surfaces at line %d and line %d both have the id '%.*s'; give one of them an `id` of its own",
                taken->place.line, w->at->line, STR_ARG(s->id));
        }
    }
    return RC_OK;
}

/* An address whose reference is the same as that of an earlier one says which one it is. */
static struct str endpoint_suffix(const struct loader *l, size_t endpoint) {
    for (size_t i = 0; i < endpoint; i++) {
        if (str_eq(l->endpoints[i].field, l->endpoints[endpoint].field)) {
            return str_printf(l->arena, ".at_%.*s", STR_ARG(l->endpoints[endpoint].id));
        }
    }
    return STR("");
}

static struct str id_of_slot(const struct loader *l, const struct written *w, size_t slot) {
    if (slot == w->main) {
        return w->common.id;
    }
    struct str text = slot_id(l, w->references.items[slot].slot);
    if (surface_is_endpoint_reference(w, slot)) {
        struct str method = surface_id_rpc(l->arena, w->rpc_method, STR_NONE);
        return str_printf(l->arena, "%.*s@%.*s%.*s", STR_ARG(method), STR_ARG(text),
                          STR_ARG(endpoint_suffix(l, w->endpoint)));
    }
    return str_printf(l->arena, "%.*s@%.*s", STR_ARG(w->common.id), STR_ARG(text));
}

static struct surface make_surface(const struct loader *l, const struct written *w, size_t slot) {
    struct surface s = w->common;
    s.id = id_of_slot(l, w, slot);
    s.slot = w->references.items[slot].slot;
    if (slot != w->main && s.absent == ABSENT_CREATES) {
        /* Only the first reference names what is created: the others must exist for anything to happen. */
        s.absent = ABSENT_HIDDEN;
    }
    for (size_t i = 0; i < w->references.count; i++) {
        if (i != slot) {
            add_other(l, w, &s, w->references.items[i].slot);
        }
    }
    s.is_secondary = is_secondary(l, w, s.slot);
    return s;
}

static enum rc push_surface(struct loader *l, const struct written *w, struct surface s) {
    enum rc rc = check_is_new(l, w, &s);
    if (rc == RC_OK && l->pack->surface_count == LIMIT_SURFACES) {
        return fault_set(l->fault, RC_LIMIT, "more than %u surfaces", LIMIT_SURFACES);
    }
    if (rc == RC_OK) {
        LIST_PUSH(l->arena, l->pack->surfaces, l->pack->surface_count, s);
    }
    return rc;
}

static enum rc expand_list(struct loader *l, const struct written *w) {
    if (w->references.count > 0) {
        return loader_fail(l, w->at, "a `list` has no filter: leave `list` out where the request names a thing");
    }
    return push_surface(l, w, w->common);
}

enum rc surface_expand(struct loader *l, const struct written *w) {
    if (w->common.is_list) {
        return expand_list(l, w);
    }
    if (w->references.count == 0) {
        return loader_fail(l, w->at, "nothing can be tested here: the request names no thing, for example ${task.id}");
    }
    enum rc rc = check_slot_list(l, w, value_get_c(w->definition, "slots"));
    rc = rc == RC_OK ? check_slot_list(l, w, value_get_c(w->definition, "secondary")) : rc;
    rc = rc == RC_OK ? check_has_primary(l, w) : rc;
    for (size_t i = 0; rc == RC_OK && i < w->references.count; i++) {
        if (!is_tested(l, w, i)) {
            continue;
        }
        struct surface s = make_surface(l, w, i);
        rc = check_is_guarded(l, w, &s);
        rc = rc == RC_OK ? push_surface(l, w, s) : rc;
    }
    return rc;
}
