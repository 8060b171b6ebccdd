/* SPDX-License-Identifier: Apache-2.0
 *
 * order_coin: aspects of volatile tokens, group by group. */
#include "order_coin.h"

#include <assert.h>
#include <math.h>

#include "signed_rank.h"

#define GROUPS_MAX ORDER_COIN_GROUPS
#define GROUP_SIZE 4
#define AUC_MIN 0.9
#define TELLING_P 1e-5 /* many groups that lean to one side are suspicious, however much the classes overlap */
#define DIGITS_MAX 15  /* exact in a double */
#define COUNTING 0.75  /* of the steps go one way */

/* The volatile tokens of one group's answers, in order. */
struct quartet {
    struct str parts[GROUP_SIZE];
    const bool *is_denied;
};

/* What an aspect takes of a quartet: a value of each answer; NAN where there is none. */
typedef void aspect_fn(const struct quartet *q, double out[GROUP_SIZE]);

static double number_of(struct str s) {
    int64_t number;
    return s.len > 0 && s.len <= DIGITS_MAX && str_to_int64(s, &number) ? (double)number : NAN;
}

static void take_number(const struct quartet *q, double out[GROUP_SIZE]) {
    for (size_t i = 0; i < GROUP_SIZE; i++) {
        out[i] = number_of(q->parts[i]);
    }
}

static void take_length(const struct quartet *q, double out[GROUP_SIZE]) {
    for (size_t i = 0; i < GROUP_SIZE; i++) {
        out[i] = (double)q->parts[i].len;
    }
}

static double first_of(struct str s) {
    return s.len > 0 ? (double)(unsigned char)s.data[0] : 0.0;
}

static void take_first(const struct quartet *q, double out[GROUP_SIZE]) {
    for (size_t i = 0; i < GROUP_SIZE; i++) {
        out[i] = first_of(q->parts[i]);
    }
}

/* In ASCII the parity of a digit is that of its code; of hexadecimal letters it is the other one. */
static void take_parity(const struct quartet *q, double out[GROUP_SIZE]) {
    for (size_t i = 0; i < GROUP_SIZE; i++) {
        struct str s = q->parts[i];
        unsigned char last = s.len > 0 ? (unsigned char)s.data[s.len - 1] : 0;
        out[i] = (double)((last + (last > '9')) % 2);
    }
}

/* Whether the two of its class begin with the same character. */
static void take_likeness(const struct quartet *q, double out[GROUP_SIZE]) {
    for (size_t i = 0; i < GROUP_SIZE; i++) {
        out[i] = 1.0;
        for (size_t j = 0; j < GROUP_SIZE; j++) {
            bool is_same = fabs(first_of(q->parts[i]) - first_of(q->parts[j])) < 0.5;
            out[i] = q->is_denied[i] == q->is_denied[j] && !is_same ? 0.0 : out[i];
        }
    }
}

/* By how much a counter fell since the answer before. */
static void take_fall(const struct quartet *q, double out[GROUP_SIZE]) {
    out[0] = NAN;
    for (size_t i = 1; i < GROUP_SIZE; i++) {
        out[i] = number_of(q->parts[i - 1]) - number_of(q->parts[i]);
    }
}

static const struct {
    const char *name;
    aspect_fn *take;
} aspects[] = {
    {"number", take_number},
    {"length", take_length},
    {"first character", take_first},
    {"last character's parity", take_parity},
    {"first character's constancy", take_likeness},
    {"decrease", take_fall},
};

/* Values of both classes, for the screening. */
struct classes {
    double denied[2 * GROUPS_MAX], absent[2 * GROUPS_MAX];
    size_t denied_count, absent_count;
};

static void sort_in(struct classes *c, double value, bool is_denied) {
    if (isnan(value)) {
        return;
    }
    if (is_denied) {
        c->denied[c->denied_count++] = value;
    } else {
        c->absent[c->absent_count++] = value;
    }
}

/* The share of pairs in which the denied value is the higher one, or of those in which it is the lower one. */
static double separation(const struct classes *c) {
    double higher = 0;
    for (size_t i = 0; i < c->denied_count; i++) {
        for (size_t j = 0; j < c->absent_count; j++) {
            double d = c->denied[i] - c->absent[j];
            higher += d > 0 ? 1.0 : d < 0 ? 0.0 : 0.5;
        }
    }
    double pairs = (double)(c->denied_count * c->absent_count);
    double auc = pairs > 0 ? higher / pairs : 0.5;
    return auc > 0.5 ? auc : 1 - auc;
}

