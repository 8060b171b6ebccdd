/* SPDX-License-Identifier: Apache-2.0
 *
 * novelty: hashes of a masked answer. */
#include "novelty.h"

#include "hash.h"
#include "shape.h"
#include "tokens.h"

#define PARSE_ERROR "-32700"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

struct str novelty_mask(struct str text, struct arena *a) {
    char *out = arena_alloc(a, text.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        bool has_digit = false;
        while (end < text.len && shape_is_word(text.data[end])) {
            has_digit |= is_digit(text.data[end++]);
        }
        if (has_digit) {
            out[len++] = '#';
            i = end;
            continue;
        }
        end = end > i ? end : i + 1;
        while (i < end) {
            out[len++] = text.data[i++];
        }
    }
    return str_of(out, len);
}

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash ^= value + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2);
    return hash * 0xff51afd7ed558ccdu;
}

/* The digits behind the first "code". */
static struct str rpc_code(struct str body) {
    ptrdiff_t at = str_find(body, STR("\"code\":"), 0);
    if (at < 0) {
        return STR("");
    }
    struct str rest = str_trim(str_from_index(body, (size_t)at + 7));
    size_t len = 0;
    while (len < rest.len && (is_digit(rest.data[len]) || rest.data[len] == '-')) {
        len++;
    }
    return str_sub(rest, 0, len);
}

/* Keys and types, in order. */
static uint64_t shape_of(struct str body, struct arena *a) {
    struct token_tree t;
    if (!tokens_scan(body, a, &t)) {
        return body.len == 0 ? 1 : 2;
    }
    uint64_t hash = 3;
    for (size_t i = 0; i < t.count && i < 256; i++) {
        const struct token *token = &t.tokens[i];
        struct str key = str_sub(body, token->key_start, token->key_end - token->key_start);
        hash = mix(hash, hash_fnv1a(key) + token->kind + 16 * token->depth);
    }
    return hash;
}

static struct str message_of(struct str body) {
    static const char *const names[] = {"\"message\":", "\"detail\":"};
    for (size_t i = 0; i < 2; i++) {
        ptrdiff_t at = str_find(body, str_from(names[i]), 0);
        if (at >= 0) {
            return str_from_index(body, (size_t)at);
        }
    }
    return body;
}

/* A text ends with its quote, a list's first entry with its brace; where complaints stand in one text, a semicolon or a
 * line's end is between them. */
static struct str first_complaint(struct str message) {
    static const struct str starts[] = {STR("\"message\":\""), STR("\"message\": \""), STR("\"detail\":\""),
                                        STR("\"detail\": \"")};
    size_t len = 0;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        len = str_starts_with(message, starts[i]) ? starts[i].len : len;
    }
    struct str ends = len > 0 ? STR("\";\n") : STR("};\n");
    while (len < message.len && str_find_char(ends, message.data[len], 0) < 0) {
        len++;
    }
    return str_sub(message, 0, len);
}

static uint64_t log2_of(size_t n) {
    uint64_t bits = 0;
    while (n >>= 1) {
        bits++;
    }
    return bits;
}

struct novelty_view novelty_take(const struct exchange *x, size_t request_class, const struct echo *echoes,
                                 size_t echo_count, struct arena *a) {
    struct str body = str_sub(x->decoded, 0, 1u << 16);
    struct str code = rpc_code(body);
    struct str canon = novelty_mask(features_replace_echoes(body, echoes, echo_count, a), a);
    uint64_t answer = mix((uint64_t)x->outcome, (uint64_t)x->status);
    uint64_t key = mix(answer, request_class);
    struct str message = str_eq(code, STR(PARSE_ERROR)) ? STR(PARSE_ERROR) : message_of(canon);
    return (struct novelty_view){.hashes = {
                                     [NOVELTY_STATUS] = mix(key, hash_fnv1a(code)),
                                     [NOVELTY_CANON] = mix(key, hash_fnv1a(canon)),
                                     [NOVELTY_TEMPLATE] = mix(answer, hash_fnv1a(message)),
                                     [NOVELTY_FIRST] = mix(answer, hash_fnv1a(first_complaint(message)) + 99),
                                     [NOVELTY_SHAPE] = mix(key, shape_of(body, a)),
                                     [NOVELTY_LENGTH] = mix(key, log2_of(canon.len) + 77),
                                 }};
}

uint16_t novelty_number(struct novelty_numbers *n, uint64_t hash, bool *is_new) {
    hash = hash ? hash : 1;
    size_t at = (size_t)(hash % (2 * NOVELTY_NUMBERS));
    while (n->hashes[at] != 0 && n->hashes[at] != hash) {
        at = (at + 1) % (2 * NOVELTY_NUMBERS);
    }
    *is_new = n->hashes[at] == 0 && n->count + 1 < NOVELTY_NUMBERS;
    if (n->hashes[at] == hash) {
        return n->numbers[at];
    }
    if (!*is_new) {
        return (uint16_t)(1 + hash % (NOVELTY_NUMBERS - 1));
    }
    n->hashes[at] = hash;
    n->numbers[at] = (uint16_t)++n->count;
    return n->numbers[at];
}
