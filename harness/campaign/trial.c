/* SPDX-License-Identifier: Apache-2.0
 *
 * trial: render, send, take apart. */
#include "trial.h"

#include "body_edit.h"
#include "clock.h"
#include "envelope.h"
#include "framing.h"
#include "hash.h"
#include "tokens.h"

#define QUIET_NS (300 * NS_PER_MS)
#define QUIET_MOST_NS (2 * NS_PER_S)
#define QUIET_OF_USUAL 8
#define USUAL_OVER 64 /* answers, about */

/* Without an answer for so long, none is to come: a moment, and many times what a plain one takes. */
static int64_t quiet_ns(const struct campaign *c) {
    int64_t ns = QUIET_NS + QUIET_OF_USUAL * (int64_t)atomic_load(&c->usual_wait_ns);
    return ns > QUIET_MOST_NS ? QUIET_MOST_NS : ns;
}

/* A moving mean; that two lanes may overwrite each other's share does it no harm. */
static void note_wait(struct campaign *c, const struct exchange *x) {
    if (x->outcome == OUTCOME_ANSWERED) {
        long long usual = atomic_load(&c->usual_wait_ns);
        atomic_store(&c->usual_wait_ns, usual + (exchange_wait_ns(x) - usual) / USUAL_OVER);
    }
}

static const struct str *values_of(struct trial *t, enum trial_side side) {
    struct campaign *c = t->campaign;
    if (side == TRIAL_DENIED) {
        return c->denied[t->transport ? 0 : rng_below(t->rng, 2)];
    }
    if (t->transport) {
        return c->absents[rng_below(t->rng, CAMPAIGN_ABSENTS)];
    }
    struct str *fresh = ARENA_ARRAY(t->step, struct str, CAMPAIGN_SLOTS);
    for (size_t i = 0; i < c->view.slot_count; i++) {
        fresh[i] = stage_absent(c->stage, i);
    }
    return fresh;
}

static bool is_between(char c, char from, char to) {
    return c >= from && c <= to;
}

/* Another name of the same form: its letters are others, all else stays, escapes too. What makes a name odd (a blank, a
 * look-alike, a lone surrogate) is odd in both. */
static struct str random_like(struct trial *t, struct str lexeme) {
    char *name = str_cstr(t->step, lexeme);
    for (size_t i = 0; i < lexeme.len; i++) {
        if (name[i] == '\\') {
            i += i + 1 < lexeme.len && name[i + 1] == 'u' ? 5 : 1;
        } else if (is_between(name[i], 'a', 'z')) {
            name[i] = (char)('a' + rng_below(t->rng, 26));
        } else if (is_between(name[i], 'A', 'Z')) {
            name[i] = (char)('A' + rng_below(t->rng, 26));
        }
    }
    return str_of(name, lexeme.len);
}

static void add_echo(struct trial_answer *out, const char *name, struct str value) {
    out->echoes[out->echo_count++] = (struct echo){.name = str_from(name), .value = value};
}

static struct request render(struct trial *t, struct str body, const struct body_class *class, enum trial_side side,
                             struct trial_answer *out) {
    struct campaign *c = t->campaign;
    const struct str *values = values_of(t, side);
    struct str name = class->name;
    struct request request = c->view.routes[campaign_route_of(c, body, class)].request;
    *out = (struct trial_answer){0};
    for (size_t i = 0; i < c->view.slot_count; i++) {
        add_echo(out, c->view.slots[i].echo, values[i]);
    }
    if (side == TRIAL_OTHER_NAME) {
        struct str lexeme = random_like(t, str_sub(body, class->name_from, class->name_to - class->name_from));
        name = tokens_unescape(lexeme, t->step);
        body = body_splice(t->step, body, class->name_from, class->name_to, lexeme);
    }
    if (class->is_unknown_name) {
        add_echo(out, "METHOD", name);
    }
    request.body = body_fill(body, values, c->view.slot_count, t->step);
    request.has_body = true;
    envelope_seal(t->envelope, &request, t->step);
    request.quiet_ns = quiet_ns(c);
    return request;
}

static void take(struct trial *t, const struct exchange *x, struct trial_answer *out) {
    out->exchange = x;
    bool is_unsent = x->outcome == OUTCOME_REFUSED || x->outcome == OUTCOME_SKIPPED || x->outcome == OUTCOME_RESENT;
    bool is_answer = x->outcome == OUTCOME_ANSWERED;
    bool is_framing = envelope_is_framing(t->envelope);
    out->is_silent = !is_answer && !is_unsent && !is_framing;
    out->is_lost = (is_framing ? is_unsent : !is_answer) || (is_answer && (x->status == 429 || x->status == 503));
    out->features = features_take(x, out->echoes, out->echo_count, RECONNECT_UNKNOWN, t->step);
}

