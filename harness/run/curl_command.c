/* SPDX-License-Identifier: Apache-2.0
 *
 * curl_command: a finding's two requests as one curl command. */
#include "curl_command.h"

#include "buf.h"
#include "limits.h"
#include "shell.h"
#include "url.h"

#define OPTIONS "-gsS --path-as-is " /* of each request: --next forgets them */

/* "mallory", "authorization" -> "$MALLORY_AUTHORIZATION" */
static void put_variable(struct buf *out, struct arena *a, struct str principal, struct str header) {
    struct str name = shell_variable(a, principal, header);
    buf_printf(out, "\"$%.*s\"", STR_ARG(name));
}

static struct str owner_of_secret(const struct engine *e, const struct header *h) {
    for (size_t i = 0; i < e->target->credential_count; i++) {
        const struct credential *c = &e->target->credentials[i];
        for (size_t j = 0; j < c->header_count; j++) {
            if (secret_is_same(c->headers[j].secret, h->secret)) {
                return e->pack->principals[c->principal].name;
            }
        }
    }
    return STR("CALLER");
}

/* Before it is escaped, by which the redactor would not know it again. */
static struct str clean(const struct engine *e, struct str text) {
    const struct redactor *redactor = e->options ? e->options->redactor : NULL;
    return redactor ? redactor_clean(redactor, text, e->arena) : text;
}

/* `body_file`: NULL writes the body out. */
static void put_request(struct engine *e, struct buf *out, const struct request *r, const char *body_file) {
    if (str_eq(r->method, STR("HEAD")) && !r->has_body) {
        /* With -X, curl would wait for a body. */
        buf_append_cstr(out, "-I");
    } else {
        buf_append_cstr(out, "-i -X ");
        shell_append_word(out, r->method, e->arena);
    }
    if (r->has_body && !request_header(r, "content-type")) {
        buf_append_cstr(out, " -H 'content-type: application/json'");
    }
    for (size_t i = 0; i < r->header_count; i++) {
        const struct header *h = &r->headers[i];
        buf_append_cstr(out, " -H ");
        bool is_secret = !secret_is_empty(h->secret);
        /* Behind a name and without a value, a colon keeps the header away, a semicolon sends it empty. */
        const char *separator = is_secret || h->value.len > 0 ? ": " : h->value.data ? ";" : ":";
        shell_append_word(out, str_printf(e->arena, "%.*s%s%.*s", STR_ARG(h->name), separator, STR_ARG(h->value)),
                          e->arena);
        if (is_secret) {
            put_variable(out, e->arena, owner_of_secret(e, h), h->name);
        }
    }
    if (r->has_body) {
        buf_append_cstr(out, body_file ? " --data-binary @" : " --data-raw ");
        shell_append_word(out, body_file ? str_from(body_file) : clean(e, r->body), e->arena);
    }
    buf_append_char(out, ' ');
    shell_append_word(out, clean(e, r->url), e->arena);
}

static void put_bytes(struct engine *e, struct buf *out, struct str bytes) {
    buf_append_cstr(out, "printf ");
    shell_append_format(out, clean(e, bytes));
    buf_append_cstr(out, "; ");
}

static void put_exact_line(struct engine *e, struct buf *out, const struct header *h) {
    if (secret_is_empty(h->secret)) {
        put_bytes(e, out, str_printf(e->arena, "%.*s: %.*s\r\n", STR_ARG(h->name), STR_ARG(h->value)));
        return;
    }
    put_bytes(e, out, str_printf(e->arena, "%.*s: ", STR_ARG(h->name)));
    buf_append_cstr(out, "printf %s ");
    put_variable(out, e->arena, owner_of_secret(e, h), h->name);
    buf_append_cstr(out, "; ");
    put_bytes(e, out, STR("\r\n"));
}

