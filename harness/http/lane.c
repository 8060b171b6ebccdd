/* SPDX-License-Identifier: Apache-2.0
 *
 * lane: libcurl, with everything switched off that it does on its own. */
#include "lane.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "clock.h"
#include "exact.h"
#include "limits.h"
#include "peer.h"
#include "received.h"
#include "request_headers.h"
#include "url.h"

#define LOOK_AT_STOP_MS 50
#define REQUEST_TIMEOUT_NS (30 * NS_PER_S)
#define FIRST_TO_KEEP_HTTP2 0x080000 /* libcurl 8.0.0 */
#define CONTINUE_TIMEOUT_MS 200L     /* few servers that mean to say 100 take longer, and the others never say it */

struct lane {
    CURL *easy;
    CURLM *multi;
    struct curl_slist *resolve;
    const struct curl_transport_options *options;
    const char *user_agent_line; /* in `texts` */
    bool is_http_proxy, is_http2;
    bool has_connected; /* once at least */
    struct received received;
    struct buf decoded;
    struct arena texts, scratch; /* of the lane; of one request */
    size_t send_count;           /* times the request was about to be sent */
    bool wants_kept;             /* the request is for the connection that is there already */
    bool has_none_kept;          /* and then there was none; nothing was sent */
    CURLcode code;               /* of the last request */
    char reason[CURL_ERROR_SIZE];
};

static size_t take_line(char *data, size_t size, size_t count, void *self) {
    return received_take_line(self, str_of(data, size * count)) ? size * count : 0;
}

static size_t take_body(char *data, size_t size, size_t count, void *self) {
    return received_take_body(self, str_of(data, size * count)) ? size * count : 0;
}

static bool is_new_connection(const struct lane *l) {
    long connects = 0;
    return curl_easy_getinfo(l->easy, CURLINFO_NUM_CONNECTS, &connects) == CURLE_OK && connects > 0;
}

