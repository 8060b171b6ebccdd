/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: statsd_next, statsd_has_tag.
 * Properties: it ends; a counter's texts lie in the datagram, its name is neither empty nor holds a colon; its tags fit
 * it, each of them; a counter written anew is the same counter. */
/* modules: wire */
#include <assert.h>
#include <math.h>

#include "buf.h"
#include "fuzz_target.h"
#include "limits.h"
#include "statsd.h"

static void check_tags(const struct statsd_counter *c) {
    struct str rest = c->tags;
    assert(statsd_has_tag(c, STR("")));
    while (rest.data) {
        assert(statsd_has_tag(c, str_cut(&rest, ',')));
    }
}

static void check_written_anew(const struct statsd_counter *c) {
    struct buf out;
    buf_init(&out, LIMIT_BODY_BYTES);
    buf_append_str(&out, c->name); /* printf would end at a NUL */
    buf_printf(&out, ":%.3f|c%s", c->value, c->tags.data ? "|#" : "");
    buf_append_str(&out, c->tags);
    struct str text = buf_str(&out);
    struct statsd_counter again;
    if (fabs(c->value) < 1e12) {
        assert(statsd_next(&text, &again) && str_eq(again.name, c->name) && fabs(again.value - c->value) < 0.01);
        assert(str_eq(again.tags, c->tags));
    }
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str rest = str_of((const char *)data, size);
    struct statsd_counter c;
    while (statsd_next(&rest, &c)) {
        const char *start = (const char *)data;
        assert(c.name.len > 0 && c.name.data >= start && c.name.data + c.name.len <= start + size);
        assert(str_find_char(c.name, ':', 0) < 0 && str_find_char(c.name, '\n', 0) < 0);
        assert(isfinite(c.value));
        check_tags(&c);
        check_written_anew(&c);
    }
    return 0;
}
