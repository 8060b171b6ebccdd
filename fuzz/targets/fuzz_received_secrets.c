/* SPDX-License-Identifier: Apache-2.0
 *
 * Target function: received_secrets_learn, over a body. Properties: what was learned is long enough to be a secret, and
 * stands nowhere in the body that is cleaned of it; a second answer alike teaches nothing new; the clean text is never
 * longer. */
/* modules: run */
#include <assert.h>

#include "fuzz_target.h"
#include "received_secrets.h"

#define SHORTEST_BYTES 12

static void assert_clean(const struct redactor *r, struct str clean) {
    for (size_t i = 0; i < r->count; i++) {
        assert(r->entries[i].value.len >= SHORTEST_BYTES);
        assert(!str_contains(clean, r->entries[i].value) || str_find_char(r->entries[i].value, '*', 0) >= 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a = {0};
    struct redactor r;
    redactor_init(&r, &a);
    struct exchange x = {.decoded = str_of((const char *)data, size)};
    received_secrets_learn(&x, &r);
    size_t count = r.count;
    received_secrets_learn(&x, &r);
    assert(r.count == count);
    struct str clean = redactor_clean(&r, x.decoded, &a);
    assert(clean.len <= x.decoded.len);
    assert_clean(&r, clean);
    arena_free(&a);
    return 0;
}
