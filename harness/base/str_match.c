/* SPDX-License-Identifier: Apache-2.0
 *
 * str: globs and edit distance. */
#include "str.h"

#include <string.h>

#define GLOB_PATTERN_BYTES 512
#define DISTANCE_BYTES 64
#define NEAR_ENOUGH 2

enum glob_op { GLOB_BYTE, GLOB_ANY, GLOB_RUN, GLOB_OPEN, GLOB_LEAVE };

/* A pattern as an automaton: the state is a set of places in the pattern. All silent moves go forwards, so one pass per
 * byte settles them: time is length times length, without recursion. */
struct glob {
    struct str pattern;
    unsigned char op[GLOB_PATTERN_BYTES];
    uint16_t close[GLOB_PATTERN_BYTES]; /* of GLOB_OPEN and GLOB_LEAVE: where the group ends */
};

static enum glob_op glob_op_outside(struct str pattern, size_t i) {
    switch (pattern.data[i]) {
    case '*': return GLOB_RUN;
    case '?': return GLOB_ANY;
    case '{': return str_find_char(pattern, '}', i) >= 0 ? GLOB_OPEN : GLOB_BYTE;
    default: return GLOB_BYTE;
    }
}

static enum glob_op glob_op_inside(char c) {
    switch (c) {
    case '*': return GLOB_RUN;
    case '?': return GLOB_ANY;
    case ',':
    case '}': return GLOB_LEAVE;
    default: return GLOB_BYTE;
    }
}

static void glob_compile(struct glob *g, struct str pattern) {
    *g = (struct glob){.pattern = pattern};
    size_t close = 0; /* 0: outside a group */
    for (size_t i = 0; i < pattern.len; i++) {
        bool inside = close > 0;
        enum glob_op op = inside ? glob_op_inside(pattern.data[i]) : glob_op_outside(pattern, i);
        if (op == GLOB_OPEN)
            close = (size_t)str_find_char(pattern, '}', i);
        g->op[i] = (unsigned char)op;
        g->close[i] = (uint16_t)close;
        if (i == close)
            close = 0;
    }
}

static void glob_enter_group(const struct glob *g, size_t open, bool *at) {
    at[open + 1] = true;
    for (size_t i = open + 1; i < g->close[open]; i++) {
        if (g->op[i] == GLOB_LEAVE)
            at[i + 1] = true;
    }
}

static void glob_settle(const struct glob *g, bool *at) {
    for (size_t i = 0; i < g->pattern.len; i++) {
        if (!at[i])
            continue;
        if (g->op[i] == GLOB_RUN)
            at[i + 1] = true;
        else if (g->op[i] == GLOB_OPEN)
            glob_enter_group(g, i, at);
        else if (g->op[i] == GLOB_LEAVE)
            at[g->close[i] + 1] = true;
    }
}

static bool glob_takes(const struct glob *g, size_t i, char c) {
    return g->op[i] == GLOB_ANY || (g->op[i] == GLOB_BYTE && g->pattern.data[i] == c);
}

static void glob_step(const struct glob *g, char c, bool *at) {
    for (size_t i = g->pattern.len + 1; i-- > 0;) {
        bool stays = i < g->pattern.len && at[i] && g->op[i] == GLOB_RUN;
        bool comes = i > 0 && at[i - 1] && glob_takes(g, i - 1, c);
        at[i] = stays || comes;
    }
}

bool str_glob(struct str pattern, struct str s) {
    if (pattern.len > GLOB_PATTERN_BYTES)
        return false;
    struct glob g;
    glob_compile(&g, pattern);
    bool at[GLOB_PATTERN_BYTES + 1] = {true};
    glob_settle(&g, at);
    for (size_t i = 0; i < s.len; i++) {
        glob_step(&g, s.data[i], at);
        glob_settle(&g, at);
    }
    return at[pattern.len];
}

static size_t least(size_t a, size_t b, size_t c) {
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

size_t str_distance(struct str a, struct str b) {
    if (a.len > DISTANCE_BYTES || b.len > DISTANCE_BYTES)
        return SIZE_MAX;
    size_t row[DISTANCE_BYTES + 1];
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = diagonal + (a.data[i - 1] != b.data[j - 1]);
            diagonal = row[j];
            row[j] = least(row[j] + 1, row[j - 1] + 1, change);
        }
    }
    return row[b.len];
}

struct str str_nearest(struct str s, const struct str *candidates, size_t count) {
    struct str nearest = STR_NONE;
    size_t best = NEAR_ENOUGH + 1;
    for (size_t i = 0; i < count; i++) {
        size_t distance = str_distance(s, candidates[i]);
        if (distance < best && distance < s.len) {
            best = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}
