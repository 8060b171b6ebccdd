/* SPDX-License-Identifier: Apache-2.0
 *
 * shape: which characters, how many. */
#include "shape.h"

enum { CLASS_DIGIT = 1, CLASS_HEX_LOWER = 2, CLASS_HEX_UPPER = 4, CLASS_LOWER = 8, CLASS_UPPER = 16 };
#define OTHERS_WORDS 4

/* 0: neither letter nor digit. */
static unsigned class_of(char c) {
    if (c >= '0' && c <= '9') {
        return CLASS_DIGIT;
    }
    if (c >= 'a' && c <= 'z') {
        return c <= 'f' ? CLASS_HEX_LOWER : CLASS_LOWER;
    }
    if (c >= 'A' && c <= 'Z') {
        return c <= 'F' ? CLASS_HEX_UPPER : CLASS_UPPER;
    }
    return 0;
}

bool shape_is_word(char c) {
    return class_of(c) != 0;
}

static struct shape shape_of(struct str s) {
    struct shape shape = {.is_set = true, .min = s.len, .max = s.len};
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];
        unsigned class = class_of(s.data[i]);
        shape.classes |= class;
        shape.others[c / 64] |= class ? 0 : UINT64_C(1) << c % 64;
    }
    return shape;
}

static unsigned widen(unsigned classes) {
    if (classes & CLASS_LOWER) {
        classes |= CLASS_HEX_LOWER;
    }
    if (classes & CLASS_UPPER) {
        classes |= CLASS_HEX_UPPER;
    }
    return classes;
}

static void join(struct shape *into, const struct shape *other) {
    if (!into->is_set) {
        *into = *other;
    }
    into->classes = widen(into->classes | other->classes);
    into->min = other->min < into->min ? other->min : into->min;
    into->max = other->max > into->max ? other->max : into->max;
    for (size_t i = 0; i < OTHERS_WORDS; i++) {
        into->others[i] |= other->others[i];
    }
}

void shape_join(struct shape *into, struct str s) {
    struct shape other = shape_of(s);
    join(into, &other);
}

void shape_join_parts(struct shape *into, const struct shape *whole) {
    join(into, whole);
    into->min = 0;
}

bool shape_fits(const struct shape *shape, struct str s) {
    struct shape other = shape_of(s);
    bool fits = (other.classes & ~shape->classes) == 0 && s.len >= shape->min && s.len <= shape->max;
    for (size_t i = 0; i < OTHERS_WORDS; i++) {
        fits &= (other.others[i] & ~shape->others[i]) == 0;
    }
    return fits;
}

static bool has_others(const struct shape *s) {
    return s->others[0] || s->others[1] || s->others[2] || s->others[3];
}

void shape_describe(const struct shape *s, struct buf *out) {
    const char *what = has_others(s)                                             ? "bytes"
                       : s->classes == CLASS_DIGIT                               ? "digits"
                       : s->classes & ~(unsigned)(CLASS_DIGIT | CLASS_HEX_LOWER) ? "letters"
                                                                                 : "hex";
    if (s->min == s->max) {
        buf_printf(out, "<%zu %s>", s->min, what);
    } else {
        buf_printf(out, "<%zu-%zu %s>", s->min, s->max, what);
    }
}
