/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign_private: what the parts of a campaign share. Private to campaign. */
#ifndef NONESUCH_CAMPAIGN_PRIVATE_H
#define NONESUCH_CAMPAIGN_PRIVATE_H

#include <pthread.h>

#include "body_class.h"
#include "campaign.h"
#include "differential.h"
#include "mutate.h"
#include "novelty.h"
#include "pace.h"
#include "stage.h"
#include "suspects.h"
#include "worker_process.h"

#define CAMPAIGN_SLOTS 10
#define CAMPAIGN_ABSENTS 64            /* of each slot, taken in turn by the lanes */
#define CAMPAIGN_NEWS_MARKS (1u << 17) /* bytes: a million bits for some thousand bodies */
#define CAMPAIGN_NOISE STR("fuzz")     /* the scope of what is learned of bodies */
#define CAMPAIGN_NOISE_FRAMING STR("fuzz_framing")

struct recent_body {
    char *body; /* owned */
    size_t len, envelope;
};

/* The last bodies that were sent, for who has to find out which of them did something. */
struct recent_bodies {
    struct recent_body *bodies; /* owned */
    size_t capacity, count;     /* since the last look; older ones are overwritten */
};

struct watch; /* of the campaign's own thread */

struct campaign {
    const struct campaign_setting *setting;
    const struct campaign_options *options;
    struct stage *stage;
    struct stage_view view;
    struct mutate_dictionary dictionary;
    const char *corpus, *program; /* NULL of a replay */
    bool is_corpus_ours;          /* a temporary one */
    bool is_replay;               /* nothing is made up: bodies of an earlier campaign are sent */
    size_t route;                 /* of a replay: where the body goes that is sent now; SIZE_MAX: as it says itself */
    size_t look_every;            /* requests */
    struct str denied[2][CAMPAIGN_SLOTS], absents[CAMPAIGN_ABSENTS][CAMPAIGN_SLOTS];
    struct pace pace;
    int64_t started_ns;
    struct campaign_record before; /* of the campaign that is resumed: its sums */
    const atomic_bool *stop;
    struct watch *watch;

    atomic_bool is_over, is_paused;
    atomic_size_t busy;     /* lanes that have something in flight */
    atomic_size_t failures; /* bodies in a row that found nobody or no answer */
    atomic_llong blocked_ns;
    atomic_llong usual_wait_ns; /* for the answer to a plain body: a moving mean */

    pthread_mutex_t lock; /* of everything below, and of the stage's noise */
    struct novelty_numbers *numbers;
    unsigned char *news_marks; /* a bit for each body that brought news, by its hash: two may share one */
    int64_t opened_ns;         /* the corpus, by the wall clock */
    struct campaign_tally tally;
    struct suspects suspects;
    struct differential differential; /* its reference does not change, and may be asked without the lock */
    struct recent_bodies recent;
    size_t *pairs_of_seed; /* judged */
    bool *found_at_seed;
};

/* Until the stage is set nothing is sent. `a` is the run's. What stage_open says. */
void campaign_init(struct campaign *c, const struct campaign_setting *setting);
MUST_USE enum rc campaign_set_stage(struct campaign *c, struct arena *a, struct fault *f);
void campaign_free(struct campaign *c); /* the stage is closed before */

bool campaign_is_stopped(const struct campaign *c); /* by a signal */
bool campaign_should_end(struct campaign *c);       /* or by a limit */
size_t campaign_sent(struct campaign *c);           /* by the lanes */
struct campaign_tally campaign_tally_up(struct campaign *c);
/* Sums so far, without the curve. In `a`. */
struct campaign_record campaign_sum_up(struct campaign *c, struct arena *a);
/* The sums of two, without curves. Borrows from both; in `a`. */
struct campaign_record campaign_add(const struct campaign_record *x, const struct campaign_record *y, struct arena *a);

/* Large bodies, and those whose end is told falsely, are for isolated targets alone. */
bool campaign_may_send(const struct campaign *c, size_t body_bytes, size_t envelope);
/* As many findings as are wanted. */
bool campaign_has_enough(const struct campaign *c);

/* The seed that a body is told under, and the address that it goes to. */
const struct stage_seed *campaign_seed_of(const struct campaign *c, struct str body, const struct body_class *class);
size_t campaign_route_of(const struct campaign *c, struct str body, const struct body_class *class);

/* Waits until no lane has anything in flight, and keeps it so. */
void campaign_pause(struct campaign *c);
void campaign_resume(struct campaign *c);

/* Whether the target answers what it always answered; when it does not, waits for it with the lanes paused: in an
 * isolated environment until it is back, elsewhere a moment. False: it is gone, and nothing more is judged. For the
 * campaign's own thread. */
bool campaign_await_life(struct campaign *c);

#endif
