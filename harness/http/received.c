/* SPDX-License-Identifier: Apache-2.0
 *
 * received: a head that says 1xx makes room for the next one. */
#include "received.h"

#include "limits.h"
#include "stream.h"

void received_init(struct received *r) {
    *r = (struct received){0};
    buf_init(&r->head, LIMIT_HEAD_BYTES);
    buf_init(&r->interim, LIMIT_HEAD_BYTES);
    buf_init(&r->trailers, LIMIT_HEAD_BYTES);
    buf_init(&r->body, LIMIT_BODY_BYTES);
}

void received_free(struct received *r) {
    buf_free(&r->head);
    buf_free(&r->interim);
    buf_free(&r->trailers);
    buf_free(&r->body);
}

void received_clear(struct received *r, enum until until, bool ends_with_head) {
    buf_clear(&r->head);
    buf_clear(&r->interim);
    buf_clear(&r->trailers);
    buf_clear(&r->body);
    r->part = RECEIVED_NOTHING;
    r->until = until;
    r->ends_with_head = ends_with_head;
    r->has_ended = false;
    r->is_too_large = false;
}

static bool is_empty_line(struct str line) {
    return str_eq(line, STR("\r\n")) || str_eq(line, STR("\n"));
}

/* "HTTP/1.1 1xx", "HTTP/2 1xx"; 101 is final: another protocol begins behind it. */
static bool is_interim(struct str head) {
    struct str rest = head;
    (void)str_cut(&rest, ' ');
    struct str code = str_sub(rest, 0, 3);
    return str_starts_with(code, STR("1")) && !str_eq(code, STR("101"));
}

static bool keep(struct received *r, struct buf *where, struct str bytes) {
    if (!buf_append_str(where, bytes)) {
        r->is_too_large = true;
    }
    return !r->is_too_large;
}

static bool end_head(struct received *r, struct str empty_line) {
    if (is_interim(buf_str(&r->head))) {
        bool is_kept = keep(r, &r->interim, buf_str(&r->head)) && keep(r, &r->interim, empty_line);
        buf_clear(&r->head);
        r->part = RECEIVED_NOTHING;
        return is_kept;
    }
    r->part = RECEIVED_BODY;
    r->has_ended = r->ends_with_head;
    return !r->has_ended;
}

bool received_take_line(struct received *r, struct str line) {
    if (r->part == RECEIVED_BODY) {
        return is_empty_line(line) || keep(r, &r->trailers, line);
    }
    if (r->part == RECEIVED_HEAD && is_empty_line(line)) {
        return end_head(r, line);
    }
    r->part = RECEIVED_HEAD;
    return keep(r, &r->head, line);
}

bool received_take_body(struct received *r, struct str piece) {
    size_t known_len = r->body.len;
    bool is_kept = keep(r, &r->body, piece);
    if (r->until != UNTIL_FIRST_EVENT) {
        return is_kept;
    }
    ptrdiff_t end = sse_first_event_end(buf_str(&r->body), known_len);
    if (end < 0) {
        return is_kept;
    }
    r->body.len = (size_t)end;
    r->body.data[end] = '\0';
    r->has_ended = true;
    r->is_too_large = false;
    return false;
}

struct str received_final_head(const struct received *r) {
    struct str head = buf_str(&r->head);
    return head.len == 0 || is_interim(head) ? STR_NONE : head;
}
