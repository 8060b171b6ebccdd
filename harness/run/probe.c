/* SPDX-License-Identifier: Apache-2.0
 *
 * probe: makes requests, asks, takes answers apart. */
#include "probe.h"

#include "checks.h"
#include "fixtures.h"
#include "parse.h"
#include "render.h"

bool probe_is_dropped(const struct exchange *x) {
    return x->outcome != OUTCOME_ANSWERED || x->status == 429 || x->status == 503;
}

static bool has_rpc_error(struct engine *e, const struct exchange *x) {
    struct value *body = NULL;
    if (parse_json(x->decoded, e->arena, &body, NULL) != RC_OK) {
        return false;
    }
    const struct value *first = value_is(body, VALUE_ARRAY) ? value_at(body, 0) : body; /* of a batch */
    const struct value *error = value_get_c(first, "error");
    return error && error->kind != VALUE_NULL;
}

bool probe_is_success(const struct engine *e, const struct surface *s, const struct exchange *x) {
    bool is_expected = s->expect_count == 0 && exchange_is_success(x);
    for (size_t i = 0; i < s->expect_count; i++) {
        is_expected |= x->outcome == OUTCOME_ANSWERED && x->status == s->expect[i];
    }
    return is_expected && !(s->is_rpc && has_rpc_error((struct engine *)e, x));
}

/* The owner's success at a surface, whose validators a variation repeats. */
static const struct exchange *owner_answer(const struct engine *e, const struct surface *s) {
    for (size_t i = 0; i < e->owner_control_count; i++) {
        if (e->owner_controls[i].surface == s) {
            return e->owner_controls[i].first;
        }
    }
    return NULL;
}

struct str probe_reference(const struct surface *s, const struct family *family) {
    return family->members[s->slot.resource]->values[s->slot.field];
}

/* "task_id" */
static struct str slot_name(const struct engine *e, const struct surface *s) {
    const struct resource *r = &e->pack->resources[s->slot.resource];
    return str_printf(e->arena, "%.*s_%.*s", STR_ARG(r->type), STR_ARG(r->fields[s->slot.field].name));
}

enum rc probe_render(struct engine *e, const struct item *item, struct str tested, const struct family *others,
                     struct request *out, struct fault *f) {
    bool is_graft = item->change && item->change->is_graft;
    struct str slot_value = is_graft ? probe_reference(item->surface, item->others) : tested;
    struct render r = {.engine = e,
                       .principal = item->principal,
                       .surface = item->surface,
                       .slot_value = slot_value,
                       .others = others,
                       .method = item->method};
    enum rc rc = render_request(&r, &item->surface->request, out, f);
    if (rc == RC_OK && item->change && item->change->apply) {
        struct variation_context c = {.surface = item->surface,
                                      .place = variation_slot_place(e->pack, item->surface),
                                      .slot_value = codec_apply(item->surface->slot.codec, e->arena, tested),
                                      .slot_name = slot_name(e, item->surface),
                                      .owner_answer =
                                          item->validated ? item->validated : owner_answer(e, item->surface),
                                      .arena = e->arena};
        item->change->apply(&c, out);
    }
    return rc;
}

enum rc probe_request(struct engine *e, const struct surface *s, size_t principal, const struct family *family,
                      struct request *out, struct fault *f) {
    struct item item = {.surface = s, .principal = principal};
    return probe_render(e, &item, probe_reference(s, family), family, out, f);
}

struct features probe_features(struct engine *e, const struct surface *s, const struct exchange *x,
                               struct str reference, enum reconnect reconnect) {
    enum codec codec = s->slot.codec;
    struct echo echoes[2] = {{.name = STR("REF"), .value = reference},
                             {.name = STR("REF"), .value = codec_apply(codec, e->arena, reference)}};
    return features_take(x, echoes, codec == CODEC_NONE ? 1 : 2, reconnect, e->arena);
}

