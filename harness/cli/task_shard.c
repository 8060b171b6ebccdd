/* SPDX-License-Identifier: Apache-2.0
 *
 * task_shard: a table of engines. */
#include "task_shard.h"

#define TASKS_MOST 1000
#define SHOWN_BYTES 40

static const struct {
    const char *index, *count, *first, *step; /* NULL: there is none */
    int64_t least;                            /* of the index, where `first` does not say */
} engines[] = {
    {"JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", NULL, NULL, 0},
    {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP", 1},
};

/* False: it is there and no number. */
static bool read_number(const char *(*get)(const char *name), const char *name, int64_t otherwise, int64_t *out) {
    const char *text = name ? get(name) : NULL;
    *out = otherwise;
    return !text || str_to_int64(str_from(text), out);
}

static enum rc refuse(const char *(*get)(const char *name), size_t engine, struct fault *f) {
    const char *index = engines[engine].index, *count = engines[engine].count;
    if (!get(count)) {
        return fault_set(f, RC_USAGE, "%s is set and %s is not: of how many? Set it, or give --shard I/N (1/1: all)",
                         index, count);
    }
    return fault_set(f, RC_USAGE, "%s is '%.*s' and %s is '%.*s': that is no task of an array. Give --shard I/N", index,
                     STR_ARG(str_sub(str_from(get(index)), 0, SHOWN_BYTES)), count,
                     STR_ARG(str_sub(str_from(get(count)), 0, SHOWN_BYTES)));
}

static enum rc take(const char *(*get)(const char *name), size_t engine, struct shard *out, struct fault *f) {
    int64_t index, count, first, step;
    bool is_read = read_number(get, engines[engine].index, -1, &index) &&
                   read_number(get, engines[engine].count, 0, &count) &&
                   read_number(get, engines[engine].first, engines[engine].least, &first) &&
                   read_number(get, engines[engine].step, 1, &step);
    if (!is_read || step < 1 || index < first || count < 1 || count > TASKS_MOST || (index - first) / step >= count) {
        return refuse(get, engine, f);
    }
    *out = (struct shard){.index = (size_t)((index - first) / step) + 1, .count = (size_t)count};
    return RC_OK;
}

enum rc task_shard_find(const char *(*get)(const char *name), struct shard *out, struct fault *f) {
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        const char *index = get(engines[i].index);
        if (index && index[0]) {
            return take(get, i, out, f);
        }
    }
    *out = (struct shard){0};
    return RC_OK;
}
