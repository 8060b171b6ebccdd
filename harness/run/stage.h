/* SPDX-License-Identifier: Apache-2.0
 *
 * stage: what a fuzz campaign stands on: the things of the owner that are denied, the guest who sends and the things
 * that he may use, the proofs that he is refused for the right reason, a seed body for each RPC surface, the owner's
 * snapshot, and the way from what was seen to findings. It is a run without its probes: what is made is journalled and
 * deleted, the result is a run's. One thread. */
#ifndef NONESUCH_STAGE_H
#define NONESUCH_STAGE_H

#include "findings.h"

struct stage;

/* One kind of reference that a body can hold: in a body it is a marker, "@@REF<index>@@". */
struct stage_slot {
    size_t resource, field; /* of the pack */
    struct str name;        /* "task.id" */
    const char *echo;       /* "REF0": its name in canonical answers */
};

/* A valid body of one surface, with markers where references stand. */
struct stage_seed {
    const struct surface *surface;
    struct str method; /* of the RPC call; STR_NONE: an unknown one */
    struct str body;
    size_t route; /* index into the addresses */
};

/* Where bodies are sent: to an agent that the guest may call. */
struct stage_route {
    struct request request; /* without a body; lives as long as the stage */
};

struct stage_view {
    const struct stage_slot *slots;
    size_t slot_count;
    const struct stage_seed *seeds;
    size_t seed_count;
    const struct stage_route *routes;
    size_t route_count;
    const struct str *methods; /* known ones, each once */
    size_t method_count;
};

/* Makes, grants, proves. RC_USAGE: the pack has no guest or no RPC surface, or the guest may create things; RC_NET and
 * RC_IO as run_execute. A proof that fails is a failed control of the result: stage_is_sound says so. */
MUST_USE enum rc stage_open(const struct run_setting *setting, struct arena *a, struct stage **out, struct fault *f);
bool stage_is_sound(const struct stage *s);
struct stage_view stage_view(const struct stage *s);

/* A denied reference for a slot, and one that never existed and looks like it, new each time. `set` is 0 or 1. */
struct str stage_denied(const struct stage *s, size_t slot, size_t set);
struct str stage_absent(struct stage *s, size_t slot);

/* What the guest may use: each field of each thing of his host, which seeds name beside their slot. In the arena. */
struct stage_own {
    struct str name, value; /* "agent.id" and what it is now */
};
size_t stage_list_own(const struct stage *s, struct stage_own **out);

/* New things of the owner in both sets, for bodies whose effect is searched for. RC_NET as the transport; what cannot
 * be made is RC_LIMIT. */
MUST_USE enum rc stage_renew(struct stage *s, struct fault *f);

/* What the owner and the observers see that was not there at the start or at the last renewal. */
struct stage_change {
    bool is_seen;
    struct str title, feature, left, right;
    struct evidence sides[2];
};
/* RC_NET as the transport. Texts live in the run's arena. */
MUST_USE enum rc stage_look(struct stage *s, struct stage_change *out, struct fault *f);

/* The guest does what he may: he reads a thing. The answer. What is sent next has a connection of its own: the end of a
 * kept one may be anybody's doing. RC_NET: nobody is there. */
MUST_USE enum rc stage_knock(struct stage *s, const struct exchange **out, struct fault *f);

/* Sends through the run's own transport and counts. */
MUST_USE enum rc stage_send(struct stage *s, const struct sequence *sequence, struct arena *step, struct exchange **out,
                            struct fault *f);

/* The first thing of the owner, or inside of the server, that a text tells. `sent`: what the request said itself is no
 * news. Texts live in `a`; may be called by any thread while nothing is renewed. */
struct stage_reveal {
    struct str title, feature, excerpt;
};
bool stage_reveals(const struct stage *s, struct str text, struct str sent, struct arena *a, struct stage_reveal *out);

/* The surface that a finding in a body like this seed's is told at, by an id of its own. */
const struct surface *stage_name_surface(struct stage *s, const struct stage_seed *seed, struct str id);

/* A finding, and the check that it fails. The sighting's surface comes from stage_name_surface. Returned as it will
 * stand in the result. */
struct finding stage_find(struct stage *s, struct sighting *sighting);

/* What was looked for and not found: its check passes, if the controls do. With a doubt it does not, and the reason
 * says why. The sighting has surface, property, and the answers to both sides if there were any. */
void stage_settle(struct stage *s, const struct sighting *sighting, enum doubt doubt, struct str reason);

/* What the campaign has judged: closes the checks of the seed's surface. `found`: a finding is told beside it. */
void stage_judged(struct stage *s, const struct stage_seed *seed, size_t pairs, bool found);

/* A request as a curl command, secrets as environment variables, the body from a file beside it. In the arena. */
struct str stage_curl(struct stage *s, const struct request *request, const char *body_file);

/* A control: the target was there to the end. */
void stage_say_alive(struct stage *s, bool is_alive);

struct arena *stage_arena(struct stage *s);
struct noise *stage_noise(struct stage *s);
struct result *stage_result(struct stage *s);
size_t stage_guest(const struct stage *s);

/* Deletes what was made and closes the result, which lives in the arena. `was_stopped`: before its end. */
void stage_close(struct stage *s, bool was_stopped, struct result *out);

#endif
