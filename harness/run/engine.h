/* SPDX-License-Identifier: Apache-2.0
 *
 * engine: what the parts of a run share. Private to run. */
#ifndef NONESUCH_ENGINE_H
#define NONESUCH_ENGINE_H

#include "compare.h"
#include "journal.h"
#include "matrix.h"
#include "observer.h"
#include "pool.h"
#include "rng.h"
#include "run.h"
#include "variation.h"

/* BURIED: deleted on purpose, to be asked for as a deleted thing. */
enum fixture_state { FIXTURE_PLANNED, FIXTURE_MADE, FIXTURE_FAILED, FIXTURE_BURIED, FIXTURE_GONE };

/* A thing that the run makes for one of its principals. */
struct fixture {
    size_t number;          /* from 0, in order of planning; also the journal's */
    size_t resource, owner; /* indices into the pack */
    struct fixture *parent; /* NULL at the root */
    struct str *values;     /* one per field of the resource; STR_NONE until chosen or captured */
    struct str canary;
    enum fixture_state state;
    size_t step; /* of the creation, next to send */
    size_t tries;
    bool may_exist;       /* its creation was sent, and no answer said that nothing was made */
    bool is_shared;       /* roles on it were granted */
    bool is_grave;        /* is deleted before the first probe */
    struct str failure;   /* why it could not be made */
    struct fixture *next; /* in order of planning */
};

/* One consistent set of things: every reference of a request is filled from one family. */
struct family {
    size_t owner;
    struct fixture **members; /* one per resource of the pack; NULL where the family has none */
    bool *is_own;             /* member is this family's alone, not its base's */
};

/* One answer that is compared. */
struct sample {
    const struct exchange *exchange;
    struct features features;
    struct str reference;        /* what stood in the slot */
    const struct family *family; /* NULL: absent */
    bool is_denied, is_fresh, is_dropped;
    size_t group;
};

#define FAMILIES_MAX 8

/* One surface × principal × variation: the unit of planning. */
struct item {
    const struct surface *surface;
    struct str method;              /* of an unknown-method surface, else STR_NONE */
    struct str variation;           /* "plain", "among_victims", the change's name, or the unknown method's */
    const struct variation *change; /* what is done to its requests; NULL: nothing */
    const char *fault;              /* what the auth provider suffers meanwhile ("503"); NULL: nothing */
    size_t plain; /* with `change`: index of the item without it, which shows that the slot is reached */
    size_t principal, victim;
    bool others_are_victims;
    enum expected expected;
    bool is_comparing; /* denied against absent; else the denied side alone */
    bool is_exclusive; /* absent references are created for the caller, and so must denied ones be */
    bool is_deleted;   /* what stands in the slot existed once; the class is compared with absent like a denied one */
    bool is_filtering; /* an absent reference gives an empty success, and so must a denied one */
    struct family *denied[FAMILIES_MAX]; /* whose thing stands in the slot, taken in turn */
    size_t denied_count;
    bool wants_fresh;        /* a suspicion is to be confirmed with new things */
    bool has_fresh;          /* `denied` was replaced by them */
    bool is_leaning;         /* the surface looks as if; asked for all groups that a statement takes */
    size_t coin_from;        /* the first sample whose group the order coin takes: those before were not sent alone */
    bool is_suspect;         /* what varies anyway may vary otherwise when denied: sent with nothing else under way */
    struct family *others;   /* the caller's own, for the other references; NULL: the one in the slot gives them */
    struct family *reaching; /* the caller's own, all of it, to show that the slot is reached; NULL: not asked */
    struct sample *samples;
    size_t sample_count, sample_capacity;
    size_t group_count; /* sent so far */
    size_t void_count;
    const struct exchange *reached;   /* the answer to `reaching` */
    const struct exchange *validated; /* of a conditional change: the owner's answer for the thing in the next group */
    size_t check; /* index of its check of nondisclosure, authentication, exclusiveness or unknown methods; NONE */
    size_t permission_check; /* NONE */
    size_t reveal_check;     /* shared by the items of one surface and principal */
    size_t calls_check;      /* NONE unless the provider is observed */
    bool is_settled;
    bool is_given;                      /* of a pair (pair.h): no pack says what else is to be expected */
    size_t groups_least;                /* 0: as verdicts_groups says */
    const struct given_absent *absents; /* taken in turn; none: as the field says */
    size_t absent_count, absent_turn;
};

#define VICTIMS_MAX 6

/* What the items of one surface share. */
struct surface_state {
    const struct surface *surface;
    /* Dedicated to its denied requests when it is mutating: two of each owner whose things are asked for, the first
     * of which has children. */
    struct family *victims[VICTIMS_MAX];
    size_t victim_count;
    size_t effects_check;     /* NONE unless mutating */
    size_t owner_calls_check; /* NONE unless the provider is observed */
};

