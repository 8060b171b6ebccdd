/* SPDX-License-Identifier: Apache-2.0
 *
 * peer: options of libcurl. */
#include "peer.h"

#include "clock.h"

#define CONNECT_TIMEOUT_NS (10 * NS_PER_S)

void peer_set(CURL *easy, const struct curl_transport_options *o, struct curl_slist *resolve) {
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
    /* An empty proxy and a star keep the environment's variables from being read. */
    curl_easy_setopt(easy, CURLOPT_PROXY, o->proxy ? o->proxy : "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, o->proxy ? "" : "*");
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, o->is_insecure ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, o->is_insecure ? 0L : 2L);
    const struct {
        CURLoption option;
        const char *value;
    } texts[] = {{CURLOPT_CAINFO, o->cacert}, {CURLOPT_SSLCERT, o->client_cert}, {CURLOPT_SSLKEY, o->client_key}};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i].value) {
            curl_easy_setopt(easy, texts[i].option, texts[i].value);
        }
    }
    if (resolve) {
        curl_easy_setopt(easy, CURLOPT_RESOLVE, resolve);
    }
    int64_t connect_ns = o->connect_timeout_ns > 0 ? o->connect_timeout_ns : CONNECT_TIMEOUT_NS;
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)((connect_ns + NS_PER_MS - 1) / NS_PER_MS));
}
