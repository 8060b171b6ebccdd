/* SPDX-License-Identifier: Apache-2.0
 *
 * journal: a text of it read back. Of each number the last line decides. */
#include <stdlib.h>

#include "codec.h"
#include "journal.h"
#include "parse.h"
#include "stream.h"

#define NUMBER_MAX 1000000
#define SHOWN_BYTES 160

struct reader {
    const struct pack *pack;
    struct arena *arena;
    struct note *notes;
    size_t count;
};

struct note {
    struct journal_entry entry;
    size_t line;
    bool is_left;
};

static struct str *read_fields(const struct reader *r, const struct resource *known, const struct value *fields) {
    struct str *values = ARENA_ARRAY(r->arena, struct str, known->field_count);
    for (size_t i = 0; i < known->field_count; i++) {
        values[i] = value_string(value_get(fields, known->fields[i].name), STR_NONE);
    }
    return values;
}

static void read_note(struct reader *r, const struct value *line) {
    struct str operation = value_string(value_get_c(line, "op"), STR(""));
    struct journal_entry e = {
        .number = value_int(value_get_c(line, "n"), -1),
        .resource = pack_find_resource(r->pack, value_string(value_get_c(line, "resource"), STR(""))),
        .owner = pack_find_principal(r->pack, value_string(value_get_c(line, "owner"), STR(""))),
        .parent = value_int(value_get_c(line, "parent"), -1),
        .is_made = str_eq(operation, STR("made")),
    };
    if (e.number < 0 || e.number > NUMBER_MAX) {
        return;
    }
    bool is_left = !str_eq(operation, STR("gone")) && e.resource != NONE && e.owner != NONE;
    if (is_left) {
        e.values = read_fields(r, &r->pack->resources[e.resource], value_get_c(line, "fields"));
    }
    r->notes[r->count] = (struct note){.entry = e, .line = r->count, .is_left = is_left};
    r->count++;
}

/* Greater numbers first, later lines first. */
static int compare_notes(const void *x, const void *y) {
    const struct note *a = x, *b = y;
    if (a->entry.number != b->entry.number) {
        return a->entry.number > b->entry.number ? -1 : 1;
    }
    return a->line > b->line ? -1 : 1;
}

static enum rc check_head(const struct value *head, const char *name, struct journal_home home, struct arena *a,
                          struct fault *f) {
    if (!str_eq(value_string(value_get_c(head, "format"), STR("")), STR(JOURNAL_FORMAT))) {
        return fault_set_at(f, RC_CONFIG, name, 1, 0, NULL, "this is no journal of nonesuch");
    }
    struct str pack = value_string(value_get_c(head, "pack"), STR(""));
    if (!str_eq(pack, home.pack->name)) {
        struct str shown = codec_printable_start(a, pack, SHOWN_BYTES);
        return fault_set_at(f, RC_CONFIG, name, 1, 0, NULL,
                            "the journal is of pack '%.*s', not of '%.*s': name that pack", STR_ARG(shown),
                            STR_ARG(home.pack->name));
    }
    struct str url = value_string(value_get_c(head, "base_url"), STR(""));
    if (!str_eq(url, home.base_url)) {
        struct str shown = codec_printable_start(a, url, SHOWN_BYTES);
        return fault_set_at(f, RC_CONFIG, name, 1, 0, NULL,
                            "the journal is of %.*s, the target is %.*s: name the target of that run", STR_ARG(shown),
                            STR_ARG(home.base_url));
    }
    return RC_OK;
}

static struct journal_rest list_rest(struct reader *r) {
    if (r->count > 0) {
        qsort(r->notes, r->count, sizeof(*r->notes), compare_notes);
    }
    struct journal_rest rest = {.entries = ARENA_ARRAY(r->arena, struct journal_entry, r->count)};
    for (size_t i = 0; i < r->count; i++) {
        bool is_last = i == 0 || r->notes[i].entry.number != r->notes[i - 1].entry.number;
        if (is_last && r->notes[i].is_left) {
            rest.entries[rest.count++] = r->notes[i].entry;
        }
    }
    return rest;
}

enum rc journal_parse(struct str text, const char *name, struct journal_home home, struct arena *a,
                      struct journal_rest *out, struct fault *f) {
    struct str *lines;
    size_t line_count = split_ndjson(text, a, &lines);
    struct value *line = NULL;
    if (line_count == 0 || parse_json(lines[0], a, &line, NULL) != RC_OK) {
        return fault_set_at(f, RC_CONFIG, name, 1, 0, NULL, "this is no journal of nonesuch");
    }
    enum rc rc = check_head(line, name, home, a, f);
    if (rc != RC_OK) {
        return rc;
    }
    struct reader r = {.pack = home.pack, .arena = a, .notes = ARENA_ARRAY(a, struct note, line_count)};
    for (size_t i = 1; i < line_count; i++) {
        if (parse_json(lines[i], a, &line, NULL) == RC_OK) {
            read_note(&r, line);
        }
    }
    *out = list_rest(&r);
    return RC_OK;
}
