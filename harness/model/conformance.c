/* SPDX-License-Identifier: Apache-2.0
 *
 * conformance: its members, its sums, its words. */
#include "conformance.h"

#include <assert.h>
#include <stdlib.h>

#include "codec.h"

static const char *const names[] = {
    [CONFORMANCE_UNREAD] = "unread",           [CONFORMANCE_MALFORMED] = "malformed",
    [CONFORMANCE_INVALID] = "invalid",         [CONFORMANCE_UNKNOWN_METHOD] = "unknown_method",
    [CONFORMANCE_WELL_FORMED] = "well_formed",
};

#define READINGS (sizeof names / sizeof *names)

const char *conformance_reading_name(enum conformance_reading r) {
    assert(r < READINGS);
    return names[r];
}

bool conformance_is_known(const struct conformance *c) {
    return c->is_compared || c->why_not.len > 0;
}

bool conformance_is_same_kind(const struct conformance_kind *x, const struct conformance_kind *y) {
    return x->reading == y->reading && x->is_taken == y->is_taken && str_eq(x->subject, y->subject) &&
           str_eq(x->reason, y->reason);
}

/* ---- members ---- */

static void put_bytes(struct emit *e, const char *key, struct str bytes) {
    struct arena scratch = {0};
    emit_key(e, key);
    if (codec_is_utf8(bytes)) {
        emit_string(e, bytes);
    } else {
        emit_object_begin(e);
        emit_member_string(e, "base64", codec_base64(&scratch, bytes));
        emit_object_end(e);
    }
    arena_free(&scratch);
}

static void put_kind(const struct conformance_kind *k, struct emit *e) {
    emit_object_begin(e);
    emit_member_cstr(e, "reference", conformance_reading_name(k->reading));
    emit_member_cstr(e, "target", k->is_taken ? "taken" : "refused");
    emit_member_string(e, "subject", k->subject);
    emit_member_string(e, "reason", k->reason);
    emit_member_int(e, "bodies", (int64_t)k->bodies);
    emit_member_int(e, "status", k->status);
    if (k->code != 0) {
        emit_member_int(e, "code", k->code);
    }
    put_bytes(e, "example", k->example);
    emit_member_int(e, "example_bytes", (int64_t)k->example_bytes);
    emit_object_end(e);
}

void conformance_emit(const struct conformance *c, struct emit *e) {
    emit_object_begin(e);
    emit_member_bool(e, "compared", c->is_compared);
    emit_member_string(e, "why_not", c->why_not);
    emit_member_int(e, "alike", (int64_t)c->alike);
    emit_member_int(e, "otherwise", (int64_t)c->otherwise);
    emit_member_int(e, "undecided", (int64_t)c->undecided);
    emit_key(e, "kinds");
    emit_array_begin(e);
    for (size_t i = 0; i < c->kind_count; i++) {
        put_kind(&c->kinds[i], e);
    }
    emit_array_end(e);
    emit_member_int(e, "elsewhere", (int64_t)c->elsewhere);
    emit_object_end(e);
}

static size_t read_count(const struct value *object, const char *key) {
    int64_t i = value_int(value_get_c(object, key), 0);
    return i < 0 ? 0 : (size_t)i;
}

static struct str read_text(const struct value *object, const char *key) {
    return value_string(value_get_c(object, key), STR(""));
}

static struct str read_bytes(const struct value *object, const char *key, struct arena *a) {
    struct str encoded = read_text(value_get_c(object, key), "base64"), bytes;
    bool is_encoded = encoded.len > 0 && codec_base64_decode(a, encoded, &bytes);
    return is_encoded ? bytes : read_text(object, key);
}

/* False: it is none of ours. */
static bool read_kind(const struct value *v, struct arena *a, struct conformance_kind *out) {
    struct str name = read_text(v, "reference");
    size_t reading = 0;
    while (reading < READINGS && !str_eq(name, str_from(names[reading]))) {
        reading++;
    }
    int64_t status = value_int(value_get_c(v, "status"), 0);
    *out = (struct conformance_kind){.reading = (enum conformance_reading)reading,
                                     .is_taken = str_eq(read_text(v, "target"), STR("taken")),
                                     .subject = read_text(v, "subject"),
                                     .reason = read_text(v, "reason"),
                                     .bodies = read_count(v, "bodies"),
                                     .status = status > 0 && status < 1000 ? (int)status : 0,
                                     .code = value_int(value_get_c(v, "code"), 0),
                                     .example = read_bytes(v, "example", a),
                                     .example_bytes = read_count(v, "example_bytes")};
    return reading < READINGS;
}