/* The owner's proof that a surface works, before and after. */
struct owner_control {
    const struct surface *surface;
    size_t control;                /* index into the result's controls; NONE before it ran */
    struct family *before, *after; /* after: NULL when not repeated */
    const struct exchange *first;  /* the success before; NULL without */
};

/* A thing that is granted and revoked once. */
struct freshness {
    const struct surface *surface; /* "freshness.task" */
    struct fixture *fixture;
    size_t reader; /* principal */
    size_t granted_check, revoked_check;
};

/* A flow of the pack, and its place in the result. */
struct flow_state {
    const struct flow *flow;
    const struct surface *surface; /* "flow.<id>"; without a reference */
    size_t check;                  /* NONE: not planned */
    struct str obstacle;           /* why this target cannot show it; STR_NONE: it can */
};

struct watched {
    const struct fixture *fixture;
    const struct surface *surface;
    const struct exchange *
        *shots[4]; /* before, again (of a few), after, again (of what changed): one exchange per request
                                         of the resource; NULL: not looked at */
    size_t shot_count;
};

struct engine {
    const struct run_setting *setting;
    const struct pack *pack;
    const struct target *target;
    const struct run_options *options;
    struct arena *arena; /* all of the run; the result lives here too */
    struct rng rng;
    struct str tag; /* 8 hex digits of entropy, part of every name and canary */
    struct journal journal;
    struct observer auth_provider, agent;

    struct surface_state *surfaces; /* selected, then those of the unknown methods */
    size_t surface_count;
    size_t declared_count; /* selected surfaces of the pack: the first of `surfaces` */
    bool *is_needed;       /* resources that the selected surfaces refer to, ancestors too */
    bool *is_asked;        /* principals that take part */

    struct fixture *fixtures, **fixtures_end;
    size_t fixture_count;
    struct family *pool[4];      /* of the pack's owner, for slots that only read */
    struct family **graves;      /* two per resource, its own member deleted; NULL where nothing asks for them */
    struct family **homes;       /* one per principal: his own things; NULL for anonymous or not asked */
    struct family **quiet_homes; /* the same, for reading only: nothing of it is ever changed; NULL where nobody asks */
    size_t heartbeat_resource;   /* NONE: a pack of flows alone, which show by themselves that their principals work */
    bool *is_alive;              /* per principal: the last heartbeat succeeded */
    bool *has_standing;          /* per principal: his credential and grants were shown to work */
    struct str *standing_reason;

    struct variation *claims; /* one for each claim of the pack, same index */
    struct item *items;
    size_t item_count;
    size_t item_capacity;
    struct owner_control *owner_controls;
    size_t owner_control_count;
    struct freshness *freshness;
    size_t freshness_count;
    struct flow_state *flows; /* selected; gates first */
    size_t flow_count;
    struct watched *watched;
    size_t watched_count;

    struct noise noise;
    struct pool pool_of_absent;
    size_t requests_planned, requests_done;
    int64_t provider_seen; /* where the next read of the provider\'s log begins; 0 before the first */
    int64_t started_ns;    /* monotonic */
    bool is_faulty;        /* faults are being played: no heartbeat, and a 503 is an answer */
    bool is_cleaning;      /* a stop signal is not heeded any more: what was made is deleted */
    const char *phase;

    struct result *result;
    size_t check_capacity, finding_capacity, control_capacity;
};

/* An engine without a plan, and a result that is still empty. */
void engine_init(struct engine *e, const struct run_setting *setting, struct arena *a, struct result *result);
/* What every result ends with: findings in order, what was learned, counts. */
void engine_close(struct engine *e);
/* True when a signal, --max-time or --max-failures ends the probing. */
bool engine_should_stop(const struct engine *e);
/* Sends and counts; a stopped run skips. `out` has room for `count` pointers. RC_NET as the transport. */
MUST_USE enum rc engine_send(struct engine *e, const struct sequence *sequences, size_t count, struct exchange **out,
                             struct fault *f);
/* The two halves of it: the first may run on another thread, the answers live in `step`. */
MUST_USE enum rc engine_exchange(const struct engine *e, const struct sequence *sequences, size_t count,
                                 struct arena *step, struct exchange **out, struct fault *f);
void engine_count(struct engine *e, const struct sequence *sequences, size_t count, struct exchange **answers);
void engine_report_progress(struct engine *e);
/* To who listens. */
void engine_tell_start(const struct engine *e);
void engine_tell_check(const struct engine *e, size_t check);
void engine_tell_sighting(const struct engine *e, size_t finding);

#endif
