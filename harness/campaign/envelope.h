/* SPDX-License-Identifier: Apache-2.0
 *
 * envelope: how a body is told over HTTP: its content type and charset, its content encoding, Expect, or no body at
 * all. Lengths and chunks stay as they are, but in the framing envelopes (framing.h): those can make a proxy lose count
 * of a shared connection, and are for who has allowed them. Pure. Private to campaign. */
#ifndef NONESUCH_ENVELOPE_H
#define NONESUCH_ENVELOPE_H

#include "exchange.h"
#include "rng.h"

/* Envelopes are told by their number in a table; the first one is how a client sends JSON. */
#define ENVELOPE_PLAIN 0

size_t envelope_count(void);
/* One word, for files and folders: "gzip". It stays the same from one version to the next. */
const char *envelope_name(size_t envelope);
/* For a sentence: "sent as text/plain"; "" of the plain one. */
const char *envelope_words(size_t envelope);
/* ENVELOPE_PLAIN when none is called that. */
size_t envelope_find(struct str name);

/* It tells falsely or ambiguously where the body ends. */
bool envelope_is_framing(size_t envelope);

/* The plain one, but for a few of a hundred; a framing one only when that is allowed, then a few of a hundred, too. */
size_t envelope_draw(struct rng *r, bool may_frame);

/* For a finding that shows in an envelope: another one, to be told instead if it shows there as well. The n-th, in the
 * order of preference; `envelope` itself behind the last one. */
size_t envelope_simpler(size_t envelope, size_t n);

/* Of framing envelopes that a target waits out (it waits for bytes that never come, or for the end of the connection):
 * each is left out for a while, the longer the more often it was so. {0} at the start. */
#define ENVELOPE_MOST 64
struct envelope_patience {
    unsigned char left_out[ENVELOPE_MOST]; /* that many times more */
    unsigned char last[ENVELOPE_MOST];
};
/* The envelope, or the plain one when it is to be left out. */
size_t envelope_if_due(struct envelope_patience *p, size_t envelope);
void envelope_note_wait(struct envelope_patience *p, size_t envelope);

/* Puts the request's body into the envelope: a header line in place of one of that name, a body of other bytes; a
 * framing one makes an exact request of it. In `a`. */
void envelope_seal(size_t envelope, struct request *request, struct arena *a);

#endif
