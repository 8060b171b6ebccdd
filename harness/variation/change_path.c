/* SPDX-License-Identifier: Apache-2.0
 *
 * change_path: variations of method and path. */
#include "change.h"
#include "codec.h"

static void drop_body(struct request *r) {
    r->body = STR_NONE;
    r->has_body = false;
}

void change_to_head(const struct variation_context *c, struct request *r) {
    (void)c;
    r->method = STR("HEAD");
}

void change_to_options(const struct variation_context *c, struct request *r) {
    (void)c;
    r->method = STR("OPTIONS");
    r->until = UNTIL_BODY;
    drop_body(r);
}

void change_to_wrong_method(const struct variation_context *c, struct request *r) {
    (void)c;
    r->method = STR("PROPFIND");
    r->until = UNTIL_BODY;
    drop_body(r);
}

void change_to_http2(const struct variation_context *c, struct request *r) {
    (void)c;
    r->is_http2 = true;
}

void change_nothing(const struct variation_context *c, struct request *r) {
    (void)c;
    (void)r;
}

void change_add_trailing_slash(const struct variation_context *c, struct request *r) {
    struct str query = r->url;
    struct str path = str_cut(&query, '?');
    r->url = query.data ? str_printf(c->arena, "%.*s/?%.*s", STR_ARG(path), STR_ARG(query))
                        : str_printf(c->arena, "%.*s/", STR_ARG(path));
}

/* Replaces the reference as it stands in the URL. */
static void replace_in_url(const struct variation_context *c, struct request *r, const char *before, struct str with) {
    struct str encoded = codec_percent(c->arena, c->slot_value);
    r->url = str_replace(c->arena, r->url, encoded, str_printf(c->arena, "%s%.*s", before, STR_ARG(with)));
}

void change_double_slash(const struct variation_context *c, struct request *r) {
    replace_in_url(c, r, "/", codec_percent(c->arena, c->slot_value));
}

void change_add_dot_segment(const struct variation_context *c, struct request *r) {
    replace_in_url(c, r, "./", codec_percent(c->arena, c->slot_value));
}

void change_reference_to_upper(const struct variation_context *c, struct request *r) {
    struct str upper = str_upper_ascii(c->arena, c->slot_value);
    if (c->place == SLOT_IN_BODY) {
        r->body = str_replace(c->arena, r->body, c->slot_value, upper);
    } else {
        replace_in_url(c, r, "", codec_percent(c->arena, upper));
    }
}

void change_reference_to_percent(const struct variation_context *c, struct request *r) {
    struct str spelled = STR("");
    for (size_t i = 0; i < c->slot_value.len; i++) {
        spelled = str_printf(c->arena, "%.*s%%%02X", STR_ARG(spelled), (unsigned)(unsigned char)c->slot_value.data[i]);
    }
    replace_in_url(c, r, "", spelled);
}

static void add_query(const struct variation_context *c, struct request *r, struct str name, struct str value) {
    char separator = str_find_char(r->url, '?', 0) >= 0 ? '&' : '?';
    r->url = str_printf(c->arena, "%.*s%c%.*s=%.*s", STR_ARG(r->url), separator, STR_ARG(name), STR_ARG(value));
}

void graft_query(const struct variation_context *c, struct request *r) {
    add_query(c, r, c->slot_name, codec_percent(c->arena, c->slot_value));
}

void change_add_query(const struct variation_context *c, struct request *r) {
    add_query(c, r, STR("nonesuch"), STR("1"));
}
