/* SPDX-License-Identifier: Apache-2.0
 *
 * exchange: names and look-ups. */
#include "exchange.h"

#include <assert.h>

static const char *const OUTCOME_NAMES[] = {
    [OUTCOME_ANSWERED] = "answered",   [OUTCOME_REFUSED] = "refused",     [OUTCOME_RESET] = "reset",
    [OUTCOME_TIMEOUT] = "timeout",     [OUTCOME_MALFORMED] = "malformed", [OUTCOME_RESENT] = "resent",
    [OUTCOME_TOO_LARGE] = "too large", [OUTCOME_SKIPPED] = "skipped",
};

const char *outcome_name(enum outcome o) {
    assert((size_t)o < sizeof(OUTCOME_NAMES) / sizeof(OUTCOME_NAMES[0]));
    return OUTCOME_NAMES[o];
}

void request_set_header(struct request *r, struct header header, struct arena *a) {
    struct header *headers = ARENA_ARRAY(a, struct header, r->header_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < r->header_count; i++) {
        if (!str_eq_ascii_case(r->headers[i].name, header.name)) {
            headers[count++] = r->headers[i];
        }
    }
    headers[count++] = header;
    r->headers = headers;
    r->header_count = count;
}

bool request_sends_body(const struct request *r) {
    return r->has_body || str_eq(r->method, STR("POST")) || str_eq(r->method, STR("PUT")) ||
           str_eq(r->method, STR("PATCH"));
}

const struct header *request_header(const struct request *r, const char *name) {
    for (size_t i = 0; i < r->header_count; i++) {
        if (str_eq_ascii_case(r->headers[i].name, str_from(name))) {
            return &r->headers[i];
        }
    }
    return NULL;
}

struct str exchange_header(const struct exchange *x, const char *name) {
    struct str wanted = str_from(name);
    for (size_t i = 0; i < x->line_count; i++) {
        if (str_eq_ascii_case(x->lines[i].name, wanted)) {
            return x->lines[i].value;
        }
    }
    return STR_NONE;
}

bool exchange_is_http2(const struct exchange *x) {
    return str_starts_with(x->version, STR("HTTP/2"));
}

bool exchange_is_success(const struct exchange *x) {
    return x->outcome == OUTCOME_ANSWERED && x->status >= 200 && x->status <= 299;
}

int64_t exchange_wait_ns(const struct exchange *x) {
    return x->first_byte_ns > x->sent_ns ? x->first_byte_ns - x->sent_ns : 0;
}
