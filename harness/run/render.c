/* SPDX-License-Identifier: Apache-2.0
 *
 * render: requests from templates. */
#include "render.h"

#include "codec.h"
#include "emit.h"

#define NAME_RANDOM_BYTES 6
#define CANARY_RANDOM_BYTES 10
#define PROBE_TEXT "nonesuch probe"
#define OBJECT_ID_DIGITS 24
#define OBJECT_ID_TIME_DIGITS 8
#define UUID_DIGITS 36
#define RANDOM_BYTES 64
#define TRIES_MAX 64 /* a text without a letter or digit has no other like it */

static struct str random_hex(struct engine *e, size_t bytes) {
    unsigned char raw[32];
    entropy_fill(raw, bytes);
    return codec_hex(e->arena, str_of((const char *)raw, bytes));
}

struct str render_new_name(struct engine *e) {
    return str_printf(e->arena, "ns-%.*s-%.*s", STR_ARG(e->tag), STR_ARG(random_hex(e, NAME_RANDOM_BYTES)));
}

struct str render_new_canary(struct engine *e) {
    return str_printf(e->arena, "canary-%.*s-%.*s", STR_ARG(e->tag), STR_ARG(random_hex(e, CANARY_RANDOM_BYTES)));
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_number_text(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (!is_digit(s.data[i])) {
            return false;
        }
    }
    return s.len > 0;
}

/* The digits of a hexadecimal text, in its own case; NULL when it is none. */
static const char *hex_digits(struct str s) {
    bool has_digit = false, has_lower = false, has_upper = false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        bool is_lower = c >= 'a' && c <= 'f', is_upper = c >= 'A' && c <= 'F';
        if (!is_digit(c) && !is_lower && !is_upper && c != '-') {
            return NULL;
        }
        has_digit |= is_digit(c);
        has_lower |= is_lower;
        has_upper |= is_upper;
    }
    bool is_hex = has_digit && !(has_lower && has_upper) && !is_number_text(s);
    return !is_hex ? NULL : has_upper ? "0123456789ABCDEF" : "0123456789abcdef";
}

static char redraw(char c, const char *hex, unsigned char random) {
    if (hex && c != '-') {
        return hex[random % 16];
    }
    if (is_digit(c)) {
        return (char)('0' + random % 10);
    }
    if (c >= 'a' && c <= 'z') {
        return (char)('a' + random % 26);
    }
    if (c >= 'A' && c <= 'Z') {
        return (char)('A' + random % 26);
    }
    return c;
}

/* The first digit of a uuid's third and fourth part say version and variant, the first twelve of version 7 are the time
 * (RFC 9562); so are the first eight of an object id. A number does not begin with 0. */
static bool is_form(struct str present, size_t i) {
    if (present.len == UUID_DIGITS && present.data[8] == '-') {
        return i == 14 || i == 19 || (present.data[14] == '7' && i < 13);
    }
    return (present.len == OBJECT_ID_DIGITS && i < OBJECT_ID_TIME_DIGITS) ||
           (i == 0 && present.len > 1 && is_number_text(present));
}

static struct str like(struct engine *e, struct str present) {
    char *out = arena_alloc(e->arena, present.len + 1, 1);
    const char *hex = hex_digits(present);
    size_t tries = 0;
    unsigned char random[RANDOM_BYTES];
    do {
        for (size_t i = 0; i < present.len; i++) {
            if (i % sizeof random == 0) {
                entropy_fill(random, sizeof random);
            }
            unsigned char drawn = random[i % sizeof random];
            out[i] = is_form(present, i) ? present.data[i] : redraw(present.data[i], hex, drawn);
        }
    } while (str_eq(str_of(out, present.len), present) && ++tries < TRIES_MAX);
    return str_of(out, present.len);
}

static struct str uuid4(struct engine *e) {
    struct str pattern = STR("00000000-0000-4000-8000-000000000000");
    char *out = str_cstr(e->arena, like(e, pattern));
    unsigned char random;
    entropy_fill(&random, 1);
    out[19] = "89ab"[random % 4];
    return str_of(out, pattern.len);
}

struct str render_absent(struct engine *e, const struct field *field, struct str present) {
    if (field->is_chosen) {
        return render_new_name(e);
    }
    if (field->absent == ABSENT_UUID4) {
        return uuid4(e);
    }
    bool is_other_form = field->absent == ABSENT_HEX24 && present.len != OBJECT_ID_DIGITS;
    return is_other_form ? random_hex(e, OBJECT_ID_DIGITS / 2) : like(e, present);
}

static bool find_field(const struct pack *p, const struct template_hole *hole, size_t *resource, size_t *field) {
    *resource = pack_find_resource(p, hole->name);
    if (*resource == NONE) {
        return false;
    }
    *field = resource_find_field(&p->resources[*resource], hole->field);
    return *field != NONE;
}

static void meet(const struct render *r, bool is_secret) {
    if (r->meets_secret) {
        *r->meets_secret |= is_secret;
    }
}

static bool is_secret_variable(const struct pack *p, struct str name) {
    bool is_secret = false;
    for (size_t i = 0; i < p->variable_count; i++) {
        is_secret |= p->variables[i].is_optional && str_eq(p->variables[i].name, name);
    }
    return is_secret;
}

static bool resolve_reference(const struct render *r, size_t resource, size_t field, struct str *out) {
    const struct surface *s = r->surface;
    if (s && s->slot.resource == resource && s->slot.field == field) {
        *out = r->slot_value;
        return true;
    }
    const struct fixture *x = r->fixture;
    if (s || r->others) {
        x = r->others ? r->others->members[resource] : NULL;
    }
    while (x && x->resource != resource) {
        x = x->parent;
    }
    if (!x || !x->values[field].data) {
        return false;
    }
    meet(r, r->engine->pack->resources[resource].fields[field].is_secret);
    *out = x->values[field];
    return true;
}

