/* SPDX-License-Identifier: Apache-2.0
 *
 * envelope: a table, and that of the framings behind it. */
#include "envelope.h"

#include <assert.h>

#include "framing.h"
#include "gzip.h"

#define DRAWN_OF_100 3
#define FRAMED_OF_100 3
#define LEFT_OUT_FIRST 16

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

#define ORDINARY (sizeof table / sizeof *table)

size_t envelope_count(void) {
    return ORDINARY + framing_count();
}

bool envelope_is_framing(size_t envelope) {
    return envelope >= ORDINARY;
}

const char *envelope_name(size_t envelope) {
    return envelope_is_framing(envelope) ? framing_name(envelope - ORDINARY) : table[envelope].name;
}

const char *envelope_words(size_t envelope) {
    return envelope_is_framing(envelope) ? framing_words(envelope - ORDINARY) : table[envelope].words;
}

size_t envelope_find(struct str name) {
    for (size_t i = 0; i < envelope_count(); i++) {
        if (str_eq(name, str_from(envelope_name(i)))) {
            return i;
        }
    }
    return ENVELOPE_PLAIN;
}

size_t envelope_draw(struct rng *r, bool may_frame) {
    uint64_t lot = rng_below(r, 100);
    if (lot < DRAWN_OF_100) {
        return 1 + (size_t)rng_below(r, ORDINARY - 1);
    }
    if (may_frame && lot < DRAWN_OF_100 + FRAMED_OF_100) {
        return ORDINARY + (size_t)rng_below(r, framing_count());
    }
    return ENVELOPE_PLAIN;
}

/* A length beside chunks stands for all framings that one defect shows in alike. */
size_t envelope_simpler(size_t envelope, size_t n) {
    if (n == 0) {
        return ENVELOPE_PLAIN;
    }
    return n == 1 && envelope_is_framing(envelope) ? ORDINARY : envelope;
}

size_t envelope_if_due(struct envelope_patience *p, size_t envelope) {
    assert(envelope < ENVELOPE_MOST);
    if (p->left_out[envelope] == 0) {
        return envelope;
    }
    p->left_out[envelope]--;
    return ENVELOPE_PLAIN;
}

void envelope_note_wait(struct envelope_patience *p, size_t envelope) {
    unsigned last = p->last[envelope];
    unsigned next = last == 0 ? LEFT_OUT_FIRST : last > UINT8_MAX / 2 ? UINT8_MAX : 2 * last;
    p->last[envelope] = p->left_out[envelope] = (unsigned char)next;
}

void envelope_seal(size_t envelope, struct request *request, struct arena *a) {
    if (envelope_is_framing(envelope)) {
        framing_seal(envelope - ORDINARY, request, a);
        return;
    }
    if (table[envelope].header.data) {
        request_set_header(request, (struct header){.name = table[envelope].header, .value = table[envelope].value}, a);
    }
    switch (table[envelope].content) {
    case CONTENT_AS_IT_IS: break;
    case CONTENT_GZIPPED: request->body = gzip_stored(request->body, a); break;
    case CONTENT_LEFT_OUT: request->body = STR(""); break;
    }
}