struct conformance conformance_read(const struct value *object, struct arena *a) {
    struct conformance c = {.is_compared = value_bool(value_get_c(object, "compared"), false),
                            .why_not = read_text(object, "why_not"),
                            .alike = read_count(object, "alike"),
                            .otherwise = read_count(object, "otherwise"),
                            .undecided = read_count(object, "undecided"),
                            .elsewhere = read_count(object, "elsewhere")};
    if (!value_is(object, VALUE_OBJECT)) {
        return (struct conformance){0};
    }
    const struct value *kinds = value_get_c(object, "kinds"), *v;
    c.kinds = ARENA_ARRAY(a, struct conformance_kind, CONFORMANCE_KINDS);
    for (size_t i = 0; c.kind_count < CONFORMANCE_KINDS && (v = value_at(kinds, i)) != NULL; i++) {
        c.kind_count += read_kind(v, a, &c.kinds[c.kind_count]);
    }
    return c;
}

/* ---- sums ---- */

static int by_bodies(const void *x, const void *y) {
    const struct conformance_kind *k = x, *l = y;
    if (k->bodies != l->bodies) {
        return k->bodies > l->bodies ? -1 : 1;
    }
    int order = (int)k->reading - (int)l->reading;
    order = order ? order : str_cmp(k->subject, l->subject);
    order = order ? order : str_cmp(k->reason, l->reason);
    return order ? order : (int)k->is_taken - (int)l->is_taken;
}

static void add_kind(struct conformance *sum, const struct conformance_kind *k) {
    for (size_t i = 0; i < sum->kind_count; i++) {
        struct conformance_kind *known = &sum->kinds[i];
        if (conformance_is_same_kind(known, k)) {
            size_t bodies = known->bodies + k->bodies;
            *known = k->example_bytes < known->example_bytes ? *k : *known;
            known->bodies = bodies;
            return;
        }
    }
    sum->kinds[sum->kind_count++] = *k;
}

struct conformance conformance_add(const struct conformance *x, const struct conformance *y, struct arena *a) {
    struct conformance sum = {.is_compared = x->is_compared || y->is_compared,
                              .alike = x->alike + y->alike,
                              .otherwise = x->otherwise + y->otherwise,
                              .undecided = x->undecided + y->undecided,
                              .elsewhere = x->elsewhere + y->elsewhere};
    if (!sum.is_compared) {
        sum.why_not = x->why_not.len > 0 ? x->why_not : y->why_not;
    }
    sum.kinds = ARENA_ARRAY(a, struct conformance_kind, x->kind_count + y->kind_count);
    for (size_t i = 0; i < x->kind_count; i++) {
        add_kind(&sum, &x->kinds[i]);
    }
    for (size_t i = 0; i < y->kind_count; i++) {
        add_kind(&sum, &y->kinds[i]);
    }
    if (sum.kind_count > 0) {
        qsort(sum.kinds, sum.kind_count, sizeof *sum.kinds, by_bodies);
    }
    while (sum.kind_count > CONFORMANCE_KINDS) {
        sum.elsewhere += sum.kinds[--sum.kind_count].bodies;
    }
    return sum;
}

/* ---- words ---- */

struct str conformance_sentence(const struct conformance *c, struct arena *a) {
    if (!c->is_compared) {
        return c->why_not.len > 0 ? str_printf(a, "not compared: %.*s", STR_ARG(c->why_not)) : STR_NONE;
    }
    struct str text = str_printf(a, "%.*s %s as the reference reads %s, %.*s otherwise",
                                 STR_ARG(str_grouped(a, c->alike)), c->alike == 1 ? "body is read" : "bodies are read",
                                 c->alike == 1 ? "it" : "them", STR_ARG(str_grouped(a, c->otherwise)));
    if (c->kind_count == 0) {
        return text;
    }
    return str_printf(a, "%.*s in %s%zu kind%s", STR_ARG(text), c->elsewhere > 0 ? "more than " : "", c->kind_count,
                      c->kind_count == 1 ? "" : "s");
}

struct str conformance_reference_words(const struct conformance_kind *k, struct arena *a) {
    switch (k->reading) {
    case CONFORMANCE_MALFORMED: return str_printf(a, "malformed JSON: %.*s", STR_ARG(k->reason));
    case CONFORMANCE_INVALID: return str_printf(a, "%.*s, invalid: %.*s", STR_ARG(k->subject), STR_ARG(k->reason));
    case CONFORMANCE_UNKNOWN_METHOD: return STR("an unknown method");
    case CONFORMANCE_WELL_FORMED: return str_printf(a, "a well-formed %.*s", STR_ARG(k->subject));
    case CONFORMANCE_UNREAD: break;
    }
    return STR("unread");
}

struct str conformance_target_words(const struct conformance_kind *k, struct arena *a) {
    struct str text = str_printf(a, "%s, %d", k->is_taken ? "taken" : "refused", k->status);
    return k->code == 0 ? text : str_printf(a, "%.*s with code %lld", STR_ARG(text), (long long)k->code);
}
