/* SPDX-License-Identifier: Apache-2.0
 *
 * stage_work: what a campaign asks of its stage while it goes on. */
#include "checks.h"
#include "codec.h"
#include "curl_command.h"
#include "fixtures.h"
#include "render.h"
#include "stage_private.h"

#define CONTEXT_BYTES 40
#define INTERNALS_BYTES 12 /* of what gave it away; sent before, it is an echo */

bool stage_is_sound(const struct stage *s) {
    return s->is_sound;
}

struct stage_view stage_view(const struct stage *s) {
    return (struct stage_view){.slots = s->slots,
                               .slot_count = s->slot_count,
                               .seeds = s->seeds,
                               .seed_count = s->seed_count,
                               .routes = s->routes,
                               .route_count = s->route_count,
                               .methods = s->methods,
                               .method_count = s->method_count};
}

struct arena *stage_arena(struct stage *s) {
    return s->engine.arena;
}

struct noise *stage_noise(struct stage *s) {
    return &s->engine.noise;
}

struct result *stage_result(struct stage *s) {
    return &s->result;
}

size_t stage_guest(const struct stage *s) {
    return s->guest;
}

struct str stage_denied(const struct stage *s, size_t slot, size_t set) {
    const struct stage_slot *at = &s->slots[slot];
    return s->victims[set]->members[at->resource]->values[at->field];
}

struct str stage_absent(struct stage *s, size_t slot) {
    const struct stage_slot *at = &s->slots[slot];
    const struct field *field = &s->engine.pack->resources[at->resource].fields[at->field];
    return render_absent(&s->engine, field, stage_denied(s, slot, 0));
}

enum rc stage_send(struct stage *s, const struct sequence *sequence, struct arena *step, struct exchange **out,
                   struct fault *f) {
    struct arena *mine = s->engine.arena;
    s->engine.arena = step;
    enum rc rc = engine_send(&s->engine, sequence, 1, out, f);
    s->engine.arena = mine;
    return rc;
}

/* Ids, names and canaries of the owner's things. */
static void plant(struct stage *s) {
    struct engine *e = &s->engine;
    size_t total = 0, count = 0;
    for (const struct fixture *x = e->fixtures; x; x = x->next) {
        total += 1 + e->pack->resources[x->resource].field_count;
    }
    struct needle *needles = ARENA_ARRAY(e->arena, struct needle, total);
    s->needle_owners = ARENA_ARRAY(e->arena, const struct fixture *, total);
    for (const struct fixture *x = e->fixtures; x; x = x->next) {
        for (size_t i = 0; x->owner == e->pack->owner && i <= e->pack->resources[x->resource].field_count; i++) {
            bool is_canary = i == e->pack->resources[x->resource].field_count;
            struct str value = is_canary ? x->canary : x->values[i];
            s->needle_owners[count] = x;
            needles[count] = (struct needle){.text = value, .tag = count};
            count += value.len > 0;
        }
    }
    s->needles = reveal_index_new(needles, count, e->arena);
}

enum rc stage_watch(struct stage *s, struct fault *f) {
    struct engine *e = &s->engine;
    e->surfaces = ARENA_ARRAY(e->arena, struct surface_state, 1);
    e->surfaces[0] = (struct surface_state){.surface = s->seeds[0].surface,
                                            .victims = {s->victims[0], s->victims[1]},
                                            .victim_count = 2,
                                            .effects_check = NONE,
                                            .owner_calls_check = NONE};
    e->surface_count = 1;
    e->watched_count = 0;
    plant(s);
    return effects_before(e, &s->effects, f);
}

enum rc stage_renew(struct stage *s, struct fault *f) {
    struct engine *e = &s->engine;
    stage_plan_victims(s);
    enum rc rc = fixtures_create(e, f);
    for (const struct fixture *x = e->fixtures; rc == RC_OK && x; x = x->next) {
        if (x->state == FIXTURE_FAILED) {
            return fault_set(f, RC_LIMIT, "%.*s", STR_ARG(x->failure));
        }
    }
    return rc == RC_OK ? stage_watch(s, f) : rc;
}

enum rc stage_look(struct stage *s, struct stage_change *out, struct fault *f) {
    struct effects_watch watch = {.callers = s->engine.homes[s->host], .guest = s->guest};
    struct sighting sighting;
    *out = (struct stage_change){0};
    /* A campaign looks for hours: what shows no change is not kept. */
    struct arena *mine = s->engine.arena, looked_at = {0};
    s->engine.arena = &looked_at;
    enum rc rc = effects_look(&s->engine, &s->effects, &watch, &out->is_seen, &sighting, f);
    s->engine.arena = mine;
    if (out->is_seen) {
        arena_join(mine, &looked_at);
    }
    arena_free(&looked_at);
    if (rc == RC_OK && out->is_seen) {
        out->title = sighting.title;
        out->feature = sighting.feature;
        out->left = sighting.left;
        out->right = sighting.right;
        out->sides[0] = sighting.sides[0];
        out->sides[1] = sighting.sides[1];
    }
    return rc;
}

