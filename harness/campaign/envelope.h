/* SPDX-License-Identifier: Apache-2.0
 *
 * envelope: how a body is told over HTTP: its content type and charset, its content encoding, Expect, or no body at
 * all. Nothing that could make a proxy lose count of a shared connection: lengths and chunks stay as they are. Pure.
 * Private to campaign. */
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

/* The plain one, but for a few of a hundred. */
size_t envelope_draw(struct rng *r);

/* Puts the request's body into the envelope: a header line in place of one of that name, a body of other bytes. In
 * `a`. */
void envelope_seal(size_t envelope, struct request *request, struct arena *a);

#endif
