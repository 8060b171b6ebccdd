/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: noise_learn, noise_explains, noise_volatile_part, noise_list. The input is values of one feature,
 * one a line. Properties: what was learned from explains each other, and does so still whatever is learned later; the
 * list has one line for the one scope. */
/* modules: oracle */
#include <assert.h>

#include "fuzz_target.h"
#include "noise.h"

#define VALUES_MAX 12

static struct feature feature_of(struct str value) {
    return (struct feature){.key = STR("body:/m"), .value = value, .kind = FEATURE_BODY};
}

static void learn(struct noise *n, struct str x, struct str y) {
    struct feature f = feature_of(x), g = feature_of(y);
    struct features left = {.items = &f, .count = 1}, right = {.items = &g, .count = 1};
    noise_learn(n, STR("s"), &left, &right);
}

static bool explains(const struct noise *n, struct str x, struct str y) {
    struct feature f = feature_of(x), g = feature_of(y);
    return noise_explains(n, STR("s"), &f, &g);
}

/* The pairs of a run: each value with the first and with the one before. */
static void check_learned(const struct noise *n, const struct str *values, size_t count) {
    for (size_t i = 1; i < count; i++) {
        assert(explains(n, values[i], values[0]) && explains(n, values[0], values[i]));
        assert(explains(n, values[i], values[i - 1]) && explains(n, values[i - 1], values[i]));
    }
}

/* It is a part of the value, and of one that never varied there is none. */
static void check_volatile_part(const struct noise *n, struct str value) {
    struct feature f = feature_of(value);
    struct str part = noise_volatile_part(n, STR("s"), &f);
    assert(noise_is_volatile(n, STR("s"), &f) || !part.data);
    assert(!part.data || str_contains(value, part));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str rest = str_of((const char *)data, size);
    struct arena a = {0};
    struct noise n;
    noise_init(&n, &a);
    struct str values[VALUES_MAX] = {{0}};
    for (size_t count = 0; count < VALUES_MAX && rest.data; count++) {
        values[count] = str_cut(&rest, '\n');
        if (count > 0) {
            learn(&n, values[0], values[count]);
            learn(&n, values[count - 1], values[count]);
        }
        check_learned(&n, values, count + 1);
    }
    check_volatile_part(&n, values[0]);
    struct learned_noise *list = NULL;
    size_t listed = 0;
    noise_list(&n, &a, &list, &listed);
    assert(listed <= 1);
    arena_free(&a);
    return 0;
}