enum rc probe_heartbeat(struct engine *e, struct fault *f) {
    if (e->is_faulty) {
        return RC_OK;
    }
    const struct pack *p = e->pack;
    size_t count = 0;
    size_t *who = ARENA_ARRAY(e->arena, size_t, p->principal_count);
    struct request *requests = ARENA_ARRAY(e->arena, struct request, p->principal_count);
    struct sequence *sequences = ARENA_ARRAY(e->arena, struct sequence, p->principal_count);
    for (size_t i = 0; i < p->principal_count; i++) {
        if (!fixtures_has(e->homes[i], e->heartbeat_resource)) {
            continue;
        }
        struct render r = {.engine = e, .principal = i, .fixture = e->homes[i]->members[e->heartbeat_resource]};
        enum rc rc = render_request(&r, &p->resources[e->heartbeat_resource].read, &requests[count], f);
        if (rc != RC_OK) {
            return rc;
        }
        sequences[count] = (struct sequence){.requests = &requests[count], .count = 1};
        who[count++] = i;
    }
    struct exchange **answers = ARENA_ARRAY(e->arena, struct exchange *, count + 1);
    enum rc rc = engine_send(e, sequences, count, answers, f);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        bool is_alive = exchange_is_success(answers[i]) || probe_is_dropped(answers[i]);
        if (!is_alive && e->is_alive[who[i]]) {
            struct str name = p->principals[who[i]].name;
            struct str id = str_printf(e->arena, "heartbeat/%.*s", STR_ARG(name));
            struct str reason =
                str_printf(e->arena,
                           "%.*s no longer reads his own %.*s (%d): his credential expired, was revoked or is blocked; "
                           "what he was "
                           "answered since the last heartbeat is not judged. Give a credential that lasts for the run",
                           STR_ARG(name), STR_ARG(p->resources[e->heartbeat_resource].name), answers[i]->status);
            checks_add_control(e, id, false, reason, answers[i]);
        }
        e->is_alive[who[i]] = is_alive;
    }
    return rc;
}

static enum rc ask_lost_again(struct engine *e, const struct sequence *sequences, size_t count, struct exchange **out,
                              struct fault *f) {
    struct sequence *lost = ARENA_ARRAY(e->arena, struct sequence, count);
    struct exchange **answers = ARENA_ARRAY(e->arena, struct exchange *, count);
    size_t *place = ARENA_ARRAY(e->arena, size_t, count);
    size_t lost_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (probe_is_dropped(out[i])) {
            place[lost_count] = i;
            lost[lost_count++] = sequences[i];
        }
    }
    enum rc rc = engine_send(e, lost, lost_count, answers, f);
    for (size_t i = 0; rc == RC_OK && i < lost_count; i++) {
        out[place[i]] = answers[i];
    }
    return rc;
}

enum rc probe_ask(struct engine *e, const struct sequence *sequences, size_t count, struct exchange **out,
                  struct fault *f) {
    enum rc rc = engine_send(e, sequences, count, out, f);
    for (size_t tries = 1; rc == RC_OK && tries < PROBE_TRIES_MAX && !engine_should_stop(e); tries++) {
        rc = ask_lost_again(e, sequences, count, out, f);
    }
    return rc;
}

enum rc probe_reach(struct engine *e, struct fault *f) {
    size_t count = 0;
    struct item **reached = ARENA_ARRAY(e->arena, struct item *, e->item_count);
    struct request *requests = ARENA_ARRAY(e->arena, struct request, e->item_count);
    struct sequence *sequences = ARENA_ARRAY(e->arena, struct sequence, e->item_count);
    for (size_t i = 0; i < e->item_count; i++) {
        struct item *item = &e->items[i];
        if (!item->reaching || item->is_settled ||
            probe_request(e, item->surface, item->principal, item->reaching, &requests[count], NULL) != RC_OK) {
            continue;
        }
        sequences[count] = (struct sequence){.requests = &requests[count], .count = 1};
        reached[count++] = item;
    }
    struct exchange **answers = ARENA_ARRAY(e->arena, struct exchange *, count + 1);
    enum rc rc = probe_ask(e, sequences, count, answers, f);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        reached[i]->reached = answers[i];
        fixtures_adopt(e, reached[i]->surface, reached[i]->principal, answers[i]);
    }
    return rc;
}
