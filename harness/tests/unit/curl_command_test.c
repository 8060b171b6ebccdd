/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of curl_command. */
/* modules: run */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "curl_command.h"
#include "rows.h"

#define URL "http://h/tasks/1"
#define CURL "curl -gsS --path-as-is "

static const struct header PLAIN[] = {
    {.name = {"X-A", 3}, .value = {"b'c", 3}}, {.name = {"X-Empty", 7}, .value = {"", 0}}, {.name = {"X-No", 4}}};
static const struct header TYPED[] = {{.name = {"Content-Type", 12}, .value = {"text/plain", 10}}};

static void curl_command__requests(void **state) {
    (void)state;
    static const struct {
        const char *row, *method, *url, *body;
        const struct header *headers;
        size_t header_count;
        const char *want;
    } rows[] = {
        {"plain", "GET", URL, NULL, NULL, 0, CURL "-i -X 'GET' '" URL "'"},
        {"a quote in the URL", "GET", "http://h/'", NULL, NULL, 0, CURL "-i -X 'GET' 'http://h/'\\'''"},
        {"headers", "GET", URL, NULL, PLAIN, 3,
         CURL "-i -X 'GET' -H 'X-A: b'\\''c' -H 'X-Empty;' -H 'X-No:' '" URL "'"},
        {"a body", "POST", URL, "@x$y", NULL, 0,
         CURL "-i -X 'POST' -H 'content-type: application/json' --data-raw '@x$y' '" URL "'"},
        {"a body of several lines is on one", "POST", URL, "{\n}", TYPED, 1,
         CURL "-i -X 'POST' -H 'Content-Type: text/plain' --data-raw \"$(printf '\\173\\012\\175')\" '" URL "'"},
        {"its type is said", "POST", URL, "x", TYPED, 1,
         CURL "-i -X 'POST' -H 'Content-Type: text/plain' --data-raw 'x' '" URL "'"},
        {"an empty body", "POST", URL, "", NULL, 0,
         CURL "-i -X 'POST' -H 'content-type: application/json' --data-raw '' '" URL "'"},
        {"HEAD waits for no body", "HEAD", URL, NULL, NULL, 0, CURL "-I '" URL "'"},
    };
    struct arena a = {0};
    struct target target = {0};
    struct engine e = {.arena = &a, .target = &target};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct request r = {.method = str_from(rows[i].method),
                            .url = str_from(rows[i].url),
                            .body = str_from(rows[i].body),
                            .has_body = rows[i].body != NULL,
                            .headers = rows[i].headers,
                            .header_count = rows[i].header_count};
        struct exchange x = {.request = &r};
        struct finding f = {.sides = {{.exchange = &x}}};
        row_str(rows[i].row, curl_command(&e, &f), rows[i].want);
    }
    arena_free(&a);
}

static void curl_command__says_http2(void **state) {
    (void)state;
    static const struct {
        const char *row, *url, *want;
    } rows[] = {
        {"the second takes the connection that is there", URL,
         CURL "--http2-prior-knowledge -i -X 'GET' '" URL "' --next -gsS --path-as-is --http2 -i -X 'GET' '" URL "'"},
        {"by ALPN", "https://h/",
         CURL "--http2 -i -X 'GET' 'https://h/' --next -gsS --path-as-is --http2 -i -X 'GET' 'https://h/'"},
    };
    struct arena a = {0};
    struct target target = {0};
    struct engine e = {.arena = &a, .target = &target};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct request r = {.method = STR("GET"), .url = str_from(rows[i].url), .is_http2 = true};
        struct exchange x = {.request = &r};
        struct finding f = {.sides = {{.exchange = &x}, {.exchange = &x}}};
        row_str(rows[i].row, curl_command(&e, &f), rows[i].want);
    }
    arena_free(&a);
}

