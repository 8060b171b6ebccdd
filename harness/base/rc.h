/* SPDX-License-Identifier: Apache-2.0
 *
 * rc: how a function of the harness says that it could not do its work. Pure.
 *
 * Three different things are never mixed: an `enum rc` (the harness could not work), a verdict (it worked, and this is
 * what it saw) and an assertion (a defect of ours). Running out of memory is the latter: allocators abort. */
#ifndef NONESUCH_RC_H
#define NONESUCH_RC_H

#include <stdarg.h>
#include <stdbool.h>

enum rc {
    RC_OK = 0,
    RC_USAGE,  /* the command line is wrong */
    RC_CONFIG, /* a pack, target or waiver file is wrong */
    RC_PARSE,  /* bytes from outside do not follow their grammar */
    RC_LIMIT,  /* a ceiling of limits.h or of the user was met */
    RC_NET,    /* nothing could be sent at all */
    RC_IO,     /* a file or descriptor could not be read or written */
};

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_index, first_index) __attribute__((format(printf, format_index, first_index)))

/* The first fault of a piece of work, owned by the caller ({0} is "none"), with the place it was found at. */
struct fault {
    enum rc rc;
    char file[160];    /* "" when there is no file */
    int line, column;  /* from 1; 0 when unknown */
    char pointer[160]; /* RFC 6901 pointer into the document, "" when there is none (or the root) */
    char text[640];    /* one sentence, without the place, without a full stop at its end unless it has several */
};

/* Fills `f` unless it holds a fault already (the first one wins) and returns the code that it holds. `f` may be NULL:
 * returns `rc`. */
enum rc fault_set(struct fault *f, enum rc rc, const char *format, ...) PRINTF_LIKE(3, 4);

/* The same, at a place of a document. `file` and `pointer` may be NULL. */
enum rc fault_set_at(struct fault *f, enum rc rc, const char *file, int line, int column, const char *pointer,
                     const char *format, ...) PRINTF_LIKE(7, 8);

/* Names the file of a fault that has a place but no file yet. */
void fault_name_file(struct fault *f, const char *file);

/* Writes "file:line:column: pointer: text" (parts that are unknown left out) to `out` of `size` bytes, always
 * terminated. Returns `out`. */
const char *fault_describe(const struct fault *f, char *out, int size);

#endif
