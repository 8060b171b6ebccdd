/* SPDX-License-Identifier: Apache-2.0
 *
 * pack_requests: the templates of a pack, searched for one hole. */
#include "pack_requests.h"

#include <string.h>

#include "limits.h"
#include "slot_name.h"

struct request_list {
    struct arena *arena;
    struct pack_request *items;
    size_t count, capacity;
};

static void add(struct request_list *l, const struct request_template *request, const struct surface *surface,
                struct place place) {
    if (request->method.len == 0) {
        return;
    }
    if (l->count == l->capacity) {
        l->capacity = 2 * l->capacity + 16;
        struct pack_request *larger = ARENA_ARRAY(l->arena, struct pack_request, l->capacity);
        if (l->count > 0) {
            memcpy(larger, l->items, l->count * sizeof *larger);
        }
        l->items = larger;
    }
    l->items[l->count++] = (struct pack_request){
        .request = request, .surface = surface, .path = route_path_read(l->arena, request->path), .place = place};
}

static void add_resource(struct request_list *l, const struct resource *r) {
    for (size_t i = 0; i < r->create_count; i++) {
        add(l, &r->create[i].request, NULL, r->place);
    }
    add(l, &r->read, NULL, r->place);
    add(l, &r->remove, NULL, r->place);
    add(l, &r->remove_unseen, NULL, r->place);
    add(l, &r->share_request, NULL, r->place);
    for (size_t i = 0; i < r->observe_count; i++) {
        add(l, &r->observe[i], NULL, r->place);
    }
}

static void add_flow(struct request_list *l, const struct flow *flow) {
    for (size_t i = 0; i < flow->step_count; i++) {
        add(l, &flow->steps[i].request, NULL, flow->steps[i].place);
    }
    for (size_t i = 0; i < flow->cleanup_count; i++) {
        add(l, &flow->cleanup[i].request, NULL, flow->cleanup[i].place);
    }
}

size_t pack_requests(struct arena *a, const struct pack *pack, struct pack_request **out) {
    struct request_list l = {.arena = a};
    for (size_t i = 0; i < pack->surface_count; i++) {
        add(&l, &pack->surfaces[i].request, &pack->surfaces[i], pack->surfaces[i].place);
    }
    for (size_t i = 0; i < pack->resource_count; i++) {
        add_resource(&l, &pack->resources[i]);
    }
    for (size_t i = 0; i < pack->flow_count; i++) {
        add_flow(&l, &pack->flows[i]);
    }
    struct place nowhere = {0};
    for (size_t i = 0; i < pack->unknown.endpoint_count; i++) {
        add(&l, &pack->unknown.endpoints[i], NULL, nowhere);
    }
    *out = l.items;
    return l.count;
}

struct str pack_request_route(const struct pack_request *request) {
    ptrdiff_t query = str_find_char(request->request->path, '?', 0);
    return query < 0 ? request->request->path : str_sub(request->request->path, 0, (size_t)query);
}

struct search {
    struct arena *arena;
    struct str hole, name; /* "${task.id}", "task.id" */
    struct pack_slot *items;
    size_t count, capacity;
};

static void found(struct search *s, struct pack_slot slot) {
    if (s->count == s->capacity) {
        s->capacity = 2 * s->capacity + 4;
        struct pack_slot *larger = ARENA_ARRAY(s->arena, struct pack_slot, s->capacity);
        if (s->count > 0) {
            memcpy(larger, s->items, s->count * sizeof *larger);
        }
        s->items = larger;
    }
    s->items[s->count++] = slot;
}

static void search_path(struct search *s, const struct pack_request *request) {
    for (size_t i = 0; i < request->path.count; i++) {
        struct str *names;
        size_t count = route_names(s->arena, route_segment(request->request->path, i), &names);
        for (size_t k = 0; k < count; k++) {
            if (str_eq(names[k], s->name)) {
                found(s, (struct pack_slot){.is_in_path = true, .segment = i, .hole = k});
            }
        }
    }
}

static void search_query(struct search *s, struct str path) {
    ptrdiff_t query = str_find_char(path, '?', 0);
    struct str rest = query < 0 ? STR_NONE : str_from_index(path, (size_t)query + 1);
    while (rest.data) {
        struct str value = str_cut(&rest, '&');
        struct str name = str_cut(&value, '=');
        if (str_contains(value, s->hole)) {
            found(s, (struct pack_slot){.where = slot_where(s->arena, STR("query"), name)});
        }
    }
}

static void search_headers(struct search *s, const struct value *headers) {
    for (size_t i = 0; value_is(headers, VALUE_OBJECT) && i < headers->count; i++) {
        const struct member *m = &headers->members[i];
        if (str_contains(value_string(m->value, STR("")), s->hole)) {
            found(s, (struct pack_slot){.where = slot_where(s->arena, STR("header"), m->key)});
        }
    }
}

/* Where the walk through a body is. */
struct level {
    const struct value *container;
    size_t next;
    struct str where;
};

static struct str child_where(struct search *s, const struct level *at, size_t index) {
    if (at->container->kind == VALUE_ARRAY) {
        return str_printf(s->arena, "%.*s[]", STR_ARG(at->where));
    }
    struct str key = at->container->members[index].key;
    bool is_reference = str_contains(key, STR("${"));
    struct str where = is_reference ? str_printf(s->arena, "%.*s{}", STR_ARG(at->where))
                                    : str_printf(s->arena, "%.*s.%.*s", STR_ARG(at->where), STR_ARG(key));
    if (is_reference && str_contains(key, s->hole)) {
        found(s, (struct pack_slot){.where = where});
    }
    return where;
}

static void search_text(struct search *s, const struct value *v, struct str where) {
    if (str_contains(value_string(v, STR("")), s->hole)) {
        found(s, (struct pack_slot){.where = slot_where_read(s->arena, where)});
    }
}

static void search_body(struct search *s, const struct value *body) {
    struct level levels[LIMIT_DOCUMENT_DEPTH + 2];
    size_t depth = 0;
    search_text(s, body, STR("body"));
    levels[depth++] = (struct level){.container = body, .where = STR("body")};
    while (depth > 0) {
        struct level *at = &levels[depth - 1];
        bool is_object = value_is(at->container, VALUE_OBJECT);
        if ((!is_object && !value_is(at->container, VALUE_ARRAY)) || at->next == at->container->count) {
            depth--;
            continue;
        }
        size_t index = at->next++;
        const struct value *child = is_object ? at->container->members[index].value : at->container->items[index];
        struct str where = child_where(s, at, index);
        search_text(s, child, where);
        if (depth < sizeof levels / sizeof *levels) {
            levels[depth++] = (struct level){.container = child, .where = where};
        }
    }
}

size_t pack_request_slots(struct arena *a, const struct pack *pack, const struct pack_request *request,
                          struct pack_slot **out) {
    const struct surface *surface = request->surface;
    *out = NULL;
    if (!surface || surface->is_list) {
        return 0;
    }
    const struct resource *r = &pack->resources[surface->slot.resource];
    struct str field = r->fields[surface->slot.field].name;
    struct str name = str_printf(a, "%.*s.%.*s", STR_ARG(r->name), STR_ARG(field));
    struct search s = {.arena = a, .name = name, .hole = str_printf(a, "${%.*s}", STR_ARG(name))};
    search_path(&s, request);
    search_query(&s, request->request->path);
    search_headers(&s, request->request->headers);
    search_body(&s, request->request->body);
    *out = s.items;
    return s.count;
}