bool render_of_principal(const struct engine *e, const struct template_hole *hole, struct str *out) {
    size_t i = pack_find_principal(e->pack, hole->name);
    bool is_subject = str_eq(hole->field, STR("subject"));
    if (i == NONE || !(is_subject || str_eq(hole->field, STR("tenant")))) {
        return false;
    }
    *out = is_subject ? e->target->credentials[i].subject : e->pack->principals[i].tenant;
    return true;
}

static bool resolve_new(const struct render *r, struct str field, struct str *out) {
    if (!r->fixture) {
        *out = render_new_name(r->engine);
        return true;
    }
    size_t index = resource_find_field(&r->engine->pack->resources[r->fixture->resource], field);
    if (index == NONE || !r->fixture->values[index].data) {
        return false;
    }
    *out = r->fixture->values[index];
    return true;
}

static bool resolve(void *self, const struct template_hole *hole, struct str *out) {
    const struct render *r = self;
    const struct target *t = r->engine->target;
    size_t resource, field;
    if (r->before && r->before(r->before_self, hole, out)) {
        return true;
    }
    if (str_eq(hole->name, STR("new"))) {
        return resolve_new(r, hole->field, out);
    }
    if (hole->field.data) {
        return find_field(r->engine->pack, hole, &resource, &field) && resolve_reference(r, resource, field, out);
    }
    if (str_eq(hole->name, STR("canary")) || str_eq(hole->name, STR("text"))) {
        bool is_canary = r->fixture && hole->name.data[0] == 'c';
        *out = is_canary ? r->fixture->canary : STR(PROBE_TEXT);
        return true;
    }
    if (str_eq(hole->name, STR("method"))) {
        *out = r->method;
        return r->method.data != NULL;
    }
    for (size_t i = 0; i < t->variable_count; i++) {
        if (str_eq(t->variables[i].name, hole->name)) {
            meet(r, is_secret_variable(r->engine->pack, hole->name));
            *out = t->variables[i].value;
            return out->data != NULL;
        }
    }
    return false;
}

enum rc render_text(const struct render *r, struct str text, struct str *out, struct fault *f) {
    return template_render(text, resolve, (void *)r, NULL, r->engine->arena, out, f);
}

enum rc render_value(const struct render *r, const struct value *v, struct value **out, struct fault *f) {
    return template_render_value(v, resolve, (void *)r, r->engine->arena, out, f);
}

static enum rc render_headers(const struct render *r, const struct request_template *t, struct request *out,
                              struct fault *f) {
    struct engine *e = r->engine;
    const struct credential *c = r->principal == NONE ? NULL : &e->target->credentials[r->principal];
    size_t own = t->headers ? t->headers->count : 0, given = c ? c->header_count : 0;
    struct header *headers = ARENA_ARRAY(e->arena, struct header, own + given);
    for (size_t i = 0; i < given; i++) {
        headers[i] = c->headers[i];
    }
    for (size_t i = 0; i < own; i++) {
        const struct member *m = &t->headers->members[i];
        headers[given + i].name = m->key;
        enum rc rc = render_text(r, value_string(m->value, STR("")), &headers[given + i].value, f);
        if (rc != RC_OK) {
            return rc;
        }
    }
    out->headers = headers;
    out->header_count = own + given;
    return RC_OK;
}

/* As it stands between the quotes of a JSON string. */
static struct str json_inside(struct arena *a, struct str value) {
    struct str quoted = emit_to_str(a, value_new_string(a, value));
    return str_sub(quoted, 1, quoted.len - 2);
}

static enum rc render_body(const struct render *r, const struct request_template *t, struct request *out,
                           struct fault *f) {
    struct engine *e = r->engine;
    struct value *body;
    enum rc rc = RC_OK;
    if (t->text.data) {
        struct str start = str_sub(str_trim(t->text), 0, 1);
        bool is_json = str_eq(start, STR("{")) || str_eq(start, STR("["));
        rc = template_render(t->text, resolve, (void *)r, is_json ? json_inside : NULL, e->arena, &out->body, f);
    } else if (t->body) {
        rc = render_value(r, t->body, &body, f);
        out->body = rc == RC_OK ? emit_to_str(e->arena, body) : out->body;
    }
    out->has_body = t->text.data || t->body;
    return rc;
}

enum rc render_request(const struct render *r, const struct request_template *t, struct request *out, struct fault *f) {
    struct engine *e = r->engine;
    struct request request = {.method = t->method, .until = t->until};
    struct str path;
    enum rc rc = template_render(t->path, resolve, (void *)r, codec_percent, e->arena, &path, f);
    if (rc != RC_OK) {
        return rc;
    }
    request.url = str_printf(e->arena, "%.*s%.*s", STR_ARG(e->target->base_url), STR_ARG(path));
    rc = render_headers(r, t, &request, f);
    if (rc != RC_OK) {
        return rc;
    }
    rc = render_body(r, t, &request, f);
    if (rc == RC_OK) {
        *out = request;
    }
    return rc;
}

struct str render_resource(struct engine *e, size_t resource) {
    struct str name = e->pack->resources[resource].name;
    bool is_vowel = name.len > 0 && str_find_char(STR("aeiou"), name.data[0], 0) >= 0;
    return str_printf(e->arena, "%s %.*s", is_vowel ? "an" : "a", STR_ARG(name));
}