/* Rate limit: a token for each request. */
static bool wait_for_turn(struct trial *t, size_t count) {
    struct campaign *c = t->campaign;
    count *= envelope_is_framing(t->envelope) ? FRAMING_REQUESTS : 1;
    int64_t start_ns = clock_monotonic_ns();
    bool may_go = true;
    for (size_t i = 0; may_go && i < count; i++) {
        may_go = pace_wait(&c->pace, c->stop);
    }
    atomic_fetch_add(&c->blocked_ns, clock_monotonic_ns() - start_ns);
    return may_go;
}

bool trial_send(struct trial *t, struct str body, const struct body_class *class, const enum trial_side *sides,
                size_t count, struct trial_answer *out) {
    struct campaign *c = t->campaign;
    struct request *requests = ARENA_ARRAY(t->step, struct request, count);
    for (size_t i = 0; i < count; i++) {
        requests[i] = render(t, body, class, sides[i], &out[i]);
    }
    struct sequence sequence = {.requests = requests, .count = count};
    struct exchange *answers;
    if (c->pace.interval_ns > 0 && !wait_for_turn(t, count)) {
        return false;
    }
    struct transport *transport = t->transport;
    t->rc = transport ? transport->exchange(transport->self, &sequence, 1, c->stop, t->step, &answers, NULL)
                      : stage_send(c->stage, &sequence, t->step, &answers, NULL);
    if (t->rc != RC_OK) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        take(t, &answers[i], &out[i]);
        if (t->envelope == ENVELOPE_PLAIN) {
            note_wait(c, &answers[i]);
        }
    }
    return !(c->stop && atomic_load(c->stop));
}

bool trial_is_failure(const struct trial_answer *x) {
    int status = x->exchange->outcome == OUTCOME_ANSWERED ? x->exchange->status : 0;
    return x->is_silent || (x->exchange->request->is_exact ? status == 500 : status >= 500 && status != 503);
}

static struct differences compare_in(struct trial *t, struct str scope, const struct trial_answer *suspect,
                                     const struct trial_answer *known, size_t known_count) {
    struct features features[TRIAL_MOST];
    for (size_t i = 0; i < known_count; i++) {
        features[i] = known[i].features;
    }
    pthread_mutex_lock(&t->campaign->lock);
    struct differences d =
        compare_with_known(stage_noise(t->campaign->stage), scope, &suspect->features, features, known_count, t->step);
    pthread_mutex_unlock(&t->campaign->lock);
    return d;
}

struct differences trial_compare(struct trial *t, const struct trial_answer *suspect, const struct trial_answer *known,
                                 size_t known_count) {
    struct differences d = compare_in(t, CAMPAIGN_NOISE, suspect, known, known_count);
    if (d.count == 0 || !envelope_is_framing(t->envelope)) {
        return d;
    }
    struct differences own = compare_in(t, CAMPAIGN_NOISE_FRAMING, suspect, known, known_count);
    return own.count < d.count ? own : d;
}

struct differences trial_compare_names(struct trial *t, const struct trial_answer *suspect,
                                       const struct trial_answer *known, size_t known_count) {
    struct differences d = trial_compare(t, suspect, known, known_count);
    if (d.count == 0) {
        return d;
    }
    struct trial_answer bare[TRIAL_MOST + 1];
    for (size_t i = 0; i <= known_count; i++) {
        bare[i] = i < known_count ? known[i] : *suspect;
        bare[i].features =
            features_take(bare[i].exchange, bare[i].echoes, bare[i].echo_count - 1, RECONNECT_UNKNOWN, t->step);
    }
    struct differences without = trial_compare(t, &bare[known_count], bare, known_count);
    return without.count == 0 ? without : d;
}

void trial_learn(struct trial *t, const struct trial_answer *x, const struct trial_answer *y) {
    if (x->is_lost || y->is_lost) {
        return;
    }
    struct str scope = envelope_is_framing(t->envelope) ? CAMPAIGN_NOISE_FRAMING : CAMPAIGN_NOISE;
    pthread_mutex_lock(&t->campaign->lock);
    noise_learn(stage_noise(t->campaign->stage), scope, &x->features, &y->features);
    pthread_mutex_unlock(&t->campaign->lock);
}

uint64_t trial_signature(const struct trial *t, enum oracle oracle, size_t class, struct str key, struct str left,
                         struct str right) {
    struct arena *a = t->step;
    struct str masked_key = novelty_mask(key, a);
    struct str masked_left = novelty_mask(str_sub(left, 0, 400), a),
               masked_right = novelty_mask(str_sub(right, 0, 400), a);
    struct str text = str_printf(a, "%d|%zu|%.*s|%.*s|%.*s", (int)oracle, class, STR_ARG(masked_key),
                                 STR_ARG(masked_left), STR_ARG(masked_right));
    if (t->envelope != ENVELOPE_PLAIN) {
        text = str_printf(a, "%.*s|%s", STR_ARG(text), envelope_name(t->envelope));
    }
    return hash_fnv1a(text);
}
