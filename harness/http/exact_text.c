/* SPDX-License-Identifier: Apache-2.0
 *
 * exact_text: writes one request, reads several answers. */
#include "exact_text.h"

#include "answer.h"
#include "limits.h"
#include "message.h"
#include "request_headers.h"
#include "url.h"

bool exact_request_write(const struct request *r, const char *user_agent_line, struct buf *out) {
    struct str origin = r->url, target = STR_NONE;
    (void)url_split_target(r->url, &origin, &target);
    const char *slash = str_starts_with(target, STR("/")) ? "" : "/";
    (void)buf_printf(out, "%.*s %s%.*s HTTP/1.1\r\n", STR_ARG(r->method), slash, STR_ARG(target));
    if (!request_header(r, "host")) {
        (void)buf_printf(out, "Host: %.*s\r\n", STR_ARG(url_authority(r->url)));
    }
    return request_headers_write(r, user_agent_line, out) && buf_append_cstr(out, "\r\n") &&
           buf_append_str(out, r->body);
}

#define ANSWERS_MOST 16 /* to three requests: what comes behind tells nothing more */

static void set_answer(struct exchange *x, const struct message *m, struct arena *a) {
    bool is_set = answer_set_head(x, m->raw_head, a);
    x->outcome = is_set ? OUTCOME_ANSWERED : OUTCOME_MALFORMED;
    x->interim = m->interim;
    x->trailers = m->trailers;
    x->body = m->body;
    x->decoded = answer_decoded(x, a);
}

void exact_answer_read(struct str received, bool has_closed, struct arena *a, struct exchange *out) {
    struct str rest = received;
    struct buf codes;
    struct message m;
    enum message_state state = MESSAGE_UNENDED;
    buf_init(&codes, LIMIT_HEAD_BYTES);
    for (size_t n = 0; n < ANSWERS_MOST && rest.len > 0; n++) {
        state = message_cut(&rest, has_closed, a, &m);
        if (state != MESSAGE_WHOLE) {
            break;
        }
        if (codes.len == 0) {
            set_answer(out, &m, a);
        }
        (void)buf_printf(&codes, "%s%d", codes.len > 0 ? " " : "", m.head.status);
    }
    if (codes.len == 0) {
        out->outcome = state == MESSAGE_MALFORMED ? OUTCOME_MALFORMED : has_closed ? OUTCOME_RESET : OUTCOME_TIMEOUT;
    } else if (state == MESSAGE_MALFORMED) {
        (void)buf_append_cstr(&codes, " ?");
    }
    out->answers = str_copy(a, buf_str(&codes));
    buf_free(&codes);
}
