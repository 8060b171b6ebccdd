/* SPDX-License-Identifier: Apache-2.0
 *
 * serve: one arena and one body buffer per connection; a pipe whose closing wakes every thread that waits. */
#include "serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "buf.h"
#include "codec.h"
#include "limits.h"
#include "serve_accept.h"
#include "serve_answer.h"
#include "serve_http2.h"

#define CONNECTION_POOL_BYTES (32u << 10) /* cleared for every request: no larger than heads need */
#define IDLE_LIMIT_S 300u
#define LISTEN_BACKLOG 512

struct server {
    struct MHD_Daemon *daemon;
    struct serve_http2 http2;
    struct acceptor *acceptor;
    int listener;
    serve_handler_fn handler;
    void *self;
    int stop_pipe[2];
    atomic_size_t connection_count;
    uint16_t port;
    char url[40];
};

struct connection {
    struct server *server;
    int socket;
    size_t number; /* of this connection */
    struct arena arena;
    struct buf body;
    struct str target; /* as sent, in the arena */
    bool has_begun;    /* the handler of this request's head was called */
};

struct header_list {
    struct serve_header *items;
    size_t count;
};

static void open_or_close(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code) {
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        struct connection *c = *socket_context;
        arena_free(&c->arena);
        buf_free(&c->body);
        free(c);
        *socket_context = NULL;
        return;
    }
    struct connection *c = calloc(1, sizeof *c);
    if (!c) {
        abort();
    }
    c->server = cls;
    c->number = atomic_fetch_add(&c->server->connection_count, 1);
    c->socket = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    buf_init(&c->body, LIMIT_LAB_BODY_BYTES);
    int on = 1;
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    *socket_context = c;
}

static void forget_request(struct connection *c) {
    arena_reset(&c->arena);
    buf_clear(&c->body);
}

/* The one place where libmicrohttpd shows the target before it decodes it. */
static void *begin_request(void *cls, const char *target, struct MHD_Connection *mhd) {
    (void)cls;
    struct connection *c = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    forget_request(c);
    c->target = str_copy(&c->arena, str_from(target));
    c->has_begun = false;
    return c;
}

static void end_request(void *cls, struct MHD_Connection *mhd, void **context, enum MHD_RequestTerminationCode code) {
    (void)cls;
    (void)mhd;
    (void)code;
    forget_request(*context);
}

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len,
                                   const char *value, size_t value_len) {
    (void)kind;
    struct header_list *list = cls;
    list->items[list->count++] =
        (struct serve_header){.name = str_of(name, name_len), .value = str_of(value, value_len)};
    return MHD_YES;
}

static struct serve_request request_of(struct connection *c, struct MHD_Connection *mhd, const char *method) {
    int count = MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, NULL, NULL);
    struct header_list list = {.items = ARENA_ARRAY(&c->arena, struct serve_header, (size_t)count)};
    MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, take_header, &list);
    struct str rest = c->target;
    struct str path = str_cut(&rest, '?');
    return (struct serve_request){
        .method = str_from(method),
        .path = path,
        .query = rest,
        .headers = list.items,
        .header_count = list.count,
        .connection = c->number,
        .body = buf_str(&c->body),
    };
}

static enum MHD_Result send_answer(struct connection *c, struct MHD_Connection *mhd,
                                   const struct serve_response *response) {
    struct serve_wait wait = {.client = c->socket, .stop = c->server->stop_pipe[0]};
    serve_wait_ns(&wait, response->head_delay_ns);
    struct MHD_Response *answer = serve_answer_new(response, &wait, &c->arena);
    enum MHD_Result result = MHD_queue_response(mhd, (unsigned)response->status, answer);
    MHD_destroy_response(answer);
    return result;
}

static enum MHD_Result send_too_large(struct connection *c, struct MHD_Connection *mhd) {
    struct serve_response response = {.status = MHD_HTTP_CONTENT_TOO_LARGE, .must_close = true};
    return send_answer(c, mhd, &response);
}

static bool announces_too_much(struct MHD_Connection *mhd) {
    int64_t length = 0;
    const char *text = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    return text && str_to_int64(str_from(text), &length) && length > (int64_t)LIMIT_LAB_BODY_BYTES;
}

/* Called once for the head, once for each piece of the body, and once more at its end. The signature is the
 * library's. NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result handle_access(void *cls, struct MHD_Connection *mhd, const char *url, const char *method,
                                     const char *version, const char *upload, size_t *upload_len, void **context) {
    (void)url;
    (void)version;
    struct server *s = cls;
    struct connection *c = *context;
    if (!c->has_begun) {
        c->has_begun = true;
        return announces_too_much(mhd) ? send_too_large(c, mhd) : MHD_YES;
    }
    if (*upload_len > 0) {
        buf_append(&c->body, upload, *upload_len);
        *upload_len = 0;
        return MHD_YES;
    }
    if (c->body.truncated) {
        return send_too_large(c, mhd);
    }
    struct serve_request request = request_of(c, mhd, method);
    struct serve_response response = {.status = MHD_HTTP_OK};
    s->handler(s->self, &request, &response, &c->arena);
    if (serve_has_no_body(request.method, response.status)) {
        response.is_chunked = false; /* libmicrohttpd would send the last chunk nevertheless */
    }
    return response.drops_connection ? MHD_NO : send_answer(c, mhd, &response);
}

