/* SPDX-License-Identifier: Apache-2.0
 *
 * fixtures: plan, create and delete what a run makes. */
#include "fixtures.h"

#include <assert.h>
#include <stdlib.h>

#include "capture.h"
#include "codec.h"
#include "render.h"

#define TRIES_MAX 3
#define EXCERPT_BYTES 160

static struct fixture *plan_fixture(struct engine *e, size_t resource, size_t owner, struct fixture *parent) {
    const struct resource *r = &e->pack->resources[resource];
    struct fixture *x = ARENA_NEW(e->arena, struct fixture);
    *x = (struct fixture){.number = e->fixture_count, .resource = resource, .owner = owner, .parent = parent};
    x->values = ARENA_ARRAY(e->arena, struct str, r->field_count);
    x->canary = render_new_canary(e);
    for (size_t i = 0; i < r->field_count; i++) {
        if (r->fields[i].is_chosen) {
            x->values[i] = render_new_name(e);
        }
    }
    *e->fixtures_end = x;
    e->fixtures_end = &x->next;
    e->fixture_count++;
    return x;
}

/* An only child that is new needs a new parent. */
static bool needs_new_parent(const struct engine *e, size_t resource, const bool *is_own) {
    for (size_t i = 0; i < e->pack->resource_count; i++) {
        if (is_own[i] && e->pack->resources[i].is_only_child && e->pack->resources[i].parent == resource) {
            return true;
        }
    }
    return false;
}

struct family *fixtures_plan_family(struct engine *e, size_t owner, const struct family *base, const bool *is_own) {
    const struct pack *p = e->pack;
    struct family *family = ARENA_NEW(e->arena, struct family);
    family->owner = owner;
    family->members = ARENA_ARRAY(e->arena, struct fixture *, p->resource_count);
    family->is_own = ARENA_ARRAY(e->arena, bool, p->resource_count);
    for (size_t i = 0; i < p->resource_count; i++) {
        size_t parent = p->resources[i].parent;
        bool is_new = base ? is_own[i] || needs_new_parent(e, i, is_own) : e->is_needed[i];
        if (is_new) {
            family->members[i] = plan_fixture(e, i, owner, parent == NONE ? NULL : family->members[parent]);
            family->is_own[i] = true;
        } else if (base) {
            family->members[i] = base->members[i];
        }
    }
    return family;
}

static struct journal_entry entry_of(const struct fixture *x) {
    return (struct journal_entry){.number = (int64_t)x->number,
                                  .resource = x->resource,
                                  .owner = x->owner,
                                  .parent = x->parent ? (int64_t)x->parent->number : -1,
                                  .values = x->values};
}

static void fail(struct engine *e, struct fixture *x, struct str reason) {
    x->state = FIXTURE_FAILED;
    x->failure = reason;
    (void)e;
}

static struct str describe_failure(struct engine *e, const struct fixture *x, const struct exchange *answer,
                                   const char *what) {
    struct str thing = render_resource(e, x->resource);
    struct str owner = e->pack->principals[x->owner].name;
    if (answer->outcome != OUTCOME_ANSWERED) {
        return str_printf(e->arena, "%.*s could not make %.*s: %s", STR_ARG(owner), STR_ARG(thing),
                          outcome_name(answer->outcome));
    }
    struct str body = codec_printable(e->arena, str_sub(answer->body, 0, EXCERPT_BYTES));
    return str_printf(e->arena, "%.*s could not make %.*s: %.*s was answered %d%s %.*s", STR_ARG(owner), STR_ARG(thing),
                      STR_ARG(answer->request->method), answer->status, what, STR_ARG(body));
}

static bool is_worth_another_try(const struct exchange *x) {
    return x->outcome == OUTCOME_RESET || x->outcome == OUTCOME_RESENT || x->status == 429 || x->status == 503;
}

static void take_answer(struct engine *e, struct fixture *x, const struct exchange *answer) {
    const struct resource *r = &e->pack->resources[x->resource];
    const struct step *step = &r->create[x->step];
    bool was_sent = answer->outcome != OUTCOME_SKIPPED && answer->outcome != OUTCOME_REFUSED;
    if (!exchange_is_success(answer)) {
        x->may_exist &= was_sent || x->step > 0;
        x->may_exist &= x->step > 0 || answer->outcome != OUTCOME_ANSWERED || answer->status >= 500;
        if (!is_worth_another_try(answer) || ++x->tries >= TRIES_MAX) {
            fail(e, x, describe_failure(e, x, answer, ""));
        }
        return;
    }
    for (size_t i = 0; i < step->capture_count; i++) {
        const struct capture_rule *rule = &step->captures[i];
        size_t field = resource_find_field(r, rule->field);
        struct str value;
        if (!capture_extract(rule, answer, e->arena, &value)) {
            fail(e, x,
                 describe_failure(e, x, answer, str_printf(e->arena, ", without %.*s:", STR_ARG(rule->source)).data));
            return;
        }
        assert(field != NONE);
        x->values[field] = value;
        if (r->fields[field].is_secret && e->options->redactor) {
            redactor_add(e->options->redactor, value);
        }
    }
    if (++x->step == r->create_count) {
        x->state = FIXTURE_MADE;
        e->result->ledger.fixtures_made++;
        struct journal_entry entry = entry_of(x);
        journal_made(&e->journal, e->pack, &entry);
    }
}

