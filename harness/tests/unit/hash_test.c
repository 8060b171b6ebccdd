/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of hash. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "hash.h"
#include "rows.h"

static void hash__sha256_meets_the_vectors_of_fips_180(void **state) {
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrst"
         "nopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        row_str(rows[i].text, sha256_hex(&a, str_from(rows[i].text)), rows[i].want);
    arena_free(&a);
}

static void hash__sha256_of_a_million_letters(void **state) {
    (void)state;
    struct arena a = {0};
    char *letters = arena_alloc(&a, 1000000, 1);
    memset(letters, 'a', 1000000);
    row_str("a million a", sha256_hex(&a, str_of(letters, 1000000)),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    arena_free(&a);
}

static void hash__sha256_in_pieces_is_sha256_at_once(void **state) {
    (void)state;
    unsigned char text[200], at_once[32], in_pieces[32];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (unsigned char)(i * 7);
    for (size_t len = 0; len <= sizeof text; len++) {
        struct sha256 h;
        sha256_init(&h);
        sha256_update(&h, text, len);
        sha256_final(&h, at_once);
        sha256_init(&h);
        sha256_update(&h, text, len / 3);
        sha256_update(&h, text + len / 3, len - len / 3);
        sha256_final(&h, in_pieces);
        assert_memory_equal(at_once, in_pieces, sizeof at_once);
    }
}

static void hash__fnv1a_meets_its_vectors(void **state) {
    (void)state;
    assert_true(hash_fnv1a(STR("")) == UINT64_C(0xcbf29ce484222325));
    assert_true(hash_fnv1a(STR("a")) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(hash_fnv1a(STR("foobar")) == UINT64_C(0x85944171f73967e8));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash__sha256_meets_the_vectors_of_fips_180),
        cmocka_unit_test(hash__sha256_of_a_million_letters),
        cmocka_unit_test(hash__sha256_in_pieces_is_sha256_at_once),
        cmocka_unit_test(hash__fnv1a_meets_its_vectors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