struct scan {
    struct str text, sent;
    struct reveal_hit hit, sign; /* the first of a needle, of the server's insides; no echoes */
    bool is_found;
};

static bool take(void *self, const struct reveal_hit *hit) {
    struct scan *scan = self;
    if (hit->internals) {
        bool is_echo = str_contains(scan->sent, str_sub(scan->text, hit->offset, INTERNALS_BYTES));
        scan->sign = scan->sign.internals || is_echo ? scan->sign : *hit;
        return true;
    }
    if (str_find_ascii_case(scan->sent, str_sub(scan->text, hit->offset, hit->len), 0) >= 0) {
        return true;
    }
    scan->hit = *hit;
    scan->is_found = true;
    return false;
}

static struct str excerpt(struct arena *a, struct str text, size_t offset, size_t len) {
    size_t from = offset > CONTEXT_BYTES ? offset - CONTEXT_BYTES : 0;
    return codec_printable(a, str_sub(text, from, offset - from + len + CONTEXT_BYTES));
}

bool stage_reveals(const struct stage *s, struct str text, struct str sent, struct arena *a, struct stage_reveal *out) {
    struct scan scan = {.text = text, .sent = sent};
    reveal_scan(s->needles, text, take, &scan);
    if (scan.is_found) {
        struct str thing = s->engine.pack->resources[s->needle_owners[scan.hit.tag]->resource].name;
        *out = (struct stage_reveal){
            .title = str_printf(a, "the answer tells of somebody else's %.*s (%s)", STR_ARG(thing), scan.hit.spelling),
            .feature = STR("reflection"),
            .excerpt = excerpt(a, text, scan.hit.offset, scan.hit.len)};
        return true;
    }
    const struct reveal_hit *sign = &scan.sign;
    if (sign->internals) {
        *out = (struct stage_reveal){.title = str_printf(a, "the answer shows %s", sign->internals),
                                     .feature = STR("internals"),
                                     .excerpt = excerpt(a, text, sign->offset, CONTEXT_BYTES)};
        return true;
    }
    return false;
}

struct str stage_curl(struct stage *s, const struct request *request, const char *body_file) {
    return curl_command_of(&s->engine, request, body_file);
}

const struct surface *stage_name_surface(struct stage *s, const struct stage_seed *seed, struct str id) {
    struct surface *surface = ARENA_NEW(s->engine.arena, struct surface);
    *surface = *seed->surface;
    surface->id = id;
    return surface;
}

static size_t add_check(struct stage *s, const struct sighting *sighting) {
    struct engine *e = &s->engine;
    return checks_add(e, sighting->surface, e->pack->principals[s->guest].name, STR("plain"), sighting->property,
                      STR("as an absent one"));
}

struct finding stage_find(struct stage *s, struct sighting *sighting) {
    struct engine *e = &s->engine;
    sighting->principal = s->guest;
    sighting->victim = e->pack->owner;
    sighting->variation = STR("plain");
    size_t check = add_check(s, sighting), finding = findings_add(e, sighting);
    checks_fail(e, check, finding, sighting->title);
    struct finding found = e->result->findings[finding];
    findings_identify(e, &found);
    return found;
}

/* No pass without the controls. */
static void pass_if_sound(struct stage *s, size_t check) {
    if (s->is_sound) {
        checks_pass(&s->engine, check);
    } else {
        checks_doubt(&s->engine, check, DOUBT_CONTROL, STR("a control failed: what was refused proves nothing"));
    }
}

void stage_settle(struct stage *s, const struct sighting *sighting, enum doubt doubt, struct str reason) {
    size_t check = add_check(s, sighting);
    s->engine.result->checks[check].last[0] = sighting->sides[0];
    s->engine.result->checks[check].last[1] = sighting->sides[1];
    if (doubt == DOUBT_NONE) {
        pass_if_sound(s, check);
    } else {
        checks_doubt(&s->engine, check, doubt, reason);
    }
}

void stage_judged(struct stage *s, const struct stage_seed *seed, size_t pairs, bool found) {
    struct engine *e = &s->engine;
    if (found) {
        return;
    }
    size_t check =
        checks_add(e, seed->surface, e->pack->principals[s->guest].name, STR("fuzzed"),
                   seed->method.data ? PROPERTY_NONDISCLOSURE : PROPERTY_UNKNOWN_METHOD, STR("as an absent one"));
    e->result->checks[check].group_count = pairs;
    e->result->checks[check].request_count = 2 * pairs;
    if (pairs > 0) {
        pass_if_sound(s, check);
    } else {
        checks_doubt(e, check, DOUBT_NOT_EXERCISED, STR("no body of this surface was judged"));
    }
}

void stage_say_alive(struct stage *s, bool is_alive) {
    struct str reason = is_alive ? STR_NONE
                                 : STR("the target does not answer any more: see its log, and the last bodies that "
                                       "were sent");
    checks_add_control(&s->engine, STR("liveness/target"), is_alive, reason, NULL);
}
