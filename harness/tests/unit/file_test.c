/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of file. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "rows.h"

struct folder {
    struct arena arena;
    char path[64];
};

static int make_folder(void **state) {
    struct folder *folder = calloc(1, sizeof *folder);
    (void)snprintf(folder->path, sizeof folder->path, "/tmp/nonesuch-file-XXXXXX");
    *state = folder;
    return mkdtemp(folder->path) ? 0 : -1;
}

static int remove_folder(void **state) {
    struct folder *folder = *state;
    static const char *const made[] = {"f", "a/b/c", "a/b", "a"};
    for (size_t i = 0; i < ROWS(made); i++)
        (void)remove(arena_printf(&folder->arena, "%s/%s", folder->path, made[i]));
    int rc = rmdir(folder->path); /* fails when a test left something else behind */
    arena_free(&folder->arena);
    free(folder);
    return rc;
}

static const char *inside(struct folder *folder, const char *name) {
    return arena_printf(&folder->arena, "%s/%s", folder->path, name);
}

static void file__what_is_written_is_read(void **state) {
    struct folder *folder = *state;
    const char *path = inside(folder, "f");
    struct fault f = {0};
    struct str out;
    assert_int_equal(file_write_atomic(path, STR("one\0two"), false, &f), RC_OK);
    assert_int_equal(file_write_atomic(path, STR("three\0four"), false, &f), RC_OK);
    assert_int_equal(file_read(path, 10, &folder->arena, &out, &f), RC_OK);
    assert_int_equal(out.len, 10);
    assert_memory_equal(out.data, "three\0four", 11);
}

static void file__an_empty_file_reads_as_nothing(void **state) {
    struct folder *folder = *state;
    struct fault f = {0};
    struct str out;
    assert_int_equal(file_write_atomic(inside(folder, "f"), STR_NONE, false, &f), RC_OK);
    assert_int_equal(file_read(inside(folder, "f"), 0, &folder->arena, &out, &f), RC_OK);
    row_str("content", out, "");
}

static void file__a_long_file_meets_the_limit(void **state) {
    struct folder *folder = *state;
    struct fault f = {0};
    struct str out = STR_NONE;
    assert_int_equal(file_write_atomic(inside(folder, "f"), STR("12345"), false, &f), RC_OK);
    assert_int_equal(file_read(inside(folder, "f"), 4, &folder->arena, &out, &f), RC_LIMIT);
    assert_null(out.data);
    assert_non_null(strstr(f.text, "longer than 4 bytes"));
}

static void file__faults_name_path_and_reason(void **state) {
    struct folder *folder = *state;
    struct fault f = {0};
    struct str out;
    assert_int_equal(file_read("/nowhere/x", 10, &folder->arena, &out, &f), RC_IO);
    assert_string_equal(f.text, "cannot read /nowhere/x: No such file or directory");
    f = (struct fault){0};
    assert_int_equal(file_read(folder->path, 10, &folder->arena, &out, &f), RC_IO);
    assert_non_null(strstr(f.text, "Is a directory"));
    f = (struct fault){0};
    assert_int_equal(file_write_atomic("/nowhere/x", STR("x"), false, &f), RC_IO);
    assert_string_equal(f.text, "cannot write /nowhere/x: No such file or directory");
}

static void file__a_private_file_is_its_owners(void **state) {
    struct folder *folder = *state;
    struct fault f = {0};
    assert_int_equal(file_write_atomic(inside(folder, "f"), STR("secret"), true, &f), RC_OK);
    struct stat status;
    assert_int_equal(stat(inside(folder, "f"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void file__directories_are_made_with_their_parents(void **state) {
    struct folder *folder = *state;
    struct fault f = {0};
    assert_false(file_exists(inside(folder, "a")));
    assert_int_equal(file_make_directories(inside(folder, "a//b/c/"), &f), RC_OK);
    assert_true(file_is_directory(inside(folder, "a/b/c")));
    assert_int_equal(file_make_directories(inside(folder, "a/b/c"), &f), RC_OK);
}

static void file__a_file_is_no_directory(void **state) {
    struct folder *folder = *state;
    struct fault f = {0};
    assert_int_equal(file_write_atomic(inside(folder, "f"), STR("x"), false, &f), RC_OK);
    assert_true(file_exists(inside(folder, "f")) && !file_is_directory(inside(folder, "f")));
    assert_int_equal(file_make_directories(inside(folder, "f/x"), &f), RC_IO);
    f = (struct fault){0};
    assert_int_equal(file_make_directories("", &f), RC_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(file__what_is_written_is_read, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(file__an_empty_file_reads_as_nothing, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(file__a_long_file_meets_the_limit, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(file__faults_name_path_and_reason, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(file__a_private_file_is_its_owners, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(file__directories_are_made_with_their_parents, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(file__a_file_is_no_directory, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
