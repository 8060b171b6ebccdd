/* SPDX-License-Identifier: Apache-2.0
 *
 * html: escapes. */
#include "html.h"

#include "codec.h"

/* How line feeds and tabs come out. */
enum lines { LINES_SPELT, LINES_KEPT, LINES_BOTH };

static const char *reference_of(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

/* Characters without a shape of their own that codec_printable lets through: a terminal is not harmed by them. */
static bool is_invisible(uint32_t c) {
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f},
        {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164}, {0xfdd0, 0xfdef},
        {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0xe0000, 0xe0fff},
    };
    if ((c & 0xfffe) == 0xfffe)
        return true;
    for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    }
    return false;
}

/* One character and how it is spelt when it has to be. */
struct letter {
    size_t len;          /* bytes */
    struct str spelling; /* empty: shown as it is */
};

static struct letter read_letter(struct str s, size_t at, struct arena *scratch) {
    unsigned char first = (unsigned char)s.data[at];
    if (first >= 0x20 && first < 0x7f)
        return (struct letter){.len = 1};
    uint32_t scalar = 0;
    size_t len = codec_utf8_take(s, at, &scalar);
    struct letter letter = {.len = len > 0 ? len : 1};
    if (len > 1 && is_invisible(scalar)) {
        letter.spelling = str_printf(scratch, "\\u{%x}", (unsigned)scalar);
        return letter;
    }
    struct str raw = str_sub(s, at, letter.len);
    struct str shown = codec_printable(scratch, raw);
    letter.spelling = str_eq(raw, shown) ? STR_NONE : shown;
    return letter;
}

/* What stands for one character; STR_NONE when it stands for itself. */
static struct str put_in_place(struct letter letter, char c, enum lines lines, struct arena *scratch) {
    bool is_kept = lines != LINES_SPELT && (c == '\n' || c == '\t');
    if (is_kept && lines == LINES_KEPT)
        return STR_NONE;
    if (letter.spelling.len == 0)
        return str_from(reference_of(c));
    return str_printf(scratch, "<i>%.*s</i>%s", STR_ARG(letter.spelling), is_kept && c == '\n' ? "\n" : "");
}

static void append(struct buf *out, struct str s, enum lines lines, struct arena *scratch) {
    size_t from = 0;
    for (size_t at = 0; at < s.len;) {
        struct letter letter = read_letter(s, at, scratch);
        struct str stead = put_in_place(letter, s.data[at], lines, scratch);
        if (stead.data) {
            buf_append_str(out, str_sub(s, from, at - from));
            buf_append_str(out, stead);
            from = at + letter.len;
        }
        at += letter.len;
    }
    buf_append_str(out, str_from_index(s, from));
}

void html_append_text(struct buf *out, struct str s, struct arena *scratch) {
    append(out, s, LINES_SPELT, scratch);
}

void html_append_lines(struct buf *out, struct str s, struct arena *scratch) {
    append(out, s, LINES_KEPT, scratch);
}

void html_append_marked(struct buf *out, struct str s, struct arena *scratch) {
    append(out, s, LINES_BOTH, scratch);
}

struct str html_visible(struct arena *a, struct str s) {
    struct buf text;
    buf_init(&text, s.len * 12 + 1); /* the longest spelling of a byte is \xNN, of a character \u{10ffff} */
    for (size_t at = 0; at < s.len;) {
        struct letter letter = read_letter(s, at, a);
        buf_append_str(&text, letter.spelling.len > 0 ? letter.spelling : str_sub(s, at, letter.len));
        at += letter.len;
    }
    struct str visible = str_copy(a, buf_str(&text));
    buf_free(&text);
    return visible;
}

void html_append_json(struct buf *out, struct str json, struct arena *scratch) {
    buf_append_str(out, str_replace(scratch, json, STR("<"), STR("\\u003c")));
}