static void curl_command__secrets_are_variables(void **state) {
    (void)state;
    static const struct {
        const char *row, *principal, *secret, *want;
    } rows[] = {
        {"whose it is", "mallory", "s-1", CURL "-i -X 'GET' -H 'x-api.key: '\"$MALLORY_X_API_KEY\" '" URL "'"},
        {"a name that a shell would not take", "2nd", "s-1",
         CURL "-i -X 'GET' -H 'x-api.key: '\"$_2ND_X_API_KEY\" '" URL "'"},
        {"nobody's", "mallory", "s-2", CURL "-i -X 'GET' -H 'x-api.key: '\"$CALLER_X_API_KEY\" '" URL "'"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct header known = {.name = STR("x-api.key"), .secret = secret_wrap(STR("s-1"))};
        struct header sent = {.name = STR("x-api.key"), .secret = secret_wrap(str_from(rows[i].secret))};
        struct credential credential = {.headers = &known, .header_count = 1};
        struct principal principal = {.name = str_from(rows[i].principal)};
        struct pack pack = {.principals = &principal, .principal_count = 1};
        struct target target = {.credentials = &credential, .credential_count = 1};
        struct engine e = {.arena = &a, .pack = &pack, .target = &target};
        struct request r = {.method = STR("GET"), .url = STR(URL), .headers = &sent, .header_count = 1};
        struct exchange x = {.request = &r};
        struct finding f = {.sides = {{.exchange = &x}}};
        row_str(rows[i].row, curl_command(&e, &f), rows[i].want);
    }
    arena_free(&a);
}

static void curl_command__both_sides(void **state) {
    (void)state;
    struct arena a = {0};
    struct engine e = {.arena = &a};
    struct request first = {.method = STR("GET"), .url = STR("http://h/1")};
    struct request second = {.method = STR("GET"), .url = STR("http://h/2")};
    struct exchange x = {.request = &first}, y = {.request = &second};
    struct finding both = {.sides = {{.exchange = &x}, {.exchange = &y}}}, none = {0};
    row_str("both", curl_command(&e, &both),
            CURL "-i -X 'GET' 'http://h/1' --next -gsS --path-as-is -i -X 'GET' 'http://h/2'");
    row_str("none", curl_command(&e, &none), "");
    arena_free(&a);
}

#define ESCAPED(line) "printf '" line "'; "

static void curl_command__writes_an_exact_request(void **state) {
    (void)state;
    static const struct {
        const char *row, *url, *host, *where;
    } rows[] = {
        {"plain", "http://h:8/", "h\\0728", "nc -w 3 h 8"},
        {"TLS", "https://h/", "h", "openssl s_client -quiet -connect h:443"},
        {"IPv6", "http://[::1]:8/", "\\133\\072\\0721\\135\\0728", "nc -w 3 ::1 8"},
        {"IPv6, TLS", "https://[::1]/", "\\133\\072\\0721\\135", "openssl s_client -quiet -connect [::1]:443"},
        {"no path", "http://h", "h", "nc -w 3 h 80"},
    };
    struct arena a = {0};
    struct target target = {0};
    struct engine e = {.arena = &a, .target = &target};
    const struct header headers[] = {{.name = {"A", 1}, .secret = secret_wrap(STR("s"))}, TYPED[0]};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct request r = {.method = STR("POST"),
                            .url = str_from(rows[i].url),
                            .headers = headers,
                            .header_count = 2,
                            .body = STR("0\r\n"),
                            .has_body = true,
                            .is_exact = true};
        struct exchange x = {.request = &r};
        struct finding f = {.sides = {{.exchange = &x}, {.exchange = &x}}};
        const char *one = arena_printf(
            &a,
            "{ " ESCAPED("POST\\040\\057\\040HTTP\\0571\\0561\\015\\012Host\\072\\040%s\\015\\012")
                ESCAPED("A\\072\\040") "printf %%s \"$CALLER_A\"; " ESCAPED("\\015\\012")
                    ESCAPED("Content\\055Type\\072\\040text\\057plain\\015\\012")
                        ESCAPED("Accept\\072\\040\\052\\057\\052\\015\\012")
                            ESCAPED("Accept\\055Encoding\\072\\040identity\\015\\012") ESCAPED("\\015\\012") "%s} | %s",
            rows[i].host, "printf '0\\015\\012'; ", rows[i].where);
        row_str(rows[i].row, curl_command(&e, &f), arena_printf(&a, "%s; %s", one, one));
    }
    arena_free(&a);
}

/* What is escaped the redactor does not know again. */
static void curl_command__has_no_secret_of_a_body(void **state) {
    (void)state;
    struct arena a = {0};
    struct redactor redactor;
    redactor_init(&redactor, &a);
    redactor_add(&redactor, STR("sk-live-0123456789"));
    struct run_options options = {.redactor = &redactor};
    struct target target = {0};
    struct engine e = {.arena = &a, .target = &target, .options = &options};
    for (size_t i = 0; i < 2; i++) {
        struct request r = {.method = STR("POST"),
                            .url = STR("http://h/"),
                            .body = STR("{\"key\":\"sk-live-0123456789\"}"),
                            .has_body = true,
                            .is_exact = i == 1};
        struct exchange x = {.request = &r};
        struct finding f = {.sides = {{.exchange = &x}}};
        struct str command = curl_command(&e, &f);
        assert_false(str_contains(command, STR("0123456789")));
        assert_true(str_contains(command, i == 1 ? STR("\\052\\052\\052") : STR("***")));
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curl_command__requests),
        cmocka_unit_test(curl_command__says_http2),
        cmocka_unit_test(curl_command__writes_an_exact_request),
        cmocka_unit_test(curl_command__secrets_are_variables),
        cmocka_unit_test(curl_command__has_no_secret_of_a_body),
        cmocka_unit_test(curl_command__both_sides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
