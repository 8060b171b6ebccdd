/* SPDX-License-Identifier: Apache-2.0
 *
 * questions: what the auth provider is asked and answers, without the server around it. Thread-safe. Inside
 * auth_provider only. */
#ifndef NONESUCH_QUESTIONS_H
#define NONESUCH_QUESTIONS_H

#include "serve.h"
#include "value.h"

struct questions;

/* RC_CONFIG as principals_load. The token is copied. */
MUST_USE enum rc questions_new(struct str control_token, const struct value *principals, struct questions **out,
                               struct fault *f);
void questions_del(struct questions *q); /* accepts NULL */

/* The serve_handler_fn of a `struct questions`. Sends nothing and waits for nothing. */
void questions_answer(void *self, const struct serve_request *request, struct serve_response *response,
                      struct arena *arena);

#endif
