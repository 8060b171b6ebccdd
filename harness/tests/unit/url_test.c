/* SPDX-License-Identifier: Apache-2.0
 *
 * Absolute URLs. */
/* modules: wire */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "url.h"

struct good_row {
    const char *text, *scheme, *host, *path;
    int port;
    bool is_loopback;
};

static const struct good_row GOOD_ROWS[] = {
    {"http://127.0.0.1:8080", "http", "127.0.0.1", "", 8080, true},
    {"http://127.255.0.9/", "http", "127.255.0.9", "/", 80, true},
    {"https://example.org", "https", "example.org", "", 443, false},
    {"HTTPS://Example.org:444/A/b?c=d", "HTTPS", "Example.org", "/A/b?c=d", 444, false},
    {"http://[::1]:81/x", "http", "::1", "/x", 81, true},
    {"http://[::1]", "http", "::1", "", 80, true},
    {"http://[2001:db8::7]/", "http", "2001:db8::7", "/", 80, false},
    {"http://LocalHost?x", "http", "LocalHost", "?x", 80, true},
    {"http://127.example.org", "http", "127.example.org", "", 80, false},
    {"http://127.0.0.1.example.org", "http", "127.0.0.1.example.org", "", 80, false},
    {"http://127.0.0.256", "http", "127.0.0.256", "", 80, false},
    {"http://128.0.0.1", "http", "128.0.0.1", "", 80, false},
    {"http://a/../%2e%2e//b", "http", "a", "/../%2e%2e//b", 80, false},
};

static void assert_text(struct str s, const char *expected) {
    if (!str_eq(s, str_from(expected))) {
        fail_msg("'%.*s' instead of '%s'", STR_ARG(s), expected);
    }
}

static void url_parse__splits(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(GOOD_ROWS) / sizeof(GOOD_ROWS[0]); i++) {
        const struct good_row *row = &GOOD_ROWS[i];
        struct fault f = {0};
        struct url url = {0};
        if (url_parse(str_from(row->text), &url, &f) != RC_OK) {
            fail_msg("%s: %s", row->text, f.text);
        }
        assert_text(url.scheme, row->scheme);
        assert_text(url.host, row->host);
        assert_text(url.path, row->path);
        assert_int_equal(url.port, row->port);
        assert_int_equal(url_is_loopback(&url), row->is_loopback);
    }
}

static const struct {
    const char *behaviour, *text, *says;
} BAD_ROWS[] = {
    {"empty", "", "not an absolute URL"},
    {"no scheme", "localhost:8080", "not an absolute URL"},
    {"one slash", "http:/host", "not an absolute URL"},
    {"other scheme", "ftp://host", "scheme \"ftp\" is not supported"},
    {"no host", "http:///path", "names no host"},
    {"port alone", "http://:80", "neither a name nor an address"},
    {"user info", "http://user:secret@host/", "user name or password"},
    {"empty port", "http://host:/", "from 1 to 65535"},
    {"port 0", "http://host:0", "from 1 to 65535"},
    {"port too high", "http://host:65536", "from 1 to 65535"},
    {"port past any number", "http://host:99999999999999999999", "from 1 to 65535"},
    {"port with a letter", "http://host:8o", "from 1 to 65535"},
    {"fragment", "http://host/a#b", "fragment"},
    {"blank", "http://host/a b", "blank or a control"},
    {"line end", "http://host/a\r\nb", "blank or a control"},
    {"host outside ASCII", "http://h\xc3\xb6st/", "neither a name nor an address"},
    {"host with a mark that turns text", "http://h\xe2\x80\xae/", "host \"h\\u{202e}\""},
    {"open bracket", "http://[::1", "neither a name nor an address"},
    {"text behind a bracket", "http://[::1]x", "neither a name nor an address"},
    {"empty brackets", "http://[]", "neither a name nor an address"},
    {"two ports", "http://host:1:2", "from 1 to 65535"},
};

static void url_parse__says_what_is_wrong(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(BAD_ROWS) / sizeof(BAD_ROWS[0]); i++) {
        struct fault f = {0};
        struct url url = {.port = 7};
        enum rc rc = url_parse(str_from(BAD_ROWS[i].text), &url, &f);
        if (rc != RC_USAGE || !strstr(f.text, BAD_ROWS[i].says) || !strstr(f.text, "http://host:port")) {
            fail_msg("%s: %d %s", BAD_ROWS[i].behaviour, (int)rc, f.text);
        }
        assert_null(strstr(f.text, "secret"));
        assert_int_equal(url.port, 7);
    }
}

static const struct {
    const char *text, *origin, *target;
} TARGET_ROWS[] = {
    {"http://h:1/a/../b?c#d", "http://h:1", "/a/../b?c#d"},
    {"http://h", "http://h", ""},
    {"http://h?q", "http://h", "?q"},
    {"http://h/a://b", "http://h", "/a://b"},
};

static void url_split_target__judges_nothing(void **state) {
    (void)state;
    struct str origin, target;
    for (size_t i = 0; i < sizeof(TARGET_ROWS) / sizeof(TARGET_ROWS[0]); i++) {
        assert_true(url_split_target(str_from(TARGET_ROWS[i].text), &origin, &target));
        assert_text(origin, TARGET_ROWS[i].origin);
        assert_text(target, TARGET_ROWS[i].target);
    }
    assert_false(url_split_target(STR("/a"), &origin, &target));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(url_parse__splits),
        cmocka_unit_test(url_parse__says_what_is_wrong),
        cmocka_unit_test(url_split_target__judges_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
