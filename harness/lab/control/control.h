/* SPDX-License-Identifier: Apache-2.0
 *
 * control: what the recording servers of the lab have in common: the log of what they were asked, the faults that
 * they are told to play, and the API under /_nonesuch by which a judge reads the one and sets the other. Thread-safe.
 *
 *   GET    /_nonesuch/log?since=N   {"entries":[{"seq":N,…},…],"next":M}: every entry kept with seq >= N, in order
 *                                   (`&limit=K`: the first K of them; `&endpoint=a,b`: of these endpoints only, at
 *                                   most 8); M is the `since` of the next look. seq counts from 1; a gap at the front
 *                                   means that older entries were dropped (LIMIT_LAB_LOG_ENTRIES are kept).
 *   POST   /_nonesuch/faults        {"endpoint","principal"?,"kind","count"?,"ttl_ms"?}: the next `count` (1)
 *                                   questions at `endpoint` ("*": any) of `principal` ("*", absent: any) meet the
 *                                   fault, for at most `ttl_ms` (30000, also the ceiling).
 *   DELETE /_nonesuch/faults        forgets them all.
 * All under `authorization: Bearer <token>`: 401 without. Bodies are checked: 422 names the member. */
#ifndef NONESUCH_CONTROL_H
#define NONESUCH_CONTROL_H

#include "serve.h"
#include "value.h"

struct control;

struct control *control_new(struct str token); /* copies the token */
void control_del(struct control *c);           /* accepts NULL */

/* True when the path is the control API's, whether or not the caller may use it. */
bool control_is_addressed(const struct serve_request *request);
/* True when the token fits; otherwise the response is the 401. */
bool control_admit(const struct control *c, const struct serve_request *request, struct serve_response *response,
                   struct arena *a);
/* Answers log and faults; 404 for any other path. For admitted requests. */
void control_handle(struct control *c, const struct serve_request *request, struct serve_response *response,
                    struct arena *a);

/* Sets a member of an entry: a string (borrowed; of a longer one, the first 512 bytes), null for STR_NONE. */
void control_set_text(struct arena *a, struct value *entry, struct str key, struct str text);
/* Appends an entry: the members of the object, behind a "seq" of its own. Visible before the answer is sent when called
 * by the handler. */
void control_record(struct control *c, const struct value *entry);

enum control_fault {
    CONTROL_FAULT_NONE,
    CONTROL_FAULT_503,
    CONTROL_FAULT_502,
    CONTROL_FAULT_404,
    CONTROL_FAULT_TIMEOUT, /* 30 s of silence, then 504 */
    CONTROL_FAULT_GARBAGE, /* 200 with a body that is not JSON */
    CONTROL_FAULT_SLOW,    /* the true answer, 2 s late */
};

/* Takes one use of the first rule that fits. `principal` may be STR_NONE (unknown): only rules for any fit then. */
enum control_fault control_take_fault(struct control *c, struct str endpoint, struct str principal);
/* Lays the fault over the response: the true answer must stand there already (SLOW keeps it). */
void control_play_fault(enum control_fault fault, struct serve_response *response, struct arena *a);

/* Answers, shared by the recording servers. */
void control_answer(struct serve_response *response, struct arena *a, int status, struct str json);
/* {"message": text} */
void control_answer_message(struct serve_response *response, struct arena *a, int status, const char *text);

#endif
