/* SPDX-License-Identifier: Apache-2.0
 *
 * secret: the redactor looks each place up by the eight bytes that begin there, each of which may stand there
 * percent-encoded, and compares with the secrets that begin so. */
#include "secret.h"

#include <string.h>

#define SHORTEST_SECRET_BYTES 8
#define START_BYTES 8 /* no secret is shorter */
#define TABLE_BITS 13

struct secret secret_wrap(struct str value) {
    return (struct secret){.hidden = value};
}

struct str secret_unwrap(struct secret s) {
    return s.hidden;
}

bool secret_is_empty(struct secret s) {
    return s.hidden.len == 0;
}

bool secret_is_same(struct secret a, struct secret b) {
    return str_eq(a.hidden, b.hidden);
}

void redactor_init(struct redactor *r, struct arena *arena) {
    *r = (struct redactor){.arena = arena};
}

static void reserve_one(struct redactor *r) {
    if (r->count < r->capacity) {
        return;
    }
    size_t capacity = r->capacity > 0 ? 2 * r->capacity : 16;
    struct redactor_entry *entries = ARENA_ARRAY(r->arena, struct redactor_entry, capacity);
    if (r->count > 0) {
        memcpy(entries, r->entries, r->count * sizeof *entries);
    }
    r->entries = entries;
    r->capacity = capacity;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* How many bytes of `text` at `at` spell the byte `c`: 1, 3 ("%41") or 0. A percent sign is either; `is_encoded` says
 * which. */
static size_t spelling_len(struct str text, size_t at, char c, bool is_encoded) {
    bool is_raw = at < text.len && text.data[at] == c;
    if (is_raw && !is_encoded) {
        return 1;
    }
    if (at + 2 >= text.len || text.data[at] != '%') {
        return is_raw ? 1 : 0;
    }
    int high = hex_digit(text.data[at + 1]);
    int low = hex_digit(text.data[at + 2]);
    bool is_spelled = high >= 0 && low >= 0 && high * 16 + low == (unsigned char)c;
    return is_spelled ? 3 : is_raw ? 1 : 0;
}

static size_t match_len_as(struct str text, size_t at, struct str secret, bool is_encoded) {
    size_t end = at;
    for (size_t i = 0; i < secret.len; i++) {
        size_t len = spelling_len(text, end, secret.data[i], is_encoded);
        if (len == 0) {
            return 0;
        }
        end += len;
    }
    return end - at;
}

/* How many bytes of `text` at `at` spell the secret; 0 when they do not. */
static size_t match_len(struct str text, size_t at, struct str secret) {
    size_t len = match_len_as(text, at, secret, /* is_encoded = */ false);
    return len > 0 ? len : match_len_as(text, at, secret, /* is_encoded = */ true);
}

static size_t longest_match_in(const struct redactor *r, size_t first, struct str text, size_t at) {
    for (size_t i = first; i > 0; i = r->entries[i - 1].next) {
        size_t len = match_len(text, at, r->entries[i - 1].value);
        if (len > 0) {
            return len;
        }
    }
    return 0;
}

/* The eight bytes that begin at `at`, each as it is or percent-encoded. False: the text ends before. */
static bool read_start(struct str text, size_t at, uint64_t *out) {
    uint64_t start = 0;
    for (size_t i = 0; i < START_BYTES; i++) {
        if (at >= text.len) {
            return false;
        }
        unsigned char byte = (unsigned char)text.data[at];
        int high = byte == '%' && at + 2 < text.len ? hex_digit(text.data[at + 1]) : -1;
        int low = high >= 0 ? hex_digit(text.data[at + 2]) : -1;
        start = start << 8 | (low >= 0 ? (unsigned)(high * 16 + low) : byte);
        at += low >= 0 ? 3 : 1;
    }
    *out = start;
    return true;
}

static size_t slot_of(uint64_t start) {
    return (size_t)(start * UINT64_C(0x9e3779b97f4a7c15) >> (64 - TABLE_BITS));
}

static size_t longest_match_len(const struct redactor *r, struct str text, size_t at) {
    uint64_t start;
    size_t odd = longest_match_in(r, r->odd, text, at);
    if (odd > 0 || !r->table || !read_start(text, at, &start)) {
        return odd;
    }
    size_t i = r->table[slot_of(start)];
    while (i > 0 && r->entries[i - 1].start != start) {
        i = r->entries[i - 1].next;
    }
    return longest_match_in(r, i, text, at);
}

static size_t *slot_for(struct redactor *r, struct str value, uint64_t *start) {
    (void)read_start(value, 0, start);
    if (str_find_char(value, '%', 0) >= 0) {
        return &r->odd;
    }
    if (!r->table) {
        r->table = ARENA_ARRAY(r->arena, size_t, (size_t)1 << TABLE_BITS);
    }
    return &r->table[slot_of(*start)];
}

/* The longest stands first: of two secrets at one place, the whole one is hidden. */
void redactor_add(struct redactor *r, struct str value) {
    if (value.len < SHORTEST_SECRET_BYTES) {
        return;
    }
    reserve_one(r);
    uint64_t start = 0;
    size_t *place = slot_for(r, value, &start);
    while (*place > 0 && r->entries[*place - 1].value.len >= value.len) {
        struct redactor_entry *known = &r->entries[*place - 1];
        if (str_eq(known->value, value)) {
            return;
        }
        place = &known->next;
    }
    r->entries[r->count++] =
        (struct redactor_entry){.value = str_copy(r->arena, value), .start = start, .next = *place};
    *place = r->count;
}

static size_t next_match(const struct redactor *r, struct str text, size_t from, size_t *len) {
    for (size_t at = from; at < text.len; at++) {
        *len = longest_match_len(r, text, at);
        if (*len > 0) {
            return at;
        }
    }
    return text.len;
}

struct str redactor_clean(const struct redactor *r, struct str text, struct arena *a) {
    size_t len = 0;
    size_t at = next_match(r, text, 0, &len);
    if (at == text.len) {
        return text;
    }
    /* Three bytes stand for eight or more, so the result is never longer than the text. */
    char *clean = arena_alloc(a, text.len + 1, 1);
    size_t clean_len = 0;
    size_t from = 0;
    while (at < text.len) {
        memcpy(clean + clean_len, text.data + from, at - from);
        clean_len += at - from;
        memcpy(clean + clean_len, "***", 3);
        clean_len += 3;
        from = at + len;
        at = next_match(r, text, from, &len);
    }
    memcpy(clean + clean_len, text.data + from, text.len - from);
    return str_of(clean, clean_len + (text.len - from));
}
