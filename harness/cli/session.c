/* SPDX-License-Identifier: Apache-2.0
 *
 * session: pack, target, transports, in this order. */
#include "session.h"

#include <stdlib.h>

#include "clock.h"
#include "codec.h"
#include "curl_transport.h"
#include "file.h"
#include "limits.h"
#include "pack_source.h"
#include "rng.h"

#define JOBS_DEFAULT 16
#define CONTROL_LANES 4
#define RUN_ID_BYTES 8

static const char *get_environment(const char *name) {
    return getenv(name);
}

struct scenario_inputs session_inputs(const struct options *o, struct arena *a) {
    size_t count = o->variables.count + o->secrets.count;
    struct variable *all = ARENA_ARRAY(a, struct variable, count);
    for (size_t i = 0; i < count; i++) {
        bool is_secret = i >= o->variables.count;
        all[i] = is_secret ? o->secrets.items[i - o->variables.count] : o->variables.items[i];
    }
    return (struct scenario_inputs){.get_environment = get_environment, .variables = all, .variable_count = count};
}

static enum rc check_combination(const struct options *o, struct fault *f) {
    if (o->url && !o->target) {
        return fault_set(
            f, RC_USAGE,
            "-u alone does not say how each principal authenticates: give a target file too, with -t FILE");
    }
    if (o->target && o->lab_defects.count + o->lab_noises.count > 0) {
        const char *name = o->lab_defects.count > 0 ? "--lab-defect" : "--lab-noise";
        return fault_set(f, RC_USAGE, "%s is for the embedded lab: leave -t out", name);
    }
    return RC_OK;
}

static enum rc start_lab(struct session *s, struct fault *f) {
    enum rc rc = counters_open(STR("127.0.0.1:0"), &s->counters, f);
    if (rc != RC_OK) {
        return rc;
    }
    struct deployment_options lab = {.statsd = counters_address(s->counters),
                                     .defects = s->options->lab_defects.items,
                                     .defect_count = s->options->lab_defects.count,
                                     .noises = s->options->lab_noises.items,
                                     .noise_count = s->options->lab_noises.count};
    return deployment_start(&lab, &s->lab, f);
}

static enum rc load_target(struct session *s, struct fault *f) {
    const struct options *o = s->options;
    const char *name = o->target ? o->target : "the embedded lab's target";
    struct str text = STR_NONE;
    enum rc rc = o->target ? file_read(o->target, LIMIT_DOCUMENT_BYTES, s->arena, &text, f) : start_lab(s, f);
    if (rc != RC_OK) {
        return rc;
    }
    text = s->lab ? deployment_target(s->lab) : text;
    struct scenario_inputs inputs = session_inputs(o, s->arena);
    return scenario_load_target(text, name, &s->pack, &inputs, s->arena, &s->target, f);
}

static enum rc override_url(struct session *s, struct fault *f) {
    const char *url = s->options->url;
    return url ? options_url("--url", str_from(url), &s->target.base_url, f) : RC_OK;
}

static int64_t first_said(int64_t option, int64_t limit, int64_t otherwise) {
    return option > 0 ? option : limit > 0 ? limit : otherwise;
}

/* Options win over the target's limits; afterwards the limits say what holds. */
static void merge_limits(struct session *s) {
    const struct options *o = s->options;
    struct target_limits *l = &s->target.limits;
    l->jobs = first_said(o->jobs, l->jobs, JOBS_DEFAULT);
    l->rate_per_s = first_said(o->rate_per_s, l->rate_per_s, 0);
    l->max_requests = first_said(o->max_requests, l->max_requests, 0);
    l->max_fixtures = first_said(o->max_fixtures, l->max_fixtures, 0);
    l->max_time_ns = first_said(o->max_time_ns, l->max_time_ns, 0);
    l->connect_timeout_ns = first_said(o->connect_timeout_ns, l->connect_timeout_ns, 0);
    l->request_timeout_ns = first_said(o->request_timeout_ns, l->request_timeout_ns, 0);
}

static bool has_header(const struct credential *c, struct str name) {
    for (size_t i = 0; i < c->header_count; i++) {
        if (str_eq_ascii_case(c->headers[i].name, name)) {
            return true;
        }
    }
    return false;
}

static enum rc add_headers(struct session *s, struct credential *c, struct fault *f) {
    const struct pair_list *extra = &s->options->headers;
    struct header *headers = ARENA_ARRAY(s->arena, struct header, c->header_count + extra->count);
    for (size_t i = 0; i < c->header_count; i++) {
        headers[i] = c->headers[i];
    }
    for (size_t i = 0; i < extra->count; i++) {
        const struct variable *pair = &extra->items[i];
        if (has_header(c, pair->name)) {
            return fault_set(f, RC_USAGE, "-H: the credential of '%.*s' has the header '%.*s' already",
                             STR_ARG(s->pack.principals[c->principal].name), STR_ARG(pair->name));
        }
        headers[c->header_count + i] = (struct header){.name = pair->name, .secret = secret_wrap(pair->value)};
    }
    c->headers = headers;
    c->header_count += extra->count;
    return RC_OK;
}

static enum rc add_headers_to_all(struct session *s, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < s->target.credential_count; i++) {
        rc = add_headers(s, &s->target.credentials[i], f);
    }
    return rc;
}

