/* SPDX-License-Identifier: Apache-2.0
 *
 * report: the table of writers. */
#include "report.h"

#include <assert.h>

static const struct report_writer writers[] = {
#define FORMAT(symbol, name, option, help) [REPORT_##symbol] = {#name, option, help, report_write_##name},
#include "formats.def"
#undef FORMAT
    {"console", NULL, NULL, report_write_console},
};

const struct report_writer *report_at(enum report_format format) {
    assert(format < REPORT_FORMAT_COUNT);
    return &writers[format];
}

const struct report_writer *report_find(struct str name) {
    for (size_t i = 0; i < sizeof(writers) / sizeof(*writers); i++) {
        if (str_eq(name, str_from(writers[i].name)))
            return &writers[i];
    }
    return NULL;
}
