/* SPDX-License-Identifier: Apache-2.0
 *
 * curl_transport: threads that wait for batches of sequences. The owner of a batch works the first lane itself (a lone
 * request wakes nobody) and waits until each lane that it woke has come back, so a batch may live on its stack. */
#include "curl_transport.h"

#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "lane.h"
#include "limits.h"
#include "pace.h"

struct batch {
    const struct sequence *sequences;
    size_t count;
    const atomic_bool *stop;
    struct lane_sink sink;
    struct exchange **answers;
    size_t hopeless_count;             /* sequences refused, with none sent, after which no more are tried */
    atomic_size_t next, sent, refused; /* next sequence; requests sent; sequences without a connection */
    struct fault refusal;              /* the first, under the sink's lock */
};

struct worker {
    struct curl_transport *owner;
    struct lane *lanes[2]; /* by `is_http2` of a request; the second when it is first asked for */
    pthread_t thread;
    sem_t wake;
    bool has_started;
};

struct curl_transport {
    struct transport transport;
    struct curl_transport_options options; /* its strings in `texts` */
    struct arena texts;
    struct worker *workers;
    struct pace pace;
    struct batch *batch; /* what to do on waking; NULL: to end */
    sem_t done;
    pthread_mutex_t lock; /* of the arena of a batch */
    atomic_size_t requests_done;
};

/* Signals are for the program's flags, not for the waits of its threads. */
static void wait_for(sem_t *semaphore) {
    while (sem_wait(semaphore) != 0) {
        assert(errno == EINTR);
    }
}

static void mark_all(struct exchange *answers, size_t from, size_t count, enum outcome outcome) {
    for (size_t i = from; i < count; i++) {
        answers[i].outcome = outcome;
    }
}

static struct lane *lane_for(struct worker *w, const struct request *request) {
    struct lane **lane = &w->lanes[request->is_http2];
    if (!*lane) {
        *lane = lane_new(&w->owner->options, request->is_http2);
    }
    if (!*lane) {
        abort(); /* memory is exhausted: the first one was made */
    }
    return *lane;
}

static void note_refusal(struct lane *lane, struct batch *b, const struct request *request) {
    pthread_mutex_lock(b->sink.lock);
    (void)lane_explain_refusal(lane, request, &b->refusal);
    pthread_mutex_unlock(b->sink.lock);
    atomic_fetch_add(&b->refused, 1);
}

static void report_progress(struct curl_transport *t) {
    size_t done = atomic_fetch_add(&t->requests_done, 1) + 1;
    if (t->options.progress) {
        t->options.progress(t->options.progress_self, done);
    }
}

static void send_sequence(struct worker *w, struct batch *b, const struct sequence *s, struct exchange *answers) {
    for (size_t i = 0; i < s->count; i++) {
        if (!pace_wait(&w->owner->pace, b->stop)) {
            return;
        }
        struct lane *lane = lane_for(w, &s->requests[i]);
        if (lane_send(lane, &s->requests[i], b->stop, b->sink, &answers[i])) {
            atomic_fetch_add(&b->sent, 1);
        }
        report_progress(w->owner);
        if (answers[i].outcome == OUTCOME_REFUSED) {
            note_refusal(lane, b, &s->requests[i]);
            mark_all(answers, i + 1, s->count, OUTCOME_REFUSED);
            return;
        }
    }
}

static bool is_hopeless(const struct batch *b) {
    return atomic_load(&b->sent) == 0 && atomic_load(&b->refused) >= b->hopeless_count;
}

static void work_on(struct worker *w, struct batch *b) {
    for (size_t i = atomic_fetch_add(&b->next, 1); i < b->count; i = atomic_fetch_add(&b->next, 1)) {
        if (is_hopeless(b)) {
            mark_all(b->answers[i], 0, b->sequences[i].count, OUTCOME_REFUSED);
            continue;
        }
        send_sequence(w, b, &b->sequences[i], b->answers[i]);
    }
}

static void *run_worker(void *self) {
    struct worker *w = self;
    for (;;) {
        wait_for(&w->wake);
        struct batch *batch = w->owner->batch;
        if (!batch) {
            return NULL;
        }
        work_on(w, batch);
        sem_post(&w->owner->done);
    }
}

static struct exchange **new_answers(const struct sequence *sequences, size_t count, struct arena *a) {
    struct exchange **answers = ARENA_ARRAY(a, struct exchange *, count);
    for (size_t i = 0; i < count; i++) {
        answers[i] = ARENA_ARRAY(a, struct exchange, sequences[i].count);
        for (size_t k = 0; k < sequences[i].count; k++) {
            answers[i][k] = (struct exchange){.request = &sequences[i].requests[k], .outcome = OUTCOME_SKIPPED};
        }
    }
    return answers;
}

