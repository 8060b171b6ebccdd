/* SPDX-License-Identifier: Apache-2.0
 *
 * waiver_load: waiver files to values. */
#include "waiver.h"

#include <assert.h>

#include "codec.h"
#include "parse.h"
#include "schema.h"
#include "waiver_files.h"

#define FINGERPRINT_DIGITS 16
#define SHOWN_BYTES 80
#define KINDS_MAX 32

static const char *const kinds[] = {"access", "outcome", "status", "rpc",      "body",  "header",   "framing", "time",
                                    "reveal", "effect",  "policy", "dispatch", "calls", "contract", "refusal"};

size_t waiver_kind_count(void) {
    return sizeof(kinds) / sizeof(kinds[0]);
}

const char *waiver_kind_at(size_t index) {
    return index < waiver_kind_count() ? kinds[index] : NULL;
}

/* One entry of the file while it is read. */
struct entry {
    struct arena *arena;
    const char *file;
    const struct value *value;
    size_t index;
    struct fault *fault;
};

static enum rc refuse(const struct entry *e, const struct value *at, const char *key, const char *sentence) {
    const char *pointer = arena_printf(e->arena, "/%zu%s%s", e->index, key ? "/" : "", key ? key : "");
    at = at ? at : e->value;
    return fault_set_at(e->fault, RC_CONFIG, e->file, at->line, at->column, pointer, "%s", sentence);
}

static struct str shown(const struct entry *e, struct str s) {
    return codec_printable_start(e->arena, s, SHOWN_BYTES);
}

static struct str member(const struct entry *e, const char *key) {
    return value_string(value_get_c(e->value, key), STR_NONE);
}

static bool is_digits(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] < '0' || s.data[i] > '9')
            return false;
    }
    return s.len > 0;
}

static int64_t number_in(struct str s, size_t from, size_t len) {
    int64_t n = 0;
    struct str digits = str_sub(s, from, len);
    return is_digits(digits) && str_to_int64(digits, &n) ? n : 0;
}

bool waiver_is_day(struct str s) {
    static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (s.len != sizeof("YYYY-MM-DD") - 1 || s.data[4] != '-' || s.data[7] != '-')
        return false;
    int64_t year = number_in(s, 0, 4), month = number_in(s, 5, 2), day = number_in(s, 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1)
        return false;
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && is_leap);
}

static bool is_fingerprint(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (str_find_char(STR("0123456789abcdef"), s.data[i], 0) < 0)
            return false;
    }
    return s.len == FINGERPRINT_DIGITS;
}

static enum rc check_kind(const struct entry *e, const struct value *at, const char *key) {
    struct str names[KINDS_MAX], kind = value_string(at, STR(""));
    assert(waiver_kind_count() <= KINDS_MAX);
    for (size_t i = 0; i < waiver_kind_count(); i++) {
        names[i] = str_from(kinds[i]);
        if (str_eq(kind, names[i]))
            return RC_OK;
    }
    struct str near = str_nearest(kind, names, waiver_kind_count());
    const char *hint =
        near.data ? arena_printf(e->arena, "did you mean '%.*s'?", STR_ARG(near)) : "`nonesuch explain` lists them";
    return refuse(e, at, key,
                  arena_printf(e->arena, "'%.*s' is no kind of finding (%s)", STR_ARG(shown(e, kind)), hint));
}

static enum rc read_also(const struct entry *e, struct waiver *w) {
    const struct value *list = value_get_c(e->value, "also");
    w->also_count = list ? list->count : 0;
    w->also = ARENA_ARRAY(e->arena, struct str, w->also_count);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < w->also_count; i++) {
        const struct value *kind = value_at(list, i);
        w->also[i] = value_string(kind, STR(""));
        rc = check_kind(e, kind, arena_printf(e->arena, "also/%zu", i));
    }
    return rc;
}

static enum rc read_fingerprint(const struct entry *e, struct waiver *w) {
    static const char *const others[] = {"surface", "kind", "variation"};
    const struct value *given = value_get_c(e->value, "fingerprint");
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        const struct value *other = value_get_c(e->value, others[i]);
        if (other)
            return refuse(e, other, others[i], "a fingerprint says it all: leave this out");
    }
    w->fingerprint = value_string(given, STR(""));
    return is_fingerprint(w->fingerprint)
               ? RC_OK
               : refuse(e, given, "fingerprint", "a fingerprint is 16 hexadecimal digits, in quotes");
}

