/* SPDX-License-Identifier: Apache-2.0
 *
 * request_headers: the header lines that are handed to libcurl, so that it adds none of its own but Host and
 * Content-Length. */
#ifndef NONESUCH_REQUEST_HEADERS_H
#define NONESUCH_REQUEST_HEADERS_H

#include <curl/curl.h>

#include "exchange.h"

/* The request's own headers in order, then the defaults it does not have; `user_agent` is a whole line. The caller
 * frees the list. `a` is scratch. NULL when memory is exhausted. */
struct curl_slist *request_headers_new(const struct request *r, const char *user_agent_line, struct arena *a);

#endif
