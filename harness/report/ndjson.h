/* SPDX-License-Identifier: Apache-2.0
 *
 * ndjson: the NDJSON report event by event (reports/schema/event-1.schema.json), for a run that is still going on.
 * Pure. Each function appends whole lines. What is told between the beginning and the end is provisional; the end tells
 * all of it again, for good. */
#ifndef NONESUCH_NDJSON_H
#define NONESUCH_NDJSON_H

#include "report.h"

/* Event `run`. */
void ndjson_begin(const struct result *r, const struct report_options *o, struct buf *out);

/* Event `progress`. */
struct ndjson_progress {
    const char *phase;
    size_t requests, planned, findings;
};
void ndjson_progress(const struct ndjson_progress *p, const struct report_options *o, struct buf *out);

/* Event `verdict`: of one check, as far as it is known. */
void ndjson_verdict(const struct check *c, const struct report_options *o, struct buf *out);

/* Event `sighting`: a finding that may still be joined with others. */
void ndjson_sighting(const struct finding *f, const struct report_options *o, struct buf *out);

/* Everything else, `summary` last. */
void ndjson_end(const struct result *r, const struct report_options *o, struct buf *out);

#endif
