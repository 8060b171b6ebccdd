/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict_alike: closes what is alike. */
#include "verdict_alike.h"

#include "checks.h"
#include "probe.h"
#include "verdict_report.h"

static bool is_expected_status(const struct surface *s, int status) {
    for (size_t i = 0; i < s->expect_count; i++) {
        if (s->expect[i] == status) {
            return true;
        }
    }
    return false;
}

/* The slot is reached when the caller's own thing is answered otherwise than an absent one. */
static bool is_reached(struct engine *e, struct item *item, const struct sample_view *v) {
    if (!item->reaching) {
        return true;
    }
    if (item->reached && probe_is_success(e, item->surface, item->reached)) {
        struct str reference = probe_reference(item->surface, item->reaching);
        struct features own = probe_features(e, item->surface, item->reached, reference, RECONNECT_UNKNOWN);
        if (compare_is_void(&own, &v->known[0])) {
            return true;
        }
        return compare_with_known(&e->noise, item->surface->id, &own, v->known, v->absent_count, e->arena).count > 0;
    }
    return false;
}

static struct str not_reached(struct engine *e, const struct item *item) {
    struct str name = e->pack->principals[item->principal].name;
    return str_printf(e->arena,
                      "the slot was not reached: %.*s asking for %s of his own is answered %.*s, not otherwise than "
                      "for an absent one; "
                      "check the request in the pack, and that he may do this with his own things",
                      STR_ARG(name), verdict_resource_with_article(e, item),
                      STR_ARG(item->reached ? verdict_status_text(e, item->reached) : STR("nothing")));
}

static void close_alike_unknown(struct engine *e, const struct item *item, const struct sample_view *v) {
    if (is_expected_status(item->surface, v->absent[0]->exchange->status)) {
        checks_pass(e, item->check);
    } else if (v->absent[0]->exchange->status >= 500) {
        verdict_doubt(e, item, DOUBT_NOT_EXERCISED,
                      STR("an unknown method is answered with a server error, which proves nothing"));
    } else {
        verdict_report_policy(e, item, v->denied[0], v->absent[0], item->surface->expect[0]);
    }
}

static void close_alike_exclusive(struct engine *e, const struct item *item, const struct sample_view *v) {
    if (probe_is_success(e, item->surface, v->absent[0]->exchange)) {
        checks_pass(e, item->check);
        return;
    }
    verdict_doubt(
        e, item, DOUBT_NOT_EXERCISED,
        str_printf(e->arena,
                   "a free value is answered %.*s, so that nothing was created: a taken one cannot be compared with it",
                   STR_ARG(verdict_status_text(e, v->absent[0]->exchange))));
}

/* A variation inherits from the plain request that the slot is reached. */
static void close_alike_changed(struct engine *e, const struct item *item) {
    size_t plain = e->items[item->plain].check;
    if (checks_is_open(e, plain)) {
        checks_doubt(
            e, item->check, DOUBT_NOT_EXERCISED,
            STR("the plain request of this surface is not judged, so that nothing shows that the slot is reached"));
    } else {
        checks_pass(e, item->check);
    }
}

/* With its auth provider down the service refuses, with whatever words, everything alike. */
static void close_alike_faulty(struct engine *e, const struct item *item, const struct sample_view *v) {
    bool is_nothing = item->is_filtering; /* an empty list, like that of an absent one */
    if (is_nothing || !probe_is_success(e, item->surface, v->denied[0]->exchange)) {
        checks_pass(e, item->check);
    } else if (probe_is_success(e, item->surface, v->absent[0]->exchange)) {
        checks_doubt(e, item->check, DOUBT_NOT_EXERCISED,
                     STR("denied and absent are both answered with a success: nothing shows that one is let through"));
    } else {
        verdict_report_access(e, item, v->denied[0], v->absent[0]);
    }
}