/* As http sends them: those of its defaults that the request does not have. The User-Agent is the run's own. */
static void put_exact_defaults(struct engine *e, struct buf *out, const struct request *r) {
    static const struct {
        const char *name, *line;
    } defaults[] = {{"accept", "Accept: */*\r\n"},
                    {"accept-encoding", "Accept-Encoding: identity\r\n"},
                    {"content-type", "Content-Type: application/json\r\n"}};
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        if (!request_header(r, defaults[i].name)) {
            put_bytes(e, out, str_from(defaults[i].line));
        }
    }
}

/* nc takes host and port apart, openssl wants an IPv6 address in brackets. */
static void put_peer(struct buf *out, const struct url *url) {
    bool is_tls = str_eq(url->scheme, STR("https"));
    bool is_bracketed = is_tls && str_contains(url->host, STR(":"));
    (void)buf_printf(out, "} | %s%s%.*s%s%d", is_tls ? "openssl s_client -quiet -connect " : "nc -w 3 ",
                     is_bracketed ? "[" : "", STR_ARG(url->host),
                     is_bracketed ? "]:"
                     : is_tls     ? ":"
                                  : " ",
                     url->port);
}

static void put_exact(struct engine *e, struct buf *out, const struct request *r, const char *body_file) {
    struct str origin = r->url, target = STR_NONE, authority = url_authority(r->url);
    struct url url = {0};
    (void)url_split_target(r->url, &origin, &target);
    (void)!url_parse(origin, &url, NULL);
    buf_append_cstr(out, "{ ");
    const char *slash = str_starts_with(target, STR("/")) ? "" : "/";
    put_bytes(e, out,
              str_printf(e->arena, "%.*s %s%.*s HTTP/1.1\r\nHost: %.*s\r\n", STR_ARG(r->method), slash, STR_ARG(target),
                         STR_ARG(authority)));
    for (size_t i = 0; i < r->header_count; i++) {
        if (r->headers[i].value.data || !secret_is_empty(r->headers[i].secret)) {
            put_exact_line(e, out, &r->headers[i]);
        }
    }
    put_exact_defaults(e, out, r);
    put_bytes(e, out, STR("\r\n"));
    if (body_file) {
        buf_append_cstr(out, "cat ");
        shell_append_word(out, str_from(body_file), e->arena);
        buf_append_cstr(out, "; ");
    } else {
        put_bytes(e, out, r->body);
    }
    put_peer(out, &url);
}

/* curl 7.88 breaks a connection that it uses a second time by prior knowledge; --http2 takes the one that is there. */
static const char *version_option(const struct request *r, bool is_first) {
    if (!r->is_http2) {
        return "";
    }
    return is_first && str_starts_with(r->url, STR("http://")) ? "--http2-prior-knowledge " : "--http2 ";
}

struct str curl_command(struct engine *e, const struct finding *f) {
    struct buf out;
    buf_init(&out, LIMIT_REQUEST_BYTES);
    for (size_t i = 0; i < 2; i++) {
        const struct exchange *x = f->sides[i].exchange;
        if (x && x->request && x->request->is_exact) {
            buf_append_cstr(&out, out.len > 0 ? "; " : "");
            put_exact(e, &out, x->request, NULL);
        } else if (x && x->request) {
            bool is_first = out.len == 0;
            buf_append_cstr(&out, is_first ? "curl " OPTIONS : " --next " OPTIONS);
            buf_append_cstr(&out, version_option(x->request, is_first));
            put_request(e, &out, x->request, NULL);
        }
    }
    struct str text = str_copy(e->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

struct str curl_command_of(struct engine *e, const struct request *r, const char *body_file) {
    struct buf out;
    buf_init(&out, LIMIT_REQUEST_BYTES);
    if (r->is_exact) {
        put_exact(e, &out, r, body_file);
    } else {
        buf_append_cstr(&out, "curl " OPTIONS);
        buf_append_cstr(&out, version_option(r, /* is_first = */ true));
        put_request(e, &out, r, body_file);
    }
    struct str text = str_copy(e->arena, buf_str(&out));
    buf_free(&out);
    return text;
}
