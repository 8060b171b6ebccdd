/* SPDX-License-Identifier: Apache-2.0
 *
 * peer: the part of a handle of libcurl that says whom it talks to, and whom it trusts: proxy, TLS, addresses. Private
 * to http. */
#ifndef NONESUCH_PEER_H
#define NONESUCH_PEER_H

#include <curl/curl.h>

#include "curl_transport.h"

/* `options` and `resolve` (may be NULL) must live as long as the handle. */
void peer_set(CURL *easy, const struct curl_transport_options *options, struct curl_slist *resolve);

#endif
