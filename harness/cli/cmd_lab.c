/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_lab: the lab, or one recording part of it, until it is told to stop. */
#include <stdio.h>
#include <string.h>

#include "agent.h"
#include "auth_provider.h"
#include "codec.h"
#include "command.h"
#include "deployment.h"
#include "output_file.h"
#include "file.h"
#include "host_port.h"
#include "parse.h"
#include "reference.h"
#include "rng.h"
#include "say.h"
#include "stop_signal.h"

#define TOKEN_BYTES 16

struct address {
    const char *host;
    uint16_t port;
};

static enum rc parse_listen(const char *text, struct arena *a, struct address *out, struct fault *f) {
    *out = (struct address){.host = "127.0.0.1"};
    if (!text) {
        return RC_OK;
    }
    struct host_port at;
    if (!host_port_parse(str_from(text), &at)) {
        return fault_set(f, RC_USAGE, "--listen: '%.80s' is not HOST:PORT, for example 127.0.0.1:8081", text);
    }
    *out = (struct address){.host = str_cstr(a, at.host), .port = at.port};
    return RC_OK;
}

static enum exit_code finish_list(void) {
    struct fault f = {0};
    if (say_finish(&f) != RC_OK) {
        say_fault(&f);
        return EXIT_CODE_BROKE;
    }
    return EXIT_CODE_PASSED;
}

static enum exit_code list_defects(void) {
    for (size_t i = 0; i < reference_defect_count(); i++) {
        const struct defect_info *d = reference_defect(i);
        (void)printf("%-28s  %-12s  %-10s  %-54s  %s\n", d->id, d->class_name, d->kind, d->surfaces, d->title);
    }
    return finish_list();
}

static enum exit_code list_noises(void) {
    for (size_t i = 0; i < reference_noise_count(); i++) {
        (void)printf("%-16s  %s\n", reference_noise(i)->id, reference_noise(i)->title);
    }
    return finish_list();
}

static void wait_for_end(struct str banner) {
    say_text(stdout, banner);
    stop_signal_wait();
}

static enum rc run_deployment(const struct options *o, const struct address *at, struct arena *a, struct fault *f) {
    (void)a;
    struct deployment_options options = {.host = at->host,
                                         .port = at->port,
                                         .database = o->database,
                                         .statsd = o->statsd ? str_from(o->statsd) : STR_NONE,
                                         .defects = o->defects.items,
                                         .defect_count = o->defects.count,
                                         .noises = o->noises.items,
                                         .noise_count = o->noises.count};
    struct deployment *d;
    enum rc rc = o->write_target ? output_file_check(o->write_target, f) : RC_OK;
    rc = rc == RC_OK ? deployment_start(&options, &d, f) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    rc = o->write_target ? file_write_atomic(o->write_target, deployment_target(d), /* is_private = */ true, f) : RC_OK;
    if (rc == RC_OK) {
        wait_for_end(deployment_banner(d));
    }
    deployment_stop(d);
    return rc;
}

static struct str control_token(const struct options *o, struct arena *a) {
    char bytes[TOKEN_BYTES];
    entropy_fill(bytes, sizeof bytes);
    return o->control_token ? str_from(o->control_token) : codec_hex(a, str_of(bytes, sizeof bytes));
}

static enum rc run_auth_provider(const struct options *o, const struct address *at, struct arena *a, struct fault *f) {
    if (!o->principals) {
        return fault_set(f, RC_USAGE, "`lab auth-provider` wants --principals FILE");
    }
    struct value *principals;
    struct auth_provider *p;
    struct auth_provider_options options = {.host = at->host, .port = at->port, .control_token = control_token(o, a)};
    enum rc rc = parse_file(o->principals, a, &principals, f);
    options.principals = rc == RC_OK ? principals : NULL;
    rc = rc == RC_OK ? auth_provider_start(&options, &p, f) : rc;
    if (rc != RC_OK) {
        fault_name_file(f, o->principals);
        return rc;
    }
    wait_for_end(str_printf(a, "auth provider at %s  control token %.*s\n", auth_provider_url(p),
                            STR_ARG(options.control_token)));
    auth_provider_stop(p);
    return RC_OK;
}

static enum rc run_agent(const struct options *o, const struct address *at, struct arena *a, struct fault *f) {
    struct agent *agent;
    struct agent_options options = {.host = at->host, .port = at->port, .control_token = control_token(o, a)};
    enum rc rc = agent_start(&options, &agent, f);
    if (rc != RC_OK) {
        return rc;
    }
    wait_for_end(str_printf(a, "agent at %s  control token %.*s\n", agent_url(agent), STR_ARG(options.control_token)));
    agent_stop(agent);
    return RC_OK;
}

static enum rc run_reference(const struct options *o, const struct address *at, struct arena *a, struct fault *f) {
    if (!o->auth_provider) {
        return fault_set(f, RC_USAGE, "`lab reference` wants --auth-provider URL, as `nonesuch lab` prints it");
    }
    struct str provider;
    enum rc rc = options_url("--auth-provider", str_from(o->auth_provider), &provider, f);
    if (rc != RC_OK) {
        return rc;
    }
    struct reference_options options = {.host = at->host,
                                        .port = at->port,
                                        .database = o->database ? o->database : ":memory:",
                                        .auth_url = str_cstr(a, provider),
                                        .statsd = o->statsd ? str_from(o->statsd) : STR_NONE,
                                        .defects = o->defects.items,
                                        .defect_count = o->defects.count,
                                        .noises = o->noises.items,
                                        .noise_count = o->noises.count};
    struct reference *r;
    rc = reference_start(&options, &r, f);
    if (rc != RC_OK) {
        return rc;
    }
    wait_for_end(str_printf(a, "AgentEx service at %s\n", reference_url(r)));
    reference_stop(r);
    return RC_OK;
}

static const struct part {
    const char *name;
    enum rc (*run)(const struct options *o, const struct address *at, struct arena *a, struct fault *f);
} parts[] = {
    {"", run_deployment}, {"auth-provider", run_auth_provider}, {"agent", run_agent}, {"reference", run_reference}};

#define PART_COUNT (sizeof parts / sizeof *parts)

/* NULL: there is none, and the fault says so. */
static const struct part *find_part(const struct options *o, struct arena *a, struct fault *f) {
    if (o->arguments.count > 1) {
        (void)fault_set(f, RC_USAGE, "lab takes one part at most: auth-provider, agent or reference");
        return NULL;
    }
    struct str name = o->arguments.count > 0 ? o->arguments.items[0] : STR("");
    struct str names[PART_COUNT];
    for (size_t i = 0; i < PART_COUNT; i++) {
        names[i] = str_from(parts[i].name);
        if (str_eq(name, names[i])) {
            return &parts[i];
        }
    }
    (void)fault_set(f, RC_USAGE, "the lab has no part '%.*s'%s; there are: auth-provider, agent, reference",
                    STR_ARG(str_sub(name, 0, 80)), options_hint(a, name, names, PART_COUNT));
    return NULL;
}

enum exit_code cmd_lab(const struct options *o, struct arena *a) {
    if (o->list_defects == CHOICE_YES) {
        return list_defects();
    }
    if (o->list_noises == CHOICE_YES) {
        return list_noises();
    }
    struct fault f = {0};
    struct address at;
    const struct part *part = find_part(o, a, &f);
    if (!part || parse_listen(o->listen, a, &at, &f) != RC_OK) {
        return command_refuse("lab", &f);
    }
    stop_signal_hold();
    enum rc rc = part->run(o, &at, a, &f);
    return rc == RC_OK ? EXIT_CODE_PASSED : command_refuse("lab", &f);
}
