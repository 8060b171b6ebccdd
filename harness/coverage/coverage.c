/* SPDX-License-Identifier: Apache-2.0
 *
 * coverage: the document's routes and slots, what of them the pack puts under test, and what is left. */
#include "coverage.h"

#include <assert.h>

#include "openapi.h"
#include "pack_requests.h"
#include "slot_name.h"

struct judging {
    struct arena *arena;
    const struct pack *pack;
    struct openapi api;
    struct route_path *excluded; /* per exclusion of the pack: its path */
    bool *is_used;               /* per exclusion: it excuses something */
    struct coverage out;
    size_t gap_room;
};

const char *gap_kind_name(enum gap_kind kind) {
    static const char *const names[] = {
        [GAP_ROUTE_NOT_IN_PACK] = "route_not_in_pack",
        [GAP_ROUTE_NOT_IN_DOCUMENT] = "route_not_in_document",
        [GAP_SLOT_NOT_IN_PACK] = "slot_not_in_pack",
        [GAP_STALE_OUT_OF_SCOPE] = "stale_out_of_scope",
    };
    return names[kind];
}

static void add_gap(struct judging *j, struct gap gap) {
    assert(j->out.gap_count < j->gap_room);
    j->out.gaps[j->out.gap_count++] = gap;
}

/* How well the path, with or without the base of a server, fits the route; `*cut` is how many segments are left out. */
static size_t fit(const struct openapi_route *route, const struct route_path *path, size_t *cut) {
    size_t best = route_path_fit(&route->segments, path);
    *cut = 0;
    for (size_t i = 0; i < route->base_count; i++) {
        struct route_path rest;
        size_t here = route_path_strip(&route->bases[i], path, &rest) ? route_path_fit(&route->segments, &rest) : 0;
        if (here > best) {
            best = here;
            *cut = path->count - rest.count;
        }
    }
    return best;
}

/* The route that a request goes to: of all that fit, the one that says most. */
static struct openapi_route *find_route(struct judging *j, struct str method, const struct route_path *path,
                                        size_t *cut) {
    struct openapi_route *found = NULL;
    size_t best = 0;
    for (size_t i = 0; i < j->api.route_count; i++) {
        struct openapi_route *route = &j->api.routes[i];
        size_t here_cut;
        size_t here = str_eq(route->method, method) ? fit(route, path, &here_cut) : 0;
        if (here > best) {
            found = route;
            best = here;
            *cut = here_cut;
        }
    }
    return found;
}

static bool is_route_named(const struct judging *j, size_t exclusion, const struct openapi_route *route) {
    const struct route_path *path = &j->excluded[exclusion];
    struct route_path rest;
    bool is_it = route_path_equal(&route->segments, path);
    for (size_t i = 0; !is_it && i < route->base_count; i++) {
        is_it = route_path_strip(&route->bases[i], path, &rest) && route_path_equal(&route->segments, &rest);
    }
    return is_it && str_eq(j->pack->out_of_scope[exclusion].method, route->method);
}

/* Whether the pack leaves the route (`where` STR_NONE) or a slot of it alone on purpose. */
static bool is_excused(struct judging *j, const struct openapi_route *route, struct str where) {
    bool is_it = false;
    for (size_t i = 0; i < j->pack->out_of_scope_count; i++) {
        const struct exclusion *x = &j->pack->out_of_scope[i];
        bool is_about = (x->slot.data != NULL) == (where.data != NULL) && is_route_named(j, i, route) &&
                        (!where.data || str_eq(slot_where_read(j->arena, x->slot), where));
        j->is_used[i] = j->is_used[i] || is_about;
        is_it = is_it || is_about;
    }
    return is_it;
}

static void cover(struct openapi_route *route, struct str where) {
    for (size_t i = 0; i < route->slot_count; i++) {
        route->slots[i].is_covered = route->slots[i].is_covered || str_eq(route->slots[i].where, where);
    }
}

