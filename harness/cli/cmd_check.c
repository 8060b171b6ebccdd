/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_check: packs, target files and waiver files, without sending. */
#include <stdio.h>

#include "clock.h"
#include "command.h"
#include "file.h"
#include "limits.h"
#include "openapi_source.h"
#include "pack_source.h"
#include "parse.h"
#include "say.h"
#include "session.h"
#include "waiver.h"

static const char *plural(size_t count) {
    return count == 1 ? "" : "s";
}

static struct str describe_pack(const struct pack *p, struct arena *a) {
    return str_printf(a, "%.*s: %zu surface%s, %zu flow%s, %zu principal%s", STR_ARG(p->name), p->surface_count,
                      plural(p->surface_count), p->flow_count, plural(p->flow_count), p->principal_count,
                      plural(p->principal_count));
}

/* Adds to `*said`; the gaps are told at once. */
static enum rc check_coverage(const char *openapi, const struct pack *pack, struct arena *a, struct str *said,
                              struct fault *f) {
    const struct coverage *coverage;
    enum rc rc = openapi_source_judge(openapi, pack, a, &coverage, f);
    if (rc != RC_OK || !coverage) {
        return rc;
    }
    const struct coverage_counts *n = &coverage->counts;
    if (n->gaps > 0) {
        say_text(stderr, openapi_source_gaps(openapi, coverage, a));
        return fault_set(f, RC_CONFIG, "%.*s leaves %zu %s against %s", STR_ARG(pack->name), n->gaps,
                         n->gaps == 1 ? "gap" : "gaps", openapi);
    }
    *said = str_printf(a, "%.*s; %zu of %zu slots of %s, %zu out of scope", STR_ARG(*said), n->slots_covered,
                       n->slots_declared, openapi, n->slots_out_of_scope);
    return RC_OK;
}

static enum rc check_pack_text(const char *openapi, struct str text, const char *name, struct arena *a, struct str *out,
                               struct fault *f) {
    struct pack pack;
    enum rc rc = scenario_load_pack(text, name, a, &pack, f);
    if (rc != RC_OK) {
        return rc;
    }
    *out = describe_pack(&pack, a);
    return check_coverage(openapi, &pack, a, out, f);
}

static enum rc check_target_text(const struct options *o, struct str text, const char *name, struct arena *a,
                                 struct str *out, struct fault *f) {
    struct pack pack;
    struct target target;
    struct scenario_inputs inputs = session_inputs(o, a);
    enum rc rc = pack_source_load(o->pack ? o->pack : PACK_DEFAULT, a, &pack, f);
    rc = rc == RC_OK ? scenario_load_target(text, name, &pack, &inputs, a, &target, f) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    size_t given = 0;
    for (size_t i = 0; i < target.credential_count; i++) {
        given += target.credentials[i].is_given;
    }
    *out = str_printf(a, "target of %.*s: %.*s, %zu of %zu principals", STR_ARG(pack.name), STR_ARG(target.base_url),
                      given, pack.principal_count);
    return RC_OK;
}

static enum rc check_waivers_text(struct str text, const char *name, struct arena *a, struct str *out,
                                  struct fault *f) {
    struct waiver_list list;
    enum rc rc = waiver_load(text, name, a, &list, f);
    if (rc == RC_OK) {
        size_t expired = waiver_count_expired(&list, clock_today(a));
        *out = str_printf(a, "%zu %s", list.count, list.count == 1 ? "waiver" : "waivers");
        *out = expired > 0 ? str_printf(a, "%.*s, %zu expired", STR_ARG(*out), expired) : *out;
    }
    return rc;
}

/* A pack has `pack`, a target file `base_url`, a waiver file is a list. */
static enum rc check_file(const struct options *o, const char *path, struct arena *a, struct str *out,
                          struct fault *f) {
    struct str text;
    struct value *document;
    enum rc rc = file_read(path, LIMIT_DOCUMENT_BYTES, a, &text, f);
    rc = rc == RC_OK ? parse_document(text, path, a, &document, f) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    if (value_is(document, VALUE_ARRAY)) {
        return check_waivers_text(text, path, a, out, f);
    }
    if (value_get_c(document, "pack")) {
        return check_pack_text(o->openapi, text, path, a, out, f);
    }
    if (value_get_c(document, "base_url")) {
        return check_target_text(o, text, path, a, out, f);
    }
    return fault_set_at(f, RC_CONFIG, path, document->line, document->column, NULL,
                        "neither a pack (it has `pack`) nor a target file (it has `base_url`) nor waivers (a list)");
}

static enum rc tell(const char *name, enum rc rc, struct str said, const struct fault *f) {
    if (rc != RC_OK) {
        say_fault(f);
        return rc;
    }
    (void)printf("%s: ok (%.*s)\n", name, STR_ARG(said));
    return RC_OK;
}

/* A document is one of the service that the default pack is about. */
static bool check_embedded(const struct options *o, struct arena *a) {
    bool is_fine = true;
    for (size_t i = 0; i < scenario_embedded_count(); i++) {
        const struct scenario_embedded *pack = scenario_embedded_at(i);
        struct fault f = {0};
        struct str said = STR_NONE;
        const char *openapi = str_eq(str_from(pack->name), STR(PACK_DEFAULT)) ? o->openapi : NULL;
        enum rc rc = check_pack_text(openapi, pack->text, pack->name, a, &said, &f);
        is_fine = tell(pack->name, rc, said, &f) == RC_OK && is_fine;
    }
    return is_fine;
}

enum exit_code cmd_check(const struct options *o, struct arena *a) {
    bool is_fine = o->arguments.count > 0 || check_embedded(o, a);
    for (size_t i = 0; i < o->arguments.count; i++) {
        const char *path = o->arguments.items[i].data;
        struct fault f = {0};
        struct str said = STR_NONE;
        enum rc rc = check_file(o, path, a, &said, &f);
        is_fine = tell(path, rc, said, &f) == RC_OK && is_fine;
    }
    struct fault f = {0};
    if (say_finish(&f) != RC_OK) {
        say_fault(&f);
        return EXIT_CODE_BROKE;
    }
    return is_fine ? EXIT_CODE_PASSED : EXIT_CODE_USAGE;
}
