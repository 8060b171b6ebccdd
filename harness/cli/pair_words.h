/* SPDX-License-Identifier: Apache-2.0
 *
 * pair_words: the words of `probe` as a pair. */
#ifndef NONESUCH_PAIR_WORDS_H
#define NONESUCH_PAIR_WORDS_H

#include "options.h"
#include "pair.h"

struct pair_words {
    struct pair pair;
    struct str base_url; /* without a slash at its end */
};

/* A header of -H is secret unless it holds the reference, or says Content-Type or Accept. RC_USAGE: no request, no
 * URL or a bad one, and what pair_check says; RC_IO, RC_LIMIT: the file of --data. */
MUST_USE enum rc pair_words_read(const struct options *o, struct arena *a, struct pair_words *out, struct fault *f);

#endif