/* A header's value, and the token or the password in it: a target may echo either. */
static void hide_header_value(struct redactor *r, struct str value) {
    redactor_add(r, value);
    struct str rest = value;
    struct str scheme = str_cut(&rest, ' ');
    redactor_add(r, rest);
    struct str pair;
    if (str_eq_ascii_case(scheme, STR("basic")) && codec_base64_decode(r->arena, str_trim(rest), &pair)) {
        (void)str_cut(&pair, ':');
        redactor_add(r, pair);
    }
}

static void hide_secrets(struct session *s) {
    struct redactor *r = &s->redactor;
    redactor_init(r, s->arena);
    for (size_t i = 0; i < s->target.credential_count; i++) {
        const struct credential *c = &s->target.credentials[i];
        for (size_t j = 0; j < c->header_count; j++) {
            hide_header_value(r, secret_unwrap(c->headers[j].secret));
        }
    }
    for (size_t i = 0; i < s->pack.variable_count && i < s->target.variable_count; i++) {
        redactor_add(r, s->pack.variables[i].is_optional ? s->target.variables[i].value : STR_NONE);
    }
    redactor_add(r, secret_unwrap(s->target.auth_provider.token));
    redactor_add(r, secret_unwrap(s->target.agent.token));
    for (size_t i = 0; i < s->options->secrets.count; i++) {
        redactor_add(r, s->options->secrets.items[i].value);
    }
}

static const char *text_or(struct arena *a, const char *option, struct str from_target) {
    return option || from_target.len == 0 ? option : str_cstr(a, from_target);
}

static struct curl_transport_options control_options(const struct session *s) {
    const struct options *o = s->options;
    const struct target *t = &s->target;
    return (struct curl_transport_options){
        .lanes = CONTROL_LANES,
        .connect_timeout_ns = t->limits.connect_timeout_ns,
        .request_timeout_ns = t->limits.request_timeout_ns,
        .cacert = text_or(s->arena, o->cacert, t->cacert),
        .is_insecure = o->insecure == CHOICE_YES || t->is_insecure,
    };
}

static struct curl_transport_options main_options(const struct session *s) {
    const struct options *o = s->options;
    const struct target *t = &s->target;
    struct curl_transport_options main = control_options(s);
    main.lanes = (size_t)t->limits.jobs;
    main.rate_per_s = t->limits.rate_per_s;
    main.proxy = text_or(s->arena, o->proxy, t->proxy);
    main.client_cert = text_or(s->arena, o->cert, t->client_cert);
    main.client_key = text_or(s->arena, o->key, t->client_key);
    main.resolve = o->resolve;
    main.user_agent = str_cstr(s->arena, s->user_agent);
    return main;
}

static enum rc open_transports(struct session *s, struct fault *f) {
    struct curl_transport_options main = main_options(s), control = control_options(s);
    enum rc rc = curl_transport_new(&main, &s->transport, f);
    return rc == RC_OK ? curl_transport_new(&control, &s->control, f) : rc;
}

/* The lab's own are open before it starts. */
static enum rc open_counters(struct session *s, struct fault *f) {
    bool is_named = !s->counters && s->target.statsd.data;
    return is_named ? counters_open(s->target.statsd, &s->counters, f) : RC_OK;
}

enum rc session_lane(const struct session *s, struct transport **out, struct fault *f) {
    struct curl_transport_options lane = main_options(s);
    lane.lanes = 1;
    lane.rate_per_s = 0;
    return curl_transport_new(&lane, out, f);
}

static void name_run(struct session *s) {
    char id[RUN_ID_BYTES];
    entropy_fill(id, sizeof id);
    s->run_id = codec_hex(s->arena, str_of(id, sizeof id));
    s->user_agent = str_printf(s->arena, "nonesuch/%s (run %.*s)", NONESUCH_VERSION, STR_ARG(s->run_id));
    s->started = clock_format_rfc3339(s->arena, clock_wall_ns());
}

enum rc session_connect(struct session *s, struct fault *f) {
    name_run(s);
    merge_limits(s);
    hide_secrets(s);
    enum rc rc = open_counters(s, f);
    return rc == RC_OK ? open_transports(s, f) : rc;
}

enum rc session_open(struct session *s, const struct options *options, const char *pack, struct arena *a,
                     struct fault *f) {
    *s = (struct session){.arena = a, .options = options};
    enum rc rc = check_combination(options, f);
    rc = rc == RC_OK ? pack_source_load(pack, a, &s->pack, f) : rc;
    rc = rc == RC_OK ? load_target(s, f) : rc;
    rc = rc == RC_OK ? override_url(s, f) : rc;
    rc = rc == RC_OK ? add_headers_to_all(s, f) : rc;
    return rc == RC_OK ? session_connect(s, f) : rc;
}

enum rc session_open_events(struct session *s, struct fault *f) {
    enum rc rc = event_stream_open(&s->events, s->options, &s->redactor, f);
    s->events.is_lab = s->lab != NULL;
    return rc;
}

const struct run_events *session_events(const struct session *s) {
    return s->events.count > 0 ? &s->events.events : NULL;
}

void session_close(struct session *s) {
    /* Whoever has something to tell at the end has closed them by now. */
    (void)!event_stream_close(&s->events, NULL);
    curl_transport_del(s->control);
    curl_transport_del(s->transport);
    deployment_stop(s->lab);
    counters_close(s->counters);
}
