/* SPDX-License-Identifier: Apache-2.0
 *
 * emit: a streaming JSON writer. */
#include "emit.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "quoted.h"

#define DEPTH_MAX ((int)(sizeof((struct emit *)0)->has_items / sizeof(bool)))
#define REAL_DIGITS_FIRST 15 /* every decimal of that many digits survives a double */
#define REAL_DIGITS_LAST 17  /* every double survives that many digits */

void emit_init(struct emit *e, struct buf *out, int indent) {
    *e = (struct emit){.out = out, .indent = indent};
}

static void new_line(struct emit *e) {
    if (e->indent == 0)
        return;
    const struct str blanks = STR("                                ");
    buf_append_char(e->out, '\n');
    for (size_t left = (size_t)e->indent * (size_t)e->depth; left > 0;) {
        struct str some = str_sub(blanks, 0, left);
        buf_append_str(e->out, some);
        left -= some.len;
    }
}

static void next_item(struct emit *e) {
    if (e->depth == 0)
        return;
    bool *has_items = &e->has_items[e->depth - 1];
    if (*has_items)
        buf_append_char(e->out, ',');
    *has_items = true;
    new_line(e);
}

static void before_value(struct emit *e) {
    bool in_object = e->depth > 0 && e->is_object[e->depth - 1];
    assert(in_object == e->after_key);
    if (!in_object)
        next_item(e);
    e->after_key = false;
}

static void begin(struct emit *e, bool is_object) {
    before_value(e);
    assert(e->depth < DEPTH_MAX);
    buf_append_char(e->out, is_object ? '{' : '[');
    e->is_object[e->depth] = is_object;
    e->has_items[e->depth] = false;
    e->depth++;
}

static void end(struct emit *e, bool is_object) {
    assert(e->depth > 0 && !e->after_key && e->is_object[e->depth - 1] == is_object);
    e->depth--;
    if (e->has_items[e->depth])
        new_line(e);
    buf_append_char(e->out, is_object ? '}' : ']');
}

void emit_object_begin(struct emit *e) {
    begin(e, true);
}

void emit_object_end(struct emit *e) {
    end(e, true);
}

void emit_array_begin(struct emit *e) {
    begin(e, false);
}

void emit_array_end(struct emit *e) {
    end(e, false);
}

static char short_escape(char c) {
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return '\0';
    }
}

static void put_escaped(struct buf *out, char c) {
    char letter = short_escape(c);
    if (letter)
        buf_printf(out, "\\%c", letter);
    else
        buf_printf(out, "\\u%04x", (unsigned)c);
}

/* The length of what can be written as it stands from `from`. */
static size_t plain_run(struct str s, size_t from) {
    size_t at = quoted_plain_end(s, from);
    while (at < s.len && (unsigned char)s.data[at] >= 0x80) {
        uint32_t scalar;
        size_t len = codec_utf8_take(s, at, &scalar);
        if (len == 0)
            break;
        at = quoted_plain_end(s, at + len);
    }
    return at - from;
}

static void put_quoted(struct buf *out, struct str s) {
    buf_append_char(out, '"');
    for (size_t i = 0; i < s.len;) {
        size_t plain = plain_run(s, i);
        buf_append_str(out, str_sub(s, i, plain));
        i += plain;
        if (i == s.len)
            break;
        if ((unsigned char)s.data[i] < 0x80)
            put_escaped(out, s.data[i]);
        else
            buf_append_cstr(out, "\xef\xbf\xbd");
        i++;
    }
    buf_append_char(out, '"');
}

void emit_key_str(struct emit *e, struct str key) {
    assert(e->depth > 0 && e->is_object[e->depth - 1] && !e->after_key);
    next_item(e);
    put_quoted(e->out, key);
    buf_append_cstr(e->out, e->indent > 0 ? ": " : ":");
    e->after_key = true;
}

void emit_key(struct emit *e, const char *key) {
    emit_key_str(e, str_from(key));
}

void emit_raw(struct emit *e, struct str json) {
    before_value(e);
    buf_append_str(e->out, json);
}

void emit_string(struct emit *e, struct str s) {
    before_value(e);
    put_quoted(e->out, s);
}

void emit_cstr(struct emit *e, const char *s) {
    if (s)
        emit_string(e, str_from(s));
    else
        emit_null(e);
}

void emit_int(struct emit *e, int64_t i) {
    before_value(e);
    buf_printf(e->out, "%lld", (long long)i);
}

static bool reads_back(const char *text, double d) {
    double again = strtod(text, NULL);
    return !(again < d) && !(again > d);
}

void emit_real(struct emit *e, double d) {
    if (!isfinite(d)) {
        emit_null(e);
        return;
    }
    char text[40];
    for (int digits = REAL_DIGITS_FIRST; digits <= REAL_DIGITS_LAST; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, d);
        if (reads_back(text, d))
            break;
    }
    before_value(e);
    buf_append_cstr(e->out, text);
    if (!strpbrk(text, ".e"))
        buf_append_cstr(e->out, ".0");
}

void emit_bool(struct emit *e, bool b) {
    emit_raw(e, b ? STR("true") : STR("false"));
}

void emit_null(struct emit *e) {
    emit_raw(e, STR("null"));
}

static void emit_items(struct emit *e, const struct value *array) {
    emit_array_begin(e);
    for (size_t i = 0; i < array->count; i++)
        emit_value(e, array->items[i]);
    emit_array_end(e);
}

static void emit_members(struct emit *e, const struct value *object) {
    emit_object_begin(e);
    for (size_t i = 0; i < object->count; i++) {
        emit_key_str(e, object->members[i].key);
        emit_value(e, object->members[i].value);
    }
    emit_object_end(e);
}

void emit_value(struct emit *e, const struct value *v) {
    switch (v ? v->kind : VALUE_NULL) {
    case VALUE_NULL: emit_null(e); break;
    case VALUE_BOOL: emit_bool(e, v->boolean); break;
    case VALUE_INT: emit_int(e, v->integer); break;
    case VALUE_REAL: emit_real(e, v->real); break;
    case VALUE_STRING: emit_string(e, v->string); break;
    case VALUE_ARRAY: emit_items(e, v); break;
    case VALUE_OBJECT: emit_members(e, v); break;
    }
}

void emit_member_string(struct emit *e, const char *key, struct str s) {
    emit_key(e, key);
    emit_string(e, s);
}

void emit_member_cstr(struct emit *e, const char *key, const char *s) {
    emit_key(e, key);
    emit_cstr(e, s);
}

void emit_member_int(struct emit *e, const char *key, int64_t i) {
    emit_key(e, key);
    emit_int(e, i);
}

void emit_member_bool(struct emit *e, const char *key, bool b) {
    emit_key(e, key);
    emit_bool(e, b);
}

struct str emit_to_str(struct arena *a, const struct value *v) {
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    struct emit e;
    emit_init(&e, &out, 0);
    emit_value(&e, v);
    struct str text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}
