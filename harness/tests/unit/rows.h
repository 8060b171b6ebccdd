/* SPDX-License-Identifier: Apache-2.0
 *
 * rows: checks for tables of behaviours: a failure names its row. Include behind cmocka.h. */
#ifndef NONESUCH_ROWS_H
#define NONESUCH_ROWS_H

#include "str.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* NULL stands for STR_NONE. */
static inline void row_str(const char *row, struct str got, const char *want) {
    if (!str_eq(got, str_from(want)) || !got.data != !want)
        fail_msg("%s: got '%.*s', want '%s'", row, STR_ARG(got), want ? want : "(none)");
}

static inline void row_int(const char *row, int64_t got, int64_t want) {
    if (got != want)
        fail_msg("%s: got %lld, want %lld", row, (long long)got, (long long)want);
}

#endif
