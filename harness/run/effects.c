/* SPDX-License-Identifier: Apache-2.0
 *
 * effects: what denied requests must leave alone. */
#include "effects.h"

#include "checks.h"
#include "clock.h"
#include "codec.h"
#include "findings.h"
#include "fixtures.h"
#include "plan.h"
#include "probe.h"
#include "render.h"

#define CWE_MISSING_AUTHORIZATION 862
#define QUIET_NS (50 * NS_PER_MS)
#define QUIET_MAX_NS (2 * NS_PER_S)
#define TEACHERS 8  /* of each kind of thing */
#define SHOTS_MAX 8 /* requests that show one thing */
#define LOOKS (sizeof((struct watched *)0)->shots / sizeof(const struct exchange **))
#define EXCERPT_BYTES 200

static size_t shot_count(const struct resource *r) {
    size_t count = r->has_read + r->observe_count;
    return count > SHOTS_MAX ? SHOTS_MAX : count;
}

static const struct request_template *shot_at(const struct resource *r, size_t i) {
    return r->has_read ? (i == 0 ? &r->read : &r->observe[i - 1]) : &r->observe[i];
}

/* Of the second family only the things themselves: every group asks for both, so that what hangs on them shows at the
 * first. */
static void watch_family(struct engine *e, const struct surface *s, const struct family *family, bool is_second) {
    for (size_t r = 0; family && r < e->pack->resource_count; r++) {
        size_t count = shot_count(&e->pack->resources[r]);
        count = is_second && e->pack->resources[r].has_read ? 1 : count;
        if (!family->is_own[r] || !fixtures_has(family, r) || count == 0) {
            continue;
        }
        struct watched *w = &e->watched[e->watched_count++];
        *w = (struct watched){.fixture = family->members[r], .surface = s, .shot_count = count};
        for (size_t i = 0; i < LOOKS; i++) {
            w->shots[i] = ARENA_ARRAY(e->arena, const struct exchange *, count);
        }
    }
}

static void watch(struct engine *e) {
    e->watched = ARENA_ARRAY(e->arena, struct watched, VICTIMS_MAX * e->surface_count * e->pack->resource_count);
    for (size_t i = 0; i < e->surface_count; i++) {
        const struct surface_state *state = &e->surfaces[i];
        for (size_t j = 0; j < state->victim_count; j++) {
            watch_family(e, state->surface, state->victims[j], /* is_second = */ j % 2 == 1);
        }
    }
}

/* Which of the watched things a look is at. */
typedef bool pick_fn(struct engine *e, const struct watched *w);

static bool pick_all(struct engine *e, const struct watched *w) {
    (void)e;
    (void)w;
    return true;
}

static bool is_lost(const struct watched *w, size_t look) {
    for (size_t i = 0; i < w->shot_count; i++) {
        if (probe_is_dropped(w->shots[look][i])) {
            return true;
        }
    }
    return false;
}

/* Noise is a matter of the kind of thing: a few of each teach it. */
static bool pick_teachers(struct engine *e, const struct watched *w) {
    size_t earlier = 0;
    for (const struct watched *other = e->watched; other < w; other++) {
        earlier += other->fixture->resource == w->fixture->resource;
    }
    return earlier < TEACHERS || is_lost(w, 0);
}

static enum rc render_shots(struct engine *e, const struct watched *w, struct request *out, struct fault *f) {
    struct render r = {.engine = e, .principal = w->fixture->owner, .fixture = w->fixture};
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < w->shot_count; i++) {
        rc = render_request(&r, shot_at(&e->pack->resources[w->fixture->resource], i), &out[i], f);
    }
    return rc;
}

static bool has_lost(const struct sequence *sequence, const struct exchange *answers) {
    bool is_any = false;
    for (size_t i = 0; i < sequence->count; i++) {
        is_any |= probe_is_dropped(&answers[i]);
    }
    return is_any;
}

/* A look of which an answer is lost is taken again. */
static enum rc look_again(struct engine *e, const struct sequence *sequence, struct exchange **answers,
                          struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t tries = 1; rc == RC_OK && tries < PROBE_TRIES_MAX && has_lost(sequence, *answers); tries++) {
        rc = engine_send(e, sequence, 1, answers, f);
    }
    return rc;
}

