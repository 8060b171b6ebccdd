/* SPDX-License-Identifier: Apache-2.0
 *
 * rc: faults. */
#include "rc.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Takes half a character away from the end of what was cut to `len` bytes. */
static void mend_end(char *text, size_t len) {
    size_t start = len;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
        start--;
    unsigned lead = start > 0 ? (unsigned char)text[start - 1] : 0;
    size_t whole = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
    if (whole > len - start + 1)
        text[start - 1] = '\0';
}

static void copy_bounded(char *out, size_t size, const char *text) {
    size_t len = strnlen(text ? text : "", size);
    bool is_cut = len == size;
    len -= is_cut;
    if (len > 0)
        memcpy(out, text, len);
    out[len] = '\0';
    if (is_cut)
        mend_end(out, len);
}

static void print_bounded(char *out, size_t size, const char *format, va_list args) PRINTF_LIKE(3, 0);
static void print_bounded(char *out, size_t size, const char *format, va_list args) {
    int len = vsnprintf(out, size, format, args);
    if (len > 0 && (size_t)len >= size)
        mend_end(out, size - 1);
}

static bool is_free(const struct fault *f) {
    return f && f->rc == RC_OK;
}

enum rc fault_set(struct fault *f, enum rc rc, const char *format, ...) {
    assert(rc != RC_OK);
    if (is_free(f)) {
        *f = (struct fault){.rc = rc};
        va_list args;
        va_start(args, format);
        print_bounded(f->text, sizeof f->text, format, args);
        va_end(args);
    }
    return f ? f->rc : rc;
}

/* NOLINTNEXTLINE(readability-function-size): a place has four parts */
enum rc fault_set_at(struct fault *f, enum rc rc, const char *file, int line, int column, const char *pointer,
                     const char *format, ...) {
    assert(rc != RC_OK);
    if (is_free(f)) {
        *f = (struct fault){.rc = rc, .line = line, .column = column};
        copy_bounded(f->file, sizeof f->file, file);
        copy_bounded(f->pointer, sizeof f->pointer, pointer);
        va_list args;
        va_start(args, format);
        print_bounded(f->text, sizeof f->text, format, args);
        va_end(args);
    }
    return f ? f->rc : rc;
}

void fault_name_file(struct fault *f, const char *file) {
    if (f && f->rc != RC_OK && f->line > 0 && f->file[0] == '\0')
        copy_bounded(f->file, sizeof f->file, file);
}

/* Appends at `*at`, which never passes the last byte of `out`. */
static void describe_part(char *out, size_t size, size_t *at, const char *format, ...) PRINTF_LIKE(4, 5);
static void describe_part(char *out, size_t size, size_t *at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = vsnprintf(out + *at, size - *at, format, args);
    va_end(args);
    if (len > 0)
        *at = (size_t)len < size - *at ? *at + (size_t)len : size - 1;
}

const char *fault_describe(const struct fault *f, char *out, int size) {
    assert(size > 0);
    size_t room = (size_t)size;
    size_t at = 0;
    out[0] = '\0';
    if (f->file[0] != '\0')
        describe_part(out, room, &at, "%s:", f->file);
    if (f->line > 0)
        describe_part(out, room, &at, "%d:", f->line);
    if (f->line > 0 && f->column > 0)
        describe_part(out, room, &at, "%d:", f->column);
    if (at > 0)
        describe_part(out, room, &at, " ");
    if (f->pointer[0] != '\0')
        describe_part(out, room, &at, "%s: ", f->pointer);
    describe_part(out, room, &at, "%s", f->text);
    return out;
}
