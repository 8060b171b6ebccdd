/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: url_parse, url_split_target, url_is_loopback. Properties: a URL is parsed or one printable sentence
 * says why, never both; its parts hold nothing that could end them; origin and target are the text; a URL written anew
 * from its parts parses to the same parts. */
/* modules: wire */
#include <assert.h>

#include "codec.h"
#include "fuzz_target.h"
#include "url.h"

static bool has_any(struct str s, const char *set) {
    for (; *set; set++) {
        if (str_find_char(s, *set, 0) >= 0) {
            return true;
        }
    }
    return false;
}

static void check_parts(const struct url *u, struct str text) {
    assert(u->host.len > 0 && !has_any(u->host, "/?#@[] \r\n"));
    assert(!has_any(u->path, "# \r\n"));
    assert(u->path.len == 0 || u->path.data[0] == '/' || u->path.data[0] == '?');
    assert(u->port >= 1 && u->port <= 65535);
    struct str origin, target;
    assert(url_split_target(text, &origin, &target));
    assert(origin.len + target.len == text.len && str_eq(target, u->path));
}

static void check_written_anew(const struct url *u, struct arena *a) {
    bool is_bracketed = str_find_char(u->host, ':', 0) >= 0;
    struct str text = str_printf(a, "%.*s://%s%.*s%s:%d%.*s", STR_ARG(u->scheme), is_bracketed ? "[" : "",
                                 STR_ARG(u->host), is_bracketed ? "]" : "", u->port, STR_ARG(u->path));
    struct url again;
    assert(url_parse(text, &again, NULL) == RC_OK);
    assert(str_eq(again.scheme, u->scheme) && str_eq(again.host, u->host) && str_eq(again.path, u->path));
    assert(again.port == u->port && url_is_loopback(&again) == url_is_loopback(u));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct arena a = {0};
    struct fault f = {0};
    struct url u;
    enum rc rc = url_parse(text, &u, &f);
    if (rc == RC_OK) {
        check_parts(&u, text);
        check_written_anew(&u, &a);
    }
    assert(rc == f.rc && (rc == RC_OK || (rc == RC_USAGE && f.text[0] != '\0')));
    assert(str_eq(codec_printable(&a, str_from(f.text)), str_from(f.text)));
    arena_free(&a);
    return 0;
}
