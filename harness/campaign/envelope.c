/* SPDX-License-Identifier: Apache-2.0
 *
 * envelope: a table. */
#include "envelope.h"

#include "gzip.h"

#define DRAWN_OF_100 3

enum content { CONTENT_AS_IT_IS, CONTENT_GZIPPED, CONTENT_LEFT_OUT };

#define TYPE STR("content-type")
#define ENCODING STR("content-encoding")

static const struct {
    const char *name, *words;
    struct str header, value; /* header: STR_NONE, no line of its own; value: STR_NONE, the line is left out */
    enum content content;
} table[] = {
    [ENVELOPE_PLAIN] = {"plain", "", {0}, {0}, CONTENT_AS_IT_IS},
    {"no-type", "sent without a content type", TYPE, {0}, CONTENT_AS_IT_IS},
    {"utf-8", "sent as JSON in utf-8", TYPE, STR("application/json; charset=utf-8"), CONTENT_AS_IT_IS},
    {"utf-16", "sent as if in utf-16", TYPE, STR("application/json; charset=utf-16"), CONTENT_AS_IT_IS},
    {"latin-1", "sent as if in iso-8859-1", TYPE, STR("application/json; charset=iso-8859-1"), CONTENT_AS_IT_IS},
    {"text", "sent as text/plain", TYPE, STR("text/plain"), CONTENT_AS_IT_IS},
    {"form", "sent as a form", TYPE, STR("application/x-www-form-urlencoded"), CONTENT_AS_IT_IS},
    {"jsonl", "sent as application/jsonl", TYPE, STR("application/jsonl"), CONTENT_AS_IT_IS},
    {"ndjson", "sent as application/x-ndjson", TYPE, STR("application/x-ndjson"), CONTENT_AS_IT_IS},
    {"gzip", "sent gzipped", ENCODING, STR("gzip"), CONTENT_GZIPPED},
    {"false-gzip", "said to be gzipped, which it is not", ENCODING, STR("gzip"), CONTENT_AS_IT_IS},
    {"odd-encoding", "sent in an unknown content encoding", ENCODING, STR("x-nonesuch"), CONTENT_AS_IT_IS},
    {"expect", "sent with Expect: 100-continue", STR("expect"), STR("100-continue"), CONTENT_AS_IT_IS},
    {"empty", "left empty", {0}, {0}, CONTENT_LEFT_OUT},
};

size_t envelope_count(void) {
    return sizeof table / sizeof *table;
}

const char *envelope_name(size_t envelope) {
    return table[envelope].name;
}

const char *envelope_words(size_t envelope) {
    return table[envelope].words;
}

size_t envelope_find(struct str name) {
    for (size_t i = 0; i < envelope_count(); i++) {
        if (str_eq(name, str_from(table[i].name))) {
            return i;
        }
    }
    return ENVELOPE_PLAIN;
}

size_t envelope_draw(struct rng *r) {
    if (rng_below(r, 100) >= DRAWN_OF_100) {
        return ENVELOPE_PLAIN;
    }
    return 1 + (size_t)rng_below(r, envelope_count() - 1);
}

void envelope_seal(size_t envelope, struct request *request, struct arena *a) {
    if (table[envelope].header.data) {
        request_set_header(request, (struct header){.name = table[envelope].header, .value = table[envelope].value}, a);
    }
    switch (table[envelope].content) {
    case CONTENT_AS_IT_IS: break;
    case CONTENT_GZIPPED: request->body = gzip_stored(request->body, a); break;
    case CONTENT_LEFT_OUT: request->body = STR(""); break;
    }
}
