/* SPDX-License-Identifier: Apache-2.0
 *
 * resource_declare: which resources there are. A definition may be `like` another one that stands above it. */
#include "resource_load.h"

#define RESOURCES_MAX 256

struct draft {
    const struct member *member;
    const struct value *definition; /* `like` resolved */
    size_t like;                    /* draft at the root of the chain; its own index without */
    bool is_placed;
    size_t resource; /* once placed */
};

struct drafts {
    struct draft *items;
    size_t count;
};

static size_t find_draft(const struct drafts *d, struct str name) {
    for (size_t i = 0; i < d->count; i++) {
        if (str_eq(d->items[i].member->key, name)) {
            return i;
        }
    }
    return NONE;
}

static const char *hint_draft(const struct loader *l, const struct drafts *d, struct str name) {
    struct str *names = ARENA_ARRAY(l->arena, struct str, d->count);
    for (size_t i = 0; i < d->count; i++) {
        names[i] = d->items[i].member->key;
    }
    return loader_hint(l, name, names, d->count);
}

/* `${from.` becomes `${to.` everywhere, and `agent: from` becomes `agent: to`. The value is a copy of ours. */
static void rename_holes(struct arena *a, struct value *v, struct str from, struct str to) {
    struct str hole_from = str_printf(a, "${%.*s.", STR_ARG(from));
    struct str hole_to = str_printf(a, "${%.*s.", STR_ARG(to));
    if (v->kind == VALUE_STRING) {
        v->string = str_replace(a, v->string, hole_from, hole_to);
    }
    for (size_t i = 0; v->kind == VALUE_ARRAY && i < v->count; i++) {
        rename_holes(a, v->items[i], from, to);
    }
    for (size_t i = 0; v->kind == VALUE_OBJECT && i < v->count; i++) {
        struct member *m = &v->members[i];
        m->key = str_replace(a, m->key, hole_from, hole_to);
        bool is_agent = str_eq(m->key, STR("agent")) && str_eq(value_string(m->value, STR_NONE), from);
        rename_holes(a, m->value, from, to);
        if (is_agent) {
            m->value->string = to;
        }
    }
}

static struct value *without_like(struct arena *a, const struct value *definition) {
    struct value *out = value_new_object(a);
    for (size_t i = 0; i < definition->count; i++) {
        if (!str_eq(definition->members[i].key, STR("like"))) {
            value_set(a, out, definition->members[i].key, value_clone(a, definition->members[i].value));
        }
    }
    return out;
}

static const struct value *derive(const struct loader *l, const struct draft *base, const struct member *own) {
    struct value *copy = value_clone(l->arena, base->definition);
    rename_holes(l->arena, copy, base->member->key, own->key);
    struct str parent = loader_string(copy, "parent");
    struct str own_parent = loader_string(own->value, "parent");
    if (parent.data && own_parent.data) {
        rename_holes(l->arena, copy, parent, own_parent);
    }
    struct value *merged = value_merge(l->arena, copy, without_like(l->arena, own->value));
    merged->line = own->value->line;
    merged->column = own->value->column;
    return merged;
}

static enum rc draft_one(const struct loader *l, struct drafts *d, const struct member *m) {
    enum rc rc = loader_check_name(l, m, "a resource");
    if (rc != RC_OK) {
        return rc;
    }
    struct draft draft = {.member = m, .definition = m->value, .like = d->count};
    const struct value *like = value_get_c(m->value, "like");
    if (like) {
        size_t base = find_draft(d, value_string(like, STR_NONE));
        if (base == NONE) {
            struct str name = str_sub(value_string(like, STR_NONE), 0, 80);
            return loader_fail(l, like, "`like`: no resource '%.*s' stands above '%.*s'%s", STR_ARG(name),
                               STR_ARG(m->key), hint_draft(l, d, name));
        }
        draft.definition = derive(l, &d->items[base], m);
        draft.like = d->items[base].like;
    }
    d->items[d->count++] = draft;
    return RC_OK;
}

