/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: compare_with_known, compare_is_void, noise_learn. The input is two answers, a NUL between them.
 * Properties: an answer is like itself, and like either of two that it is one of; a difference names a feature that one
 * side has, the worst kind first; two answers that are alike one way are alike the other way; what was learned from
 * them takes no difference away that is not of a value of both. */
/* modules: oracle http */
/* mutator: json */
#include <assert.h>

#include "compare.h"
#include "fuzz_target.h"
#include "take_answer.h"

static void check_differences(const struct differences *d, const struct features *x, const struct features *y) {
    for (size_t i = 0; i < d->count; i++) {
        const struct difference *one = &d->items[i];
        assert(i == 0 || d->items[i - 1].kind <= one->kind);
        const struct feature *f = features_find(x, one->key), *g = features_find(y, one->key);
        assert(f || g);
        assert(f || !one->left.data);
        assert(g || !one->right.data);
    }
}

/* Differences that noise never covers: a feature that one side lacks. */
static size_t count_one_sided(const struct differences *d, const struct features *x, const struct features *y) {
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++)
        count += !features_find(x, d->items[i].key) || !features_find(y, d->items[i].key);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str right = str_of((const char *)data, size);
    struct str left = str_cut(&right, '\0');
    struct arena a = {0};
    struct noise n;
    noise_init(&n, &a);
    struct features pair[] = {take_answer(left, STR_NONE, &a), take_answer(right, STR_NONE, &a)};
    assert(compare_with_known(&n, STR("s"), &pair[0], &pair[0], 1, &a).count == 0);
    assert(compare_with_known(&n, STR("s"), &pair[1], pair, 2, &a).count == 0);
    struct differences there = compare_with_known(&n, STR("s"), &pair[0], &pair[1], 1, &a);
    struct differences back = compare_with_known(&n, STR("s"), &pair[1], &pair[0], 1, &a);
    check_differences(&there, &pair[0], &pair[1]);
    assert((there.count == 0) == (back.count == 0));
    assert(there.count > 0 || !compare_is_void(&pair[0], &pair[1]));
    noise_learn(&n, STR("s"), &pair[0], &pair[1]);
    struct differences learned = compare_with_known(&n, STR("s"), &pair[0], &pair[1], 1, &a);
    assert(learned.count <= there.count);
    assert(count_one_sided(&learned, &pair[0], &pair[1]) == count_one_sided(&there, &pair[0], &pair[1]));
    arena_free(&a);
    return 0;
}
