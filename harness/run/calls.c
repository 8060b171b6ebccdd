/* SPDX-License-Identifier: Apache-2.0
 *
 * calls: what a request makes the auth provider be asked. */
#include "calls.h"

#include "buf.h"
#include "checks.h"
#include "findings.h"
#include "fixtures.h"
#include "limits.h"
#include "plan.h"
#include "probe.h"
#include "render.h"

#define CWE_TIMING_DISCREPANCY 208
#define CWE_INCORRECT_AUTHORIZATION 863
#define PAIRS_TO_CONFIRM 2

static bool is_question(const struct observation_entry *entry) {
    return !str_ends_with(entry->endpoint, STR("authn"));
}

static void read_calls(struct engine *e, struct calls *out) {
    struct observation_entry *entries;
    size_t count;
    out->is_known = observer_read(&e->auth_provider, e->provider_seen, e->arena, &entries, &count, NULL) == RC_OK;
    if (!out->is_known) {
        return;
    }
    out->items = ARENA_ARRAY(e->arena, const struct observation_entry *, count);
    for (size_t i = 0; i < count; i++) {
        if (is_question(&entries[i])) {
            out->items[out->count++] = &entries[i];
        }
        e->provider_seen = entries[i].seq + 1;
    }
}

void calls_begin(struct engine *e) {
    if (observer_is_present(&e->auth_provider) &&
        observer_mark(&e->auth_provider, e->arena, &e->provider_seen, NULL) != RC_OK) {
        e->provider_seen = INT64_MAX; /* nothing is read: every check of property calls stays open */
    }
}

enum rc calls_listen(struct engine *e, const struct request *request, const struct exchange **answer, struct calls *out,
                     struct fault *f) {
    *out = (struct calls){0};
    struct request *kept = ARENA_NEW(e->arena, struct request);
    *kept = *request;
    struct sequence sequence = {.requests = kept, .count = 1};
    struct exchange *got;
    enum rc rc = engine_send(e, &sequence, 1, &got, f);
    if (rc == RC_OK) {
        *answer = got;
        if (observer_is_present(&e->auth_provider)) {
            read_calls(e, out);
        }
    }
    return rc;
}

/* "check task update 403, check task read 403"; selectors are left out: an absent thing has none. */
static struct str describe(struct engine *e, const struct calls *calls) {
    struct buf text;
    buf_init(&text, LIMIT_HEAD_BYTES);
    for (size_t i = 0; i < calls->count; i++) {
        const struct observation_entry *c = calls->items[i];
        buf_printf(&text, "%s%.*s %.*s %.*s %d", i ? ", " : "", STR_ARG(c->endpoint), STR_ARG(c->type),
                   STR_ARG(c->operation), c->status);
    }
    struct str out = text.len ? str_copy(e->arena, buf_str(&text)) : STR("nothing");
    buf_free(&text);
    return out;
}

static bool needs_type(const struct surface *s, struct str type) {
    for (size_t i = 0; i < s->guard_count; i++) {
        if (str_eq(s->guards[i].type, type)) {
            return true;
        }
    }
    return false;
}

static bool needs_operation(const struct surface *s, struct str type, struct str operation) {
    for (size_t i = 0; i < s->guard_count; i++) {
        if (str_eq(s->guards[i].type, type) && str_eq(s->guards[i].operation, operation)) {
            return true;
        }
    }
    return false;
}

/* The first question that the surface does not need; NULL when there is none. */
static const struct observation_entry *find_foreign(const struct surface *s, const struct calls *calls) {
    for (size_t i = 0; i < calls->count; i++) {
        const struct observation_entry *c = calls->items[i];
        bool is_check = str_ends_with(c->endpoint, STR("check")) && !str_eq(c->selector, STR("*"));
        if (is_check && needs_type(s, c->type) && !needs_operation(s, c->type, c->operation)) {
            return c;
        }
    }
    return NULL;
}

static bool is_asked_at_all(const struct surface *s, const struct calls *calls) {
    for (size_t i = 0; i < calls->count; i++) {
        const struct observation_entry *c = calls->items[i];
        bool is_asking = str_ends_with(c->endpoint, STR("check")) || str_ends_with(c->endpoint, STR("search"));
        if (is_asking && needs_type(s, c->type)) {
            return true;
        }
    }
    return false;
}

static struct str needed_text(struct engine *e, const struct surface *s) {
    struct str text = STR("");
    for (size_t i = 0; i < s->guard_count; i++) {
        text = str_printf(e->arena, "%.*s%s%.*s %.*s", STR_ARG(text), i ? ", " : "", STR_ARG(s->guards[i].type),
                          STR_ARG(s->guards[i].operation));
    }
    return text;
}

void calls_judge_owner(struct engine *e, const struct owner_control *c, const struct exchange *answer,
                       const struct calls *calls) {
    size_t check = plan_state_of(e, c->surface)->owner_calls_check;
    if (check == NONE) {
        return;
    }
    if (!calls->is_known || !probe_is_success(e, c->surface, answer)) {
        checks_doubt(e, check, DOUBT_CONTROL,
                     STR("the provider's log could not be read, or the owner's request did not succeed"));
        return;
    }
    const struct observation_entry *foreign = find_foreign(c->surface, calls);
    if (!foreign && is_asked_at_all(c->surface, calls)) {
        checks_pass(e, check);
        return;
    }
    struct sighting s = {.surface = c->surface,
                         .property = PROPERTY_CALLS,
                         .kind = "calls",
                         .feature = STR("operation"),
                         .left = describe(e, calls),
                         .right = needed_text(e, c->surface),
                         .variation = STR("plain"),
                         .principal = e->pack->owner,
                         .victim = e->pack->owner,
                         .severity = SEVERITY_MEDIUM,
                         .cwe = CWE_INCORRECT_AUTHORIZATION,
                         .seen = 1,
                         .tried = 1};
    s.sides[0] = (struct evidence){.label = STR("owner"), .exchange = answer};
    s.title = foreign ? str_printf(e->arena, "the auth provider is asked for %.*s %.*s, which the method does not need",
                                   STR_ARG(foreign->type), STR_ARG(foreign->operation))
                      : STR("the auth provider is never asked");
    checks_fail(e, check, findings_add(e, &s), s.title);
}

