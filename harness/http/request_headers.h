/* SPDX-License-Identifier: Apache-2.0
 *
 * request_headers: the header lines of a request: its own in order, then the defaults that it does not have. */
#ifndef NONESUCH_REQUEST_HEADERS_H
#define NONESUCH_REQUEST_HEADERS_H

#include <curl/curl.h>

#include "buf.h"
#include "exchange.h"

/* For libcurl, so that it adds none of its own but Host and Content-Length. `user_agent_line` is a whole line. The
 * caller frees the list. `a` is scratch. NULL when memory is exhausted. */
struct curl_slist *request_headers_new(const struct request *r, const char *user_agent_line, struct arena *a);

/* The same for who writes the head himself: lines as they go out, with their CRLF, names and values byte for byte.
 * False: past the ceiling of `out`. */
bool request_headers_write(const struct request *r, const char *user_agent_line, struct buf *out);

#endif
