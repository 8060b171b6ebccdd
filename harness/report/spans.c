/* SPDX-License-Identifier: Apache-2.0
 *
 * spans: words, and their shortest edit script. */
#include "spans.h"

#include "codec.h"

#define EDITS_MAX 400
#define ECHO_MIN_BYTES 3 /* a shorter reference stands everywhere */

struct word {
    size_t start, end;
    enum span_kind kind; /* as cut: same, echo or canary */
    bool is_different;
};

struct words {
    struct str text;
    struct word *items;
    size_t count;
};

static bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool stands_at(struct str s, size_t at, struct str part, size_t min_bytes) {
    return part.len >= min_bytes && s.len - at >= part.len && str_eq_ascii_case(str_sub(s, at, part.len), part);
}

static size_t canary_len(struct str s, size_t at) {
    if (!stands_at(s, at, STR("canary-"), 1))
        return 0;
    size_t end = at;
    while (end < s.len && (is_alphanumeric(s.data[end]) || s.data[end] == '-'))
        end++;
    return end - at;
}

static size_t plain_len(struct str s, size_t at) {
    uint32_t scalar;
    size_t end = at;
    while (end < s.len && is_alphanumeric(s.data[end]))
        end++;
    if (end > at)
        return end - at;
    size_t len = codec_utf8_take(s, at, &scalar);
    return len > 0 ? len : 1;
}

/* The word that begins at `at`. References and canaries begin at the beginning of a word. */
static struct word read_word(const struct spans_side *side, size_t at) {
    struct str s = side->text;
    size_t canary = stands_at(s, at, side->secret, ECHO_MIN_BYTES) ? side->secret.len : canary_len(s, at);
    if (canary > 0)
        return (struct word){.start = at, .end = at + canary, .kind = SPAN_CANARY};
    if (stands_at(s, at, side->reference, ECHO_MIN_BYTES))
        return (struct word){.start = at, .end = at + side->reference.len, .kind = SPAN_ECHO};
    return (struct word){.start = at, .end = at + plain_len(s, at), .kind = SPAN_SAME};
}

static struct words cut_words(struct arena *a, const struct spans_side *side) {
    struct words w = {.text = side->text, .items = ARENA_ARRAY(a, struct word, side->text.len)};
    for (size_t at = 0; at < side->text.len; at = w.items[w.count - 1].end) {
        w.items[w.count] = read_word(side, at);
        w.count++;
    }
    return w;
}

static bool is_same_word(const struct words *a, size_t i, const struct words *b, size_t j) {
    const struct word *x = &a->items[i], *y = &b->items[j];
    if (x->kind == SPAN_ECHO && y->kind == SPAN_ECHO)
        return true;
    return str_eq(str_sub(a->text, x->start, x->end - x->start), str_sub(b->text, y->start, y->end - y->start));
}

static void mark_range(struct words *w, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        w->items[i].is_different = true;
}

/* The words between the common beginning and the common end: n of a, m of b. */
struct middle {
    struct words *a, *b;
    size_t start, n, m;
};

static struct middle find_middle(struct words *a, struct words *b) {
    size_t start = 0, end = 0;
    size_t least = a->count < b->count ? a->count : b->count;
    while (start < least && is_same_word(a, start, b, start))
        start++;
    while (end < least - start && is_same_word(a, a->count - 1 - end, b, b->count - 1 - end))
        end++;
    return (struct middle){a, b, start, a->count - start - end, b->count - start - end};
}

/* Row d of the trace: how far x got on each diagonal k = x - y in -d..d after d edits; k is at [d + k]. */
struct trace {
    ptrdiff_t *rows[EDITS_MAX + 1];
    ptrdiff_t edits; /* of the shortest script; -1: too many */
};

/* The row before the first is one that a downward step leads from to (0, 0). */
static ptrdiff_t reach(const struct trace *t, ptrdiff_t d, ptrdiff_t k) {
    if (d < 0)
        return 0;
    return k < -d || k > d ? -1 : t->rows[d][d + k];
}

static bool is_down(const struct trace *t, ptrdiff_t d, ptrdiff_t k) {
    return k == -d || (k != d && reach(t, d - 1, k - 1) < reach(t, d - 1, k + 1));
}

