/* SPDX-License-Identifier: Apache-2.0
 *
 * event_stream: events to files, each line at once. */
#include "event_stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "limits.h"
#include "ndjson.h"

#define PROGRESS_NS NS_PER_S

static void begin(struct buf *line) {
    buf_init(line, LIMIT_REPORT_BYTES);
}

/* The lines go to every file at once, and out of our hands. */
static void end(struct event_stream *s, struct buf *line) {
    struct str text = buf_str(line);
    for (size_t i = 0; i < s->count; i++) {
        bool is_written = fwrite(text.data, 1, text.len, s->files[i]) == text.len && fflush(s->files[i]) == 0;
        s->is_broken |= !is_written || line->truncated;
    }
    buf_free(line);
}

static void tell_start(void *self, const struct result *r) {
    struct event_stream *s = self;
    struct result known = *r;
    known.is_lab = s->is_lab;
    struct buf line;
    begin(&line);
    ndjson_begin(&known, &s->how, &line);
    end(s, &line);
}

static void tell_check(void *self, const struct check *c) {
    struct event_stream *s = self;
    struct buf line;
    begin(&line);
    ndjson_verdict(c, &s->how, &line);
    end(s, &line);
}

static void tell_sighting(void *self, const struct finding *f) {
    struct event_stream *s = self;
    struct buf line;
    begin(&line);
    ndjson_sighting(f, &s->how, &line);
    end(s, &line);
}

void event_stream_progress(struct event_stream *s, const struct run_progress *p) {
    int64_t now_ns = clock_monotonic_ns();
    bool is_new_phase = !s->phase || strcmp(s->phase, p->phase) != 0;
    if (s->count == 0 || (!is_new_phase && now_ns - s->told_ns < PROGRESS_NS)) {
        return;
    }
    s->phase = p->phase;
    s->told_ns = now_ns;
    struct ndjson_progress progress = {
        .phase = p->phase, .requests = p->done, .planned = p->planned, .findings = p->findings};
    struct buf line;
    begin(&line);
    ndjson_progress(&progress, &s->how, &line);
    end(s, &line);
}

static enum rc open_file(struct event_stream *s, const char *path, struct fault *f) {
    FILE *file = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");
    if (!file) {
        return fault_set(f, RC_IO, "cannot write %s: %s", path, strerror(errno));
    }
    s->files[s->count++] = file;
    return RC_OK;
}

enum rc event_stream_open(struct event_stream *s, const struct options *o, const struct redactor *redactor,
                          struct fault *f) {
    const struct text_list *paths = &o->reports[REPORT_NDJSON];
    *s = (struct event_stream){
        .how = {.redactor = redactor, .keep_raw = o->raw_evidence == CHOICE_YES},
        .events = {.self = s, .started = tell_start, .closed = tell_check, .sighted = tell_sighting}};
    s->files = ARENA_ARRAY(redactor->arena, FILE *, paths->count);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < paths->count; i++) {
        rc = open_file(s, paths->items[i].data, f);
    }
    return rc;
}

void event_stream_finish(struct event_stream *s, const struct result *r) {
    struct buf lines;
    begin(&lines);
    ndjson_end(r, &s->how, &lines);
    end(s, &lines);
}

enum rc event_stream_close(struct event_stream *s, struct fault *f) {
    for (size_t i = 0; i < s->count; i++) {
        s->is_broken |= s->files[i] != stdout && fclose(s->files[i]) != 0;
    }
    s->count = 0;
    return s->is_broken ? fault_set(f, RC_IO, "not all events could be written") : RC_OK;
}
