/* SPDX-License-Identifier: Apache-2.0
 *
 * serve_stream: a request and its answer. */
#include "serve_stream.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "limits.h"
#include "serve_answer.h"

#define HEAD_BYTES_MAX ((size_t)32 << 10) /* as much as the other protocol takes */
#define FIELD_BYTES 32                    /* that a field counts beside its bytes (RFC 9113 section 6.5.2) */
#define STATUS_TOO_LARGE 413

struct stream *stream_new(int32_t id) {
    struct stream *s = calloc(1, sizeof *s);
    if (!s) {
        abort();
    }
    s->id = id;
    buf_init(&s->body, LIMIT_LAB_BODY_BYTES);
    return s;
}

void stream_del(struct stream *s) {
    if (s) {
        arena_free(&s->arena);
        buf_free(&s->body);
        free(s);
    }
}

/* The array has room up to the next power of two. */
static void add_header(struct stream *s, struct str name, struct str value) {
    size_t count = s->request.header_count;
    if ((count & (count - 1)) == 0) {
        struct serve_header *longer = ARENA_ARRAY(&s->arena, struct serve_header, count ? 2 * count : 1);
        for (size_t i = 0; i < count; i++) {
            longer[i] = s->headers[i];
        }
        s->headers = longer;
        s->request.headers = longer;
    }
    s->headers[count] = (struct serve_header){.name = name, .value = value};
    s->request.header_count++;
}

bool stream_take_field(struct stream *s, struct str name, struct str value) {
    s->head_bytes += name.len + value.len + FIELD_BYTES;
    if (s->head_bytes > HEAD_BYTES_MAX) {
        return false;
    }
    struct str kept = str_copy(&s->arena, value);
    if (str_eq(name, STR(":method"))) {
        s->request.method = kept;
    } else if (str_eq(name, STR(":path"))) {
        s->request.query = kept;
        s->request.path = str_cut(&s->request.query, '?');
    } else if (str_eq(name, STR(":authority"))) {
        add_header(s, STR("host"), kept);
    } else if (!str_starts_with(name, STR(":"))) {
        add_header(s, str_copy(&s->arena, name), kept);
    }
    return true;
}

bool stream_answer(struct stream *s, size_t connection, serve_handler_fn handler, void *self) {
    s->request.connection = connection;
    s->request.is_http2 = true;
    s->request.body = buf_str(&s->body);
    s->request.path = s->request.path.data ? s->request.path : STR(""); /* CONNECT has none */
    s->response.status = 200;
    if (s->body.truncated) {
        s->response.status = STATUS_TOO_LARGE;
    } else {
        handler(self, &s->request, &s->response, &s->arena);
    }
    s->due_ns = clock_monotonic_ns() + s->response.head_delay_ns;
    return !s->response.drops_connection;
}

/* ---- the head ---- */

struct fields {
    nghttp2_nv *items;
    size_t count;
};

static void put_field(struct fields *f, struct str name, struct str value) {
    f->items[f->count++] = (nghttp2_nv){
        .name = (uint8_t *)name.data, .namelen = name.len, .value = (uint8_t *)value.data, .valuelen = value.len};
}

/* What libmicrohttpd leaves out as well, and what HTTP/2 has no use for (RFC 9113 section 8.2.2). */
static bool is_sent(const struct serve_header *h, struct str lower_name) {
    static const char *const apart[] = {"connection", "content-length", "date", "keep-alive", "transfer-encoding"};
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        if (str_eq(lower_name, str_from(apart[i]))) {
            return false;
        }
    }
    bool is_one_line = str_find_char(h->value, '\r', 0) < 0 && str_find_char(h->value, '\n', 0) < 0;
    return h->name.len > 0 && h->value.len > 0 && is_one_line;
}

