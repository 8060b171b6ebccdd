/* SPDX-License-Identifier: Apache-2.0
 *
 * slot_name: two tables of words. */
#include "slot_name.h"

/* In the singular, lower case. */
static const char *const words[] = {
    "id",       "uuid",     "guid",      "key",          "ref",          "reference",
    "cursor",   "token",    "slug",      "handle", /* ids */
    "name",     "username", "nickname",  "alias",  /* names */
    "url",      "uri",      "href",      "link",         "endpoint",     "callback",
    "webhook",  "host",     "hostname", /* URLs */
    "user",     "account",  "tenant",    "owner",        "author",       "principal",
    "identity", "email",    "login",     "actor",        "subject",      "member",
    "creator",  "org",      "workspace", "organization", "organisation", /* identities */
};

static const char *const formats[] = {
    "uuid",         "uri",   "uri-reference", "iri",      "iri-reference", "url",
    "uri-template", "email", "idn-email",     "hostname", "idn-hostname",
};

static struct str without_list(struct str where) {
    while (str_ends_with(where, STR("[]"))) {
        where.len -= 2;
    }
    return where;
}

/* "filter[owner][id]" to "filter.owner.id"; "[]" stays. */
static struct str open_brackets(struct arena *a, struct str name) {
    char *out = ARENA_ARRAY(a, char, name.len);
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        bool is_list = i + 1 < name.len && name.data[i] == '[' && name.data[i + 1] == ']';
        if (is_list) {
            out[len++] = '[';
            out[len++] = ']';
            i++;
        } else if (name.data[i] != ']') {
            out[len++] = name.data[i] == '[' ? '.' : name.data[i];
        }
    }
    return str_of(out, len);
}

struct str slot_where(struct arena *a, struct str place, struct str name) {
    struct str spelt = str_eq(place, STR("header"))  ? str_lower_ascii(a, name)
                       : str_eq(place, STR("query")) ? open_brackets(a, name)
                                                     : name;
    return without_list(str_printf(a, "%.*s.%.*s", STR_ARG(place), STR_ARG(spelt)));
}

struct str slot_where_read(struct arena *a, struct str text) {
    struct str rest = text;
    struct str place = str_cut(&rest, '.');
    return rest.data ? slot_where(a, place, rest) : without_list(text);
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_word_char(char c) {
    return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A word starts at a capital that follows a small letter: `taskID`, `taskIds`. */
static bool is_word_start(struct str name, size_t at) {
    return at == 0 || !is_word_char(name.data[at - 1]) || (is_upper(name.data[at]) && !is_upper(name.data[at - 1]));
}

/* Cuts the last word off the name. */
static struct str take_last_word(struct str *name) {
    while (name->len > 0 && !is_word_char(name->data[name->len - 1])) {
        name->len--;
    }
    size_t start = name->len;
    while (start > 0) {
        start--;
        if (is_word_start(*name, start)) {
            break;
        }
    }
    struct str word = str_sub(*name, start, name->len - start);
    name->len = start;
    return word;
}

static bool is_in(const char *const *list, size_t count, struct str word) {
    for (size_t i = 0; i < count; i++) {
        if (str_eq_ascii_case(str_from(list[i]), word)) {
            return true;
        }
    }
    return false;
}

static bool is_word_of_reference(struct str word) {
    size_t count = sizeof words / sizeof *words;
    bool is_plural = word.len > 2 && (word.data[word.len - 1] == 's' || word.data[word.len - 1] == 'S');
    return is_in(words, count, word) || (is_plural && is_in(words, count, str_sub(word, 0, word.len - 1)));
}

/* `created_by`, but not `order_by`. */
static bool is_doer(struct str last, struct str before) {
    return str_eq_ascii_case(last, STR("by")) && before.len > 2 &&
           str_eq_ascii_case(str_from_index(before, before.len - 2), STR("ed"));
}

bool slot_name_is_reference(struct str name) {
    struct str rest = name;
    struct str last = take_last_word(&rest);
    return is_word_of_reference(last) || is_doer(last, take_last_word(&rest));
}

bool slot_format_is_reference(struct str format) {
    return is_in(formats, sizeof formats / sizeof *formats, format);
}
