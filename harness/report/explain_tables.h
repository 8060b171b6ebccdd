/* SPDX-License-Identifier: Apache-2.0
 *
 * explain_tables: the texts, one table a group. Internal to explain. */
#ifndef NONESUCH_EXPLAIN_TABLES_H
#define NONESUCH_EXPLAIN_TABLES_H

#include "explain.h"

struct explain_table {
    const struct explain_topic *topics;
    size_t count;
};

struct explain_table explain_kinds(void);
struct explain_table explain_properties(void);
struct explain_table explain_doubts(void);
struct explain_table explain_exit_codes(void);

#endif