/* A fixture can take its next step when its parent is there. */
static bool is_ready(struct engine *e, struct fixture *x) {
    if (x->state != FIXTURE_PLANNED) {
        return false;
    }
    if (x->parent && x->parent->state == FIXTURE_FAILED) {
        fail(e, x, x->parent->failure);
        return false;
    }
    return !x->parent || x->parent->state == FIXTURE_MADE;
}

static size_t creator(const struct fixture *x, const struct step *step) {
    return step->as == NONE ? x->owner : step->as;
}

static enum rc send_round(struct engine *e, struct fixture **ready, size_t count, struct fault *f) {
    struct request *requests = ARENA_ARRAY(e->arena, struct request, count);
    struct sequence *sequences = ARENA_ARRAY(e->arena, struct sequence, count);
    struct exchange **answers = ARENA_ARRAY(e->arena, struct exchange *, count);
    for (size_t i = 0; i < count; i++) {
        const struct step *step = &e->pack->resources[ready[i]->resource].create[ready[i]->step];
        struct render r = {.engine = e, .principal = creator(ready[i], step), .fixture = ready[i]};
        enum rc rc = render_request(&r, &step->request, &requests[i], f);
        if (rc != RC_OK) {
            return rc;
        }
        sequences[i] = (struct sequence){.requests = &requests[i], .count = 1};
        ready[i]->may_exist = true;
        struct journal_entry entry = entry_of(ready[i]);
        if (ready[i]->step == 0) {
            journal_planned(&e->journal, e->pack, &entry);
        }
    }
    enum rc rc = journal_flush(&e->journal, f);
    if (rc == RC_OK) {
        rc = engine_send(e, sequences, count, answers, f);
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        take_answer(e, ready[i], answers[i]);
    }
    return rc == RC_OK ? journal_flush(&e->journal, f) : rc;
}

static size_t collect_ready(struct engine *e, struct fixture **ready) {
    size_t count = 0;
    for (struct fixture *x = e->fixtures; x; x = x->next) {
        if (is_ready(e, x)) {
            ready[count++] = x;
        }
    }
    return count;
}

enum rc fixtures_create(struct engine *e, struct fault *f) {
    struct fixture **ready = ARENA_ARRAY(e->arena, struct fixture *, e->fixture_count);
    size_t count;
    while (!engine_should_stop(e) && (count = collect_ready(e, ready)) > 0) {
        enum rc rc = send_round(e, ready, count, f);
        if (rc != RC_OK) {
            return rc;
        }
    }
    for (struct fixture *x = e->fixtures; x; x = x->next) {
        if (x->state == FIXTURE_PLANNED) {
            fail(e, x, STR("the run was stopped before it was made"));
        }
    }
    return RC_OK;
}

static bool is_known(const struct engine *e, struct str field_name, struct str value) {
    for (const struct fixture *x = e->fixtures; x; x = x->next) {
        size_t field = resource_find_field(&e->pack->resources[x->resource], field_name);
        if (field != NONE && str_eq(x->values[field], value)) {
            return true;
        }
    }
    return false;
}

void fixtures_adopt(struct engine *e, const struct surface *s, size_t principal, const struct exchange *x) {
    struct str value;
    if (s->created_resource == NONE || s->created.field.len == 0 || !exchange_is_success(x) ||
        !capture_extract(&s->created, x, e->arena, &value) || is_known(e, s->created.field, value)) {
        return;
    }
    size_t parent = e->pack->resources[s->created_resource].parent;
    const struct family *home = e->homes[principal];
    struct fixture *made =
        plan_fixture(e, s->created_resource, principal, parent == NONE || !home ? NULL : home->members[parent]);
    for (size_t i = 0; i < e->pack->resources[s->created_resource].field_count; i++) {
        made->values[i] = STR_NONE;
    }
    made->values[resource_find_field(&e->pack->resources[s->created_resource], s->created.field)] = value;
    made->state = FIXTURE_MADE;
    made->may_exist = true;
    e->result->ledger.fixtures_made++;
    struct journal_entry entry = entry_of(made);
    journal_made(&e->journal, e->pack, &entry);
}

bool fixtures_has(const struct family *family, size_t resource) {
    const struct fixture *x = family && resource != NONE ? family->members[resource] : NULL;
    return x && (x->state == FIXTURE_MADE || x->state == FIXTURE_BURIED);
}

struct str fixtures_failure(const struct family *family, size_t resource) {
    const struct fixture *x = family ? family->members[resource] : NULL;
    return x && x->failure.data ? x->failure : STR("it was never made");
}

