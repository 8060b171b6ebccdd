/* SPDX-License-Identifier: Apache-2.0
 *
 * progress: one line. */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#include "clock.h"

#define REDRAW_NS (100 * NS_PER_MS)
#define LINE_NS (10 * NS_PER_S)
#define ERASE "\r\033[K"

void progress_init(struct progress *p, const struct options *o, struct event_stream *events) {
    int64_t now_ns = clock_monotonic_ns();
    *p = (struct progress){.events = events,
                           .is_shown =
                               o->progress == CHOICE_YES || (o->progress == CHOICE_NONE && o->quiet != CHOICE_YES),
                           .is_redrawn = isatty(STDERR_FILENO) == 1,
                           .started_ns = now_ns,
                           .told_ns = now_ns};
}

static struct str describe(const struct progress *p, const struct run_progress *now, int64_t now_ns, struct arena *a) {
    int64_t elapsed_ns = now_ns - p->started_ns;
    double rate = elapsed_ns > 0 ? (double)now->done * (double)NS_PER_S / (double)elapsed_ns : 0;
    size_t left = now->planned > now->done ? now->planned - now->done : 0;
    struct str findings = now->findings == 1 ? STR("1 finding") : str_printf(a, "%zu findings", now->findings);
    struct str of = now->planned > 0 ? str_printf(a, " of %zu", now->planned) : STR("");
    struct str line = str_printf(a, "%s: %zu%.*s requests, %.0f/s, %.*s", now->phase, now->done, STR_ARG(of), rate,
                                 STR_ARG(findings));
    if (rate < 1 || left == 0) {
        return line;
    }
    int64_t left_ns = (int64_t)((double)left / rate * (double)NS_PER_S);
    return str_printf(a, "%.*s, %.*s left", STR_ARG(line), STR_ARG(clock_format_duration(a, left_ns)));
}

void progress_tell(void *self, const struct run_progress *now) {
    struct progress *p = self;
    int64_t now_ns = clock_monotonic_ns();
    event_stream_progress(p->events, now);
    if (!p->is_shown || now_ns - p->told_ns < (p->is_redrawn ? REDRAW_NS : LINE_NS)) {
        return;
    }
    p->told_ns = now_ns;
    struct arena scratch = {0};
    struct str line = describe(p, now, now_ns, &scratch);
    (void)fprintf(stderr, p->is_redrawn ? ERASE "%.*s" : "%.*s\n", STR_ARG(line));
    (void)fflush(stderr);
    p->is_drawn = p->is_redrawn;
    arena_free(&scratch);
}

void progress_end(struct progress *p) {
    if (p->is_drawn) {
        (void)fputs(ERASE, stderr);
        (void)fflush(stderr);
    }
    p->is_drawn = false;
}
