/* SPDX-License-Identifier: Apache-2.0
 *
 * journal: what a run makes, noted before it is sent. */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emit.h"
#include "file.h"
#include "limits.h"
#include "parse.h"
#include "stream.h"

#define LINE_BYTES (64u << 10)
#define FORMAT_NAME "nonesuch-journal/1"

static void write_line(struct journal *j, const struct buf *line) {
    fwrite(line->data, 1, line->len, j->file);
    fputc('\n', j->file);
}

enum rc journal_open(struct journal *j, const char *path, const struct pack *pack, struct str base_url,
                     struct str run_id, struct fault *f) {
    j->file = NULL;
    if (!path) {
        return RC_OK;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        return fault_set(f, RC_IO, "the journal %s cannot be created: %s%s", path, strerror(errno),
                         errno == EEXIST
                             ? "; an earlier run left it: `nonesuch cleanup` with it first, or name another --journal"
                             : "");
    }
    j->file = fdopen(fd, "w");
    if (!j->file) {
        close(fd);
        return fault_set(f, RC_IO, "the journal %s cannot be written: %s", path, strerror(errno));
    }
    struct buf line;
    buf_init(&line, LINE_BYTES);
    struct emit e;
    emit_init(&e, &line, 0);
    emit_object_begin(&e);
    emit_member_cstr(&e, "format", FORMAT_NAME);
    emit_member_string(&e, "run", run_id);
    emit_member_string(&e, "pack", pack->name);
    emit_member_string(&e, "base_url", base_url);
    emit_object_end(&e);
    write_line(j, &line);
    buf_free(&line);
    return journal_flush(j, f);
}

static void write_entry(struct journal *j, const struct pack *p, const struct journal_entry *entry,
                        const char *operation) {
    if (!j->file) {
        return;
    }
    const struct resource *r = &p->resources[entry->resource];
    struct buf line;
    buf_init(&line, LINE_BYTES);
    struct emit e;
    emit_init(&e, &line, 0);
    emit_object_begin(&e);
    emit_member_cstr(&e, "op", operation);
    emit_member_int(&e, "n", entry->number);
    emit_member_string(&e, "resource", r->name);
    emit_member_string(&e, "owner", p->principals[entry->owner].name);
    emit_member_int(&e, "parent", entry->parent);
    emit_key(&e, "fields");
    emit_object_begin(&e);
    for (size_t i = 0; i < r->field_count; i++) {
        if (entry->values[i].data && !r->fields[i].is_secret) {
            emit_key_str(&e, r->fields[i].name);
            emit_string(&e, entry->values[i]);
        }
    }
    emit_object_end(&e);
    emit_object_end(&e);
    write_line(j, &line);
    buf_free(&line);
}

void journal_planned(struct journal *j, const struct pack *p, const struct journal_entry *entry) {
    write_entry(j, p, entry, "planned");
}

void journal_made(struct journal *j, const struct pack *p, const struct journal_entry *entry) {
    write_entry(j, p, entry, "made");
}

void journal_gone(struct journal *j, int64_t number) {
    if (j->file) {
        fprintf(j->file, "{\"op\":\"gone\",\"n\":%lld}\n", (long long)number);
    }
}

enum rc journal_flush(struct journal *j, struct fault *f) {
    if (j->file && (fflush(j->file) != 0 || ferror(j->file))) {
        return fault_set(f, RC_IO, "the journal cannot be written: %s; nothing more is created without it",
                         strerror(errno));
    }
    return RC_OK;
}

void journal_close(struct journal *j) {
    if (j->file) {
        fclose(j->file);
        j->file = NULL;
    }
}

/* Reading back. Entries are kept by number: planned, then made, then gone. */
struct reader {
    const struct pack *pack;
    struct arena *arena;
    struct journal_entry *entries;
    bool *is_present;
    size_t capacity;
};

