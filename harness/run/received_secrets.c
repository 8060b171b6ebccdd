/* SPDX-License-Identifier: Apache-2.0
 *
 * received_secrets: by the names they go under. */
#include "received_secrets.h"

#include "tokens.h"

#define SECRET_BYTES_MIN 12
#define NAME_BYTES_MAX 64

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The letters of the name alone, in lower case. */
static struct str bare_name(struct str name, char out[NAME_BYTES_MAX]) {
    size_t len = 0;
    for (size_t i = 0; i < name.len && len < NAME_BYTES_MAX; i++) {
        char c = lower(name.data[i]);
        if (is_letter(c)) {
            out[len++] = c;
        }
    }
    return str_of(out, len);
}

bool received_secrets_is_name(struct str name) {
    static const char *const endings[] = {"apikey", "secret", "password", "passphrase", "privatekey", "token"};
    static const char *const harmless[] = {"pagetoken", "nexttoken", "continuationtoken", "synctoken"};
    char buffer[NAME_BYTES_MAX];
    struct str bare = name.len <= NAME_BYTES_MAX ? bare_name(name, buffer) : STR("");
    bool is_secret = false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        is_secret |= str_ends_with(bare, str_from(endings[i]));
    }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        is_secret &= !str_ends_with(bare, str_from(harmless[i]));
    }
    return is_secret;
}

static void learn(struct redactor *r, struct str value) {
    struct str trimmed = str_trim(value);
    bool is_words = str_find_char(trimmed, ' ', 0) >= 0;
    if (trimmed.len >= SECRET_BYTES_MIN && !is_words) {
        redactor_add(r, trimmed);
    }
}

/* Behind a quote: where the string ends, at its closing quote or with the text. */
static size_t string_end(struct str text, size_t at) {
    while (at < text.len && text.data[at] != '"') {
        at += text.data[at] == '\\' ? 2 : 1;
    }
    return at < text.len ? at : text.len;
}

static size_t skip_blanks(struct str text, size_t at) {
    while (at < text.len &&
           (text.data[at] == ' ' || text.data[at] == '\t' || text.data[at] == '\n' || text.data[at] == '\r')) {
        at++;
    }
    return at;
}

/* The value as it stands there, and as it is meant. */
static void learn_string(struct redactor *r, struct str text, size_t open) {
    size_t end = string_end(text, open + 1);
    struct str content = str_sub(text, open + 1, end - open - 1);
    learn(r, content);
    if (end < text.len && str_find_char(content, '\\', 0) >= 0) {
        learn(r, tokens_unescape(str_sub(text, open, end - open + 1), r->arena));
    }
}

static void learn_body(struct redactor *r, struct str text) {
    ptrdiff_t quote = str_find_char(text, '"', 0);
    while (quote >= 0) {
        size_t open = (size_t)quote, end = string_end(text, open + 1);
        size_t colon = skip_blanks(text, end + 1);
        size_t value = skip_blanks(text, colon + 1);
        bool is_member = colon < text.len && text.data[colon] == ':' && value < text.len && text.data[value] == '"';
        if (is_member && received_secrets_is_name(str_sub(text, open + 1, end - open - 1))) {
            learn_string(r, text, value);
        }
        quote = end < text.len ? str_find_char(text, '"', end + 1) : -1;
    }
}

static void learn_cookie(struct redactor *r, struct str value) {
    struct str rest = value;
    struct str pair = str_cut(&rest, ';');
    (void)str_cut(&pair, '=');
    learn(r, pair);
}

void received_secrets_learn(const struct exchange *x, struct redactor *r) {
    for (size_t i = 0; i < x->line_count; i++) {
        const struct head_line *line = &x->lines[i];
        if (str_eq_ascii_case(line->name, STR("set-cookie"))) {
            learn_cookie(r, line->value);
        } else if (received_secrets_is_name(line->name)) {
            learn(r, line->value);
        }
    }
    learn_body(r, x->decoded);
}