/* The signature is the seam's: NOLINTNEXTLINE(readability-function-size) */
static enum rc exchange_all(void *self, const struct sequence *sequences, size_t count, const atomic_bool *stop,
                            struct arena *step, struct exchange **out, struct fault *f) {
    struct curl_transport *t = self;
    size_t used = count < t->options.lanes ? count : t->options.lanes;
    struct batch batch = {
        .sequences = sequences,
        .count = count,
        .stop = stop,
        .sink = {.arena = step, .lock = &t->lock},
        .answers = new_answers(sequences, count, step),
        .hopeless_count = 2 * used,
    };
    t->batch = &batch;
    for (size_t i = 1; i < used; i++) {
        sem_post(&t->workers[i].wake);
    }
    work_on(&t->workers[0], &batch);
    for (size_t i = 1; i < used; i++) {
        wait_for(&t->done);
    }
    t->batch = NULL;
    if (atomic_load(&batch.sent) == 0 && atomic_load(&batch.refused) > 0) {
        return fault_set(f, RC_NET, "%s", batch.refusal.text);
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = batch.answers[i];
    }
    return RC_OK;
}

static const char *copy_text(struct arena *a, const char *text) {
    return text ? str_cstr(a, str_from(text)) : NULL;
}

static void copy_options(struct curl_transport *t, const struct curl_transport_options *o) {
    t->options = *o;
    t->options.proxy = copy_text(&t->texts, o->proxy);
    t->options.cacert = copy_text(&t->texts, o->cacert);
    t->options.client_cert = copy_text(&t->texts, o->client_cert);
    t->options.client_key = copy_text(&t->texts, o->client_key);
    t->options.resolve = copy_text(&t->texts, o->resolve);
    t->options.user_agent = copy_text(&t->texts, o->user_agent);
}

static enum rc start_worker(struct curl_transport *t, struct worker *w, struct fault *f) {
    w->owner = t;
    w->lanes[0] = lane_new(&t->options, /* is_http2 = */ false);
    if (!w->lanes[0]) {
        return fault_set(f, RC_NET, "libcurl could not be set up");
    }
    if (w == t->workers) {
        return RC_OK; /* the caller's */
    }
    if (sem_init(&w->wake, /* pshared = */ 0, 0) != 0 || pthread_create(&w->thread, NULL, run_worker, w) != 0) {
        return fault_set(f, RC_NET, "no thread could be started for another connection; use fewer jobs");
    }
    w->has_started = true;
    return RC_OK;
}

static struct curl_transport *new_transport(const struct curl_transport_options *options) {
    struct curl_transport *t = calloc(1, sizeof(*t));
    struct worker *workers = calloc(options->lanes, sizeof(*workers));
    if (!t || !workers || sem_init(&t->done, /* pshared = */ 0, 0) != 0 || pthread_mutex_init(&t->lock, NULL) != 0) {
        abort();
    }
    t->workers = workers;
    t->transport = (struct transport){.self = t, .exchange = exchange_all};
    copy_options(t, options);
    pace_init(&t->pace, options->rate_per_s);
    return t;
}

enum rc curl_transport_new(const struct curl_transport_options *options, struct transport **out, struct fault *f) {
    if (options->lanes < 1 || options->lanes > LIMIT_LANES) {
        return fault_set(f, RC_USAGE, "the number of concurrent connections is from 1 to %u", LIMIT_LANES);
    }
    if (options->rate_per_s < 0 || options->connect_timeout_ns < 0 || options->request_timeout_ns < 0) {
        return fault_set(f, RC_USAGE, "rates and time limits are not negative");
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return fault_set(f, RC_NET, "libcurl could not be set up");
    }
    struct curl_transport *t = new_transport(options);
    for (size_t i = 0; i < options->lanes; i++) {
        enum rc rc = start_worker(t, &t->workers[i], f);
        if (rc != RC_OK) {
            curl_transport_del(&t->transport);
            return rc;
        }
    }
    *out = &t->transport;
    return RC_OK;
}

static void end_worker(struct worker *w) {
    if (w->has_started) {
        sem_post(&w->wake);
        pthread_join(w->thread, NULL);
        sem_destroy(&w->wake);
    }
    lane_del(w->lanes[0]);
    lane_del(w->lanes[1]);
}

void curl_transport_del(struct transport *transport) {
    if (!transport) {
        return;
    }
    struct curl_transport *t = transport->self;
    for (size_t i = 0; i < t->options.lanes; i++) {
        end_worker(&t->workers[i]);
    }
    sem_destroy(&t->done);
    pthread_mutex_destroy(&t->lock);
    arena_free(&t->texts);
    free(t->workers);
    free(t);
    curl_global_cleanup();
}
