/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: journal_parse, journal_planned, journal_made, journal_gone. The input is the journal of a run.
 * Properties: what is left stands there newest first, each number once, with an owner, a resource of the pack and a
 * value or nothing for each of its fields; a torn last line changes nothing; what is noted as gone is not left, and the
 * others are; what is left, noted again, is left again; a refusal names the file and has one printable sentence. */
/* modules: run */
/* mutator: json */
#include <assert.h>
#include <stdlib.h>

#include "codec.h"
#include "fuzz_target.h"
#include "journal.h"

#define TORN "\n{\"op\":\"made\",\"n\":3,\"resource\":\"ta"

static struct field fields[] = {{.name = {"id", 2}}, {.name = {"name", 4}}};
static struct resource resources[] = {{.name = {"agent", 5}, .fields = fields, .field_count = 2},
                                      {.name = {"task", 4}, .fields = fields, .field_count = 1}};
static struct principal principals[] = {{.name = {"alice", 5}}, {.name = {"mallory", 7}}};
static const struct pack pack = {
    .name = {"p", 1}, .resources = resources, .resource_count = 2, .principals = principals, .principal_count = 2};

static enum rc parse(struct str text, struct arena *a, struct journal_rest *out, struct fault *f) {
    return journal_parse(text, "x", (struct journal_home){&pack, STR("http://h")}, a, out, f);
}

static void check_entries(const struct journal_rest *rest) {
    for (size_t i = 0; i < rest->count; i++) {
        const struct journal_entry *e = &rest->entries[i];
        assert(e->number >= 0 && (i == 0 || e->number < rest->entries[i - 1].number));
        assert(e->resource < 2 && e->owner < 2);
        for (size_t k = 0; k < resources[e->resource].field_count; k++)
            assert(e->values[k].data || e->values[k].len == 0);
    }
}

static void check_torn(struct str text, const struct journal_rest *rest, struct arena *a) {
    struct journal_rest torn;
    enum rc rc = parse(str_printf(a, "%.*s%s", STR_ARG(text), TORN), a, &torn, NULL);
    assert(rc == RC_OK && torn.count == rest->count);
    for (size_t i = 0; i < rest->count; i++) {
        assert(torn.entries[i].number == rest->entries[i].number);
        assert(torn.entries[i].is_made == rest->entries[i].is_made);
    }
}

static void check_gone(struct str text, const struct journal_rest *rest, struct arena *a) {
    if (rest->count == 0)
        return;
    struct journal_rest less;
    int64_t number = rest->entries[rest->count / 2].number;
    struct str gone = str_printf(a, "%.*s\n{\"op\":\"gone\",\"n\":%lld}\n", STR_ARG(text), (long long)number);
    enum rc rc = parse(gone, a, &less, NULL);
    assert(rc == RC_OK && less.count == rest->count - 1);
    for (size_t i = 0; i < less.count; i++)
        assert(less.entries[i].number != number);
}

/* What is left, noted again, is what is left of that. */
static void check_noted_again(const struct journal_rest *rest, struct arena *a) {
    char *text = NULL;
    size_t len = 0;
    struct journal j = {.file = open_memstream(&text, &len)};
    assert(j.file);
    fputs("{\"format\":\"nonesuch-journal/1\",\"pack\":\"p\",\"base_url\":\"http://h\"}\n", j.file);
    for (size_t i = 0; i < rest->count; i++) {
        journal_planned(&j, &pack, &rest->entries[i]);
        if (rest->entries[i].is_made)
            journal_made(&j, &pack, &rest->entries[i]);
    }
    journal_gone(&j, INT64_MAX);
    enum rc rc = journal_flush(&j, NULL);
    assert(rc == RC_OK);
    journal_close(&j);
    struct journal_rest again;
    rc = parse(str_of(text, len), a, &again, NULL);
    assert(rc == RC_OK && again.count == rest->count);
    for (size_t i = 0; i < rest->count; i++) {
        const struct journal_entry *x = &rest->entries[i], *y = &again.entries[i];
        assert(x->number == y->number && x->parent == y->parent && x->is_made == y->is_made);
        for (size_t k = 0; k < resources[x->resource].field_count; k++)
            assert(str_eq(x->values[k], y->values[k]));
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct arena a = {0};
    struct journal_rest rest = {0};
    struct fault f = {0};
    enum rc rc = parse(text, &a, &rest, &f);
    if (rc != RC_OK) {
        assert(rc == RC_CONFIG && f.rc == rc && f.file[0] == 'x' && f.text[0] != '\0' && rest.count == 0);
        assert(str_eq(codec_printable(&a, str_from(f.text)), str_from(f.text)));
        arena_free(&a);
        return 0;
    }
    check_entries(&rest);
    check_noted_again(&rest, &a);
    /* Printing stops at a NUL. */
    if (str_find_char(text, '\0', 0) < 0) {
        check_torn(text, &rest, &a);
        check_gone(text, &rest, &a);
    }
    arena_free(&a);
    return 0;
}
