/* SPDX-License-Identifier: Apache-2.0
 *
 * reveal: searches answers for what their caller may not read. The last bytes of every spelling go into a hash table,
 * so that a text is walked once whatever the number of needles: names of one run begin alike and end otherwise. A
 * filter of one bit, small enough for the fastest cache, goes before the table: nearly all of a text ends there. */
#include "reveal.h"

#include <string.h>

#include "codec.h"

#define NEEDLE_BYTES 8 /* what is shorter is found by chance */
#define WINDOW_BYTES 6 /* no longer than the shortest sign */
#define BUCKET_BITS 14
#define BUCKETS (1u << BUCKET_BITS)
#define FILTER_BITS 18
#define FILTER_WORDS (1u << (FILTER_BITS - 6))

struct spelled {
    struct str text;
    const char *internals, *spelling;
    size_t tag;
    struct spelled *next; /* of the same bucket */
};

struct reveal_index {
    uint64_t filter[FILTER_WORDS];
    struct spelled *buckets[BUCKETS];
};

static const struct {
    const char *text, *what;
} signs[] = {
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

/* Where a window has its entries and its bit. */
struct place {
    size_t bucket, word;
    uint64_t bit;
};

static struct place place_of(const char *window) {
    uint64_t x = 0;
    memcpy(&x, window, WINDOW_BYTES);
    x *= UINT64_C(0x9E3779B97F4A7C15);
    size_t n = (size_t)(x >> (64 - FILTER_BITS));
    return (struct place){.bucket = (size_t)(x >> (64 - BUCKET_BITS)), .word = n / 64, .bit = UINT64_C(1) << (n % 64)};
}

static void add(struct reveal_index *index, struct arena *a, struct spelled entry) {
    struct place p = place_of(entry.text.data + entry.text.len - WINDOW_BYTES);
    struct spelled *s = ARENA_NEW(a, struct spelled);
    *s = entry;
    s->next = index->buckets[p.bucket];
    index->buckets[p.bucket] = s;
    index->filter[p.word] |= p.bit;
}

static void add_spelling(struct reveal_index *index, struct arena *a, struct needle needle, const char *spelling) {
    add(index, a, (struct spelled){.text = needle.text, .spelling = spelling, .tag = needle.tag});
}

/* Base64 of a text inside a longer one depends on its place modulo 3: the digits that its neighbours share are cut
 * away. */
static void add_base64(struct reveal_index *index, struct arena *a, struct needle needle) {
    struct str text = needle.text;
    for (size_t shift = 0; shift < 3; shift++) {
        char *bytes = arena_alloc(a, shift + text.len, 1);
        memcpy(bytes + shift, text.data, text.len);
        struct str padded = str_of(bytes, shift + text.len);
        size_t usable = padded.len - padded.len % 3;
        struct str encoded = codec_base64(a, str_sub(padded, 0, usable));
        size_t cut = shift == 0 ? 0 : shift + 1;
        add_spelling(index, a, (struct needle){str_from_index(encoded, cut), needle.tag}, "base64");
    }
}

static struct str hex_upper(struct arena *a, struct str text) {
    return str_upper_ascii(a, codec_hex(a, text));
}

static void add_spellings(struct reveal_index *index, struct arena *a, struct needle needle) {
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
    add_spelling(index, a, needle, "raw");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct str spelled = ways[i].make(a, needle.text);
        if (!str_eq(spelled, needle.text)) {
            add_spelling(index, a, (struct needle){spelled, needle.tag}, ways[i].name);
        }
    }
    add_base64(index, a, needle);
}

struct reveal_index *reveal_index_new(const struct needle *needles, size_t count, struct arena *a) {
    struct reveal_index *index = ARENA_NEW(a, struct reveal_index);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        add(index, a, (struct spelled){.text = str_from(signs[i].text), .internals = signs[i].what});
    }
    for (size_t i = 0; i < count; i++) {
        if (needles[i].text.len >= NEEDLE_BYTES) {
            add_spellings(index, a, needles[i]);
        }
    }
    return index;
}

/* The entries that end at `end`. False: enough. */
static bool take_ending(const struct spelled *s, struct str text, size_t end, reveal_take_fn take, void *self) {
    for (; s; s = s->next) {
        size_t len = s->text.len;
        if (end < len || memcmp(text.data + end - len, s->text.data, len) != 0) {
            continue;
        }
        struct reveal_hit hit = {
            .internals = s->internals, .tag = s->tag, .spelling = s->spelling, .offset = end - len, .len = len};
        if (!take(self, &hit)) {
            return false;
        }
    }
    return true;
}

void reveal_scan(const struct reveal_index *index, struct str text, reveal_take_fn take, void *self) {
    for (size_t end = WINDOW_BYTES; end <= text.len; end++) {
        struct place p = place_of(text.data + end - WINDOW_BYTES);
        if ((index->filter[p.word] & p.bit) && !take_ending(index->buckets[p.bucket], text, end, take, self)) {
            return;
        }
    }
}