/* Why two that are alike prove nothing; STR_NONE: they do. */
static struct str obstacle_of_given(struct engine *e, struct item *item, const struct sample_view *v) {
    int status = v->absent[0]->exchange->status;
    int expected = verdict_expected_status(e, item->expected);
    if (status != expected && status == e->pack->unauthenticated_status) {
        return str_printf(e->arena, "denied and absent are both answered %d: give the caller's credential with -H",
                          status);
    }
    if (status != expected && status >= 500) {
        return str_printf(e->arena, "denied and absent are both answered %d: two alike server errors prove nothing",
                          status);
    }
    if (status != expected) {
        return str_printf(e->arena,
                          "denied and absent are both answered %d, not %d: if that is how this service says that "
                          "something is absent, give --expect-absent %d",
                          status, expected, status);
    }
    if (!item->reaching) {
        return STR("alike, but slot not shown to be reached: give --control, a reference that the caller may use");
    }
    if (is_reached(e, item, v)) {
        return STR_NONE;
    }
    return str_printf(e->arena,
                      "alike, but slot not shown to be reached: the control is answered %.*s, where a success that "
                      "differs from the answer to an absent one is wanted",
                      STR_ARG(item->reached ? verdict_status_text(e, item->reached) : STR("nothing")));
}

static void close_alike_given(struct engine *e, struct item *item, const struct sample_view *v) {
    struct str obstacle = obstacle_of_given(e, item, v);
    if (obstacle.data) {
        checks_doubt(e, item->check, DOUBT_NOT_EXERCISED, obstacle);
    } else {
        checks_pass(e, item->check);
    }
}

void verdict_close_alike(struct engine *e, struct item *item, const struct sample_view *v) {
    if (item->is_given) {
        close_alike_given(e, item, v);
        return;
    }
    if (item->method.data) {
        close_alike_unknown(e, item, v);
        return;
    }
    if (item->is_exclusive) {
        close_alike_exclusive(e, item, v);
        return;
    }
    if (item->change) {
        close_alike_changed(e, item);
        return;
    }
    if (item->fault) {
        close_alike_faulty(e, item, v);
        return;
    }
    const struct exchange *x = v->absent[0]->exchange;
    int expected = verdict_expected_status(e, item->expected);
    if (item->is_filtering ? probe_is_success(e, item->surface, x) : x->status == expected) {
        if (is_reached(e, item, v)) {
            checks_pass(e, item->check);
            checks_pass(e, item->permission_check);
        } else {
            verdict_doubt(e, item, DOUBT_NOT_EXERCISED, not_reached(e, item));
        }
        return;
    }
    bool is_anonymous = item->expected == EXPECT_UNAUTHENTICATED;
    if (is_anonymous && probe_is_success(e, item->surface, x)) {
        verdict_report_access(e, item, v->denied[0], v->absent[0]);
    } else if (x->status == e->pack->unauthenticated_status && !is_anonymous) {
        verdict_doubt(e, item, DOUBT_STANDING,
                      STR("his credential is not accepted here, so nothing behind authentication was reached"));
    } else if (x->status >= 500 || exchange_is_success(x)) {
        verdict_doubt(
            e, item, DOUBT_NOT_EXERCISED,
            str_printf(e->arena,
                       "denied and absent are both answered %d: that is no absence, and two alike prove nothing",
                       x->status));
    } else {
        verdict_report_policy(e, item, v->denied[0], v->absent[0], expected);
    }
}

static bool came_over_http2(const struct sample_view *v) {
    bool is_any = false;
    for (size_t i = 0; i < v->denied_count; i++) {
        is_any |= exchange_is_http2(v->denied[i]->exchange);
    }
    for (size_t i = 0; i < v->absent_count; i++) {
        is_any |= exchange_is_http2(v->absent[i]->exchange);
    }
    return is_any;
}

bool verdict_close_without_http2(struct engine *e, const struct item *item, const struct sample_view *v) {
    if (!item->change || !variation_is_over_http2(item->change) || came_over_http2(v)) {
        return false;
    }
    bool is_answered = v->absent_count > 0 && v->absent[0]->exchange->status > 0;
    if (e->target->http2 == HTTP2_NEGOTIATED && is_answered) {
        checks_leave(e, item->check, STR("the server does not take HTTP/2 by ALPN"));
    } else {
        checks_doubt(e, item->check, DOUBT_NOT_EXERCISED,
                     STR("nothing was answered over HTTP/2: correct `http2` in the target file, or the server"));
    }
    return true;
}
