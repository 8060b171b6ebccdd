/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of journal. */
/* modules: run */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal.h"
#include "rows.h"

#define URL STR("http://h")

static struct field FIELDS[] = {{.name = {"id", 2}}, {.name = {"name", 4}}};
static struct resource RESOURCES[] = {{.name = {"agent", 5}, .fields = FIELDS, .field_count = 2},
                                      {.name = {"task", 4}, .fields = FIELDS, .field_count = 2}};
static struct principal PRINCIPALS[] = {{.name = {"alice", 5}}, {.name = {"mallory", 7}}};
static const struct pack PACK = {
    .name = {"p", 1}, .resources = RESOURCES, .resource_count = 2, .principals = PRINCIPALS, .principal_count = 2};

static char folder[] = "/tmp/journal_test.XXXXXX", path[sizeof(folder) + 2];

static int make_folder(void **state) {
    (void)state;
    return mkdtemp(folder) && snprintf(path, sizeof(path), "%s/j", folder) > 0 ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

static int remove_file(void **state) {
    (void)state;
    (void)unlink(path);
    return 0;
}

static void open_new(struct journal *j) {
    struct fault f = {0};
    if (journal_open(j, path, &PACK, URL, STR("run-1"), &f) != RC_OK)
        fail_msg("%s", f.text);
}

static void read_back(struct arena *a, struct journal_entry **entries, size_t *count) {
    struct fault f = {0};
    if (journal_read(path, &PACK, URL, a, entries, count, &f) != RC_OK)
        fail_msg("%s", f.text);
}

static void journal__what_is_left_newest_first(void **state) {
    (void)state;
    struct arena a = {0};
    struct journal j;
    struct str names[] = {STR_NONE, STR("n\"1")}, ids[] = {STR("id-7"), STR("x")};
    open_new(&j);
    journal_planned(&j, &PACK,
                    &(struct journal_entry){.number = 0, .resource = 0, .owner = 0, .parent = -1, .values = names});
    journal_planned(&j, &PACK,
                    &(struct journal_entry){.number = 7, .resource = 1, .owner = 1, .parent = 0, .values = names});
    journal_planned(&j, &PACK,
                    &(struct journal_entry){.number = 3, .resource = 1, .owner = 0, .parent = 0, .values = names});
    journal_made(&j, &PACK,
                 &(struct journal_entry){.number = 7, .resource = 1, .owner = 1, .parent = 0, .values = ids});
    journal_gone(&j, 3);
    assert_int_equal(journal_flush(&j, NULL), RC_OK);
    journal_close(&j);
    journal_close(&j);
    struct journal_entry *entries = NULL;
    size_t count = 0;
    read_back(&a, &entries, &count);
    assert_int_equal(count, 2);
    assert_int_equal(entries[0].number, 7);
    assert_true(entries[0].is_made && !entries[1].is_made);
    assert_int_equal(entries[0].resource, 1);
    assert_int_equal(entries[0].owner, 1);
    assert_int_equal(entries[0].parent, 0);
    row_str("made", entries[0].values[0], "id-7");
    row_str("not known yet", entries[1].values[0], NULL);
    row_str("chosen", entries[1].values[1], "n\"1");
    arena_free(&a);
}

static void journal_open__refuses_a_file_that_is_there(void **state) {
    (void)state;
    struct journal j, other;
    struct fault f = {0};
    open_new(&j);
    assert_int_equal(journal_open(&other, path, &PACK, URL, STR("run-2"), &f), RC_IO);
    assert_non_null(strstr(f.text, "nonesuch cleanup"));
    struct stat s;
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    journal_close(&j);
}

static void journal__none_is_kept(void **state) {
    (void)state;
    struct journal j;
    assert_int_equal(journal_open(&j, NULL, &PACK, URL, STR("run-1"), NULL), RC_OK);
    journal_planned(&j, &PACK, &(struct journal_entry){.number = 0});
    journal_gone(&j, 0);
    assert_int_equal(journal_flush(&j, NULL), RC_OK);
    journal_close(&j);
}

static void journal_flush__a_full_disk_is_told(void **state) {
    (void)state;
    struct journal j = {.file = fopen("/dev/full", "w")};
    assert_non_null(j.file);
    /* More than the stream keeps back: it is lost before the flush. */
    for (int64_t i = 0; i < 10000; i++)
        journal_gone(&j, i);
    struct fault f = {0};
    assert_int_equal(journal_flush(&j, &f), RC_IO);
    assert_int_equal(journal_flush(&j, &f), RC_IO);
    journal_close(&j);
}

#define HEAD "{\"format\":\"nonesuch-journal/1\",\"run\":\"r\",\"pack\":\"p\",\"base_url\":\"http://h\"}\n"
#define ENTRY(n, resource) \
    "{\"op\":\"planned\",\"n\":" n ",\"resource\":\"" resource "\",\"owner\":\"alice\",\"parent\":-1}\n"

static void journal_read__texts(void **state) {
    (void)state;
    static const struct {
        const char *row, *text;
        enum rc rc;
        size_t count;
    } rows[] = {
        {"a head alone", HEAD, RC_OK, 0},
        {"one", HEAD ENTRY("0", "task"), RC_OK, 1},
        {"a torn last line", HEAD ENTRY("0", "task") "{\"op\":\"pla", RC_OK, 1},
        {"a resource that is not known any more", HEAD ENTRY("0", "x"), RC_OK, 0},
        {"a number below 0", HEAD ENTRY("-4", "task"), RC_OK, 0},
        {"a number past every run", HEAD ENTRY("9007199254740993", "task"), RC_OK, 0},
        {"gone before it came", HEAD "{\"op\":\"gone\",\"n\":4}\n", RC_OK, 0},
        {"nothing", "", RC_CONFIG, 0},
        {"no JSON", "hello\n", RC_CONFIG, 0},
        {"no journal", "{}\n", RC_CONFIG, 0},
        {"of another pack", "{\"format\":\"nonesuch-journal/1\",\"pack\":\"q\",\"base_url\":\"http://h\"}\n", RC_CONFIG,
         0},
        {"of another target", "{\"format\":\"nonesuch-journal/1\",\"pack\":\"p\",\"base_url\":\"http://i\"}\n",
         RC_CONFIG, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        FILE *file = fopen(path, "w");
        assert_true(file && fputs(rows[i].text, file) >= 0);
        assert_int_equal(fclose(file), 0);
        struct arena a = {0};
        struct journal_entry *entries = NULL;
        size_t count = 0;
        struct fault f = {0};
        row_int(rows[i].row, journal_read(path, &PACK, URL, &a, &entries, &count, &f), rows[i].rc);
        row_int(rows[i].row, (int64_t)count, (int64_t)rows[i].count);
        arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(journal__what_is_left_newest_first, remove_file),
        cmocka_unit_test_teardown(journal_open__refuses_a_file_that_is_there, remove_file),
        cmocka_unit_test_teardown(journal__none_is_kept, remove_file),
        cmocka_unit_test_teardown(journal_flush__a_full_disk_is_told, remove_file),
        cmocka_unit_test_teardown(journal_read__texts, remove_file),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