/* Deleting goes against the order of planning: children were planned after their parents. One round per depth keeps
 * that order while a round's requests go out side by side. */
static size_t depth_of(const struct pack *p, size_t resource) {
    size_t depth = 0;
    for (size_t r = p->resources[resource].parent; r != NONE; r = p->resources[r].parent) {
        depth++;
    }
    return depth;
}

static bool render_removal(struct engine *e, const struct fixture *x, struct request *out) {
    const struct resource *r = &e->pack->resources[x->resource];
    struct render render = {.engine = e, .principal = x->owner, .fixture = x};
    if (!x->may_exist || x->state == FIXTURE_GONE || x->state == FIXTURE_BURIED || !r->has_delete) {
        return false;
    }
    return render_request(&render, &r->remove, out, NULL) == RC_OK ||
           (r->remove_unseen.method.len > 0 && render_request(&render, &r->remove_unseen, out, NULL) == RC_OK);
}

static bool says_gone(const struct engine *e, const struct exchange *x) {
    return exchange_is_success(x) || x->status == e->pack->absent_status || x->status == 410;
}

typedef bool want_removal_fn(const struct engine *e, const struct fixture *x, size_t depth);

static bool is_at_depth(const struct engine *e, const struct fixture *x, size_t depth) {
    return depth_of(e->pack, x->resource) == depth;
}

static bool is_open_grave(const struct engine *e, const struct fixture *x, size_t depth) {
    (void)e;
    (void)depth;
    return x->is_grave && x->state == FIXTURE_MADE;
}

/* Sends the removal of every fixture that `want` picks; tells what became of each by its state. */
static enum rc remove_all(struct engine *e, want_removal_fn *want, size_t depth, struct fault *f) {
    size_t count = 0;
    struct fixture **list = ARENA_ARRAY(e->arena, struct fixture *, e->fixture_count);
    struct request *requests = ARENA_ARRAY(e->arena, struct request, e->fixture_count);
    struct sequence *sequences = ARENA_ARRAY(e->arena, struct sequence, e->fixture_count);
    for (struct fixture *x = e->fixtures; x; x = x->next) {
        if (want(e, x, depth) && render_removal(e, x, &requests[count])) {
            sequences[count] = (struct sequence){.requests = &requests[count], .count = 1};
            list[count++] = x;
        }
    }
    struct exchange **answers = ARENA_ARRAY(e->arena, struct exchange *, count + 1);
    enum rc rc = engine_send(e, sequences, count, answers, f);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (says_gone(e, answers[i])) {
            list[i]->state = list[i]->is_grave ? FIXTURE_BURIED : FIXTURE_GONE;
            e->result->ledger.fixtures_deleted += exchange_is_success(answers[i]);
            journal_gone(&e->journal, (int64_t)list[i]->number);
        } else if (list[i]->is_grave) {
            list[i]->failure = describe_failure(e, list[i], answers[i], "");
        }
    }
    return rc;
}

enum rc fixtures_bury(struct engine *e, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t tries = 0; rc == RC_OK && tries < TRIES_MAX; tries++) {
        rc = remove_all(e, is_open_grave, 0, f);
    }
    for (struct fixture *x = e->fixtures; x; x = x->next) {
        if (is_open_grave(e, x, 0)) {
            fail(e, x, x->failure);
        }
    }
    return rc;
}

static bool has_gone_ancestor(const struct fixture *x) {
    for (const struct fixture *p = x->parent; p; p = p->parent) {
        if (p->state == FIXTURE_GONE) {
            return true;
        }
    }
    return false;
}

/* What cannot be named hangs on something: with that it is out of everybody's reach. */
static bool is_left(const struct engine *e, const struct fixture *x) {
    struct request unused;
    if (!x->may_exist || x->state == FIXTURE_GONE || x->state == FIXTURE_BURIED) {
        return false;
    }
    bool can_be_named = render_removal((struct engine *)e, x, &unused);
    return e->pack->resources[x->resource].has_delete && (can_be_named || !has_gone_ancestor(x));
}

enum rc fixtures_delete(struct engine *e, struct fault *f) {
    size_t deepest = 0;
    for (size_t i = 0; i < e->pack->resource_count; i++) {
        size_t depth = depth_of(e->pack, i);
        deepest = depth > deepest ? depth : deepest;
    }
    enum rc rc = RC_OK;
    for (size_t round = 0; rc == RC_OK && round < TRIES_MAX * (deepest + 1); round++) {
        /* Deepest first, and again for what a busy server has not taken. */
        rc = remove_all(e, is_at_depth, deepest - round % (deepest + 1), f);
    }
    (void)!journal_flush(&e->journal, NULL);
    for (const struct fixture *x = e->fixtures; x; x = x->next) {
        e->result->ledger.fixtures_left += is_left(e, x);
    }
    return rc;
}
