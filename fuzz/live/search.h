/* SPDX-License-Identifier: Apache-2.0
 *
 * search: what decides which body is sent next. One of two is in the program: libFuzzer, where its archive was found
 * when the program was made, else a simple novelty search. */
#ifndef NONESUCH_SEARCH_H
#define NONESUCH_SEARCH_H

#include "worker_setup.h"

#define SEARCH_COUNTERS 16384     /* what answers show is counted in so many places */
#define SEARCH_MESSAGE_PERCENT 30 /* of changed bodies: how many go on from what messages.h keeps */

struct search_evaluation {
    const uint16_t *shown; /* at least one */
    size_t count;
    uint16_t message; /* the one of them that stands for what the answer complains of first; 0: none does */
};

/* Sends a body to the campaign and waits for what its answers showed. Ends the program when the campaign is gone. */
typedef struct search_evaluation (*search_evaluate_fn)(void *self, struct str body);

/* Goes on for ever. */
void search_run(const struct worker_setup *setup, search_evaluate_fn evaluate, void *self);

#endif
