/* SPDX-License-Identifier: Apache-2.0
 *
 * run: judges one deployment by one pack: makes fixtures, proves the controls, probes in groups, confirms what
 * differs, cleans up. It reads like a table of contents; what decides is in the pure row (matrix, oracle). */
#ifndef NONESUCH_RUN_H
#define NONESUCH_RUN_H

#include "counters.h"
#include "coverage.h"
#include "pack.h"
#include "transport.h"
#include "verdict.h"

/* What is told while it runs, from the thread that called run_execute. */
struct run_progress {
    const char *phase; /* "fixtures", "controls", "probes", "confirm", "cleanup"; "fuzz" */
    size_t done,
        planned; /* requests, planned of the whole run as far as it is known; 0: as many as there is time for */
    size_t findings;
};

/* All variations of a pack of 200 surfaces fit. */
#define RUN_MAX_REQUESTS 250000
#define RUN_MAX_FIXTURES 5000

/* The same, in more words. Verdicts and findings are provisional: what is noise is only known at the end, and a check
 * may be told again with another verdict. */
struct run_events {
    void *self;
    void (*started)(void *self, const struct result *r);  /* planned; nothing was sent */
    void (*closed)(void *self, const struct check *c);    /* a verdict, or a doubt */
    void (*sighted)(void *self, const struct finding *f); /* without fingerprint and curl command */
};

struct run_options {
    uint64_t seed;          /* order and coins only; names carry entropy of their own */
    const struct str *only; /* globs over surface ids; none: all */
    size_t only_count;
    const struct str *as; /* principals' names; none: all */
    size_t as_count;
    const struct str *include_tags, *exclude_tags;
    size_t include_tag_count, exclude_tag_count;
    const struct str
        *variations; /* globs over their names; none: all of them, each once per method, place of the slot and guard */
    size_t variation_count;
    size_t groups;            /* of each comparison at the least; 0: two of a plain one, one of the others */
    struct shard shard;       /* the part of the plan to run, by a hash of surface ids; {0}: all of it */
    bool has_all_variations;  /* every selected variation at every surface, as everybody who is denied */
    size_t max_failures;      /* stop probing at so many findings; 0: never */
    size_t max_requests;      /* 0: RUN_MAX_REQUESTS */
    size_t max_fixtures;      /* 0: RUN_MAX_FIXTURES */
    int64_t max_time_ns;      /* 0: none */
    bool keep;                /* leave the fixtures */
    const char *journal_path; /* where created things are noted before they are sent; NULL: no journal */
    const atomic_bool *stop;  /* set by a signal; the run ends, cleans up and reports what it has */
    void (*progress)(void *self, const struct run_progress *p);
    void *progress_self;
    const struct run_events *events; /* NULL: nobody listens */
    struct redactor *redactor;       /* is told every secret that an answer holds (received_secrets.h, and fields that
                                        the pack calls so); NULL: nobody */
    struct str run_id;               /* STR_NONE: made here */
    struct str command_line;         /* for the report, secrets already out */
};

/* Everything a run needs from outside. `control` talks to observers only (no proxy, no rate limit). */
struct run_setting {
    const struct pack *pack;
    const struct target *target;
    struct transport *transport, *control;
    const struct run_options *options;
    struct counters *counters;       /* of the service; NULL: nobody listens */
    const struct coverage *coverage; /* of an OpenAPI document; its gaps become failed controls; NULL: none was given */
};

/* What a run would send. */
struct run_plan_row {
    struct str surface, principal, variation, expected; /* one probe item */
    size_t requests;
};
struct run_plan {
    struct run_plan_row *rows;
    size_t row_count;
    size_t surfaces, slots, requests, fixtures, fixtures_left; /* left: of types that the pack cannot delete */
    struct str *not_planned;                                   /* sentences */
    size_t not_planned_count;
    struct str *left_out; /* variations that make no sense somewhere: "head at 12 of 20: only of a GET" */
    size_t left_out_count;
};
/* Sends nothing. RC_USAGE: `only` or `as` match nothing; RC_LIMIT: the limits cannot afford it (says which and the
 * least value). */
MUST_USE enum rc run_make_plan(const struct run_setting *setting, struct arena *a, struct run_plan *out,
                               struct fault *f);

/* RC_NET: the target could not be reached; RC_USAGE and RC_LIMIT as run_make_plan; RC_IO: the journal. A run that
 * judged nothing is a result too (everything inconclusive). The result lives in `a`. */
MUST_USE enum rc run_execute(const struct run_setting *setting, struct arena *a, struct result *out, struct fault *f);

struct run_cleanup_count {
    size_t deleted, gone, failed;
};
/* Deletes what the journal of an interrupted run says was made, children first. RC_IO, RC_CONFIG (journal of another
 * pack). */
MUST_USE enum rc run_cleanup(const struct run_setting *setting, const char *journal_path, struct arena *a,
                             struct run_cleanup_count *out, struct fault *f);

#endif
