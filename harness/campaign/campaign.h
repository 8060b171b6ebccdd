/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign: fuzzes the RPC endpoint of a live deployment. Workers (programs of their own) make up bodies; the campaign
 * sends each of them twice, about a thing that is denied to the guest and about one that never existed, back to back on
 * one connection in an order that a coin decides, and judges: the answers are alike; an unknown method is answered as a
 * random name is; nothing fails, hangs or tells of the server's insides; the owner sees no change. What a new kind of
 * answer shows is told to the worker, which so learns where to go on. A suspicion is confirmed (A D D A or D A A D,
 * fresh references, the two A alike), its body minimised, its root told once, as a finding and as a folder. What the
 * target takes that a reference refuses, or the reverse, is counted beside it, and no finding. */
#ifndef NONESUCH_CAMPAIGN_H
#define NONESUCH_CAMPAIGN_H

#include "rpc_reference.h"
#include "run.h"

struct campaign_options {
    size_t workers;           /* 1 … LIMIT_LANES */
    int64_t max_time_ns;      /* 0: until it is stopped */
    size_t max_requests;      /* 0: no limit */
    size_t max_findings;      /* ends at so many; 0: never */
    int64_t rate_per_s;       /* over all workers; 0: no limit */
    const char *corpus;       /* folder; NULL: forgotten at the end */
    const char *artifacts;    /* folder; NULL: none are written */
    bool is_resumed;          /* the corpus is an earlier campaign's: its findings are tried first, its sums go on */
    size_t snapshot_requests; /* the owner looks after so many; 0: 2000 */
    int64_t patience_ns;      /* so long an isolated target that is gone is waited for; 0: to the end of the campaign */
    bool is_lab;              /* the target is the embedded lab */
    bool is_isolated; /* nobody else is there: large bodies are sent, too, and a target that is gone is waited for */
    bool may_frame;   /* framing envelopes are sent, too (framing.h): nobody else may be behind the target's proxies */
    const char *program;                   /* the worker's; NULL: the one beside this program */
    const struct rpc_reference *reference; /* what its reading of each body is compared with; NULL: none */
};

struct campaign_setting {
    struct run_setting run; /* its transport makes and confirms; of its options seed, stop, journal and progress */
    struct transport *const *lanes; /* one for each worker, of one connection */
    const struct campaign_options *options;
};

/* RC_USAGE: the corpus is an earlier campaign's and not to be resumed; RC_IO: folders, or no worker starts; RC_NET,
 * RC_CONFIG and RC_USAGE as stage_open. The result lives in `a`; a campaign that was stopped has one, too. `all`: its
 * sums, and those of the campaign that it resumes. */
MUST_USE enum rc campaign_execute(const struct campaign_setting *setting, struct arena *a, struct result *out,
                                  struct campaign_record *all, struct fault *f);

/* Sends the bodies of findings of an earlier campaign again, about new things, and confirms each as a campaign does.
 * The result has a finding at the surface of each that shows anything, else a check there: one that passed, or is in
 * doubt and says why (flaky, no answer, what it refers to is not there). Of the setting, lanes, and of its options all
 * that is about making up and keeping bodies, are not used. RC_NET, RC_CONFIG and RC_USAGE as stage_open. */
MUST_USE enum rc campaign_replay(const struct campaign_setting *setting, const struct finding *const *then,
                                 size_t count, struct arena *a, struct result *out, struct fault *f);

#endif
