/* SPDX-License-Identifier: Apache-2.0
 *
 * auth_provider: questions behind a server. */
#include "auth_provider.h"

#include <stdlib.h>

#include "questions.h"

struct auth_provider {
    struct server *server;
    struct questions *questions;
};

enum rc auth_provider_start(const struct auth_provider_options *options, struct auth_provider **out, struct fault *f) {
    struct auth_provider *p = calloc(1, sizeof *p);
    if (!p) {
        abort();
    }
    enum rc rc = questions_new(options->control_token, options->principals, &p->questions, f);
    if (rc == RC_OK) {
        rc = serve_start(options->host, options->port, questions_answer, p->questions, &p->server, f);
    }
    if (rc != RC_OK) {
        auth_provider_stop(p);
        return rc;
    }
    *out = p;
    return RC_OK;
}

const char *auth_provider_url(const struct auth_provider *p) {
    return serve_url(p->server);
}

void auth_provider_stop(struct auth_provider *p) {
    if (!p) {
        return;
    }
    serve_stop(p->server);
    questions_del(p->questions);
    free(p);
}
