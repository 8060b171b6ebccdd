/* SPDX-License-Identifier: Apache-2.0
 *
 * method_name: a table of replacements and additions. */
#include "method_name.h"

/* `what` is replaced by `with`, the first only; an empty `what` stands for the whole name, put between `with` and
 * `behind`. */
struct spelling {
    const char *what, *with, *behind;
};

static const struct spelling spellings[] = {
    {"k", "\xe2\x84\xaa", ""}, /* KELVIN SIGN */
    {"s", "\xc5\xbf", ""},     /* LONG S */
    {"i", "\xc4\xb1", ""},     /* dotless i */
    {"a", "\xef\xbd\x81", ""}, /* fullwidth a */
    {"e", "\xd0\xb5", ""},     /* Cyrillic ie */
    {"/", "\xef\xbc\x8f", ""}, /* FULLWIDTH SOLIDUS */
    {"/", "\xe2\x88\x95", ""}, /* DIVISION SLASH */
    {"/", "%2F", ""},
    {"/", "%252F", ""},
    {"/", "//", ""},
    {"/", "/./", ""},
    {"/", ".", ""},
    {"/", "_", ""},
    {"/", "", ""},
    {"/", "\\\\", ""},
    {"", "./", ""},
    {"", "/", ""},
    {"", "", "/"},
    {"", "", "s"},
    {"", " ", ""},
    {"", "", " "},
    {"", "\\t", ""},
    {"", "", "\\t"},
    {"", "", "\\r"},
    {"", "", "\\n"},
    {"", "", "\xc2\xa0"},     /* NBSP */
    {"", "\xe2\x80\x8b", ""}, /* ZERO WIDTH SPACE */
    {"", "\xef\xbb\xbf", ""}, /* BOM */
    {"", "", "\\u0000"},
    {"", "", "\\u0000x"},
    {"", "", "\xcc\x81"},     /* combining acute */
    {"", "\xe2\x80\xae", ""}, /* RIGHT-TO-LEFT OVERRIDE */
    {"", "rpc.", ""},
    {"", "", "?x=1"},
    {"", "", "#"},
    {"", "", ";"},
};

#define TABLE_COUNT (sizeof spellings / sizeof *spellings)

enum { SPELL_UPPER = TABLE_COUNT, SPELL_TITLE, SPELL_LAST_UPPER, SPELL_CAMEL, SPELLING_COUNT };

size_t method_name_spelling_count(void) {
    return SPELLING_COUNT;
}

static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static struct str raise_at(struct arena *a, struct str name, size_t at) {
    char *out = str_cstr(a, name);
    if (at < name.len) {
        out[at] = upper(out[at]);
    }
    return str_of(out, name.len);
}

/* "taskCancel" */
static struct str camel(struct arena *a, struct str name) {
    ptrdiff_t slash = str_find_char(name, '/', 0);
    if (slash < 0) {
        return raise_at(a, name, 0);
    }
    struct str tail = raise_at(a, str_from_index(name, (size_t)slash + 1), 0);
    return str_printf(a, "%.*s%.*s", (int)slash, name.data, STR_ARG(tail));
}

static struct str spell_by_table(struct arena *a, struct str name, const struct spelling *s) {
    struct str what = str_from(s->what);
    if (what.len == 0) {
        return str_printf(a, "%s%.*s%s", s->with, STR_ARG(name), s->behind);
    }
    ptrdiff_t at = str_find(name, what, 0);
    if (at < 0) {
        return name;
    }
    struct str tail = str_from_index(name, (size_t)at + what.len);
    return str_printf(a, "%.*s%s%.*s", (int)at, name.data, s->with, STR_ARG(tail));
}

struct str method_name_spell(struct str name, size_t spelling, struct arena *a) {
    switch (spelling) {
    case SPELL_UPPER: return str_upper_ascii(a, name);
    case SPELL_TITLE: return raise_at(a, name, 0);
    case SPELL_LAST_UPPER: return raise_at(a, name, name.len - 1);
    case SPELL_CAMEL: return camel(a, name);
    default: return spell_by_table(a, name, &spellings[spelling % TABLE_COUNT]);
    }
}

struct str method_name_escape(struct str text, struct rng *r, struct arena *a) {
    if (text.len == 0) {
        return text;
    }
    size_t at = (size_t)rng_below(r, text.len);
    unsigned char c = (unsigned char)text.data[at];
    if (c < 0x20 || c >= 0x7f || c == '\\' || c == '"' || (at > 0 && text.data[at - 1] == '\\')) {
        return text;
    }
    struct str tail = str_from_index(text, at + 1);
    return str_printf(a, "%.*s\\u%04x%.*s", (int)at, text.data, (unsigned)c, STR_ARG(tail));
}
