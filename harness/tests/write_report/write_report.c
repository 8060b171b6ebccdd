/* SPDX-License-Identifier: Apache-2.0
 *
 * write_report: writes a golden result as a report to stdout, for the scripts that look at reports:
 * `write_report RESULT FORMAT`. */
/* modules: report golden */
#include <stdio.h>

#include "golden_results.h"
#include "limits.h"
#include "report.h"

static const struct {
    const char *name;
    void (*build)(struct arena *a, struct result *r);
} results[] = {
    {"pass", golden_build_pass},
    {"findings", golden_build_findings},
    {"hostile", golden_build_hostile},
    {"many", golden_build_many},
};

static bool build_result(const char *name, struct arena *a, struct result *r) {
    for (size_t i = 0; i < sizeof(results) / sizeof(*results); i++) {
        if (!str_eq(str_from(name), str_from(results[i].name)))
            continue;
        results[i].build(a, r);
        return true;
    }
    return false;
}

static bool write_result(const struct report_writer *writer, const struct result *r, struct arena *a) {
    struct redactor redactor;
    redactor_init(&redactor, a);
    redactor_add(&redactor, STR(GOLDEN_SECRET));
    struct report_options options = {.redactor = &redactor};
    struct buf out;
    buf_init(&out, LIMIT_REPORT_BYTES);
    writer->write(r, &options, &out);
    bool is_written = !out.truncated && fwrite(out.data, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
    buf_free(&out);
    return is_written;
}

int main(int argc, char **argv) {
    const struct report_writer *writer = argc == 3 ? report_find(str_from(argv[2])) : NULL;
    struct arena arena = {0};
    struct result result;
    if (!writer || !build_result(argv[1], &arena, &result)) {
        fprintf(stderr, "usage: write_report pass|findings|hostile|many FORMAT\n");
        arena_free(&arena);
        return 2;
    }
    bool is_written = write_result(writer, &result, &arena);
    arena_free(&arena);
    return is_written ? 0 : 1;
}