/* One denied and one absent request, a coin deciding the order. */
struct pair {
    const struct exchange *denied, *absent;
    struct calls denied_calls, absent_calls;
    struct str reference, absent_reference;
};

static enum rc listen_to(struct engine *e, const struct item *item, const struct family *family, bool is_denied,
                         struct pair *p, struct fault *f) {
    const struct surface *s = item->surface;
    const struct field *field = &e->pack->resources[s->slot.resource].fields[s->slot.field];
    struct str present = probe_reference(s, family);
    struct str value = is_denied ? present : render_absent(e, field, present);
    struct render r = {.engine = e,
                       .principal = item->principal,
                       .surface = s,
                       .slot_value = value,
                       .others = item->others ? item->others : family};
    struct request request;
    enum rc rc = render_request(&r, &s->request, &request, f);
    if (rc != RC_OK) {
        return rc;
    }
    if (is_denied) {
        p->reference = value;
        return calls_listen(e, &request, &p->denied, &p->denied_calls, f);
    }
    p->absent_reference = value;
    return calls_listen(e, &request, &p->absent, &p->absent_calls, f);
}

static bool is_lost(const struct pair *p) {
    return !p->denied_calls.is_known || !p->absent_calls.is_known || probe_is_dropped(p->denied) ||
           probe_is_dropped(p->absent);
}

/* Again while an answer is lost. */
static enum rc listen_to_pair(struct engine *e, const struct item *item, size_t round, struct pair *p,
                              struct fault *f) {
    const struct family *family = item->denied[round % item->denied_count];
    enum rc rc = RC_OK;
    for (size_t tries = 0; rc == RC_OK && tries < PROBE_TRIES_MAX && (tries == 0 || is_lost(p)); tries++) {
        bool is_denied_first = rng_coin(&e->rng);
        *p = (struct pair){0};
        rc = listen_to(e, item, family, is_denied_first, p, f);
        rc = rc == RC_OK ? listen_to(e, item, family, !is_denied_first, p, f) : rc;
    }
    return rc;
}

static void report(struct engine *e, const struct item *item, const struct pair *p, struct str denied,
                   struct str absent) {
    struct sighting s = {.surface = item->surface,
                         .property = PROPERTY_CALLS,
                         .kind = "calls",
                         .feature = STR("questions"),
                         .left = denied,
                         .right = absent,
                         .variation = item->variation,
                         .principal = item->principal,
                         .victim = item->victim,
                         .severity = SEVERITY_MEDIUM,
                         .cwe = CWE_TIMING_DISCREPANCY,
                         .seen = PAIRS_TO_CONFIRM,
                         .tried = PAIRS_TO_CONFIRM};
    s.sides[0] = (struct evidence){.label = STR("denied"), .reference = p->reference, .exchange = p->denied};
    s.sides[1] = (struct evidence){.label = STR("absent"), .reference = p->absent_reference, .exchange = p->absent};
    s.title =
        STR("a denied reference makes the auth provider be asked otherwise than an absent one: it takes another time");
    checks_fail(e, item->calls_check, findings_add(e, &s), s.title);
}

static enum rc judge_item(struct engine *e, const struct item *item, struct fault *f) {
    struct pair p = {0};
    struct str denied = STR_NONE, absent = STR_NONE;
    for (size_t round = 0; round < PAIRS_TO_CONFIRM; round++) {
        p = (struct pair){0};
        enum rc rc = listen_to_pair(e, item, round, &p, f);
        if (rc != RC_OK) {
            return rc;
        }
        if (is_lost(&p)) {
            checks_doubt(e, item->calls_check, DOUBT_DROPPED, STR("an answer or the provider's log was lost"));
            return RC_OK;
        }
        denied = describe(e, &p.denied_calls);
        absent = describe(e, &p.absent_calls);
        if (str_eq(denied, absent)) {
            checks_pass(e, item->calls_check);
            return RC_OK;
        }
    }
    report(e, item, &p, denied, absent);
    return RC_OK;
}

enum rc calls_judge_items(struct engine *e, struct fault *f) {
    calls_begin(e);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < e->item_count && !engine_should_stop(e); i++) {
        const struct item *item = &e->items[i];
        if (item->calls_check == NONE) {
            continue;
        }
        const struct check *main_check = &e->result->checks[item->check];
        if (main_check->verdict == VERDICT_PASS) {
            rc = judge_item(e, item, f);
        } else if (main_check->verdict == VERDICT_FAIL) {
            /* What differs in words differs in questions as a rule: told once. */
            checks_fail(e, item->calls_check, main_check->finding, main_check->reason);
        } else {
            checks_doubt(e, item->calls_check, main_check->doubt, main_check->reason);
        }
    }
    return rc;
}
