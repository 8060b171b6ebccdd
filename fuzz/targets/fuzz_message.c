/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: message_cut.
 * Properties: a whole answer is a piece of the text and its body is no longer than that; it is found again in that
 * piece alone, whatever comes behind it; unless the connection has closed, no shorter piece holds it, and none of them
 * is malformed; what is not whole leaves all as it was. */
/* modules: wire */
#include <assert.h>

#include "fuzz_target.h"
#include "message.h"

static void check_prefixes(struct str whole, struct arena *a) {
    for (size_t len = 0; len < whole.len; len++) {
        struct str rest = str_sub(whole, 0, len);
        struct message unused;
        assert(message_cut(&rest, /* has_closed = */ false, a, &unused) == MESSAGE_UNENDED);
        assert(rest.len == len);
    }
}

static void check_first(struct str text, bool has_closed, struct arena *a) {
    struct str rest = text;
    struct message m = {0}, again = {0};
    if (message_cut(&rest, has_closed, a, &m) != MESSAGE_WHOLE) {
        assert(rest.data == text.data && rest.len == text.len && !m.raw_head.data);
        return;
    }
    struct str whole = str_sub(text, 0, text.len - rest.len), left = whole;
    assert(rest.len < text.len && rest.data + rest.len == text.data + text.len);
    assert(m.raw_head.data && m.interim.len + m.raw_head.len + m.body.len <= whole.len);
    assert(message_cut(&left, has_closed, a, &again) == MESSAGE_WHOLE && left.len == 0);
    assert(str_eq(m.body, again.body) && str_eq(m.trailers, again.trailers) && m.head.status == again.head.status);
    if (!has_closed && m.head.status != 101) {
        check_prefixes(whole, a);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size > 512 ? 512 : size);
    struct arena a = {0};
    check_first(text, /* has_closed = */ false, &a);
    check_first(text, /* has_closed = */ true, &a);
    arena_free(&a);
    return 0;
}
