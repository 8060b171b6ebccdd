/* SPDX-License-Identifier: Apache-2.0
 *
 * diff: common beginnings and ends, widened to what a person reads as one thing. */
#include "diff.h"

#include "codec.h"

#define CHARACTER_TAIL_BYTES 3 /* continuation bytes of one UTF-8 character */
#define WORD_BYTES 64

static bool is_continuation(struct str s, size_t at) {
    return at < s.len && ((unsigned char)s.data[at] & 0xc0) == 0x80;
}

static bool is_word(struct str s, size_t at) {
    if (at >= s.len)
        return false;
    char c = s.data[at];
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

size_t diff_boundary(struct str s, size_t at) {
    size_t boundary = at < s.len ? at : s.len;
    for (size_t i = 0; i < CHARACTER_TAIL_BYTES && boundary > 0 && is_continuation(s, boundary); i++)
        boundary--;
    return boundary;
}

/* The same forwards. */
static size_t boundary_from(struct str s, size_t at) {
    size_t boundary = at < s.len ? at : s.len;
    for (size_t i = 0; i < CHARACTER_TAIL_BYTES && is_continuation(s, boundary); i++)
        boundary++;
    return boundary;
}

static size_t common_prefix(struct str a, struct str b) {
    size_t len = 0;
    while (len < a.len && len < b.len && a.data[len] == b.data[len])
        len++;
    return len;
}

static size_t common_suffix(struct str a, struct str b, size_t prefix) {
    size_t len = 0;
    while (len < a.len - prefix && len < b.len - prefix && a.data[a.len - 1 - len] == b.data[b.len - 1 - len])
        len++;
    return len;
}

/* What is before the start is the same in both texts: one start serves both. */
static size_t widen_start(struct str a, struct str b, size_t start) {
    size_t in_a = diff_boundary(a, start), in_b = diff_boundary(b, start);
    size_t at = in_a < in_b ? in_a : in_b;
    if (!is_word(a, at) && !is_word(b, at))
        return at;
    for (size_t i = 0; i < WORD_BYTES && at > 0 && is_word(a, at - 1); i++)
        at--;
    return at;
}

/* The number of bytes by which both ends move. What is behind them is the same in both texts. */
static size_t widen_end(struct str a, struct str b, const struct diff *d) {
    size_t end = boundary_from(a, d->a.end);
    bool ends_word =
        (d->a.end > d->a.start && is_word(a, d->a.end - 1)) || (d->b.end > d->b.start && is_word(b, d->b.end - 1));
    if (end == d->a.end && ends_word) {
        for (size_t i = 0; i < WORD_BYTES && is_word(a, end); i++)
            end++;
    }
    return end - d->a.end;
}

struct diff diff_find(struct str a, struct str b) {
    size_t prefix = common_prefix(a, b);
    if (prefix == a.len && prefix == b.len)
        return (struct diff){.is_equal = true, .a = {a.len, a.len}, .b = {b.len, b.len}};
    size_t suffix = common_suffix(a, b, prefix);
    size_t start = widen_start(a, b, prefix);
    struct diff d = {.a = {start, a.len - suffix}, .b = {start, b.len - suffix}};
    size_t more = widen_end(a, b, &d);
    d.a.end += more;
    d.b.end += more;
    return d;
}

struct diff_window diff_window(struct str s, struct diff_range range, size_t context, size_t inside) {
    struct diff_window w = {0};
    size_t from = range.start > context ? boundary_from(s, range.start - context) : 0;
    size_t end = range.end;
    if (range.end - range.start > inside) {
        end = diff_boundary(s, range.start + inside);
        end = end > range.start ? end : range.start + inside;
        w.is_cut_inside = true;
    }
    size_t to = w.is_cut_inside ? end : s.len;
    if (to > end + context)
        to = diff_boundary(s, end + context);
    from = from < range.start ? from : range.start;
    to = to > end ? to : end;
    w.before = str_sub(s, from, range.start - from);
    w.inside = str_sub(s, range.start, end - range.start);
    w.after = str_sub(s, end, to - end);
    w.is_cut_before = from > 0;
    w.is_cut_after = !w.is_cut_inside && to < s.len;
    return w;
}

struct str diff_mark(struct arena *a, const struct diff_window *w, const char *open, const char *close) {
    struct str before = codec_printable(a, w->before);
    struct str inside = codec_printable(a, w->inside);
    struct str after = codec_printable(a, w->after);
    bool is_marked = inside.len > 0;
    return str_printf(a, "%s%.*s%s%.*s%s%s%.*s%s", w->is_cut_before ? "…" : "", STR_ARG(before), is_marked ? open : "",
                      STR_ARG(inside), w->is_cut_inside ? "…" : "", is_marked ? close : "", STR_ARG(after),
                      w->is_cut_after ? "…" : "");
}
