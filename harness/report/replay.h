/* SPDX-License-Identifier: Apache-2.0
 *
 * replay: the findings of an earlier report, and what a run of today says of each. Pure. */
#ifndef NONESUCH_REPLAY_H
#define NONESUCH_REPLAY_H

#include "report.h"

enum replay_state {
    REPLAY_REPRODUCED, /* its surface and property have a finding again; of a made-up body, its surface */
    REPLAY_GONE,       /* the same was judged, and nothing was found */
    REPLAY_UNDECIDED,  /* the same was not judged, or not to an end */
};

struct replay {
    const struct finding *then;
    enum replay_state state;
    const struct finding *now; /* of REPLAY_REPRODUCED; its fingerprint may be another: it differs in another way */
    const struct check *check; /* that judged the same; NULL: there is none, or it was found */
};

struct replay_choice {
    const struct finding **findings; /* in the order of the report */
    size_t count;
};

/* Chooses findings: each word is the beginning of a fingerprint (4 digits at least) or a glob over surface ids; no
 * word: all. RC_USAGE: a word that chooses none. */
MUST_USE enum rc replay_choose(const struct result *r, const struct str *words, size_t count, struct arena *a,
                               struct replay_choice *out, struct fault *f);

/* What `now` says of the finding. */
struct replay replay_judge(const struct finding *then, const struct result *now);

/* Lines for a terminal: the verdict and the finding, where, and both answers of then and of now. Of the options, the
 * redactor and the colour count. Lives in `a`. */
struct str replay_describe(const struct replay *r, const struct report_options *o, struct arena *a);

#endif
