/* SPDX-License-Identifier: Apache-2.0
 *
 * errors: how answers are written: one function for each kind of body of agentex.md section 2, and the good ones. */
#ifndef NONESUCH_ERRORS_H
#define NONESUCH_ERRORS_H

#include "api.h"

/* A JSON body: begin, write to the emitter, send. */
struct emit *answer_begin(struct api_call *c);
void answer_send(struct api_call *c, int status);
/* Body and type as they are; headers `server` and `content-type` are added. */
void answer_bytes(struct api_call *c, int status, const char *type, struct str body);
void answer_row(struct api_call *c, const struct columns *t, struct row row);
void answer_rows(struct api_call *c, const struct columns *t, const struct row *rows, size_t count);
/* {"id": …, "message": …} */
void answer_done(struct api_call *c, struct str id, const char *message);

void error_detail(struct api_call *c, int status, const char *text); /* {"detail"} */
void error_item(struct api_call *c, int status, struct str message); /* {"message", "code", "data"} */
void error_invalid(struct api_call *c, struct str message);          /* 422 */

/* How an absent thing is told. */
enum absence {
    ABSENCE_ID,
    ABSENCE_NAME,
    ABSENCE_API_KEY,
    ABSENCE_DEPLOYMENT, /* these two name the agent of the path too */
    ABSENCE_SCHEDULE,
};
void error_absent(struct api_call *c, enum absence kind, struct str reference);
void error_forbidden(struct api_call *c, struct str provider_text); /* STR_NONE: the default text */
void error_conflict(struct api_call *c);                            /* 400: a constraint refused it */

#endif
