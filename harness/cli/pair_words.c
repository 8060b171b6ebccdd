/* SPDX-License-Identifier: Apache-2.0
 *
 * pair_words: request, URL, headers, body, references. */
#include "pair_words.h"

#include "file.h"
#include "limits.h"
#include "url.h"

#define GROUPS_DEFAULT 6
#define STATUS_DEFAULT 404
#define SHOWN_BYTES 80
#define EXAMPLE "for example 'GET /tasks/" PAIR_HOLE "'"

static bool is_method(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '-' && c != '_') {
            return false;
        }
    }
    return s.len > 0;
}

static bool is_sendable(struct str path) {
    for (size_t i = 0; i < path.len; i++) {
        if (path.data[i] <= ' ' || path.data[i] == 0x7f) {
            return false;
        }
    }
    return true;
}

/* 'GET /tasks/{ref}', GET /tasks/{ref}, or the path alone. */
static enum rc split_request(const struct options *o, struct arena *a, struct pair *out, struct str *place,
                             struct fault *f) {
    const struct text_list *words = &o->arguments;
    if (words->count == 0) {
        return fault_set(f, RC_USAGE, "give one request, " EXAMPLE);
    }
    if (words->count > 2) {
        return fault_set(f, RC_USAGE, "give one request, " EXAMPLE ", not %zu words: quote it", words->count);
    }
    struct str text = str_trim(words->items[0]);
    if (words->count == 2) {
        text = str_printf(a, "%.*s %.*s", STR_ARG(text), STR_ARG(words->items[1]));
    }
    struct str rest = text;
    struct str first = str_cut(&rest, ' ');
    bool has_method = rest.data != NULL;
    out->method = has_method ? first : o->data ? STR("POST") : STR("GET");
    *place = has_method ? str_trim(rest) : first;
    if (!is_method(out->method)) {
        return fault_set(f, RC_USAGE, "'%.*s' is no method: a request is written " EXAMPLE,
                         STR_ARG(str_sub(out->method, 0, SHOWN_BYTES)));
    }
    if (!is_sendable(*place)) {
        return fault_set(f, RC_USAGE, "'%.*s' has a blank or control character in it: percent-encode it",
                         STR_ARG(str_sub(*place, 0, SHOWN_BYTES)));
    }
    return RC_OK;
}

/* The request may name the whole URL, as one pastes it. */
static enum rc read_place(const struct options *o, struct str place, struct pair_words *out, struct fault *f) {
    struct str origin = STR_NONE, path = STR_NONE;
    bool is_whole = url_split_target(place, &origin, &path) && str_starts_with(place, STR("http"));
    if (is_whole && o->url) {
        return fault_set(f, RC_USAGE, "the request names a host and so does -u: give the path alone");
    }
    if (!is_whole && !o->url) {
        return fault_set(f, RC_USAGE,
                         "no URL: give the base of the service with -u, for example -u http://localhost:8080");
    }
    path = is_whole ? path : place;
    if (!str_starts_with(path, STR("/"))) {
        return fault_set(f, RC_USAGE, "the path '%.*s' does not begin with a slash: a request is written " EXAMPLE,
                         STR_ARG(str_sub(path, 0, SHOWN_BYTES)));
    }
    out->pair.path = path;
    return options_url("--url", is_whole ? origin : str_from(o->url), &out->base_url, f);
}

static enum rc read_body(const struct options *o, struct arena *a, struct pair *out, struct fault *f) {
    if (!o->data) {
        return RC_OK;
    }
    out->has_body = true;
    out->body = str_from(o->data);
    bool is_file = str_starts_with(out->body, STR("@"));
    return is_file ? file_read(o->data + 1, LIMIT_REQUEST_BYTES, a, &out->body, f) : RC_OK;
}

static bool is_public(const struct variable *header) {
    return str_contains(header->value, STR(PAIR_HOLE)) || str_eq_ascii_case(header->name, STR("content-type")) ||
           str_eq_ascii_case(header->name, STR("accept"));
}

static void read_headers(const struct options *o, struct arena *a, struct pair *out) {
    struct header *headers = ARENA_ARRAY(a, struct header, o->headers.count);
    for (size_t i = 0; i < o->headers.count; i++) {
        const struct variable *h = &o->headers.items[i];
        headers[i] = is_public(h) ? (struct header){.name = h->name, .value = h->value}
                                  : (struct header){.name = h->name, .secret = secret_wrap(h->value)};
    }
    out->headers = headers;
    out->header_count = o->headers.count;
}

static struct given_absent absent_of(struct str word) {
    static const struct {
        const char *name;
        enum absent_form form;
    } forms[] = {{"uuid4", ABSENT_UUID4}, {"hex24", ABSENT_HEX24}, {"like", ABSENT_LIKE_PRESENT}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (str_eq(word, str_from(forms[i].name))) {
            return (struct given_absent){.form = forms[i].form};
        }
    }
    return (struct given_absent){.value = word};
}

static void read_references(const struct options *o, struct arena *a, struct pair *out) {
    struct given_absent *absents = ARENA_ARRAY(a, struct given_absent, o->absent.count);
    for (size_t i = 0; i < o->absent.count; i++) {
        absents[i] = absent_of(o->absent.items[i]);
    }
    out->absents = absents;
    out->absent_count = o->absent.count;
    out->denied = o->denied.items;
    out->denied_count = o->denied.count;
    out->control = str_from(o->control);
}

enum rc pair_words_read(const struct options *o, struct arena *a, struct pair_words *out, struct fault *f) {
    struct pair_words words = {
        .pair = {.absent_status = o->expect_absent > 0 ? (int)o->expect_absent : STATUS_DEFAULT,
                 .groups = o->groups > 0 ? (size_t)o->groups : GROUPS_DEFAULT},
    };
    struct str place = STR_NONE;
    enum rc rc = split_request(o, a, &words.pair, &place, f);
    rc = rc == RC_OK ? read_place(o, place, &words, f) : rc;
    rc = rc == RC_OK ? read_body(o, a, &words.pair, f) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    read_headers(o, a, &words.pair);
    read_references(o, a, &words.pair);
    rc = pair_check(&words.pair, f);
    if (rc == RC_OK) {
        *out = words;
    }
    return rc;
}
