/* SPDX-License-Identifier: Apache-2.0
 *
 * statsd: lines to counters. */
#include "statsd.h"

#include <math.h>
#include <stdlib.h>

#define NUMBER_BYTES 32
#define VALUE_MAX 1e15 /* sums of counters stay exact */

static bool parse_number(struct str text, double *out) {
    char buffer[NUMBER_BYTES];
    if (text.len == 0 || text.len >= sizeof buffer) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        bool is_part = (text.data[i] >= '0' && text.data[i] <= '9') || text.data[i] == '.' || text.data[i] == '-';
        if (!is_part) {
            return false;
        }
        buffer[i] = text.data[i];
    }
    buffer[text.len] = '\0';
    char *end;
    *out = strtod(buffer, &end);
    return *end == '\0' && fabs(*out) <= VALUE_MAX;
}

/* "@0.5" or "#a:b,c"; what is neither belongs to a newer protocol. */
static bool take_extension(struct str part, struct statsd_counter *out) {
    double rate;
    if (str_starts_with(part, STR("#"))) {
        out->tags = str_from_index(part, 1);
    } else if (str_starts_with(part, STR("@"))) {
        if (!parse_number(str_from_index(part, 1), &rate) || rate <= 0 || rate > 1) {
            return false;
        }
        out->value /= rate;
    }
    return true;
}

static bool parse_line(struct str line, struct statsd_counter *out) {
    *out = (struct statsd_counter){.name = str_cut(&line, ':')};
    bool is_counter = out->name.len > 0 && line.data && parse_number(str_cut(&line, '|'), &out->value) &&
                      str_eq(str_cut(&line, '|'), STR("c"));
    while (is_counter && line.data) {
        is_counter = take_extension(str_cut(&line, '|'), out);
    }
    return is_counter;
}

bool statsd_next(struct str *rest, struct statsd_counter *out) {
    while (rest->data && rest->len > 0) {
        if (parse_line(str_cut(rest, '\n'), out)) {
            return true;
        }
    }
    return false;
}

bool statsd_has_tag(const struct statsd_counter *c, struct str tag) {
    struct str rest = c->tags;
    bool is_found = tag.len == 0;
    while (!is_found && rest.data) {
        is_found = str_eq(str_cut(&rest, ','), tag);
    }
    return is_found;
}
