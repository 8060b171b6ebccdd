/* SPDX-License-Identifier: Apache-2.0
 *
 * token_scan: the scanner behind tokens and the places of JSON faults. Only doc uses it. Pure. */
#ifndef NONESUCH_TOKEN_SCAN_H
#define NONESUCH_TOKEN_SCAN_H

#include "tokens.h"

enum scan_fault { SCAN_NONE, SCAN_SYNTAX, SCAN_TOO_DEEP, SCAN_TOO_MANY };

#define SCAN_NO_CONTAINER SIZE_MAX

struct token_scan {
    struct arena *arena;
    struct token_tree tree;    /* what was scanned so far */
    size_t capacity;           /* of tree.tokens */
    size_t at;                 /* the byte that was refused, when it failed */
    size_t open;               /* the innermost container that is not closed yet, or SCAN_NO_CONTAINER */
    size_t key_start, key_end; /* of the member whose value has not begun; equal when there is none */
    enum scan_fault fault;
    const char *expected; /* of SCAN_SYNTAX: what should have stood there, a part of a sentence */
};

/* True when the whole text is one value; otherwise `fault` says why and the rest where. */
bool token_scan_run(struct token_scan *s, struct str text, struct arena *a);

/* The pointer of the place where a scan stopped. */
struct str token_scan_pointer(const struct token_scan *s, struct arena *a);

/* Counts brackets and commas outside strings. Of a valid text: its depth and number of values, exactly, as far as they
 * are within LIMIT_DOCUMENT_DEPTH and `max_nodes`; false as soon as they are not. */
bool token_scan_within_limits(struct str text, size_t max_nodes, size_t *nodes);

#endif
