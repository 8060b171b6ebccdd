/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of task_shard.h. */
/* modules: cli */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "task_shard.h"

#define SETTINGS 4

struct row {
    const char *name;
    const char *set[SETTINGS][2];
    enum rc rc;
    size_t index, count;
};

static const struct row *current; /* what is set */

static const char *get(const char *name) {
    for (size_t i = 0; i < SETTINGS && current->set[i][0]; i++) {
        if (strcmp(current->set[i][0], name) == 0) {
            return current->set[i][1];
        }
    }
    return NULL;
}

static void task_shard__is_what_the_engine_says(void **state) {
    static const struct row rows[] = {
        {"no array", {{"HOME", "/"}}, RC_OK, 0, 0},
        {"the first of a Kubernetes job", {{"JOB_COMPLETION_INDEX", "0"}, {"JOB_COMPLETIONS", "3"}}, RC_OK, 1, 3},
        {"the last of a Kubernetes job", {{"JOB_COMPLETION_INDEX", "2"}, {"JOB_COMPLETIONS", "3"}}, RC_OK, 3, 3},
        {"beyond the last", {{"JOB_COMPLETION_INDEX", "3"}, {"JOB_COMPLETIONS", "3"}}, RC_USAGE, 0, 0},
        {"of how many", {{"JOB_COMPLETION_INDEX", "1"}}, RC_USAGE, 0, 0},
        {"no number", {{"JOB_COMPLETION_INDEX", "one"}, {"JOB_COMPLETIONS", "3"}}, RC_USAGE, 0, 0},
        {"nothing is not set", {{"JOB_COMPLETION_INDEX", ""}, {"JOB_COMPLETIONS", "3"}}, RC_OK, 0, 0},
        {"a Slurm array from 1", {{"SLURM_ARRAY_TASK_ID", "2"}, {"SLURM_ARRAY_TASK_COUNT", "4"}}, RC_OK, 2, 4},
        {"a Slurm array from 0",
         {{"SLURM_ARRAY_TASK_ID", "0"}, {"SLURM_ARRAY_TASK_COUNT", "4"}, {"SLURM_ARRAY_TASK_MIN", "0"}},
         RC_OK,
         1,
         4},
        {"a Slurm array that leaves numbers out",
         {{"SLURM_ARRAY_TASK_ID", "14"},
          {"SLURM_ARRAY_TASK_COUNT", "3"},
          {"SLURM_ARRAY_TASK_MIN", "10"},
          {"SLURM_ARRAY_TASK_STEP", "2"}},
         RC_OK,
         3,
         3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct shard shard = {0};
        struct fault fault = {0};
        current = &rows[i];
        enum rc rc = task_shard_find(get, &shard, &fault);
        if (rc != rows[i].rc || shard.index != rows[i].index || shard.count != rows[i].count) {
            fail_msg("%s: %zu of %zu, %s", rows[i].name, shard.index, shard.count, fault.text);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(task_shard__is_what_the_engine_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
