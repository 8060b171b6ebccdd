/* SPDX-License-Identifier: Apache-2.0
 *
 * target_load: where a deployment is and what may be done to it. */
#include "clock.h"
#include "credential_load.h"

#define SETTLE_DEFAULT_NS (5 * NS_PER_S)

/* What the pack judges: the target's `base_url`, or the service that it names. */
static enum rc find_base(const struct target_loader *t, const struct value **out) {
    struct str service = t->base.pack->base;
    const struct value *services = value_get_c(t->base.document, "services");
    *out = service.data ? value_get(services, service) : value_get_c(t->base.document, "base_url");
    if (!*out) {
        return loader_fail(&t->base, services ? services : t->base.document,
                           "the pack '%.*s' judges the service '%.*s': name its base URL under `services`",
                           STR_ARG(t->base.pack->name), STR_ARG(service));
    }
    return RC_OK;
}

static enum rc check_url(const struct target_loader *t, const struct value *at, const char *key, struct str url) {
    bool has_scheme = str_starts_with(url, STR("http://")) || str_starts_with(url, STR("https://"));
    bool is_plain = str_find_char(url, '?', 0) < 0 && str_find_char(url, '#', 0) < 0 && str_find_char(url, ' ', 0) < 0;
    struct str host = str_from_index(url, (size_t)(str_find(url, STR("//"), 0) + 2));
    if (!has_scheme || !is_plain || host.len == 0 || host.data[0] == '/') {
        return loader_fail(&t->base, at, "`%s` is http://host or https://host, with a port and a path where needed",
                           key);
    }
    return RC_OK;
}

static enum rc load_base_url(struct target_loader *t) {
    const struct value *given = NULL;
    struct str url = STR_NONE;
    enum rc rc = find_base(t, &given);
    rc = rc == RC_OK ? target_text(t, given, &url) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    rc = check_url(t, given, "base_url", url);
    if (rc != RC_OK) {
        return rc;
    }
    while (str_ends_with(url, STR("/"))) {
        url.len--;
    }
    t->target->base_url = str_copy(t->base.arena, url);
    return RC_OK;
}

static enum rc load_environment(struct target_loader *t) {
    const struct value *given = value_get_c(t->base.document, "environment");
    struct str name = value_string(given, STR("staging"));
    for (enum environment e = ENVIRONMENT_ISOLATED; e <= ENVIRONMENT_PRODUCTION; e++) {
        if (str_eq(name, str_from(environment_name(e)))) {
            t->target->environment = e;
            t->target->environment_line = given ? given->line : 0;
            t->target->environment_column = given ? given->column : 0;
            return RC_OK;
        }
    }
    return loader_fail(&t->base, given, "'%.*s' is no environment; there are: isolated, staging, production",
                       STR_ARG(str_sub(name, 0, 80)));
}

static const struct variable *find_variable(const struct variable *list, size_t count, struct str name) {
    for (size_t i = 0; i < count; i++) {
        if (str_eq(list[i].name, name)) {
            return &list[i];
        }
    }
    return NULL;
}

static enum rc load_variable(const struct target_loader *t, const struct pack_variable *wanted, struct variable *out) {
    const struct value *own = value_get(value_get_c(t->base.document, "variables"), wanted->name);
    const struct variable *given =
        t->inputs ? find_variable(t->inputs->variables, t->inputs->variable_count, wanted->name) : NULL;
    *out = (struct variable){.name = wanted->name};
    if (given) {
        out->value = given->value;
        return RC_OK;
    }
    if (own || wanted->is_optional) {
        return own ? target_text(t, own, &out->value) : RC_OK;
    }
    return loader_fail(
        &t->base, t->base.document,
        "the pack '%.*s' wants the variable '%.*s' (%.*s): add it under `variables`, or give --variable %.*s=…",
        STR_ARG(t->base.pack->name), STR_ARG(wanted->name), STR_ARG(wanted->note), STR_ARG(wanted->name));
}

/* What the pack does not know belongs to another pack, unless it looks like a variable that is missing. */
static enum rc check_variable_names(const struct target_loader *t) {
    const struct value *variables = value_get_c(t->base.document, "variables");
    struct str *missing = NULL;
    size_t count = 0;
    for (size_t i = 0; i < t->base.pack->variable_count; i++) {
        if (!value_get(variables, t->base.pack->variables[i].name)) {
            LIST_PUSH(t->base.arena, missing, count, t->base.pack->variables[i].name);
        }
    }
    for (size_t i = 0; variables && i < variables->count; i++) {
        const struct member *m = &variables->members[i];
        if (str_nearest(m->key, missing, count).data) {
            return loader_fail_key(&t->base, m, "the pack has no variable '%.*s'%s", STR_ARG(m->key),
                                   loader_hint(&t->base, m->key, missing, count));
        }
    }
    return RC_OK;
}

static enum rc load_variables(struct target_loader *t) {
    const struct pack *p = t->base.pack;
    t->target->variables = ARENA_ARRAY(t->base.arena, struct variable, p->variable_count);
    enum rc rc = check_variable_names(t);
    for (size_t i = 0; rc == RC_OK && i < p->variable_count; i++) {
        rc = load_variable(t, &p->variables[i], &t->target->variables[i]);
        t->target->variable_count += rc == RC_OK;
    }
    return rc;
}