static bool reserve(struct reader *r, int64_t number) {
    if (number < 0 || number > 1000000) {
        return false;
    }
    size_t needed = (size_t)number + 1;
    if (needed <= r->capacity) {
        return true;
    }
    size_t capacity = needed * 2;
    struct journal_entry *entries = ARENA_ARRAY(r->arena, struct journal_entry, capacity);
    bool *is_present = ARENA_ARRAY(r->arena, bool, capacity);
    for (size_t i = 0; i < r->capacity; i++) {
        entries[i] = r->entries[i];
        is_present[i] = r->is_present[i];
    }
    r->entries = entries;
    r->is_present = is_present;
    r->capacity = capacity;
    return true;
}

static void read_entry(struct reader *r, const struct value *line) {
    int64_t number = value_int(value_get_c(line, "n"), -1);
    struct str operation = value_string(value_get_c(line, "op"), STR(""));
    if (!reserve(r, number)) {
        return;
    }
    if (str_eq(operation, STR("gone"))) {
        r->is_present[number] = false;
        return;
    }
    size_t resource = pack_find_resource(r->pack, value_string(value_get_c(line, "resource"), STR("")));
    size_t owner = pack_find_principal(r->pack, value_string(value_get_c(line, "owner"), STR("")));
    struct journal_entry *entry = &r->entries[number];
    *entry = (struct journal_entry){.number = number,
                                    .resource = resource,
                                    .owner = owner,
                                    .parent = value_int(value_get_c(line, "parent"), -1),
                                    .is_made = str_eq(operation, STR("made"))};
    r->is_present[number] = resource != NONE && owner != NONE;
    if (!r->is_present[number]) {
        return;
    }
    const struct resource *known = &r->pack->resources[resource];
    entry->values = ARENA_ARRAY(r->arena, struct str, known->field_count);
    for (size_t i = 0; i < known->field_count; i++) {
        entry->values[i] = value_string(value_get(value_get_c(line, "fields"), known->fields[i].name), STR_NONE);
    }
}

static enum rc check_head(const struct value *head, const char *path, const struct pack *pack, struct str base_url,
                          struct fault *f) {
    if (!str_eq(value_string(value_get_c(head, "format"), STR("")), STR(FORMAT_NAME))) {
        return fault_set_at(f, RC_CONFIG, path, 1, 0, NULL, "this is no journal of nonesuch");
    }
    struct str name = value_string(value_get_c(head, "pack"), STR(""));
    if (!str_eq(name, pack->name)) {
        return fault_set_at(f, RC_CONFIG, path, 1, 0, NULL,
                            "the journal is of pack '%.*s', not of '%.*s': name that pack", STR_ARG(name),
                            STR_ARG(pack->name));
    }
    struct str url = value_string(value_get_c(head, "base_url"), STR(""));
    if (!str_eq(url, base_url)) {
        return fault_set_at(f, RC_CONFIG, path, 1, 0, NULL,
                            "the journal is of %.*s, the target is %.*s: name the target of that run", STR_ARG(url),
                            STR_ARG(base_url));
    }
    return RC_OK;
}

/* NOLINTNEXTLINE(readability-function-size): what it takes is what its header promises */
enum rc journal_read(const char *path, const struct pack *pack, struct str base_url, struct arena *a,
                     struct journal_entry **out, size_t *count, struct fault *f) {
    struct str text;
    enum rc rc = file_read(path, LIMIT_REPORT_BYTES, a, &text, f);
    if (rc != RC_OK) {
        return rc;
    }
    struct str *lines;
    size_t line_count = split_ndjson(text, a, &lines);
    struct value *line = NULL;
    if (line_count == 0 || parse_json(lines[0], a, &line, NULL) != RC_OK) {
        return fault_set_at(f, RC_CONFIG, path, 1, 0, NULL, "this is no journal of nonesuch");
    }
    rc = check_head(line, path, pack, base_url, f);
    if (rc != RC_OK) {
        return rc;
    }
    struct reader r = {.pack = pack, .arena = a};
    for (size_t i = 1; i < line_count; i++) {
        if (parse_json(lines[i], a, &line, NULL) == RC_OK) {
            read_entry(&r, line);
        }
    }
    struct journal_entry *left = ARENA_ARRAY(a, struct journal_entry, r.capacity);
    size_t used = 0;
    for (size_t i = r.capacity; i-- > 0;) {
        if (r.is_present[i]) {
            left[used++] = r.entries[i];
        }
    }
    *out = left;
    *count = used;
    return RC_OK;
}
