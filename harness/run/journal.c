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

#define LINE_BYTES (64u << 10)

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
    emit_member_cstr(&e, "format", JOURNAL_FORMAT);
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

/* NOLINTNEXTLINE(readability-function-size): what it takes is what its header promises */
enum rc journal_read(const char *path, const struct pack *pack, struct str base_url, struct arena *a,
                     struct journal_entry **out, size_t *count, struct fault *f) {
    struct str text;
    struct journal_rest rest = {0};
    enum rc rc = file_read(path, LIMIT_REPORT_BYTES, a, &text, f);
    if (rc == RC_OK) {
        rc = journal_parse(text, path, (struct journal_home){pack, base_url}, a, &rest, f);
    }
    if (rc == RC_OK) {
        *out = rest.entries;
        *count = rest.count;
    }
    return rc;
}