/* Comes before each sending, also before a repeated one, which a dead kept connection or a 417 makes libcurl do. */
static int count_send(void *self, char *peer_ip, char *own_ip, int peer_port, int own_port) {
    (void)peer_ip;
    (void)own_ip;
    (void)peer_port;
    (void)own_port;
    struct lane *l = self;
    if (l->wants_kept && is_new_connection(l)) {
        l->has_none_kept = true;
        return CURL_PREREQFUNC_ABORT;
    }
    l->send_count++;
    return l->send_count == 1 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

static void set_callbacks(struct lane *l) {
    curl_easy_setopt(l->easy, CURLOPT_HEADERFUNCTION, take_line);
    curl_easy_setopt(l->easy, CURLOPT_HEADERDATA, &l->received);
    curl_easy_setopt(l->easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(l->easy, CURLOPT_WRITEDATA, &l->received);
    curl_easy_setopt(l->easy, CURLOPT_PREREQFUNCTION, count_send);
    curl_easy_setopt(l->easy, CURLOPT_PREREQDATA, l);
    curl_easy_setopt(l->easy, CURLOPT_ERRORBUFFER, l->reason);
}

static void set_protocol(struct lane *l) {
    curl_easy_setopt(l->easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(l->easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    curl_easy_setopt(l->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(l->easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(l->easy, CURLOPT_EXPECT_100_TIMEOUT_MS, CONTINUE_TIMEOUT_MS);
    curl_easy_setopt(l->easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(l->easy, CURLOPT_MAXCONNECTS, 1L);
    curl_multi_setopt(l->multi, CURLMOPT_MAXCONNECTS, 1L);
}

static bool is_http_proxy(const char *proxy) {
    struct str p = str_from(proxy);
    return p.len > 0 && (!str_contains(p, STR("://")) || str_starts_with(p, STR("http")));
}

struct lane *lane_new(const struct curl_transport_options *options, bool is_http2) {
    struct lane *l = calloc(1, sizeof(*l));
    if (!l) {
        abort();
    }
    l->options = options;
    l->easy = curl_easy_init();
    l->multi = curl_multi_init();
    l->resolve = options->resolve ? curl_slist_append(NULL, options->resolve) : NULL;
    l->is_http_proxy = is_http_proxy(options->proxy);
    l->is_http2 = is_http2;
    l->user_agent_line = arena_printf(&l->texts, "User-Agent: %s",
                                      options->user_agent ? options->user_agent : "nonesuch/" NONESUCH_VERSION);
    received_init(&l->received);
    buf_init(&l->decoded, LIMIT_BODY_BYTES);
    if (!l->easy || !l->multi || (options->resolve && !l->resolve)) {
        lane_del(l);
        return NULL;
    }
    set_callbacks(l);
    set_protocol(l);
    peer_set(l->easy, options, l->resolve);
    return l;
}

void lane_del(struct lane *l) {
    if (!l) {
        return;
    }
    curl_easy_cleanup(l->easy);
    curl_multi_cleanup(l->multi);
    curl_slist_free_all(l->resolve);
    received_free(&l->received);
    buf_free(&l->decoded);
    arena_free(&l->texts);
    arena_free(&l->scratch);
    free(l);
}

/* The request target is handed over apart from the URL: so nothing in it is parsed, cut or normalised. */
static void set_url(struct lane *l, const struct request *r) {
    struct str origin = r->url;
    struct str target = STR_NONE;
    (void)url_split_target(r->url, &origin, &target);
    const char *slash = str_starts_with(target, STR("/")) ? "" : "/";
    bool is_absolute_form = l->is_http_proxy && !str_starts_with(origin, STR("https"));
    struct str shown_origin = is_absolute_form ? origin : STR_NONE;
    curl_easy_setopt(l->easy, CURLOPT_URL, arena_printf(&l->scratch, "%.*s/", STR_ARG(origin)));
    curl_easy_setopt(l->easy, CURLOPT_REQUEST_TARGET,
                     arena_printf(&l->scratch, "%.*s%s%.*s", STR_ARG(shown_origin), slash, STR_ARG(target)));
}

static long version_of(const struct lane *l, bool is_tls) {
    if (!l->is_http2) {
        return CURL_HTTP_VERSION_1_1;
    }
    return is_tls || l->wants_kept ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
}

static void set_method(struct lane *l, const struct request *r) {
    if (request_sends_body(r)) {
        curl_easy_setopt(l->easy, CURLOPT_POST, 1L);
        curl_easy_setopt(l->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.len);
        curl_easy_setopt(l->easy, CURLOPT_POSTFIELDS, r->body.len > 0 ? r->body.data : "");
    } else if (str_eq(r->method, STR("HEAD"))) {
        curl_easy_setopt(l->easy, CURLOPT_NOBODY, 1L);
    } else {
        curl_easy_setopt(l->easy, CURLOPT_HTTPGET, 1L);
    }
    curl_easy_setopt(l->easy, CURLOPT_CUSTOMREQUEST, str_cstr(&l->scratch, r->method));
}

static int64_t timeout_of(const struct lane *l, const struct request *r) {
    if (r->timeout_ns > 0) {
        return r->timeout_ns;
    }
    return l->options->request_timeout_ns > 0 ? l->options->request_timeout_ns : REQUEST_TIMEOUT_NS;
}

static bool is_stopped(const atomic_bool *stop) {
    return stop && atomic_load(stop);
}

/* CURLE_ABORTED_BY_CALLBACK when `stop` came first. */
static CURLcode drive(struct lane *l, const atomic_bool *stop) {
    if (curl_multi_add_handle(l->multi, l->easy) != CURLM_OK) {
        return CURLE_FAILED_INIT;
    }
    CURLcode code = CURLE_ABORTED_BY_CALLBACK;
    int running = 1;
    while (!is_stopped(stop)) {
        CURLMcode status = curl_multi_perform(l->multi, &running);
        if (status != CURLM_OK || running == 0) {
            break;
        }
        (void)curl_multi_poll(l->multi, NULL, 0, LOOK_AT_STOP_MS, NULL);
    }
    int left = 0;
    const CURLMsg *message = curl_multi_info_read(l->multi, &left);
    if (message && message->msg == CURLMSG_DONE) {
        code = message->data.result;
    }
    (void)curl_multi_remove_handle(l->multi, l->easy);
    return code;
}

/* By prior knowledge libcurl before 8.0.0 uses no connection twice: it breaks it (curl issue 10634). */
static bool breaks_kept(void) {
    return curl_version_info(CURLVERSION_NOW)->version_num < FIRST_TO_KEEP_HTTP2;
}

/* There, who asks for HTTP/2 of TLS alone gets the connection that is kept; without one it would be HTTP/1.1, and the
 * request is begun anew. */
static void transfer(struct lane *l, const struct request *r, const atomic_bool *stop) {
    bool is_tls = str_starts_with(r->url, STR("https"));
    l->wants_kept = l->is_http2 && l->has_connected && !is_tls && breaks_kept();
    l->has_none_kept = false;
    curl_easy_setopt(l->easy, CURLOPT_HTTP_VERSION, version_of(l, is_tls));
    l->code = drive(l, stop);
    if (l->has_none_kept) {
        l->wants_kept = false;
        curl_easy_setopt(l->easy, CURLOPT_HTTP_VERSION, version_of(l, is_tls));
        l->code = drive(l, stop);
    }
    l->has_connected |= l->send_count > 0;
}

static enum outcome outcome_of_code(CURLcode code) {
    static const struct {
        CURLcode code;
        enum outcome outcome;
    } outcomes[] = {
        {CURLE_OK, OUTCOME_ANSWERED},
        {CURLE_COULDNT_RESOLVE_PROXY, OUTCOME_REFUSED},
        {CURLE_COULDNT_RESOLVE_HOST, OUTCOME_REFUSED},
        {CURLE_COULDNT_CONNECT, OUTCOME_REFUSED},
        {CURLE_OPERATION_TIMEDOUT, OUTCOME_TIMEOUT},
        {CURLE_RECV_ERROR, OUTCOME_RESET},
        {CURLE_SEND_ERROR, OUTCOME_RESET},
        {CURLE_PARTIAL_FILE, OUTCOME_RESET},
        {CURLE_GOT_NOTHING, OUTCOME_RESET},
        {CURLE_HTTP2_STREAM, OUTCOME_RESET},
        {CURLE_OUT_OF_MEMORY, OUTCOME_TOO_LARGE}, /* so libcurl 7.88 calls a header line past its own ceiling */
    };
    for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
        if (outcomes[i].code == code) {
            return outcomes[i].outcome;
        }
    }
    return OUTCOME_MALFORMED;
}

/* libcurl gives chunks that are none the code of a lost connection; only its words tell them apart. */
static bool has_broken_chunks(const struct lane *l) {
    return l->code == CURLE_RECV_ERROR && strstr(l->reason, "chunk") != NULL;
}

static enum outcome outcome_of(const struct lane *l, const atomic_bool *stop) {
    if (l->received.has_ended) {
        return OUTCOME_ANSWERED;
    }
    if (l->received.is_too_large) {
        return OUTCOME_TOO_LARGE;
    }
    if (l->send_count > 1) {
        return OUTCOME_RESENT;
    }
    if (l->code == CURLE_ABORTED_BY_CALLBACK && is_stopped(stop)) {
        return OUTCOME_SKIPPED;
    }
    if (has_broken_chunks(l)) {
        return OUTCOME_MALFORMED;
    }
    return l->code != CURLE_OK && l->send_count == 0 ? OUTCOME_REFUSED : outcome_of_code(l->code);
}

static int64_t elapsed_ns(const struct lane *l, CURLINFO info) {
    curl_off_t us = 0;
    return curl_easy_getinfo(l->easy, info, &us) == CURLE_OK ? (int64_t)us * NS_PER_US : 0;
}

static void set_facts(const struct lane *l, struct exchange *out) {
    out->is_new_connection = is_new_connection(l);
    out->sent_ns = elapsed_ns(l, CURLINFO_PRETRANSFER_TIME_T);
    out->first_byte_ns = elapsed_ns(l, CURLINFO_STARTTRANSFER_TIME_T);
    out->total_ns = elapsed_ns(l, CURLINFO_TOTAL_TIME_T);
}

/* Everything that is kept, in the shared arena; the lock is held. */
static void keep_answer(const struct lane *l, enum decoding decoding, struct arena *a, struct exchange *out) {
    const struct received *r = &l->received;
    struct str head = received_final_head(r);
    if (head.len > 0 && !answer_set_head(out, str_copy(a, head), a)) {
        out->outcome = OUTCOME_MALFORMED;
    }
    if (r->interim.len > 0) {
        out->interim = str_copy(a, buf_str(&r->interim));
    }
    if (r->trailers.len > 0) {
        out->trailers = str_copy(a, buf_str(&r->trailers));
    }
    if (r->body.len > 0) {
        out->body = str_copy(a, buf_str(&r->body));
    }
    out->decoded = decoding == DECODING_DONE ? str_copy(a, buf_str(&l->decoded)) : out->body;
    if (decoding == DECODING_TOO_LARGE) {
        out->outcome = OUTCOME_TOO_LARGE;
    }
}

static enum decoding decode(struct lane *l) {
    struct exchange seen = {0};
    if (l->received.body.len == 0 || !answer_set_head(&seen, received_final_head(&l->received), &l->scratch)) {
        return DECODING_NONE;
    }
    return answer_decode(exchange_header(&seen, "content-encoding"), buf_str(&l->received.body), &l->decoded);
}

static bool send_exact(struct lane *l, const struct request *request, const atomic_bool *stop, struct lane_sink sink,
                       struct exchange *out) {
    struct exact_way way = {.options = l->options,
                            .resolve = l->resolve,
                            .user_agent_line = l->user_agent_line,
                            .timeout_ns = timeout_of(l, request),
                            .reason = l->reason};
    l->code = exact_send(&way, request, stop, sink, out);
    return l->code == CURLE_OK;
}

bool lane_send(struct lane *l, const struct request *request, const atomic_bool *stop, struct lane_sink sink,
               struct exchange *out) {
    if (request->is_exact) {
        return send_exact(l, request, stop, sink, out);
    }
    arena_reset(&l->scratch);
    bool ends_with_head = request_sends_body(request) && str_eq(request->method, STR("HEAD"));
    received_clear(&l->received, request->until, ends_with_head);
    l->send_count = 0;
    l->reason[0] = '\0';
    set_url(l, request);
    set_method(l, request);
    struct curl_slist *headers = request_headers_new(request, l->user_agent_line, &l->scratch);
    if (!headers) {
        abort();
    }
    curl_easy_setopt(l->easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(l->easy, CURLOPT_TIMEOUT_MS, (long)((timeout_of(l, request) + NS_PER_MS - 1) / NS_PER_MS));
    out->started_ns = clock_monotonic_ns();
    transfer(l, request, stop);
    curl_slist_free_all(headers);

    out->outcome = outcome_of(l, stop);
    set_facts(l, out);
    enum decoding decoding = decode(l);
    pthread_mutex_lock(sink.lock);
    keep_answer(l, decoding, sink.arena, out);
    pthread_mutex_unlock(sink.lock);
    return l->send_count > 0;
}

enum rc lane_explain_refusal(const struct lane *l, const struct request *request, struct fault *f) {
    static const struct {
        CURLcode code;
        const char *remedy;
    } remedies[] = {
        {CURLE_COULDNT_RESOLVE_HOST, "correct the host name"},
        {CURLE_COULDNT_RESOLVE_PROXY, "correct the proxy"},
        {CURLE_COULDNT_CONNECT, "start the deployment, or correct host and port"},
        {CURLE_OPERATION_TIMEDOUT, "check address and firewall, or allow more time to connect"},
        {CURLE_PEER_FAILED_VERIFICATION, "name the CA that signed its certificate, or correct the host name"},
        {CURLE_SSL_CONNECT_ERROR, "check that TLS is spoken at this port"},
        {CURLE_SSL_CERTPROBLEM, "correct client certificate and key"},
        {CURLE_SSL_CACERT_BADFILE, "correct the file of the CA"},
    };
    const char *remedy = "check the address";
    for (size_t i = 0; i < sizeof(remedies) / sizeof(remedies[0]); i++) {
        remedy = remedies[i].code == l->code ? remedies[i].remedy : remedy;
    }
    struct str origin = request->url;
    struct str target = STR_NONE;
    (void)url_split_target(request->url, &origin, &target);
    return fault_set(f, RC_NET, "nothing could be sent to %.*s: %s; %s", STR_ARG(origin),
                     l->reason[0] ? l->reason : curl_easy_strerror(l->code), remedy);
}
