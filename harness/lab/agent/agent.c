/* SPDX-License-Identifier: Apache-2.0
 *
 * agent: errands behind a server. */
#include "agent.h"

#include <stdlib.h>

#include "errands.h"

struct agent {
    struct server *server;
    struct control *control;
};

enum rc agent_start(const struct agent_options *options, struct agent **out, struct fault *f) {
    struct agent *a = calloc(1, sizeof *a);
    if (!a) {
        abort();
    }
    a->control = control_new(options->control_token);
    enum rc rc = serve_start(options->host, options->port, errands_answer, a->control, &a->server, f);
    if (rc != RC_OK) {
        agent_stop(a);
        return rc;
    }
    *out = a;
    return RC_OK;
}

const char *agent_url(const struct agent *a) {
    return serve_url(a->server);
}

void agent_stop(struct agent *a) {
    if (!a) {
        return;
    }
    serve_stop(a->server);
    control_del(a->control);
    free(a);
}
