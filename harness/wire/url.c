/* SPDX-License-Identifier: Apache-2.0
 *
 * url: one view is cut off after the other. */
#include "url.h"

#include <string.h>

#include "codec.h"

#define URL_EXAMPLE "a URL looks like http://host:port or https://host/path"
#define SHOWN_BYTES 200
#define PORT_MAX 65535

static const struct {
    const char *name;
    int port;
} SCHEMES[] = {{"http", 80}, {"https", 443}};

/* 0 when the scheme is none of ours. */
static int default_port(struct str scheme) {
    for (size_t i = 0; i < sizeof(SCHEMES) / sizeof(SCHEMES[0]); i++) {
        if (str_eq_ascii_case(scheme, str_from(SCHEMES[i].name))) {
            return SCHEMES[i].port;
        }
    }
    return 0;
}

static bool is_one_of(char c, const char *set) {
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_made_of(struct str s, const char *also) {
    for (size_t i = 0; i < s.len; i++) {
        if (!is_alphanumeric(s.data[i]) && !is_one_of(s.data[i], also)) {
            return false;
        }
    }
    return s.len > 0;
}

static bool has_blank_or_control(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.data[i] <= ' ' || s.data[i] == 0x7f) {
            return true;
        }
    }
    return false;
}

bool url_split_target(struct str text, struct str *origin, struct str *target) {
    ptrdiff_t separator = str_find(text, STR("://"), 0);
    if (separator < 0) {
        return false;
    }
    size_t end = (size_t)separator + 3;
    while (end < text.len && !is_one_of(text.data[end], "/?#")) {
        end++;
    }
    *origin = str_sub(text, 0, end);
    *target = str_from_index(text, end);
    return true;
}

struct str url_authority(struct str text) {
    struct str origin = text, unused;
    ptrdiff_t separator = str_find(text, STR("://"), 0);
    return url_split_target(text, &origin, &unused) ? str_from_index(origin, (size_t)separator + 3) : text;
}

static enum rc parse_port(struct str text, int *out, struct fault *f) {
    int port = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || port > PORT_MAX) {
            return fault_set(f, RC_USAGE, "the port of a URL is a number from 1 to 65535; " URL_EXAMPLE);
        }
        port = port * 10 + (text.data[i] - '0');
    }
    if (port < 1 || port > PORT_MAX) {
        return fault_set(f, RC_USAGE, "the port of a URL is a number from 1 to 65535; " URL_EXAMPLE);
    }
    *out = port;
    return RC_OK;
}

/* Splits "host", "host:port", "[address]" or "[address]:port"; `port` is STR_NONE when there is no colon. */
static bool split_authority(struct str authority, struct str *host, struct str *port) {
    *port = STR_NONE;
    if (!str_starts_with(authority, STR("["))) {
        struct str rest = authority;
        *host = str_cut(&rest, ':');
        *port = rest;
        return is_made_of(*host, "-._~%!$&'()*+,;=");
    }
    ptrdiff_t bracket = str_find_char(authority, ']', 0);
    if (bracket < 0) {
        return false;
    }
    *host = str_sub(authority, 1, (size_t)bracket - 1);
    struct str rest = str_from_index(authority, (size_t)bracket + 1);
    if (rest.len > 0) {
        *port = str_from_index(rest, 1);
    }
    return is_made_of(*host, ":.") && (rest.len == 0 || rest.data[0] == ':');
}

/* `what` in quotes between the two, as far as a terminal may show it. */
static enum rc refuse(struct fault *f, const char *before, struct str what, const char *behind) {
    struct arena scratch = {0};
    struct str shown = codec_printable_start(&scratch, what, SHOWN_BYTES);
    enum rc rc = fault_set(f, RC_USAGE, "%s\"%.*s\"%s", before, STR_ARG(shown), behind);
    arena_free(&scratch);
    return rc;
}

static enum rc parse_authority(struct str authority, struct url *out, struct fault *f) {
    if (authority.len == 0) {
        return fault_set(f, RC_USAGE, "the URL names no host; " URL_EXAMPLE);
    }
    if (str_find_char(authority, '@', 0) >= 0) {
        return fault_set(f, RC_USAGE,
                         "the URL holds a user name or password, which belong into the credentials of the "
                         "target; " URL_EXAMPLE);
    }
    struct str port;
    if (!split_authority(authority, &out->host, &port)) {
        return refuse(f, "the host ", authority, " is neither a name nor an address; " URL_EXAMPLE);
    }
    return port.data ? parse_port(port, &out->port, f) : RC_OK;
}

enum rc url_parse(struct str text, struct url *out, struct fault *f) {
    struct url url = {0};
    struct str origin;
    if (has_blank_or_control(text)) {
        return fault_set(f, RC_USAGE, "the URL holds a blank or a control character; " URL_EXAMPLE);
    }
    if (!url_split_target(text, &origin, &url.path)) {
        return refuse(f, "", text, " is not an absolute URL; " URL_EXAMPLE);
    }
    url.scheme = str_sub(origin, 0, (size_t)str_find(origin, STR("://"), 0));
    url.port = default_port(url.scheme);
    if (url.port == 0) {
        return refuse(f, "the scheme ", url.scheme, " is not supported; " URL_EXAMPLE);
    }
    if (str_find_char(url.path, '#', 0) >= 0) {
        return fault_set(f, RC_USAGE, "the URL has a fragment (\"#…\"), which is never sent; " URL_EXAMPLE);
    }
    enum rc rc = parse_authority(str_from_index(origin, url.scheme.len + 3), &url, f);
    if (rc != RC_OK) {
        return rc;
    }
    *out = url;
    return RC_OK;
}

static bool is_octet(struct str s) {
    int64_t value = 0;
    bool is_digits = s.len > 0 && s.len <= 3;
    for (size_t i = 0; i < s.len && is_digits; i++) {
        is_digits = s.data[i] >= '0' && s.data[i] <= '9';
        value = value * 10 + (s.data[i] - '0');
    }
    return is_digits && value <= 255;
}

/* "127.example.org" is a name that anybody may own. */
static bool is_127_slash_8(struct str host) {
    struct str rest = host;
    size_t count = 0;
    bool is_first_127 = false;
    while (rest.data) {
        struct str part = str_cut(&rest, '.');
        if (!is_octet(part)) {
            return false;
        }
        is_first_127 = count == 0 ? str_eq(part, STR("127")) : is_first_127;
        count++;
    }
    return count == 4 && is_first_127;
}

bool url_is_loopback(const struct url *u) {
    return str_eq_ascii_case(u->host, STR("localhost")) || str_eq(u->host, STR("::1")) || is_127_slash_8(u->host);
}