static enum rc snapshot(struct engine *e, size_t look, pick_fn *pick, struct fault *f) {
    struct request *requests = ARENA_ARRAY(e->arena, struct request, e->watched_count * SHOTS_MAX);
    struct sequence *sequences = ARENA_ARRAY(e->arena, struct sequence, e->watched_count);
    struct exchange **answers = ARENA_ARRAY(e->arena, struct exchange *, e->watched_count + 1);
    struct watched **picked = ARENA_ARRAY(e->arena, struct watched *, e->watched_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < e->watched_count; i++) {
        struct watched *w = &e->watched[i];
        if (!pick(e, w)) {
            continue;
        }
        sequences[count] = (struct sequence){.requests = &requests[count * SHOTS_MAX], .count = w->shot_count};
        enum rc rc = render_shots(e, w, &requests[count * SHOTS_MAX], f);
        if (rc != RC_OK) {
            return rc;
        }
        picked[count++] = w;
    }
    enum rc rc = engine_send(e, sequences, count, answers, f);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = look_again(e, &sequences[i], &answers[i], f);
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        for (size_t j = 0; j < picked[i]->shot_count; j++) {
            picked[i]->shots[look][j] = &answers[i][j];
        }
    }
    return rc;
}

static struct str scope_of(struct engine *e, const struct watched *w, size_t shot) {
    return str_printf(e->arena, "snapshot of %.*s %zu", STR_ARG(e->pack->resources[w->fixture->resource].name),
                      shot + 1);
}

static struct features view(struct engine *e, const struct exchange *x) {
    return features_take(x, NULL, 0, RECONNECT_UNKNOWN, e->arena);
}

static void learn(struct engine *e) {
    for (size_t i = 0; i < e->watched_count; i++) {
        const struct watched *w = &e->watched[i];
        for (size_t j = 0; w->shots[1][0] && j < w->shot_count; j++) {
            struct features x = view(e, w->shots[0][j]), y = view(e, w->shots[1][j]);
            noise_learn(&e->noise, scope_of(e, w, j), &x, &y);
        }
    }
}

/* Where the logs end now. True: as at the last look. */
static bool mark(const struct engine *e, struct effects *out) {
    int64_t provider_before = out->provider_mark, agent_before = out->agent_mark;
    const struct observer *provider = &e->auth_provider, *agent = &e->agent;
    out->has_provider =
        observer_is_present(provider) && observer_mark(provider, e->arena, &out->provider_mark, NULL) == RC_OK;
    out->has_agent = observer_is_present(agent) && observer_mark(agent, e->arena, &out->agent_mark, NULL) == RC_OK;
    return out->provider_mark == provider_before && out->agent_mark == agent_before;
}

/* Until the logs have been quiet for a moment: what the fixtures' creation set in motion may still be on its way. */
static void mark_when_quiet(const struct engine *e, struct effects *out) {
    bool is_quiet = mark(e, out);
    for (int64_t waited_ns = 0; !is_quiet && waited_ns < QUIET_MAX_NS; waited_ns += QUIET_NS) {
        clock_sleep_ns(QUIET_NS);
        is_quiet = mark(e, out);
    }
}

enum rc effects_before(struct engine *e, struct effects *out, struct fault *f) {
    *out = (struct effects){0};
    watch(e);
    enum rc rc = snapshot(e, 0, pick_all, f);
    rc = rc == RC_OK ? snapshot(e, 1, pick_teachers, f) : rc;
    if (rc == RC_OK) {
        learn(e);
        mark_when_quiet(e, out);
    }
    return rc;
}

static void report(struct engine *e, const struct watched *w, struct sighting *s) {
    struct surface_state *state = plan_state_of(e, w->surface);
    s->surface = w->surface;
    s->property = PROPERTY_EFFECTS;
    s->kind = "effect";
    s->variation = STR("plain");
    s->principal = NONE;
    s->victim = w->fixture->owner;
    s->severity = SEVERITY_CRITICAL;
    s->cwe = CWE_MISSING_AUTHORIZATION;
    s->seen = s->tried = 1;
    checks_fail(e, state->effects_check, findings_add(e, s), s->title);
}

/* The looks of `first` and `first` + 1 that were taken and answered. */
static size_t take_looks(struct engine *e, const struct watched *w, size_t shot, size_t first, struct features out[2]) {
    size_t count = 0;
    for (size_t look = first; look < first + 2; look++) {
        const struct exchange *x = w->shots[look][shot];
        if (x && !probe_is_dropped(x)) {
            out[count++] = view(e, x);
        }
    }
    return count;
}

/* A thing is what its owner is told in words: headers come and go without it. */
static bool is_of_thing(const struct differences *d) {
    return d->count > 0 && d->items[0].kind <= FEATURE_BODY;
}

enum change { CHANGE_NONE, CHANGE_SEEN, CHANGE_UNKNOWN };