static enum rc load_observer(const struct target_loader *t, const char *name, struct observer_address *out) {
    const struct value *observer = value_get_c(value_get_c(t->base.document, "observers"), name);
    struct str token = STR_NONE;
    enum rc rc = target_member(t, observer, "control", &out->control);
    if (rc == RC_OK && observer) {
        rc = check_url(t, value_get_c(observer, "control"), "control", out->control);
    }
    rc = rc == RC_OK ? target_member(t, observer, "token", &token) : rc;
    while (str_ends_with(out->control, STR("/"))) {
        out->control.len--;
    }
    out->token = secret_wrap(token);
    return rc;
}

static enum rc load_observers(struct target_loader *t) {
    enum rc rc = load_observer(t, "auth_provider", &t->target->auth_provider);
    rc = rc == RC_OK ? load_observer(t, "agent", &t->target->agent) : rc;
    const struct value *statsd = value_get_c(value_get_c(t->base.document, "observers"), "statsd");
    return rc == RC_OK ? target_member(t, statsd, "listen", &t->target->statsd) : rc;
}

static enum rc load_duration(const struct target_loader *t, const struct value *v, int64_t *out) {
    if (v && !clock_parse_duration(value_string(v, STR_NONE), out)) {
        return loader_fail(&t->base, v, "a duration has a unit, for example 500ms, 20s, 5m or 8h");
    }
    return RC_OK;
}

/* "200/s" */
static enum rc load_rate(const struct target_loader *t, const struct value *v, int64_t *out) {
    struct str rate = value_string(v, STR_NONE);
    struct str per_second = STR("/s");
    bool is_rate = str_ends_with(rate, per_second) && str_to_int64(str_sub(rate, 0, rate.len - per_second.len), out);
    if (v && (!is_rate || *out <= 0)) {
        return loader_fail(&t->base, v, "a rate is a number per second, for example 200/s");
    }
    return RC_OK;
}

static enum rc load_limits(struct target_loader *t) {
    const struct value *d = value_get_c(t->base.document, "limits");
    struct target_limits *limits = &t->target->limits;
    limits->jobs = value_int(value_get_c(d, "jobs"), 0);
    limits->max_requests = value_int(value_get_c(d, "max_requests"), 0);
    limits->max_fixtures = value_int(value_get_c(d, "max_fixtures"), 0);
    enum rc rc = load_rate(t, value_get_c(d, "rate_limit"), &limits->rate_per_s);
    rc = rc == RC_OK ? load_duration(t, value_get_c(d, "max_time"), &limits->max_time_ns) : rc;
    rc = rc == RC_OK ? load_duration(t, value_get_c(d, "request_timeout"), &limits->request_timeout_ns) : rc;
    rc = rc == RC_OK ? load_duration(t, value_get_c(d, "connect_timeout"), &limits->connect_timeout_ns) : rc;
    t->target->settle_ns = SETTLE_DEFAULT_NS;
    struct str faults = value_string(value_get_c(t->base.document, "faults"), STR(""));
    t->target->are_faults_allowed = str_eq(faults, STR("allowed"));
    return rc == RC_OK ? load_duration(t, value_get_c(t->base.document, "settle"), &t->target->settle_ns) : rc;
}

static enum rc load_tls(struct target_loader *t) {
    const struct value *d = value_get_c(t->base.document, "tls");
    struct target *target = t->target;
    target->is_insecure = value_bool(value_get_c(d, "insecure"), false);
    enum rc rc = target_member(t, d, "cacert", &target->cacert);
    rc = rc == RC_OK ? target_member(t, d, "cert", &target->client_cert) : rc;
    rc = rc == RC_OK ? target_member(t, d, "key", &target->client_key) : rc;
    return rc == RC_OK ? target_member(t, t->base.document, "proxy", &target->proxy) : rc;
}

/* The schema knows the names. */
static enum rc load_http2(struct target_loader *t) {
    struct str use = value_string(value_get_c(t->base.document, "http2"), STR("negotiated"));
    t->target->http2 = str_eq(use, STR("never"))             ? HTTP2_NEVER
                       : str_eq(use, STR("prior_knowledge")) ? HTTP2_PRIOR_KNOWLEDGE
                                                             : HTTP2_NEGOTIATED;
    return RC_OK;
}

static enum rc refuse_fixtures(struct target_loader *t) {
    const struct value *fixtures = value_get_c(t->base.document, "fixtures");
    return fixtures
               ? loader_fail(&t->base, fixtures, "`fixtures` is not supported by this version: the run makes its own")
               : RC_OK;
}

/* NOLINTNEXTLINE(readability-function-size): what it takes is what its header promises */
enum rc scenario_load_target(struct str text, const char *name, const struct pack *pack,
                             const struct scenario_inputs *inputs, struct arena *a, struct target *out,
                             struct fault *f) {
    static enum rc (*const parts[])(struct target_loader *) = {
        load_base_url, load_environment, credential_load_all, load_variables,  load_observers,
        load_limits,   load_tls,         load_http2,          refuse_fixtures,
    };
    struct target target = {0};
    struct pack known = *pack; /* the loader's pack is not const: packs are built through it */
    struct target_loader t = {.base = {.arena = a, .fault = f, .pack = &known}, .inputs = inputs, .target = &target};
    enum rc rc = loader_open(&t.base, text, name, "target");
    for (size_t i = 0; rc == RC_OK && i < sizeof(parts) / sizeof(parts[0]); i++) {
        rc = parts[i](&t);
    }
    if (rc == RC_OK) {
        target.file = t.base.file;
        *out = target;
    }
    return loader_close(&t.base, rc);
}
