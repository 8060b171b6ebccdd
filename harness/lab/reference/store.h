/* SPDX-License-Identifier: Apache-2.0
 *
 * store: one SQLite connection behind a mutex, every statement of queries.h prepared at the start. The only owner of
 * sqlite3.h. Thread-safe; rows are copied out before the mutex is released. */
#ifndef NONESUCH_STORE_H
#define NONESUCH_STORE_H

#include "columns.h"
#include "queries.h"

struct store;

/* RC_IO. Creates what the file does not hold yet. */
MUST_USE enum rc store_open(const char *path, struct store **out, struct fault *f);
void store_close(struct store *s); /* accepts NULL */

/* A statement with its values: STR_NONE binds null. QUERY(QUERY_TASK, id) */
struct statement {
    enum query query;
    const struct str *values;
    size_t count;
};
#define BIND(...) (const struct str[]){__VA_ARGS__}, sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str)
#define STATEMENT(query, ...) ((struct statement){(query), BIND(__VA_ARGS__)})

/* The first row; false when there is none. */
bool store_row(struct store *s, struct arena *a, struct statement q, struct row *out);
/* All rows, in the arena; returns how many. */
size_t store_rows(struct store *s, struct arena *a, struct statement q, struct row **out);
/* The first cell of the first row; STR_NONE when there is none. */
struct str store_cell(struct store *s, struct arena *a, struct statement q);

enum store_outcome {
    STORE_DONE,     /* something was changed */
    STORE_NOTHING,  /* no row was there to change */
    STORE_CONFLICT, /* a constraint refused it */
};
enum store_outcome store_write(struct store *s, struct statement q);
/* All of them or none. STORE_DONE or STORE_CONFLICT. */
enum store_outcome store_write_all(struct store *s, const struct statement *list, size_t count);

#endif