/* Mean of the denied less mean of the absent ones; 0 when a class has none. */
static double difference(const double values[GROUP_SIZE], const bool is_denied[GROUP_SIZE]) {
    double sums[2] = {0, 0};
    size_t counts[2] = {0, 0};
    for (size_t i = 0; i < GROUP_SIZE; i++) {
        if (!isnan(values[i])) {
            sums[is_denied[i]] += values[i];
            counts[is_denied[i]]++;
        }
    }
    return counts[0] && counts[1] ? sums[1] / (double)counts[1] - sums[0] / (double)counts[0] : 0.0;
}

static void test_aspect(size_t aspect, const struct quartet *quartets, size_t count, const struct feature *f,
                        struct coin_result *r) {
    double differences[GROUPS_MAX];
    struct classes classes = {.denied_count = 0};
    bool is_any = false;
    for (size_t g = 0; g < count; g++) {
        double values[GROUP_SIZE];
        aspects[aspect].take(&quartets[g], values);
        differences[g] = difference(values, quartets[g].is_denied);
        is_any |= fabs(differences[g]) > 0;
        for (size_t i = 0; i < GROUP_SIZE; i++) {
            sort_in(&classes, values[i], quartets[g].is_denied[i]);
        }
    }
    if (!is_any) {
        return;
    }
    double p = signed_rank_p(differences, count);
    r->tests++;
    r->is_suspicious |= separation(&classes) >= AUC_MIN || p <= TELLING_P;
    if (p < r->p) {
        r->p = p;
        r->aspect = aspects[aspect].name;
        r->kind = f->kind;
        r->key = f->key;
    }
}

/* The volatile tokens of a feature in each group that has it in all four answers; returns how many. */
static size_t collect(const struct noise *n, struct str surface, const struct coin_group *groups, size_t count,
                      struct str key, struct quartet *out) {
    size_t used = 0;
    for (size_t g = 0; g < count; g++) {
        bool is_whole = true;
        for (size_t i = 0; i < GROUP_SIZE && is_whole; i++) {
            const struct feature *f = features_find(groups[g].answers[i], key);
            is_whole = f != NULL;
            out[used].parts[i] = f ? noise_volatile_part(n, surface, f) : STR_NONE;
        }
        out[used].is_denied = groups[g].is_denied;
        used += is_whole;
    }
    return used;
}

static void test_feature(const struct noise *n, struct str surface, const struct coin_group *groups, size_t count,
                         const struct feature *f, struct coin_result *r) {
    struct quartet quartets[GROUPS_MAX];
    size_t used = collect(n, surface, groups, count, f->key, quartets);
    for (size_t a = 0; a < sizeof aspects / sizeof *aspects; a++) {
        test_aspect(a, quartets, used, f, r);
    }
}

static struct str value_in(const struct coin_group *g, bool is_denied, struct str key) {
    for (size_t i = 0; i < GROUP_SIZE; i++) {
        const struct feature *f = g->is_denied[i] == is_denied ? features_find(g->answers[i], key) : NULL;
        if (f) {
            return f->value;
        }
    }
    return STR_NONE;
}

struct coin_result order_coin_test(const struct noise *n, struct str surface, const struct coin_group *groups,
                                   size_t count) {
    assert(count <= GROUPS_MAX);
    struct coin_result r = {.p = 1.0};
    const struct features *first = count > 0 ? groups[0].answers[0] : NULL;
    for (size_t i = 0; first && i < first->count; i++) {
        if (noise_is_volatile(n, surface, &first->items[i])) {
            test_feature(n, surface, groups, count, &first->items[i], &r);
        }
    }
    if (r.key.data) {
        r.denied = value_in(&groups[count - 1], true, r.key);
        r.absent = value_in(&groups[count - 1], false, r.key);
    }
    return r;
}

/* Steps from answer to answer: up, down, and all of them. */
struct steps {
    size_t up, down, all;
};

static void count_steps(const struct quartet *q, struct steps *s) {
    for (size_t i = 1; i < GROUP_SIZE; i++) {
        double step = number_of(q->parts[i]) - number_of(q->parts[i - 1]);
        s->up += step > 0;
        s->down += step < 0;
        s->all++;
    }
}

static bool is_counter(const struct quartet *quartets, size_t count) {
    struct steps s = {0};
    for (size_t g = 0; g < count; g++) {
        count_steps(&quartets[g], &s);
    }
    size_t most = s.up > s.down ? s.up : s.down;
    return s.all > 0 && (double)most >= COUNTING * (double)s.all;
}

bool order_coin_has_counter(const struct noise *n, struct str surface, const struct coin_group *groups, size_t count) {
    assert(count <= GROUPS_MAX);
    struct quartet quartets[GROUPS_MAX];
    const struct features *first = count > 0 ? groups[0].answers[0] : NULL;
    for (size_t i = 0; first && i < first->count; i++) {
        if (noise_is_volatile(n, surface, &first->items[i]) &&
            is_counter(quartets, collect(n, surface, groups, count, first->items[i].key, quartets))) {
            return true;
        }
    }
    return false;
}