/* What it covers. */
static enum rc read_scope(const struct entry *e, struct waiver *w) {
    const struct value *surface = value_get_c(e->value, "surface"), *kind = value_get_c(e->value, "kind");
    if (value_get_c(e->value, "fingerprint"))
        return read_fingerprint(e, w);
    if (!surface || !kind)
        return refuse(e, NULL, NULL, "say what is waived: `fingerprint`, or `surface` and `kind`");
    w->surface = value_string(surface, STR(""));
    w->variation = member(e, "variation");
    w->kind = value_string(kind, STR(""));
    return check_kind(e, kind, "kind");
}

static enum rc read_text(const struct entry *e, const char *key, struct str *out) {
    *out = str_trim(member(e, key));
    return out->len > 0 ? RC_OK : refuse(e, value_get_c(e->value, key), key, "say something here");
}

static enum rc read_expiry(const struct entry *e, struct waiver *w) {
    const struct value *given = value_get_c(e->value, "expires");
    w->expires = value_string(given, STR(""));
    if (waiver_is_day(w->expires))
        return RC_OK;
    return refuse(e, given, "expires",
                  arena_printf(e->arena, "'%.*s' is no day: YYYY-MM-DD", STR_ARG(shown(e, w->expires))));
}

static enum rc read_entry(const struct entry *e, struct waiver *out) {
    struct waiver w = {.issue = str_trim(member(e, "issue"))};
    enum rc rc = read_scope(e, &w);
    rc = rc == RC_OK ? read_also(e, &w) : rc;
    rc = rc == RC_OK ? read_text(e, "owner", &w.owner) : rc;
    rc = rc == RC_OK ? read_text(e, "reason", &w.reason) : rc;
    rc = rc == RC_OK ? read_expiry(e, &w) : rc;
    if (rc == RC_OK)
        *out = w;
    return rc;
}

static enum rc check_unique(const struct entry *e, const struct waiver *items) {
    const struct waiver *w = &items[e->index];
    for (size_t i = 0; w->fingerprint.data && i < e->index; i++) {
        if (items[i].fingerprint.data && str_eq(items[i].fingerprint, w->fingerprint))
            return refuse(e, value_get_c(e->value, "fingerprint"), "fingerprint",
                          arena_printf(e->arena, "waived already by entry %zu", i + 1));
    }
    return RC_OK;
}

static enum rc open_document(struct str text, const char *file, struct arena *a, struct value **out, struct fault *f) {
    struct value *schema;
    assert(embedded_waiver_schema_count == 1);
    enum rc rc = parse_json(embedded_waiver_schemas[0].text, a, &schema, f);
    rc = rc == RC_OK ? parse_document(text, file, a, out, f) : rc;
    if (rc == RC_OK && value_is(*out, VALUE_NULL))
        return fault_set_at(f, RC_CONFIG, file, 1, 1, NULL, "the file is empty: it has to hold a list, [] for none");
    rc = rc == RC_OK ? schema_check(schema, *out, f) : rc;
    if (rc != RC_OK)
        fault_name_file(f, file);
    return rc;
}

enum rc waiver_load(struct str text, const char *name, struct arena *a, struct waiver_list *out, struct fault *f) {
    struct value *document = NULL;
    enum rc rc = open_document(text, name, a, &document, f);
    if (rc != RC_OK)
        return rc;
    struct waiver *items = ARENA_ARRAY(a, struct waiver, document->count);
    for (size_t i = 0; i < document->count; i++) {
        struct entry e = {.arena = a, .file = name, .value = document->items[i], .index = i, .fault = f};
        rc = read_entry(&e, &items[i]);
        rc = rc == RC_OK ? check_unique(&e, items) : rc;
        if (rc != RC_OK)
            return rc;
    }
    *out = (struct waiver_list){.items = items, .count = document->count};
    return RC_OK;
}
