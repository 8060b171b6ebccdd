/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign_tally: a table of its members. */
#include "campaign_tally.h"

static const struct {
    const char *name;
    size_t at;
} counts[] = {
#define COUNT(member) \
    { #member, offsetof(struct campaign_tally, member) }
    COUNT(bodies),     COUNT(pairs),          COUNT(lost),  COUNT(names),      COUNT(requests),
    COUNT(confirming), COUNT(news),           COUNT(looks), COUNT(suspicions), COUNT(confirmed),
    COUNT(flaky),      COUNT(not_reproduced), COUNT(known), COUNT(restarts),
#undef COUNT
};

#define COUNTS (sizeof counts / sizeof *counts)
#define CLASSES 6

static size_t *count_at(const struct campaign_tally *t, size_t i) {
    return (size_t *)((char *)t + counts[i].at);
}

void campaign_tally_members(const struct campaign_tally *t, struct emit *e) {
    for (size_t i = 0; i < COUNTS; i++) {
        emit_member_int(e, counts[i].name, (int64_t)*count_at(t, i));
    }
    emit_key(e, "by_status_class");
    emit_array_begin(e);
    for (size_t i = 0; i < CLASSES; i++) {
        emit_int(e, (int64_t)t->by_status_class[i]);
    }
    emit_array_end(e);
    emit_member_int(e, "blocked_ns", t->blocked_ns);
    emit_member_int(e, "elapsed_ns", t->elapsed_ns);
}

void campaign_tally_emit(const struct campaign_tally *t, struct emit *e) {
    emit_object_begin(e);
    campaign_tally_members(t, e);
    emit_object_end(e);
}

static size_t read_count(const struct value *v) {
    int64_t i = value_int(v, 0);
    return i < 0 ? 0 : (size_t)i;
}

struct campaign_tally campaign_tally_read(const struct value *object) {
    struct campaign_tally t = {0};
    for (size_t i = 0; i < COUNTS; i++) {
        *count_at(&t, i) = read_count(value_get_c(object, counts[i].name));
    }
    for (size_t i = 0; i < CLASSES; i++) {
        t.by_status_class[i] = read_count(value_at(value_get_c(object, "by_status_class"), i));
    }
    t.blocked_ns = value_int(value_get_c(object, "blocked_ns"), 0);
    t.elapsed_ns = value_int(value_get_c(object, "elapsed_ns"), 0);
    return t;
}

struct campaign_tally campaign_tally_add(const struct campaign_tally *a, const struct campaign_tally *b) {
    struct campaign_tally t = *a;
    for (size_t i = 0; i < COUNTS; i++) {
        *count_at(&t, i) += *count_at(b, i);
    }
    for (size_t i = 0; i < CLASSES; i++) {
        t.by_status_class[i] += b->by_status_class[i];
    }
    t.blocked_ns += b->blocked_ns;
    t.elapsed_ns += b->elapsed_ns;
    return t;
}