/* A change shows at every look after: once is a hiccup. */
static enum change change_of(struct engine *e, const struct watched *w, size_t shot, struct differences *d) {
    struct features before[2], after[2];
    size_t before_count = take_looks(e, w, shot, 0, before), after_count = take_looks(e, w, shot, 2, after);
    for (size_t i = 0; before_count > 0 && i < after_count; i++) {
        *d = compare_with_known(&e->noise, scope_of(e, w, shot), &after[i], before, before_count, e->arena);
        if (!is_of_thing(d)) {
            return CHANGE_NONE;
        }
    }
    return before_count == 0 || after_count == 0 ? CHANGE_UNKNOWN : CHANGE_SEEN;
}

static bool pick_changed(struct engine *e, const struct watched *w) {
    struct differences unused;
    for (size_t i = 0; i < w->shot_count; i++) {
        if (change_of(e, w, i, &unused) != CHANGE_NONE) {
            return true;
        }
    }
    return false;
}

static struct sighting describe_change(struct engine *e, const struct watched *w, size_t shot,
                                       const struct differences *d) {
    struct sighting s = {.feature = d->items[0].key, .left = d->items[0].left, .right = d->items[0].right};
    s.title = str_printf(e->arena, "a refused request changes somebody else's %.*s",
                         STR_ARG(e->pack->resources[w->fixture->resource].name));
    s.sides[0] = (struct evidence){.label = STR("owner after"),
                                   .exchange = w->shots[3][shot] ? w->shots[3][shot] : w->shots[2][shot]};
    s.sides[1] = (struct evidence){.label = STR("owner before"), .exchange = w->shots[0][shot]};
    return s;
}

static void compare_shot(struct engine *e, const struct watched *w, size_t shot) {
    struct differences d = {0};
    enum change change = change_of(e, w, shot, &d);
    if (change == CHANGE_UNKNOWN) {
        checks_doubt(e, plan_state_of(e, w->surface)->effects_check, DOUBT_DROPPED,
                     STR("the owner's own look at the thing was not answered (time-out, reset, 429, 503, stopped)"));
    }
    if (change != CHANGE_SEEN) {
        return;
    }
    struct sighting s = describe_change(e, w, shot, &d);
    report(e, w, &s);
}

static bool names_fixture(const struct engine *e, const struct fixture *x, struct str text) {
    for (size_t i = 0; i < e->pack->resources[x->resource].field_count; i++) {
        if (x->values[i].len > 0 && str_contains(text, x->values[i])) {
            return true;
        }
    }
    return false;
}

static void doubt_all(struct engine *e, struct str reason) {
    for (size_t i = 0; i < e->surface_count; i++) {
        checks_doubt(e, e->surfaces[i].effects_check, DOUBT_DROPPED, reason);
    }
}

/* Whatever the agent was asked is an act; of the provider's part, what was written. */
static void search_log(struct engine *e, const struct observer *o, int64_t since, bool is_agent) {
    struct observation_entry *entries;
    size_t count;
    struct fault fault = {0};
    enum rc rc = is_agent ? observer_read(o, since, e->arena, &entries, &count, &fault)
                          : observer_read_writes(o, since, e->arena, &entries, &count, &fault);
    if (rc != RC_OK) {
        doubt_all(e, str_printf(e->arena, "the observer's log could not be read: %s", fault.text));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct str text = observation_text(&entries[i], e->arena);
        for (size_t j = 0; j < e->watched_count; j++) {
            const struct watched *w = &e->watched[j];
            if (!names_fixture(e, w->fixture, text)) {
                continue;
            }
            struct sighting s = {.feature = is_agent ? STR("agent") : STR("auth provider"), .right = STR("no call")};
            s.left = codec_printable(e->arena, str_sub(text, 0, EXCERPT_BYTES));
            s.title = str_printf(e->arena, "a refused request makes the %.*s act on somebody else's %.*s",
                                 STR_ARG(s.feature), STR_ARG(e->pack->resources[w->fixture->resource].name));
            report(e, w, &s);
        }
    }
}

static bool names_family(const struct engine *e, const struct family *family, struct str text) {
    for (size_t r = 0; family && r < e->pack->resource_count; r++) {
        if (family->members[r] && names_fixture(e, family->members[r], text)) {
            return true;
        }
    }
    return false;
}

static bool names_watched(const struct engine *e, struct str text) {
    for (size_t i = 0; i < e->watched_count; i++) {
        if (names_fixture(e, e->watched[i].fixture, text)) {
            return true;
        }
    }
    return false;
}

