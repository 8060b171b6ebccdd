/* SPDX-License-Identifier: Apache-2.0
 *
 * noises: harmless variance of answers (noises.def), alike for everybody and everything: a judge must not take it for a
 * leak. */
#ifndef NONESUCH_NOISES_H
#define NONESUCH_NOISES_H

#include <stdatomic.h>

#include "str.h"

#define NOISE(symbol, id, title) NOISE_##symbol,
enum lab_noise {
#include "noises.def"
    NOISE_COUNT
};
#undef NOISE

struct noises {
    bool on[NOISE_COUNT];
    bool any;
    atomic_ullong answers; /* given while any is on */
};

struct api_call;

/* RC_USAGE: no noise of that id; names the nearest. */
MUST_USE enum rc noises_switch_on(struct noises *n, struct str id, struct fault *f);

/* Before anything is done: true when the request was answered with a 503 in place of all else. */
bool noises_refuse(struct api_call *c);
/* With the answer ready. */
void noises_stir(struct api_call *c);

#endif
