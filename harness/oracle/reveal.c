/* SPDX-License-Identifier: Apache-2.0
 *
 * reveal: searches answers for what their caller may not read. The last eight bytes of every spelling go into a small
 * hash filter, so that a text is walked once whatever the number of needles: names of one run begin alike and end
 * otherwise. */
#include "reveal.h"

#include <string.h>

#include "codec.h"

#define WINDOW_BYTES 8
#define BUCKET_BITS 14
#define BUCKETS (1u << BUCKET_BITS)

struct spelled {
    struct str text;
    const char *spelling;
    size_t tag;
    struct spelled *next; /* of the same bucket */
};

struct reveal_index {
    struct spelled *buckets[BUCKETS];
};

static size_t bucket_of(const char *window) {
    uint64_t x;
    memcpy(&x, window, sizeof x);
    return (size_t)((x * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - BUCKET_BITS));
}

static void add(struct reveal_index *index, struct arena *a, struct str text, const char *spelling, size_t tag) {
    if (text.len < WINDOW_BYTES) {
        return;
    }
    size_t b = bucket_of(text.data + text.len - WINDOW_BYTES);
    struct spelled *s = ARENA_NEW(a, struct spelled);
    *s = (struct spelled){.text = text, .spelling = spelling, .tag = tag, .next = index->buckets[b]};
    index->buckets[b] = s;
}

/* Base64 of a text inside a longer one depends on its place modulo 3: the digits that its neighbours share are cut
 * away. */
static void add_base64(struct reveal_index *index, struct arena *a, struct str text, size_t tag) {
    for (size_t shift = 0; shift < 3; shift++) {
        char *bytes = arena_alloc(a, shift + text.len, 1);
        memcpy(bytes + shift, text.data, text.len);
        struct str padded = str_of(bytes, shift + text.len);
        size_t usable = padded.len - padded.len % 3;
        struct str encoded = codec_base64(a, str_sub(padded, 0, usable));
        size_t cut = shift == 0 ? 0 : shift + 1;
        add(index, a, str_from_index(encoded, cut), "base64", tag);
    }
}

static struct str hex_upper(struct arena *a, struct str text) {
    return str_upper_ascii(a, codec_hex(a, text));
}

static void add_spellings(struct reveal_index *index, struct arena *a, struct str text, size_t tag) {
    static const struct {
        const char *name;
        struct str (*make)(struct arena *, struct str);
    } ways[] = {
        {"upper case", str_upper_ascii},
        {"lower case", str_lower_ascii},
        {"percent", codec_percent},
        {"hex", codec_hex},
        {"hex", hex_upper},
    };
    add(index, a, text, "raw", tag);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct str spelled = ways[i].make(a, text);
        if (!str_eq(spelled, text)) {
            add(index, a, spelled, ways[i].name, tag);
        }
    }
    add_base64(index, a, text, tag);
}

struct reveal_index *reveal_index_new(const struct needle *needles, size_t count, struct arena *a) {
    struct reveal_index *index = ARENA_NEW(a, struct reveal_index);
    for (size_t i = 0; i < count; i++) {
        if (needles[i].text.len >= WINDOW_BYTES) {
            add_spellings(index, a, needles[i].text, needles[i].tag);
        }
    }
    return index;
}

void reveal_scan(const struct reveal_index *index, struct str text, reveal_take_fn take, void *self) {
    for (size_t end = WINDOW_BYTES; end <= text.len; end++) {
        for (const struct spelled *s = index->buckets[bucket_of(text.data + end - WINDOW_BYTES)]; s; s = s->next) {
            size_t len = s->text.len;
            if (end < len || memcmp(text.data + end - len, s->text.data, len) != 0) {
                continue;
            }
            struct reveal_hit hit = {.tag = s->tag, .spelling = s->spelling, .offset = end - len, .len = len};
            if (!take(self, &hit)) {
                return;
            }
        }
    }
}

const char *reveal_find_internals(struct str text, size_t *offset) {
    static const struct {
        const char *sign, *what;
    } table[] = {
        {"Traceback (most recent call last)", "a Python stack trace"},
        {"sqlalchemy.exc.", "a database exception"},
        {"psycopg2.", "a database exception"},
        {"asyncpg.exceptions", "a database exception"},
        {"sqlite3.", "a database exception"},
        {"SELECT * FROM", "SQL text"},
        {"SQLSTATE[", "SQL text"},
        {"[SQL: ", "SQL text"},
        {"UNIQUE constraint failed", "SQL text"},
        {"duplicate key value violates unique constraint", "SQL text"},
        {"/site-packages/", "a path of the server"},
        {"/usr/lib/python", "a path of the server"},
        {"at java.base/", "a Java stack trace"},
        {"goroutine 1 [", "a Go stack trace"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        ptrdiff_t at = str_find(text, str_from(table[i].sign), 0);
        if (at >= 0) {
            *offset = (size_t)at;
            return table[i].what;
        }
    }
    return NULL;
}
