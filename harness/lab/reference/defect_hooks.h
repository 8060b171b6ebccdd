/* SPDX-License-Identifier: Apache-2.0
 *
 * defect_hooks: the seams at which a defect that is switched on bends the conformant course. Each does nothing, and
 * says so, while none of its defects is on at the caller's surface. */
#ifndef NONESUCH_DEFECT_HOOKS_H
#define NONESUCH_DEFECT_HOOKS_H

#include "guard.h"

/* Credentials, before the regular ways. */
enum early_identity { EARLY_NONE, EARLY_ESTABLISHED, EARLY_ANSWERED };
enum early_identity defects_identity(struct api_call *c);

/* Names: wherever a defect is on they are global, as in today's AgentEx: the id of another tenant's thing, or
 * STR_NONE. */
struct str defects_find_elsewhere(struct api_call *c, enum resource_type type, struct str name);
/* A name that a thing hidden from the caller bears (`id`, may be STR_NONE): true when that was told. */
bool defects_tell_taken_name(struct api_call *c, struct str id);
/* The same for a name to be made: true when another tenant's thing is handed out in its place. */
bool defects_hand_out(struct api_call *c, struct str id);

/* Order of checks: false when a fault of the body was answered before authorization. */
bool defects_validate_early(struct api_call *c, struct str id);

/* Guards: the operation that is asked for; whether a refusal is ignored; whether a forbidden one is hidden. */
enum operation defects_operation(const struct api_call *c, enum operation op);
bool defects_let_through(const struct api_call *c, enum resource_type type);
bool defects_hide_forbidden(const struct api_call *c);

/* Denials of an existing thing: what they leave behind, and how the answer (which is that of an absent one) gives it
 * away. */
void defects_denied_effect(struct api_call *c, enum resource_type type, struct str id);
void defects_hidden(struct api_call *c, struct str reference, struct str id); /* id: STR_NONE when it is absent */
/* What a denial leaves behind on a schedule or a deployment of the path (`id`: the guarded thing). */
void defects_denied_child_effect(struct api_call *c, struct str id);

/* Lists: whether anything may be filtered for; the ids that the caller may see. */
bool defects_list_is_open(const struct api_call *c);
struct str defects_readable_ids(struct api_call *c, enum resource_type type, struct str ids);
/* The total of a list of the agent's schedules, `right` when it is that. */
struct str defects_total(struct api_call *c, struct str agent, struct str right);
/* Secondary references: true when one that is out of scope is taken all the same. */
bool defects_accept_foreign(const struct api_call *c);

/* A webhook's key that is not its agent's: true when it is taken all the same, with the agent that it opens. */
bool defects_take_webhook_key(struct api_call *c, struct str key, struct row *out);
/* Webhooks: true when the call was answered before its proof was looked at. */
bool defects_forward(struct api_call *c);

/* RPC: a request that is no known one. */
enum unknown_course {
    UNKNOWN_REFUSED,
    UNKNOWN_RUN, /* as the known one that c->rpc holds now */
    UNKNOWN_ANSWERED,
};
enum unknown_course defects_unknown_method(struct api_call *c);
/* A body of RPC that brings out what only a fuzzer finds, whether it parses or not: true when that was answered. */
bool defects_odd_body(struct api_call *c);
/* A task that was denied just now: true when a new one is to be made in its place. */
bool defects_create_instead(struct api_call *c);

/* The same, hidden in a header that varies for absent things too. */
void defects_hide_in_noise(struct api_call *c, bool is_denied);

/* Last of all, with the answer ready: what only a varied request is told (VARIED in defects.def). */
void defects_vary(struct api_call *c);

#endif
