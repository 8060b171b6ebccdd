/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of framing. */
/* modules: campaign */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "envelope.h"
#include "framing.h"
#include "rows.h"

#define BODY "{\"id\": 123456789}" /* 17 bytes: 11 as hex */
#define FIRST "GET /nonesuch-absent HTTP/1.1\r\nHost: h:1\r\n\r\n"
#define LAST "GET /nonesuch-absent HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\n\r\n"
#define CHUNK "11\r\n" BODY "\r\n0\r\n\r\n"
#define TE "Transfer-Encoding: chunked\n"
/* 17 (a body) or 28 (a chunk) and the 44 of the first request. */
#define LONG "Content-Length: 61\n"
#define LONG_CHUNK "Content-Length: 72\n"

static const struct header GIVEN = {.name = {"X-A", 3}, .value = {"1", 1}};

static struct request seal(size_t framing, const char *body, struct arena *a) {
    struct request r = {.method = STR("POST"),
                        .url = STR("http://h:1/rpc"),
                        .headers = &GIVEN,
                        .header_count = 1,
                        .body = str_from(body),
                        .has_body = true};
    framing_seal(framing, &r, a);
    return r;
}

static size_t find(const char *name) {
    for (size_t i = 0; i < framing_count(); i++) {
        if (strcmp(framing_name(i), name) == 0) {
            return i;
        }
    }
    fail_msg("%s", name);
    return 0;
}

/* Behind the given one, each with a line feed. */
static struct str lines_of(const struct request *r, struct arena *a) {
    struct str all = STR("");
    for (size_t i = 1; i < r->header_count; i++) {
        const struct header *h = &r->headers[i];
        all = str_printf(a, "%.*s%.*s: %.*s\n", STR_ARG(all), STR_ARG(h->name), STR_ARG(h->value));
    }
    return all;
}

static void framing_seal__lines_and_bodies(void **state) {
    static const struct {
        const char *name, *lines, *body;
    } rows[] = {
        {"chunks-and-length", TE LONG_CHUNK, CHUNK},
        {"length-and-chunks", "Content-Length: 3\n" TE, CHUNK},
        {"length-short", "Content-Length: 16\n", BODY},
        {"length-long", LONG, BODY},
        {"length-beyond", "Content-Length: 1124\n", BODY},
        {"lengths-equal", "Content-Length: 17\nContent-Length: 17\n", BODY},
        {"lengths-differ", "Content-Length: 17\n" LONG, BODY},
        {"lengths-differ-back", LONG "Content-Length: 17\n", BODY},
        {"lengths-listed", "Content-Length: 0, 17\n", BODY},
        {"length-signed", "Content-Length: +17\n", BODY},
        {"length-blank", "Content-Length : 17\n", BODY},
        {"no-length", "", BODY},
        {"chunk-no-hex", TE, "zz\r\n" BODY "\r\n0\r\n\r\n"},
        {"chunk-negative", TE, "-" CHUNK},
        {"chunk-huge", TE, "fffffffffffffffff\r\n" BODY "\r\n0\r\n\r\n"},
        {"chunk-wraps", TE, "10000000000000011\r\n" BODY "\r\n0\r\n\r\n"},
        {"chunk-prefix", TE, "0x" CHUNK},
        {"chunk-zeros", TE, "00000000" CHUNK},
        {"chunk-blank", TE, "11 \r\n" BODY "\r\n0\r\n\r\n"},
        {"chunk-extension", TE, "11;a=b\r\n" BODY "\r\n0\r\n\r\n"},
        {"chunk-short", TE, "10\r\n" BODY "\r\n0\r\n\r\n"},
        {"chunk-long", TE, "13\r\n" BODY "\r\n0\r\n\r\n"},
        {"chunk-unended", TE, "11\r\n" BODY "\r\n"},
        {"chunk-bare-lf", TE, "11\n" BODY "\n0\n\n"},
        {"chunk-bare-cr", TE, "11\r" BODY "\r0\r\r"},
        {"te-unknown", "Transfer-Encoding: xchunked\n" LONG_CHUNK, CHUNK},
        {"te-tab", "Transfer-Encoding: \tchunked\n" LONG_CHUNK, CHUNK},
        {"te-identity-last", "Transfer-Encoding: chunked, identity\n" LONG_CHUNK, CHUNK},
        {"te-folded", "Transfer-Encoding: \r\n chunked\n" LONG_CHUNK, CHUNK},
        {"te-name-blank", "Transfer-Encoding : chunked\n" LONG_CHUNK, CHUNK},
        {"te-two", TE "Transfer-Encoding: identity\n", CHUNK},
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct request r = seal(find(rows[i].name), BODY, &a);
        row_str(rows[i].name, lines_of(&r, &a), rows[i].lines);
        row_str(rows[i].name, r.body, arena_printf(&a, "%s%s", rows[i].body, FIRST LAST));
    }
    arena_free(&a);
}

static void framing_seal__each_is_exact_and_ends_the_connection(void **state) {
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < framing_count(); i++) {
        struct request r = seal(i, BODY, &a), empty = seal(i, "", &a);
        assert_true(r.is_exact && empty.is_exact && r.headers != &GIVEN);
        assert_true(str_eq(r.headers[0].value, STR("1")));
        assert_true(str_ends_with(r.body, STR(FIRST LAST)) && str_ends_with(empty.body, STR(FIRST LAST)));
        assert_true(str_contains(r.body, STR(BODY)));
    }
    /* An empty body has no chunk but the last one. */
    struct request empty = seal(find("chunk-extension"), "", &a);
    row_str("empty", empty.body, "0\r\n\r\n" FIRST LAST);
    empty = seal(find("length-short"), "", &a);
    row_str("empty", lines_of(&empty, &a), "Content-Length: 0\n");
    arena_free(&a);
}

/* References of one length are framed alike: what differs is the server's doing. */
static void framing_seal__lines_depend_on_the_length_alone(void **state) {
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < framing_count(); i++) {
        struct request x = seal(i, "{\"id\":\"aaaa\"}", &a), y = seal(i, "{\"id\":\"bbbb\"}", &a);
        assert_true(str_eq(lines_of(&x, &a), lines_of(&y, &a)));
        assert_int_equal(x.body.len, y.body.len);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(framing_seal__lines_and_bodies),
        cmocka_unit_test(framing_seal__each_is_exact_and_ends_the_connection),
        cmocka_unit_test(framing_seal__lines_depend_on_the_length_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
