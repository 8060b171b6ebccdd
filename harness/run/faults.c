/* SPDX-License-Identifier: Apache-2.0
 *
 * faults: with its auth provider failing, no answer becomes allowed. */
#include "faults.h"

#include "checks.h"
#include "decide.h"
#include "judge.h"
#include "verdicts.h"
#include "wave.h"

#define TTL_MS 20000
#define ROUNDS_MAX (DECIDE_MAX_SAMPLES / 2) /* two denied answers each */

static const char *const kinds[] = {"503", "502", "404", "garbage"};

size_t faults_kind_count(void) {
    return sizeof kinds / sizeof *kinds;
}

const char *faults_kind(size_t index) {
    return kinds[index];
}

/* What differs with the provider well differs with it ill: told once. */
static bool is_told(struct engine *e, struct item *item) {
    const struct check *plain = &e->result->checks[e->items[item->plain].check];
    if (plain->verdict == VERDICT_FAIL) {
        checks_fail(e, item->check, plain->finding, plain->reason);
        item->is_settled = true;
    }
    return item->is_settled;
}

static size_t collect(struct engine *e, const char *kind, struct item **out) {
    size_t count = 0;
    for (size_t i = 0; i < e->item_count; i++) {
        bool is_it = e->items[i].fault && str_eq(str_from(e->items[i].fault), str_from(kind));
        if (is_it && !e->items[i].is_settled && !is_told(e, &e->items[i])) {
            out[count++] = &e->items[i];
        }
    }
    return count;
}

static enum rc play(struct engine *e, const struct item *item, struct fault *f) {
    static const char *const endpoints[] = {"check", "search"};
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < sizeof endpoints / sizeof *endpoints; i++) {
        struct observer_fault fault = {.endpoint = str_from(endpoints[i]),
                                       .principal = e->target->credentials[item->principal].subject,
                                       .kind = item->fault,
                                       .ttl_ms = TTL_MS};
        rc = observer_play_fault(&e->auth_provider, &fault, e->arena, f);
    }
    return rc;
}

static void doubt_all(struct engine *e, struct item **items, size_t count, const struct fault *fault) {
    for (size_t i = 0; i < count; i++) {
        items[i]->is_settled = true;
        checks_doubt(e, items[i]->check, DOUBT_CONTROL,
                     str_printf(e->arena, "no fault could be played at the auth provider: %s", fault->text));
    }
}

static enum rc judge_kind(struct engine *e, const char *kind, struct item **list, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t round = 0; rc == RC_OK && round < ROUNDS_MAX && !engine_should_stop(e); round++) {
        size_t count = collect(e, kind, list);
        struct fault unplayed = {0};
        if (count == 0) {
            return RC_OK;
        }
        rc = judge_make_fresh(e, list, count, f);
        if (rc != RC_OK) {
            return rc;
        }
        if (play(e, list[0], &unplayed) != RC_OK) {
            doubt_all(e, list, count, &unplayed);
            return RC_OK;
        }
        e->is_faulty = true;
        rc = wave_send(e, list, count, f);
        e->is_faulty = false;
        (void)!observer_clear_faults(&e->auth_provider, e->arena, NULL);
        for (size_t i = 0; rc == RC_OK && i < count; i++) {
            verdicts_settle(e, list[i], /* is_last = */ round + 1 == ROUNDS_MAX);
        }
    }
    return rc;
}

enum rc faults_judge(struct engine *e, struct fault *f) {
    struct item **list = ARENA_ARRAY(e->arena, struct item *, e->item_count);
    enum rc rc = RC_OK;
    for (size_t k = 0; rc == RC_OK && k < faults_kind_count(); k++) {
        rc = judge_kind(e, kinds[k], list, f);
    }
    return rc;
}
