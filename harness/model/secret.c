/* SPDX-License-Identifier: Apache-2.0
 *
 * secret: the redactor compares at each place with the secrets that begin so; each byte may stand there percent-encoded. */
#include "secret.h"

#include <string.h>

#define SHORTEST_SECRET_BYTES 8

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

/* The longest stands first: of two secrets at one place, the whole one is hidden. */
void redactor_add(struct redactor *r, struct str value) {
    if (value.len < SHORTEST_SECRET_BYTES) {
        return;
    }
    reserve_one(r);
    size_t *place = &r->first[(unsigned char)value.data[0]];
    while (*place > 0 && r->entries[*place - 1].value.len >= value.len) {
        struct redactor_entry *known = &r->entries[*place - 1];
        if (str_eq(known->value, value)) {
            return;
        }
        place = &known->next;
    }
    r->entries[r->count++] = (struct redactor_entry){.value = str_copy(r->arena, value), .next = *place};
    *place = r->count;
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

/* How many bytes of `text` at `at` spell the byte `c`: 1, 3 ("%41") or 0. */
static size_t spelling_len(struct str text, size_t at, char c) {
    if (at < text.len && text.data[at] == c) {
        return 1;
    }
    if (at + 2 >= text.len || text.data[at] != '%') {
        return 0;
    }
    int high = hex_digit(text.data[at + 1]);
    int low = hex_digit(text.data[at + 2]);
    return high >= 0 && low >= 0 && high * 16 + low == (unsigned char)c ? 3 : 0;
}

/* How many bytes of `text` at `at` spell the secret; 0 when they do not. */
static size_t match_len(struct str text, size_t at, struct str secret) {
    size_t end = at;
    for (size_t i = 0; i < secret.len; i++) {
        size_t len = spelling_len(text, end, secret.data[i]);
        if (len == 0) {
            return 0;
        }
        end += len;
    }
    return end - at;
}

static size_t longest_match_among(const struct redactor *r, unsigned char first, struct str text, size_t at) {
    for (size_t i = r->first[first]; i > 0; i = r->entries[i - 1].next) {
        size_t len = match_len(text, at, r->entries[i - 1].value);
        if (len > 0) {
            return len;
        }
    }
    return 0;
}

/* What stands there may be the first byte itself, or spell it. */
static size_t longest_match_len(const struct redactor *r, struct str text, size_t at) {
    size_t len = longest_match_among(r, (unsigned char)text.data[at], text, at);
    if (len > 0 || text.data[at] != '%' || at + 2 >= text.len) {
        return len;
    }
    int high = hex_digit(text.data[at + 1]);
    int low = hex_digit(text.data[at + 2]);
    return high >= 0 && low >= 0 ? longest_match_among(r, (unsigned char)(high * 16 + low), text, at) : 0;
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