static struct MHD_Daemon *start_daemon(struct server *s) {
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC |
                     MHD_USE_SUPPRESS_DATE_NO_CLOCK | MHD_USE_NO_LISTEN_SOCKET;
    return MHD_start_daemon(flags, 0, NULL, NULL, handle_access, s, MHD_OPTION_CONNECTION_LIMIT,
                            (unsigned)LIMIT_LAB_CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                            (size_t)CONNECTION_POOL_BYTES, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_LIMIT_S,
                            MHD_OPTION_URI_LOG_CALLBACK, begin_request, s, MHD_OPTION_NOTIFY_COMPLETED, end_request, s,
                            MHD_OPTION_NOTIFY_CONNECTION, open_or_close, s, MHD_OPTION_END);
}

static void take_connection(void *self, int socket, bool is_http2) {
    struct server *s = self;
    if (is_http2) {
        serve_http2_take(&s->http2, socket, atomic_fetch_add(&s->connection_count, 1));
        return;
    }
    struct sockaddr_in peer = {0};
    socklen_t size = sizeof peer;
    getpeername(socket, (struct sockaddr *)&peer, &size);
    (void)MHD_add_connection(s->daemon, socket, (struct sockaddr *)&peer, size); /* which closes what it refuses */
}

static enum rc listen_at(const char *host, uint16_t port, int *out, uint16_t *out_port, struct fault *f) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
        return fault_set(f, RC_NET, "cannot listen on '%s': not an IPv4 address", host);
    }
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) {
        return fault_set(f, RC_NET, "cannot listen on %s:%u: %s", host, (unsigned)port, strerror(errno));
    }
    int on = 1;
    socklen_t size = sizeof address;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, LISTEN_BACKLOG) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        enum rc rc = fault_set(f, RC_NET, "cannot listen on %s:%u: %s", host, (unsigned)port, strerror(errno));
        close(fd);
        return rc;
    }
    *out = fd;
    *out_port = ntohs(address.sin_port);
    return RC_OK;
}

enum rc serve_start(const char *host, uint16_t port, serve_handler_fn handler, void *self, struct server **out,
                    struct fault *f) {
    int listener = -1;
    uint16_t real_port = 0;
    enum rc rc = listen_at(host, port, &listener, &real_port, f);
    if (rc != RC_OK) {
        return rc;
    }
    struct server *s = calloc(1, sizeof *s);
    if (!s || pipe(s->stop_pipe) != 0) {
        abort();
    }
    s->handler = handler;
    s->self = self;
    s->port = real_port;
    s->listener = listener;
    s->http2 = (struct serve_http2){.handler = handler, .self = self, .stop = s->stop_pipe[0]};
    snprintf(s->url, sizeof s->url, "http://%s:%u", host, (unsigned)real_port);
    s->daemon = start_daemon(s);
    s->acceptor = s->daemon ? acceptor_new(listener, s->stop_pipe[0], take_connection, s) : NULL;
    if (!s->acceptor) {
        rc = fault_set(f, RC_NET, "cannot serve at %s: %s", s->url, strerror(errno));
        serve_stop(s);
        return rc;
    }
    *out = s;
    return RC_OK;
}

uint16_t serve_port(const struct server *s) {
    return s->port;
}

const char *serve_url(const struct server *s) {
    return s->url;
}

void serve_stop(struct server *s) {
    if (!s) {
        return;
    }
    close(s->stop_pipe[1]);
    acceptor_del(s->acceptor);
    close(s->listener);
    serve_http2_end(&s->http2);
    if (s->daemon) {
        MHD_stop_daemon(s->daemon);
    }
    close(s->stop_pipe[0]);
    free(s);
}

struct str serve_header_get(const struct serve_request *request, const char *name) {
    struct str wanted = str_from(name);
    for (size_t i = 0; i < request->header_count; i++) {
        if (str_eq_ascii_case(request->headers[i].name, wanted)) {
            return request->headers[i].value;
        }
    }
    return STR_NONE;
}

static struct str decode_component(struct str s, struct arena *a) {
    return codec_percent_decode(a, str_replace(a, s, STR("+"), STR(" ")));
}

struct str serve_query_get(const struct serve_request *request, const char *name, struct arena *a) {
    struct str wanted = str_from(name);
    struct str rest = request->query;
    while (rest.data) {
        struct str value = str_cut(&rest, '&');
        struct str key = str_cut(&value, '=');
        if (str_eq(decode_component(key, a), wanted)) {
            return value.data ? decode_component(value, a) : STR("");
        }
    }
    return STR_NONE;
}

void serve_header_add(struct serve_response *response, struct arena *a, const char *name, struct str value) {
    struct serve_header *longer = ARENA_ARRAY(a, struct serve_header, response->header_count + 1);
    if (response->header_count > 0) {
        memcpy(longer, response->headers, response->header_count * sizeof *longer);
    }
    longer[response->header_count] = (struct serve_header){.name = str_from(name), .value = value};
    response->headers = longer;
    response->header_count++;
}