static void cover_request(struct judging *j, const struct pack_request *request, struct openapi_route *route,
                          size_t cut) {
    struct pack_slot *slots;
    size_t count = pack_request_slots(j->arena, j->pack, request, &slots);
    for (size_t i = 0; i < count; i++) {
        struct str where = slots[i].where;
        if (slots[i].is_in_path) {
            struct str declared = slots[i].segment < cut ? STR("") : route_segment(route->path, slots[i].segment - cut);
            struct str *names;
            size_t name_count = route_names(j->arena, declared, &names);
            size_t name = name_count == 1 ? 0 : slots[i].hole;
            where = name < name_count ? slot_where(j->arena, STR("path"), names[name]) : STR_NONE;
        }
        cover(route, where);
    }
}

static bool is_met_before(const struct pack_request *requests, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (str_eq(requests[i].request->method, requests[index].request->method) &&
            route_path_equal(&requests[i].path, &requests[index].path)) {
            return true;
        }
    }
    return false;
}

/* A request to a route that the document leaves out. */
static void judge_undeclared(struct judging *j, const struct pack_request *request) {
    const struct request_template *t = request->request;
    struct openapi_route route = {.method = t->method, .segments = request->path};
    if (is_excused(j, &route, STR_NONE)) {
        return;
    }
    struct str where = str_printf(j->arena, "%.*s %.*s", STR_ARG(t->method), STR_ARG(pack_request_route(request)));
    add_gap(j, (struct gap){.kind = GAP_ROUTE_NOT_IN_DOCUMENT,
                            .where = where,
                            .what = str_printf(j->arena,
                                               "the pack sends %.*s, which the document does not declare: correct the "
                                               "pack, or list the route under `out_of_scope` with a reason",
                                               STR_ARG(where)),
                            .pointer = STR("/paths"),
                            .place = request->place});
}

static struct str name_of(struct judging *j, const struct openapi_route *route) {
    return str_printf(j->arena, "%.*s %.*s", STR_ARG(route->method), STR_ARG(route->path));
}

static void add_missing_route(struct judging *j, const struct openapi_route *route) {
    struct str where = name_of(j, route);
    add_gap(j, (struct gap){.kind = GAP_ROUTE_NOT_IN_PACK,
                            .where = where,
                            .what = str_printf(j->arena,
                                               "the document declares %.*s, and no request of the pack goes there: add "
                                               "a surface, or list the route under `out_of_scope` with a reason",
                                               STR_ARG(where)),
                            .pointer = route->pointer});
}

static void add_missing_slot(struct judging *j, const struct openapi_route *route, const struct openapi_slot *slot) {
    struct str where = name_of(j, route);
    add_gap(j,
            (struct gap){.kind = GAP_SLOT_NOT_IN_PACK,
                         .where = str_printf(j->arena, "%.*s %.*s", STR_ARG(where), STR_ARG(slot->where)),
                         .what = str_printf(j->arena,
                                            "no surface has its reference in %.*s of %.*s: add one, or list the slot "
                                            "under `out_of_scope` with a reason",
                                            STR_ARG(slot->where), STR_ARG(where)),
                         .pointer = slot->pointer});
}

/* The slots of a route that the pack does not know are part of its gap. */
static void judge_slot(struct judging *j, const struct openapi_route *route, const struct openapi_slot *slot,
                       bool is_route_out) {
    struct coverage_counts *n = &j->out.counts;
    bool is_out = !slot->is_covered && (is_excused(j, route, slot->where) || is_route_out);
    n->slots_declared++;
    n->slots_covered += slot->is_covered;
    n->slots_out_of_scope += is_out;
    if (!slot->is_covered && !is_out && route->is_mentioned) {
        add_missing_slot(j, route, slot);
    }
}

static void judge_route(struct judging *j, const struct openapi_route *route) {
    struct coverage_counts *n = &j->out.counts;
    bool is_out = !route->is_tested && is_excused(j, route, STR_NONE);
    n->routes_declared++;
    n->routes_covered += route->is_mentioned && !is_out;
    n->routes_out_of_scope += is_out;
    if (!is_out && !route->is_mentioned) {
        add_missing_route(j, route);
    }
    for (size_t i = 0; i < route->slot_count; i++) {
        judge_slot(j, route, &route->slots[i], is_out);
    }
}

