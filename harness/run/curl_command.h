/* SPDX-License-Identifier: Apache-2.0
 *
 * curl_command: a finding's two requests as one curl command on one line, secrets as environment variables. Private to
 * run; pure. */
#ifndef NONESUCH_CURL_COMMAND_H
#define NONESUCH_CURL_COMMAND_H

#include "engine.h"

/* "" when the finding has no exchange. An exact request, which curl would put right, is written by printf to nc, or to
 * openssl s_client where there is TLS. */
struct str curl_command(struct engine *e, const struct finding *f);

/* One request, its body read from a file. */
struct str curl_command_of(struct engine *e, const struct request *r, const char *body_file);

#endif
