/* SPDX-License-Identifier: Apache-2.0
 *
 * annotation: the file of --annotate, by which the operators of a target tell a run from an attack: when it started and
 * ended, whose requests they were (User-Agent, host, process), and what they were about. One JSON object; `ended` is
 * null while the run goes on. */
#ifndef NONESUCH_ANNOTATION_H
#define NONESUCH_ANNOTATION_H

#include "session.h"

/* Written before the first request, and anew at the end, where `is_over`. Does nothing without --annotate. RC_IO. */
MUST_USE enum rc annotation_write(const struct session *s, const struct run_options *run, bool is_over,
                                  struct fault *f);

#endif