/* The first entry of a log that should not be there, as text; STR_NONE: none. What was read is not read again. */
static struct str find_call(struct engine *e, const struct observer *o, int64_t *since,
                            const struct effects_watch *watch, struct arena *scratch) {
    struct observation_entry *entries;
    size_t count;
    struct str found = STR_NONE, guest = e->target->credentials[watch->guest].subject;
    bool is_agent = o == &e->agent;
    enum rc rc = is_agent ? observer_read(o, *since, scratch, &entries, &count, NULL)
                          : observer_read_writes(o, *since, scratch, &entries, &count, NULL);
    if (rc != RC_OK) {
        return STR_NONE;
    }
    for (size_t i = 0; i < count; i++) {
        *since = entries[i].seq >= *since ? entries[i].seq + 1 : *since;
        if (found.data) {
            continue;
        }
        struct str text = observation_text(&entries[i], scratch);
        bool is_guest = !is_agent && str_eq(entries[i].principal, guest);
        bool is_named = names_watched(e, text) || (is_agent && names_family(e, watch->callers, text));
        if (is_guest || is_named) {
            found = codec_printable(e->arena, str_sub(text, 0, EXCERPT_BYTES));
        }
    }
    return found;
}

static bool look_at_logs(struct engine *e, struct effects *before, const struct effects_watch *watch,
                         struct sighting *out) {
    struct arena scratch = {0};
    struct str agent = STR_NONE, provider = STR_NONE;
    if (before->has_agent) {
        agent = find_call(e, &e->agent, &before->agent_mark, watch, &scratch);
    }
    if (before->has_provider) {
        provider = find_call(e, &e->auth_provider, &before->provider_mark, watch, &scratch);
    }
    arena_free(&scratch);
    out->feature = agent.data ? STR("agent") : STR("auth provider");
    out->left = agent.data ? agent : provider;
    out->right = STR("no call");
    out->title = str_printf(e->arena, "a refused request makes the %.*s act", STR_ARG(out->feature));
    return out->left.data != NULL;
}

static void forget_looks(struct engine *e) {
    for (size_t i = 0; i < e->watched_count; i++) {
        for (size_t j = 0; j < e->watched[i].shot_count; j++) {
            e->watched[i].shots[2][j] = e->watched[i].shots[3][j] = NULL;
        }
    }
}

static bool find_change(struct engine *e, struct sighting *out) {
    struct differences d = {0};
    for (size_t i = 0; i < e->watched_count; i++) {
        const struct watched *w = &e->watched[i];
        for (size_t j = 0; j < w->shot_count; j++) {
            if (change_of(e, w, j, &d) == CHANGE_SEEN) {
                *out = describe_change(e, w, j, &d);
                return true;
            }
        }
    }
    return false;
}

enum rc effects_look(struct engine *e, struct effects *before, const struct effects_watch *watch, bool *is_changed,
                     struct sighting *out, struct fault *f) {
    *out = (struct sighting){0};
    enum rc rc = snapshot(e, 2, pick_all, f);
    rc = rc == RC_OK ? snapshot(e, 3, pick_changed, f) : rc;
    if (rc == RC_OK) {
        struct sighting call = {0};
        bool is_called = look_at_logs(e, before, watch, &call);
        *is_changed = find_change(e, out) || is_called;
        *out = is_called && !out->title.data ? call : *out;
    }
    forget_looks(e);
    return rc;
}

static bool was_probed(const struct engine *e, const struct surface *s) {
    for (size_t i = 0; i < e->item_count; i++) {
        if (e->items[i].surface == s && e->items[i].sample_count > 0) {
            return true;
        }
    }
    return false;
}

static void close_rest(struct engine *e) {
    for (size_t i = 0; i < e->surface_count; i++) {
        const struct surface_state *state = &e->surfaces[i];
        bool is_unseen = state->effects_check != NONE && e->result->checks[state->effects_check].doubt == DOUBT_DROPPED;
        if (!checks_is_open(e, state->effects_check) || is_unseen) {
            continue;
        }
        bool has_victim = state->victim_count > 0 && fixtures_has(state->victims[0], state->surface->slot.resource);
        if (was_probed(e, state->surface) && has_victim) {
            checks_pass(e, state->effects_check);
        } else {
            checks_doubt(e, state->effects_check, DOUBT_NOT_EXERCISED, STR("no refused request was sent"));
        }
    }
}

enum rc effects_after(struct engine *e, const struct effects *before, struct fault *f) {
    enum rc rc = snapshot(e, 2, pick_all, f);
    rc = rc == RC_OK ? snapshot(e, 3, pick_changed, f) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    for (size_t i = 0; i < e->watched_count; i++) {
        for (size_t j = 0; j < e->watched[i].shot_count; j++) {
            compare_shot(e, &e->watched[i], j);
        }
    }
    if (before->has_provider) {
        search_log(e, &e->auth_provider, before->provider_mark, /* is_agent = */ false);
    }
    if (before->has_agent) {
        search_log(e, &e->agent, before->agent_mark, /* is_agent = */ true);
    }
    close_rest(e);
    return RC_OK;
}
