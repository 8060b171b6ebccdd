/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of received_secrets.h. */
/* modules: run */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "received_secrets.h"
#include "rows.h"

#define KEY "ak-0123456789abcdef"

static void received_secrets_is_name__by_its_last_words(void **state) {
    static const struct {
        const char *name;
        bool want;
    } rows[] = {
        {"api_key", true},          {"agentApiKey", true},  {"X-Api-Key", true}, {"client_secret", true},
        {"PASSWORD", true},         {"access_token", true}, {"token", true},     {"webhook.secret", true},
        {"api_key_id", false},      {"secret_name", false}, {"key", false},      {"tokens", false},
        {"next_page_token", false}, {"name", false},        {"", false},         {"nextToken", false},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        row_int(rows[i].name, received_secrets_is_name(str_from(rows[i].name)), rows[i].want);
}

static void received_secrets_learn__from_bodies(void **state) {
    static const struct {
        const char *row, *body, *text, *want;
    } rows[] = {
        {"JSON", "{\"id\":\"1\",\"api_key\":\"" KEY "\"}", "x " KEY, "x ***"},
        {"with blanks", "{ \"api_key\" :\n \"" KEY "\" }", KEY, "***"},
        {"deep inside", "{\"a\":[{\"b\":{\"secret\":\"" KEY "\"}}]}", KEY, "***"},
        {"lines", "{\"n\":1}\n{\"token\":\"" KEY "\"}\n", KEY, "***"},
        {"events", "event: x\ndata: {\"token\":\"" KEY "\"}\n\n", KEY, "***"},
        {"torn off behind it", "{\"token\":\"" KEY "\",\"na", KEY, "***"},
        {"torn off within it", "{\"token\":\"" KEY, KEY, "***"},
        {"escaped, as it stands", "{\"token\":\"abc\\/0123456789\"}", "abc\\/0123456789", "***"},
        {"escaped, as it is meant", "{\"token\":\"abc\\/0123456789\"}", "abc/0123456789", "***"},
        {"percent-encoded where it is shown", "{\"token\":\"a/b/0123456789\"}", "a%2Fb%2F0123456789", "***"},
        {"quotes in a name", "{\"a\\\"token\":\"" KEY "\"}", KEY, "***"},
        {"two", "{\"token\":\"" KEY "\",\"secret\":\"0123456789-abc\"}", KEY " 0123456789-abc", "*** ***"},
        {"words", "{\"secret\":\"not for everybody\"}", "not for everybody", "not for everybody"},
        {"short", "{\"secret\":\"0123456789a\"}", "0123456789a", "0123456789a"},
        {"another name", "{\"name\":\"" KEY "\"}", KEY, KEY},
        {"a value that looks like a name", "[\"token\",\"" KEY "\"]", KEY, KEY},
        {"no string", "{\"token\":123456789012345}", "123456789012345", "123456789012345"},
        {"a backslash at the end", "{\"token\":\"abc\\", "abc", "abc"},
        {"nothing", "", KEY, KEY},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct redactor r;
        redactor_init(&r, &a);
        struct exchange x = {.decoded = str_from(rows[i].body)};
        received_secrets_learn(&x, &r);
        row_str(rows[i].row, redactor_clean(&r, str_from(rows[i].text), &a), rows[i].want);
        arena_free(&a);
    }
}

static void received_secrets_learn__from_headers(void **state) {
    static const struct {
        const char *name, *value, *text, *want;
    } rows[] = {
        {"Set-Cookie", "session=" KEY "; HttpOnly; Path=/", "session=" KEY, "session=***"},
        {"X-Auth-Token", KEY, KEY, "***"},
        {"ETag", KEY, KEY, KEY},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct redactor r;
        redactor_init(&r, &a);
        struct head_line line = {.name = str_from(rows[i].name), .value = str_from(rows[i].value)};
        struct exchange x = {.lines = &line, .line_count = 1};
        received_secrets_learn(&x, &r);
        row_str(rows[i].name, redactor_clean(&r, str_from(rows[i].text), &a), rows[i].want);
        arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(received_secrets_is_name__by_its_last_words),
        cmocka_unit_test(received_secrets_learn__from_bodies),
        cmocka_unit_test(received_secrets_learn__from_headers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