static bool is_declared(const struct judging *j, size_t exclusion) {
    const struct exclusion *x = &j->pack->out_of_scope[exclusion];
    struct str where = slot_where_read(j->arena, x->slot);
    bool is_it = false;
    for (size_t i = 0; i < j->api.route_count; i++) {
        const struct openapi_route *route = &j->api.routes[i];
        bool is_named = is_route_named(j, exclusion, route);
        is_it = is_it || (is_named && !x->slot.data);
        for (size_t k = 0; is_named && k < route->slot_count; k++) {
            is_it = is_it || str_eq(route->slots[k].where, where);
        }
    }
    return is_it;
}

/* What the document declares and nothing had to excuse is under test. */
static void judge_stale(struct judging *j, size_t exclusion) {
    const struct exclusion *x = &j->pack->out_of_scope[exclusion];
    const char *why = is_declared(j, exclusion) ? "the pack puts it under test" : "the document does not declare it";
    struct str where = str_printf(j->arena, "%.*s %.*s%s%.*s", STR_ARG(x->method), STR_ARG(x->path),
                                  x->slot.data ? " " : "", STR_ARG(x->slot));
    add_gap(j, (struct gap){.kind = GAP_STALE_OUT_OF_SCOPE,
                            .where = where,
                            .what = str_printf(j->arena, "`out_of_scope` lists %.*s, and %s: remove the entry",
                                               STR_ARG(where), why),
                            .pointer = STR("/paths"),
                            .place = x->place});
}

static size_t count_slots(const struct openapi *api) {
    size_t count = 0;
    for (size_t i = 0; i < api->route_count; i++) {
        count += api->routes[i].slot_count;
    }
    return count;
}

static void prepare(struct judging *j, size_t request_count) {
    const struct pack *p = j->pack;
    j->gap_room = j->api.route_count + count_slots(&j->api) + request_count + p->out_of_scope_count;
    j->out.gaps = ARENA_ARRAY(j->arena, struct gap, j->gap_room);
    j->is_used = ARENA_ARRAY(j->arena, bool, p->out_of_scope_count);
    j->excluded = ARENA_ARRAY(j->arena, struct route_path, p->out_of_scope_count);
    for (size_t i = 0; i < p->out_of_scope_count; i++) {
        j->excluded[i] = route_path_read(j->arena, p->out_of_scope[i].path);
    }
}

/* Marks what the requests reach; returns for each whether the document declares its route. */
static bool *cover_all(struct judging *j, const struct pack_request *requests, size_t count) {
    bool *is_declared = ARENA_ARRAY(j->arena, bool, count);
    for (size_t i = 0; i < count; i++) {
        size_t cut = 0;
        struct openapi_route *route = find_route(j, requests[i].request->method, &requests[i].path, &cut);
        is_declared[i] = route != NULL;
        if (route) {
            route->is_mentioned = true;
            route->is_tested = route->is_tested || requests[i].surface;
            cover_request(j, &requests[i], route, cut);
        }
    }
    return is_declared;
}

static void judge_all(struct judging *j) {
    struct pack_request *requests;
    size_t count = pack_requests(j->arena, j->pack, &requests);
    prepare(j, count);
    const bool *is_declared = cover_all(j, requests, count);
    for (size_t i = 0; i < j->api.route_count; i++) {
        judge_route(j, &j->api.routes[i]);
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_declared[i] && !is_met_before(requests, i)) {
            judge_undeclared(j, &requests[i]);
        }
    }
    for (size_t i = 0; i < j->pack->out_of_scope_count; i++) {
        if (!j->is_used[i]) {
            judge_stale(j, i);
        }
    }
}

enum rc coverage_judge(const struct value *document, const struct pack *pack, struct arena *a, struct coverage *out,
                       struct fault *f) {
    struct judging j = {.arena = a, .pack = pack};
    enum rc rc = openapi_read(document, a, &j.api, f);
    if (rc != RC_OK) {
        return rc;
    }
    judge_all(&j);
    j.out.counts.is_judged = true;
    j.out.counts.gaps = j.out.gap_count;
    *out = j.out;
    return RC_OK;
}
