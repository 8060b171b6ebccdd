/* SPDX-License-Identifier: Apache-2.0
 *
 * store: bind, step, copy. All values travel as text; SQLite's column affinity does the rest. */
#include "store.h"

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct store {
    pthread_mutex_t lock;
    sqlite3 *db;
    sqlite3_stmt *statements[QUERY_COUNT];
};

static enum rc prepare_all(struct store *s, struct fault *f) {
    for (int q = 0; q < QUERY_COUNT; q++) {
        assert(query_texts[q]);
        if (sqlite3_prepare_v3(s->db, query_texts[q], -1, SQLITE_PREPARE_PERSISTENT, &s->statements[q], NULL) !=
            SQLITE_OK)
            return fault_set(f, RC_IO, "the database refuses statement %d: %s", q, sqlite3_errmsg(s->db));
    }
    return RC_OK;
}

static enum rc open_database(struct store *s, const char *path, struct fault *f) {
    /* The mutex of this module serialises, SQLite's own would do it twice. */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &s->db, flags, NULL) != SQLITE_OK)
        return fault_set(f, RC_IO, "cannot open the database %s: %s", path,
                         s->db ? sqlite3_errmsg(s->db) : "out of memory");
    if (sqlite3_exec(s->db, query_schema, NULL, NULL, NULL) != SQLITE_OK)
        return fault_set(f, RC_IO, "cannot create the tables in %s: %s", path, sqlite3_errmsg(s->db));
    return prepare_all(s, f);
}

enum rc store_open(const char *path, struct store **out, struct fault *f) {
    struct store *s = calloc(1, sizeof *s);
    if (!s || pthread_mutex_init(&s->lock, NULL) != 0)
        abort();
    enum rc rc = open_database(s, path, f);
    if (rc != RC_OK) {
        store_close(s);
        return rc;
    }
    *out = s;
    return RC_OK;
}

void store_close(struct store *s) {
    if (!s)
        return;
    for (int q = 0; q < QUERY_COUNT; q++)
        sqlite3_finalize(s->statements[q]);
    sqlite3_close(s->db);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

static sqlite3_stmt *bind(struct store *s, struct statement q) {
    sqlite3_stmt *statement = s->statements[q.query];
    assert((size_t)sqlite3_bind_parameter_count(statement) <= q.count);
    int used = sqlite3_bind_parameter_count(statement);
    assert(used == 0 || q.values);
    for (int i = 0; i < used; i++) {
        struct str v = q.values[i];
        if (v.data)
            sqlite3_bind_text(statement, i + 1, v.data, (int)v.len, SQLITE_STATIC);
        else
            sqlite3_bind_null(statement, i + 1);
    }
    return statement;
}

static void unbind(sqlite3_stmt *statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

static struct row copy_row(sqlite3_stmt *statement, struct arena *a) {
    int count = sqlite3_column_count(statement);
    struct str *cells = ARENA_ARRAY(a, struct str, (size_t)count);
    for (int i = 0; i < count; i++) {
        const char *text = (const char *)sqlite3_column_text(statement, i);
        if (text)
            cells[i] = str_copy(a, str_of(text, (size_t)sqlite3_column_bytes(statement, i)));
    }
    return (struct row){cells};
}

bool store_row(struct store *s, struct arena *a, struct statement q, struct row *out) {
    pthread_mutex_lock(&s->lock);
    sqlite3_stmt *statement = bind(s, q);
    bool is_found = sqlite3_step(statement) == SQLITE_ROW;
    if (is_found)
        *out = copy_row(statement, a);
    unbind(statement);
    pthread_mutex_unlock(&s->lock);
    return is_found;
}

size_t store_rows(struct store *s, struct arena *a, struct statement q, struct row **out) {
    size_t count = 0, capacity = 0;
    struct row *rows = NULL;
    pthread_mutex_lock(&s->lock);
    sqlite3_stmt *statement = bind(s, q);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        if (count == capacity) {
            capacity = capacity ? 2 * capacity : 16;
            struct row *larger = ARENA_ARRAY(a, struct row, capacity);
            if (count > 0)
                memcpy(larger, rows, count * sizeof *rows);
            rows = larger;
        }
        rows[count++] = copy_row(statement, a);
    }
    unbind(statement);
    pthread_mutex_unlock(&s->lock);
    *out = rows;
    return count;
}

struct str store_cell(struct store *s, struct arena *a, struct statement q) {
    struct row row;
    return store_row(s, a, q, &row) ? row.cells[0] : STR_NONE;
}

static enum store_outcome step_write(struct store *s, struct statement q) {
    sqlite3_stmt *statement = bind(s, q);
    int result = sqlite3_step(statement);
    unbind(statement);
    if (result != SQLITE_DONE)
        return STORE_CONFLICT;
    return sqlite3_changes(s->db) > 0 ? STORE_DONE : STORE_NOTHING;
}

enum store_outcome store_write(struct store *s, struct statement q) {
    pthread_mutex_lock(&s->lock);
    enum store_outcome outcome = step_write(s, q);
    pthread_mutex_unlock(&s->lock);
    return outcome;
}

enum store_outcome store_write_all(struct store *s, const struct statement *list, size_t count) {
    pthread_mutex_lock(&s->lock);
    enum store_outcome outcome = STORE_DONE;
    step_write(s, (struct statement){.query = QUERY_BEGIN});
    for (size_t i = 0; i < count && outcome == STORE_DONE; i++)
        if (step_write(s, list[i]) == STORE_CONFLICT)
            outcome = STORE_CONFLICT;
    step_write(s, (struct statement){.query = outcome == STORE_DONE ? QUERY_COMMIT : QUERY_ROLLBACK});
    pthread_mutex_unlock(&s->lock);
    return outcome;
}
