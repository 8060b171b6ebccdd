/* SPDX-License-Identifier: Apache-2.0
 *
 * report: the table of writers. */
#include "report.h"

static const struct report_writer writers[] = {
    {"json", report_write_json},
    {"junit", report_write_junit},
    {"console", report_write_console},
};

const struct report_writer *report_find(struct str name) {
    for (size_t i = 0; i < sizeof(writers) / sizeof(*writers); i++) {
        if (str_eq(name, str_from(writers[i].name)))
            return &writers[i];
    }
    return NULL;
}
