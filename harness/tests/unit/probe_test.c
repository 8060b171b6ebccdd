/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of probe: what an answer shows beside the reference that was asked for. */
/* modules: run scenario http oracle matrix */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "probe.h"
#include "scripted_transport.h"

/* The only body feature of an answer that repeats the reference in that spelling. */
static struct str body_shown(struct engine *e, enum codec asked, enum codec repeated, const char *reference) {
    struct surface surface = {.slot = {.codec = asked}};
    struct str spelled = codec_apply(repeated, e->arena, str_from(reference));
    struct str body = str_printf(e->arena, "no page %.*s", STR_ARG(spelled));
    struct str raw =
        str_printf(e->arena, "HTTP/1.1 404 Not Found\r\nContent-Length: %zu\r\n\r\n%.*s", body.len, STR_ARG(body));
    struct exchange x = {.outcome = OUTCOME_ANSWERED};
    assert_true(scripted_answer_parse(raw, e->arena, &x));
    struct features f = probe_features(e, &surface, &x, str_from(reference), RECONNECT_UNKNOWN);
    for (size_t i = 0; i < f.count; i++) {
        if (f.items[i].kind == FEATURE_BODY && str_contains(f.items[i].value, STR("no page"))) {
            return f.items[i].value;
        }
    }
    fail_msg("no feature of the body");
    return STR_NONE;
}

static void probe_features__what_is_repeated_as_it_was_spelled_tells_nothing(void **state) {
    (void)state;
    static const enum codec codecs[] = {CODEC_NONE, CODEC_BASE64, CODEC_BASE64URL, CODEC_HEX};
    struct arena a = {0};
    struct engine e = {.arena = &a};
    for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++) {
        struct str one = body_shown(&e, codecs[i], codecs[i], "ffffffffff?>ffffffffff>?");
        struct str other = body_shown(&e, codecs[i], codecs[i], "000000000000000000000000");
        if (!str_eq(one, other)) {
            fail_msg("%s: '%.*s', '%.*s'", codec_name(codecs[i]), STR_ARG(one), STR_ARG(other));
        }
        one = body_shown(&e, codecs[i], CODEC_NONE, "ffffffffffffffffffffffff");
        assert_true(str_eq(one, body_shown(&e, codecs[i], CODEC_NONE, "000000000000000000000000")));
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probe_features__what_is_repeated_as_it_was_spelled_tells_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