static enum rc check_parents(const struct loader *l, const struct drafts *d) {
    for (size_t i = 0; i < d->count; i++) {
        const struct value *parent = value_get_c(d->items[i].definition, "parent");
        struct str name = value_string(parent, STR_NONE);
        if (parent && find_draft(d, name) == NONE) {
            return loader_fail(l, parent, "there is no resource '%.*s'%s", STR_ARG(str_sub(name, 0, 80)),
                               hint_draft(l, d, name));
        }
    }
    return RC_OK;
}

/* What the file says; else the name, or that of what it is like; else what guards its parent. */
static enum rc choose_type(const struct loader *l, const struct value *definition, struct str like,
                           struct resource *r) {
    const struct value *type = value_get_c(definition, "type");
    if (type) {
        r->type = value_string(type, STR_NONE);
        return loader_has_type(l, r->type) ? RC_OK : loader_fail_type(l, type, r->type);
    }
    if (loader_has_type(l, r->name) || loader_has_type(l, like)) {
        r->type = loader_has_type(l, r->name) ? r->name : like;
        return RC_OK;
    }
    if (r->parent == NONE) {
        return loader_fail(l, definition,
                           "'%.*s' is no type of `permissions` and hangs on nothing: say which `type` guards it",
                           STR_ARG(r->name));
    }
    r->type = l->pack->resources[r->parent].type;
    return RC_OK;
}

static enum rc place(struct loader *l, const struct drafts *d, struct draft *draft) {
    struct str parent = loader_string(draft->definition, "parent");
    struct resource r = {.name = draft->member->key, .place = loader_place(l, draft->member->value)};
    r.parent = parent.data ? d->items[find_draft(d, parent)].resource : NONE;
    enum rc rc = choose_type(l, draft->definition, d->items[draft->like].member->key, &r);
    if (rc != RC_OK) {
        return rc;
    }
    size_t index = l->pack->resource_count;
    l->definitions[index] = draft->definition;
    l->pack->resources[index] = r;
    l->pack->resource_count++;
    draft->resource = index;
    draft->is_placed = true;
    return RC_OK;
}

static bool is_ready(const struct drafts *d, const struct draft *draft) {
    struct str parent = loader_string(draft->definition, "parent");
    return !draft->is_placed && (!parent.data || d->items[find_draft(d, parent)].is_placed);
}

/* Parents before children, otherwise in the order of the file. */
static enum rc place_all(struct loader *l, struct drafts *d) {
    for (size_t placed = 0; placed < d->count;) {
        size_t next = 0;
        while (next < d->count && !is_ready(d, &d->items[next])) {
            next++;
        }
        if (next == d->count) {
            break;
        }
        enum rc rc = place(l, d, &d->items[next]);
        if (rc != RC_OK) {
            return rc;
        }
        placed++;
    }
    for (size_t i = 0; i < d->count; i++) {
        if (!d->items[i].is_placed) {
            return loader_fail(l, value_get_c(d->items[i].definition, "parent"),
                               "'%.*s' hangs on itself: its parents form a circle", STR_ARG(d->items[i].member->key));
        }
    }
    return RC_OK;
}

enum rc resource_declare(struct loader *l) {
    const struct value *resources = value_get_c(l->document, "resources");
    size_t count = resources ? resources->count : 0;
    if (count > RESOURCES_MAX) {
        return loader_fail(l, resources, "a pack has at most %d resources", RESOURCES_MAX);
    }
    struct drafts d = {.items = ARENA_ARRAY(l->arena, struct draft, count)};
    l->pack->resources = ARENA_ARRAY(l->arena, struct resource, count);
    l->definitions = ARENA_ARRAY(l->arena, const struct value *, count);
    l->like_root = ARENA_ARRAY(l->arena, size_t, count);

    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = draft_one(l, &d, &resources->members[i]);
    }
    rc = rc == RC_OK ? check_parents(l, &d) : rc;
    rc = rc == RC_OK ? place_all(l, &d) : rc;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        l->like_root[d.items[i].resource] = d.items[d.items[i].like].resource;
    }
    return rc;
}
