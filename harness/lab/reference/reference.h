/* SPDX-License-Identifier: Apache-2.0
 *
 * reference: a conformant implementation of the AgentEx API over SQLite, with defects that can be switched on one by
 * one (defects.def). It asks the auth provider and the agents over HTTP, exactly as the real service does. */
#ifndef NONESUCH_REFERENCE_H
#define NONESUCH_REFERENCE_H

#include <stdint.h>

#include "str.h"

struct reference_options {
    const char *host;          /* IPv4 literal to listen on */
    uint16_t port;             /* 0: the kernel chooses */
    const char *database;      /* file, or ":memory:" */
    const char *auth_url;      /* base URL of the auth provider */
    struct str statsd;         /* HOST:PORT (IPv4) to which counters are sent; STR_NONE: nowhere */
    const struct str *defects; /* ids of defects.def */
    size_t defect_count;
    const struct str *noises; /* ids of noises.def */
    size_t noise_count;
};

struct reference;

/* RC_NET, RC_IO (database), RC_USAGE (unknown id of a defect or noise, with the nearest known). Options are copied. */
MUST_USE enum rc reference_start(const struct reference_options *options, struct reference **out, struct fault *f);
const char *reference_url(const struct reference *r);
void reference_stop(struct reference *r); /* accepts NULL */

/* The table of defects. */
struct defect_info {
    const char *id;         /* "status-403-for-denied" */
    const char *title;      /* one sentence */
    const char *class_name; /* status, words, headers, framing … (the classes of lab.md) */
    const char *kind; /* the kind of the finding that must appear: status, body, header, framing, access, effect … */
    const char *property;  /* nondisclosure, exclusive, permission, effects, reveal, calls … */
    const char *surfaces;  /* glob of the surfaces at which it must appear; nothing may appear elsewhere */
    const char *variation; /* of the request that shows it: "plain", or the only one that does */
};
size_t reference_defect_count(void);
const struct defect_info *reference_defect(size_t index); /* NULL past the end */

/* The table of noises. */
struct noise_info {
    const char *id;    /* "request-id" */
    const char *title; /* one sentence */
};
size_t reference_noise_count(void);
const struct noise_info *reference_noise(size_t index); /* NULL past the end */

#endif
