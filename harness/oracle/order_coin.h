/* SPDX-License-Identifier: Apache-2.0
 *
 * order_coin: leaks in values that vary anyway (request ids, counters, times), by the coin that decided the order of
 * each group: A D D A or D A A D. Pure.
 *
 * Of every volatile token of every feature some aspects are taken: its number, its length, its first character, the
 * parity of its last one, whether two of a class begin alike, and by how much a counter fell. In each group an aspect
 * gives one difference, denied less absent; were the classes alike, its sign would be the coin's, whatever the values
 * do over time. So the signed-rank test of the differences is exact, for any noise. One statement is made per item,
 * when it has ORDER_COIN_GROUPS of them (2 * 2^-28 is the least p that so many coins give); before that, groups are
 * only asked for while an aspect tells the classes apart nearly always (AUC), which costs no error. */
#ifndef NONESUCH_ORDER_COIN_H
#define NONESUCH_ORDER_COIN_H

#include "noise.h"

#define ORDER_COIN_GROUPS 28

/* Four answers in the order in which they were sent. */
struct coin_group {
    const struct features *answers[4];
    bool is_denied[4];
};

struct coin_result {
    bool is_suspicious;     /* some aspect separates the classes: more groups */
    double p;               /* the least; meant to be compared with its share of α only at ORDER_COIN_GROUPS */
    size_t tests;           /* of which it is the least */
    const char *aspect;     /* "length", "first character" … */
    enum feature_kind kind; /* of the feature of the least p */
    struct str key;
    struct str denied, absent; /* a value of each class */
};

/* `count` at most ORDER_COIN_GROUPS. Texts are borrowed from the groups. */
struct coin_result order_coin_test(const struct noise *n, struct str surface, const struct coin_group *groups,
                                   size_t count);

/* Whether a volatile token is a counter: a number that goes one way from answer to answer, nearly always. What others
 * send meanwhile moves it too, so that only groups sent alone tell by how much an answer of each class does. */
bool order_coin_has_counter(const struct noise *n, struct str surface, const struct coin_group *groups, size_t count);

#endif
