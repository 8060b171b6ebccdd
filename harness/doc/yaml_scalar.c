/* SPDX-License-Identifier: Apache-2.0
 *
 * yaml_scalar: the core schema. */
#include "yaml_scalar.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#define TOO_BIG "an integer beyond 64 bits"

static const struct word {
    const char *text;
    enum value_kind kind;
    bool boolean;
} words[] = {
    {"", VALUE_NULL, false},      {"~", VALUE_NULL, false},     {"null", VALUE_NULL, false},
    {"Null", VALUE_NULL, false},  {"NULL", VALUE_NULL, false},  {"true", VALUE_BOOL, true},
    {"True", VALUE_BOOL, true},   {"TRUE", VALUE_BOOL, true},   {"false", VALUE_BOOL, false},
    {"False", VALUE_BOOL, false}, {"FALSE", VALUE_BOOL, false},
};

static bool resolve_word(struct str text, struct value *v) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!str_eq(text, str_from(words[i].text)))
            continue;
        v->kind = words[i].kind;
        v->boolean = words[i].boolean;
        return true;
    }
    return false;
}

static bool is_digit(struct str s, size_t i) {
    return i < s.len && s.data[i] >= '0' && s.data[i] <= '9';
}

static size_t skip_digits(struct str s, size_t i) {
    while (is_digit(s, i))
        i++;
    return i;
}

static size_t skip_sign(struct str s, size_t i) {
    return i < s.len && (s.data[i] == '-' || s.data[i] == '+') ? i + 1 : i;
}

static bool is_decimal_integer(struct str s) {
    size_t start = skip_sign(s, 0);
    return is_digit(s, start) && skip_digits(s, start) == s.len;
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool is_float(struct str s) {
    size_t i = skip_sign(s, 0);
    size_t whole = skip_digits(s, i);
    bool has_point = whole < s.len && s.data[whole] == '.';
    size_t end = has_point ? skip_digits(s, whole + 1) : whole;
    size_t digits = end - i - (has_point ? 1 : 0);
    if (digits == 0)
        return false;
    if (end < s.len && (s.data[end] == 'e' || s.data[end] == 'E')) {
        size_t exponent = skip_sign(s, end + 1);
        end = is_digit(s, exponent) ? skip_digits(s, exponent) : end;
    }
    return end == s.len;
}

/* The digits behind "0x" or "0o"; `*bits` per digit. */
static bool is_based_integer(struct str s, struct str *digits, int *bits) {
    const char *alphabet = NULL;
    if (str_starts_with(s, STR("0x")))
        alphabet = "0123456789abcdefABCDEF";
    else if (str_starts_with(s, STR("0o")))
        alphabet = "01234567";
    if (!alphabet || s.len == 2)
        return false;
    *digits = str_from_index(s, 2);
    *bits = s.data[1] == 'x' ? 4 : 3;
    for (size_t i = 0; i < digits->len; i++) {
        if (str_find_char(str_from(alphabet), digits->data[i], 0) < 0)
            return false;
    }
    return true;
}

static const char *resolve_based(struct str digits, int bits, struct value *v) {
    int64_t integer = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.data[i];
        int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        if (integer > (INT64_MAX - digit) >> bits)
            return TOO_BIG;
        integer = (integer << bits) + digit;
    }
    v->kind = VALUE_INT;
    v->integer = integer;
    return NULL;
}

static const char *resolve_decimal(struct str text, struct value *v) {
    struct str unsigned_text = text.data[0] == '+' ? str_from_index(text, 1) : text;
    if (!str_to_int64(unsigned_text, &v->integer))
        return TOO_BIG;
    v->kind = VALUE_INT;
    return NULL;
}

static const char *resolve_float(struct str text, struct value *v) {
    struct arena scratch = {0};
    double real = strtod(str_cstr(&scratch, text), NULL);
    arena_free(&scratch);
    if (!isfinite(real))
        return "a number larger than a double holds";
    v->kind = VALUE_REAL;
    v->real = real;
    return NULL;
}

static bool is_infinity_or_nan(struct str text) {
    static const struct str names[] = {{".inf", 4}, {".Inf", 4}, {".INF", 4}, {".nan", 4}, {".NaN", 4}, {".NAN", 4}};
    struct str rest = str_from_index(text, skip_sign(text, 0));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_eq(rest, names[i]))
            return true;
    }
    return false;
}

const char *yaml_scalar_resolve(struct str text, struct value *v) {
    struct str digits;
    int bits;
    if (resolve_word(text, v))
        return NULL;
    if (is_decimal_integer(text))
        return resolve_decimal(text, v);
    if (is_based_integer(text, &digits, &bits))
        return resolve_based(digits, bits, v);
    if (is_float(text))
        return resolve_float(text, v);
    if (is_infinity_or_nan(text))
        return "infinities and NaN are no numbers here: quote the text if it is meant as one";
    v->kind = VALUE_STRING;
    v->string = text;
    return NULL;
}