static struct fields fields_of(struct stream *s) {
    const struct serve_response *r = &s->response;
    struct arena *a = &s->arena;
    struct fields f = {.items = ARENA_ARRAY(a, nghttp2_nv, r->header_count + 3)};
    put_field(&f, STR(":status"), str_printf(a, "%d", r->status));
    if (!r->omit_date) {
        put_field(&f, STR("date"), str_from(serve_date(a)));
    }
    for (size_t i = 0; i < r->header_count; i++) {
        struct str name = str_lower_ascii(a, r->headers[i].name);
        if (is_sent(&r->headers[i], name)) {
            put_field(&f, name, r->headers[i].value);
        }
    }
    bool has_no_body = serve_has_no_body(s->request.method, r->status);
    if (r->status != 204 && (has_no_body || !r->is_chunked)) {
        put_field(&f, STR("content-length"), str_printf(a, "%zu", r->body.len));
    }
    return f;
}

/* ---- the body ---- */

static bool is_held_open(const struct stream *s) {
    return s->response.is_chunked && s->response.hold_open_ns > 0;
}

/* Behind the body of a stream that is held open: a ping now and then, and in the end the end. */
static ssize_t hold_open(struct stream *s, uint8_t *out, uint32_t *flags) {
    static const char ping[] = ":ping\n\n";
    int64_t now_ns = clock_monotonic_ns();
    if (now_ns >= s->open_until_ns) {
        *flags |= NGHTTP2_DATA_FLAG_EOF;
        return 0;
    }
    if (s->is_ping_due) {
        s->is_ping_due = false;
        memcpy(out, ping, sizeof ping - 1);
        return sizeof ping - 1;
    }
    int64_t left_ns = s->open_until_ns - now_ns;
    s->due_ns = now_ns + (left_ns < SERVE_PING_NS ? left_ns : SERVE_PING_NS);
    s->is_ping_due = true;
    return NGHTTP2_ERR_DEFERRED;
}

/* The signature is the library's. NOLINTNEXTLINE(readability-function-size) */
static ssize_t read_body(nghttp2_session *session, int32_t id, uint8_t *out, size_t room, uint32_t *flags,
                         nghttp2_data_source *source, void *user) {
    (void)session;
    (void)id;
    (void)user;
    struct stream *s = source->ptr;
    if (s->due_ns > 0) {
        return NGHTTP2_ERR_DEFERRED;
    }
    struct str piece = str_sub(s->response.body, s->sent_bytes, room);
    if (piece.len == 0 && is_held_open(s)) {
        return hold_open(s, out, flags);
    }
    if (piece.len > 0) {
        memcpy(out, piece.data, piece.len);
    }
    s->sent_bytes += piece.len;
    bool is_end = s->sent_bytes == s->response.body.len && !is_held_open(s);
    *flags |= is_end ? NGHTTP2_DATA_FLAG_EOF : 0;
    return (ssize_t)piece.len;
}

static void begin_answer(struct stream *s, nghttp2_session *session) {
    const struct serve_response *r = &s->response;
    struct fields f = fields_of(s);
    nghttp2_data_provider body = {.source = {.ptr = s}, .read_callback = read_body};
    bool has_body = !serve_has_no_body(s->request.method, r->status) && (r->body.len > 0 || is_held_open(s));
    if (has_body && (r->body_delay_ns > 0 || r->hold_open_ns > 0)) {
        int64_t body_ns = clock_monotonic_ns() + r->body_delay_ns;
        s->due_ns = r->body_delay_ns > 0 ? body_ns : 0;
        s->open_until_ns = body_ns + r->hold_open_ns;
    }
    nghttp2_submit_response(session, s->id, f.items, f.count, has_body ? &body : NULL);
    if (r->must_close) {
        nghttp2_submit_goaway(session, NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(session),
                              NGHTTP2_NO_ERROR, NULL, 0);
    }
}

void stream_go_on(struct stream *s, nghttp2_session *session) {
    s->due_ns = 0;
    if (s->has_begun) {
        nghttp2_session_resume_data(session, s->id);
        return;
    }
    s->has_begun = true;
    begin_answer(s, session);
}