static ptrdiff_t first_x(const struct trace *t, ptrdiff_t d, ptrdiff_t k) {
    if (d == 0)
        return 0;
    return is_down(t, d, k) ? reach(t, d - 1, k + 1) : reach(t, d - 1, k - 1) + 1;
}

/* Along the diagonal as long as words agree. */
static ptrdiff_t slide(const struct middle *mid, ptrdiff_t x, ptrdiff_t k) {
    ptrdiff_t n = (ptrdiff_t)mid->n, m = (ptrdiff_t)mid->m;
    while (x < n && x - k < m && x - k >= 0 &&
           is_same_word(mid->a, mid->start + (size_t)x, mid->b, mid->start + (size_t)(x - k)))
        x++;
    return x;
}

static void find_script(struct arena *arena, const struct middle *mid, struct trace *t) {
    ptrdiff_t n = (ptrdiff_t)mid->n, m = (ptrdiff_t)mid->m;
    t->edits = -1;
    for (ptrdiff_t d = 0; d <= EDITS_MAX && t->edits < 0; d++) {
        t->rows[d] = ARENA_ARRAY(arena, ptrdiff_t, (size_t)(2 * d + 1));
        for (ptrdiff_t k = -d; k <= d && t->edits < 0; k += 2) {
            ptrdiff_t x = slide(mid, first_x(t, d, k), k);
            t->rows[d][d + k] = x;
            if (x >= n && x - k >= m)
                t->edits = d;
        }
    }
}

/* Back along the script: a step right drops a word of a, a step down takes one of b. */
static void mark_script(const struct middle *mid, const struct trace *t) {
    ptrdiff_t k = (ptrdiff_t)mid->n - (ptrdiff_t)mid->m;
    for (ptrdiff_t d = t->edits; d > 0; d--) {
        ptrdiff_t x = first_x(t, d, k);
        if (is_down(t, d, k)) {
            mid->b->items[mid->start + (size_t)(x - k - 1)].is_different = true;
            k++;
        } else {
            mid->a->items[mid->start + (size_t)(x - 1)].is_different = true;
            k--;
        }
    }
}

static void compare_words(struct arena *arena, struct words *a, struct words *b) {
    struct middle mid = find_middle(a, b);
    struct trace trace;
    find_script(arena, &mid, &trace);
    if (trace.edits >= 0) {
        mark_script(&mid, &trace);
        return;
    }
    mark_range(a, mid.start, mid.start + mid.n);
    mark_range(b, mid.start, mid.start + mid.m);
}

static enum span_kind kind_of(const struct word *w) {
    if (w->kind != SPAN_SAME)
        return w->kind;
    return w->is_different ? SPAN_DIFFERENT : SPAN_SAME;
}

/* A single blank between two words that differ belongs to the difference: it is read as one. */
static void join_blanks(struct words *w) {
    for (size_t i = 1; i + 1 < w->count; i++) {
        struct word *blank = &w->items[i];
        if (w->text.data[blank->start] == ' ' && kind_of(blank - 1) == SPAN_DIFFERENT &&
            kind_of(blank + 1) == SPAN_DIFFERENT)
            blank->is_different = true;
    }
}

static struct spans join_words(struct arena *a, const struct words *w) {
    struct spans s = {.items = ARENA_ARRAY(a, struct span, w->count)};
    for (size_t i = 0; i < w->count; i++) {
        enum span_kind kind = kind_of(&w->items[i]);
        if (s.count > 0 && s.items[s.count - 1].kind == kind)
            s.items[s.count - 1].end = w->items[i].end;
        else
            s.items[s.count++] = (struct span){kind, w->items[i].start, w->items[i].end};
    }
    return s;
}

void spans_compare(struct arena *a, const struct spans_side sides[2], struct spans out[2]) {
    struct words words[2];
    for (size_t i = 0; i < 2; i++)
        words[i] = cut_words(a, &sides[i]);
    compare_words(a, &words[0], &words[1]);
    for (size_t i = 0; i < 2; i++) {
        join_blanks(&words[i]);
        out[i] = join_words(a, &words[i]);
    }
}

struct spans spans_of(struct arena *a, const struct spans_side *side) {
    struct words words = cut_words(a, side);
    return join_words(a, &words);
}
