/* SPDX-License-Identifier: Apache-2.0
 *
 * message: heads until one is final, then the body by what its head says. */
#include "message.h"

#include <string.h>

#define CHUNK_DIGITS_MOST 15 /* of the size: below 2^60 */

static struct str field(const struct head *h, const char *name, size_t *count) {
    struct str last = STR_NONE;
    *count = 0;
    for (size_t i = 0; i < h->field_count; i++) {
        if (str_eq_ascii_case(h->fields[i].name, str_from(name))) {
            last = h->fields[i].value;
            (*count)++;
        }
    }
    return last;
}

static bool has_no_body(int status) {
    return status < 200 || status == 204 || status == 304;
}

/* The last coding that is named: chunked alone says where a body ends. */
static bool ends_chunked(struct str codings) {
    struct str rest = codings, last = codings;
    while (rest.data) {
        last = str_cut(&rest, ',');
    }
    return str_eq_ascii_case(str_trim(last), STR("chunked"));
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Behind the digits stands nothing, a blank, or an extension (RFC 9112 section 7.1.1). */
static bool read_size(struct str line, size_t *out) {
    size_t digits = 0, size = 0;
    while (digits < line.len && hex_digit(line.data[digits]) >= 0) {
        size = (size << 4) | (size_t)hex_digit(line.data[digits++]);
        if (digits > CHUNK_DIGITS_MOST) {
            return false;
        }
    }
    struct str behind = str_trim(str_from_index(line, digits));
    *out = size;
    return digits > 0 && (behind.len == 0 || behind.data[0] == ';');
}

/* Cuts a line with its end off `*rest`; false: its end has not come. */
static bool cut_whole_line(struct str *rest, struct str *line) {
    struct str behind = *rest;
    ptrdiff_t lf = str_find_char(*rest, '\n', 0);
    if (lf < 0) {
        return false;
    }
    *line = head_cut_line(&behind);
    *rest = str_from_index(*rest, (size_t)lf + 1);
    return true;
}

static enum message_state cut_line_end(struct str *rest) {
    size_t at = rest->len > 0 && rest->data[0] == '\r' ? 1 : 0;
    if (rest->len <= at) {
        return MESSAGE_UNENDED;
    }
    if (rest->data[at] != '\n') {
        return MESSAGE_MALFORMED;
    }
    *rest = str_from_index(*rest, at + 1);
    return MESSAGE_WHOLE;
}

static enum message_state cut_trailers(struct str *rest, struct str *out) {
    struct str start = *rest, line;
    do {
        *out = str_sub(start, 0, start.len - rest->len);
        if (!cut_whole_line(rest, &line)) {
            return MESSAGE_UNENDED;
        }
    } while (line.len > 0);
    return MESSAGE_WHOLE;
}

/* `body` (NULL: only measured) gets what the chunks hold, `*len` how much that is. */
static enum message_state walk_chunks(struct str *rest, char *body, size_t *len, struct str *trailers) {
    *len = 0;
    for (;;) {
        struct str line;
        size_t size;
        if (!cut_whole_line(rest, &line)) {
            return MESSAGE_UNENDED;
        }
        if (!read_size(line, &size)) {
            return MESSAGE_MALFORMED;
        }
        if (size == 0) {
            return cut_trailers(rest, trailers);
        }
        if (size > rest->len) {
            return MESSAGE_UNENDED;
        }
        if (body) {
            memcpy(body + *len, rest->data, size);
        }
        *len += size;
        *rest = str_from_index(*rest, size);
        enum message_state end = cut_line_end(rest);
        if (end != MESSAGE_WHOLE) {
            return end;
        }
    }
}

static enum message_state cut_chunks(struct str *rest, struct arena *a, struct message *out) {
    struct str measured = *rest;
    size_t len;
    enum message_state state = walk_chunks(&measured, NULL, &len, &out->trailers);
    if (state == MESSAGE_WHOLE) {
        char *body = arena_alloc(a, len + 1, 1);
        state = walk_chunks(rest, body, &len, &out->trailers);
        out->body = str_of(body, len);
    }
    return state;
}

static enum message_state cut_by_length(struct str *rest, struct str length, struct message *out) {
    int64_t bytes = 0;
    if (!str_to_int64(length, &bytes) || bytes < 0) {
        return MESSAGE_MALFORMED;
    }
    if ((uint64_t)bytes > rest->len) {
        return MESSAGE_UNENDED;
    }
    out->body = str_sub(*rest, 0, (size_t)bytes);
    *rest = str_from_index(*rest, (size_t)bytes);
    return MESSAGE_WHOLE;
}

static enum message_state cut_body(struct str *rest, bool has_closed, struct arena *a, struct message *out) {
    size_t coding_count, length_count;
    struct str codings = field(&out->head, "transfer-encoding", &coding_count);
    struct str length = field(&out->head, "content-length", &length_count);
    out->body = STR("");
    out->trailers = STR("");
    if (has_no_body(out->head.status)) {
        return MESSAGE_WHOLE;
    }
    if (coding_count > 0 && ends_chunked(codings)) {
        return cut_chunks(rest, a, out);
    }
    if (coding_count == 0 && length_count == 1) {
        return cut_by_length(rest, length, out);
    }
    if (coding_count == 0 && length_count > 1) {
        return MESSAGE_MALFORMED;
    }
    out->body = *rest;
    *rest = str_from_index(*rest, rest->len);
    return has_closed ? MESSAGE_WHOLE : MESSAGE_UNENDED;
}

enum message_state message_cut(struct str *rest, bool has_closed, struct arena *a, struct message *out) {
    struct message m = {0};
    struct str left = *rest;
    size_t interim_len;
    do {
        interim_len = rest->len - left.len;
        m.raw_head = head_cut(&left);
        if (!m.raw_head.data) {
            return MESSAGE_UNENDED;
        }
        if (!head_parse(m.raw_head, a, &m.head)) {
            return MESSAGE_MALFORMED;
        }
    } while (m.head.status < 200 && m.head.status != 101);
    m.interim = str_sub(*rest, 0, interim_len);
    enum message_state state = cut_body(&left, has_closed, a, &m);
    if (state == MESSAGE_WHOLE) {
        *rest = m.head.status == 101 ? str_from_index(left, left.len) : left;
        *out = m;
    }
    return state;
}
