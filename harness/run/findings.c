/* SPDX-License-Identifier: Apache-2.0
 *
 * findings: one finding per surface and property. */
#include "findings.h"

#include <stdlib.h>

#include "buf.h"
#include "curl_command.h"
#include "hash.h"

#define FINGERPRINT_DIGITS 16
#define FORMAT_NUMBER "1"

/* The earlier in the list, the more it says: it names the finding, the others stand in `also`. */
static size_t rank_of(struct str kind) {
    static const char *const order[] = {"access",  "dispatch", "outcome", "status", "rpc",     "body",  "header",
                                        "framing", "reveal",   "effect",  "policy", "refusal", "calls", "contract"};
    size_t i = 0;
    while (i < sizeof order / sizeof *order && !str_eq(kind, str_from(order[i]))) {
        i++;
    }
    return i;
}

static struct finding *find(struct engine *e, const struct sighting *s) {
    for (size_t i = 0; i < e->result->finding_count; i++) {
        struct finding *f = &e->result->findings[i];
        if (f->property == s->property && str_eq(f->surface, s->surface->id)) {
            return f;
        }
    }
    return NULL;
}

static struct finding *append(struct engine *e) {
    struct result *r = e->result;
    if (r->finding_count == e->finding_capacity) {
        e->finding_capacity = e->finding_capacity ? 2 * e->finding_capacity : 64;
        struct finding *findings = ARENA_ARRAY(e->arena, struct finding, e->finding_capacity);
        for (size_t i = 0; i < r->finding_count; i++) {
            findings[i] = r->findings[i];
        }
        r->findings = findings;
    }
    return &r->findings[r->finding_count++];
}

static bool has_word(struct str list, struct str word, char separator) {
    while (list.data) {
        if (str_eq(str_trim(str_cut(&list, separator)), word)) {
            return true;
        }
    }
    return false;
}

static struct str add_word(struct arena *a, struct str list, struct str word, const char *separator) {
    if (word.len == 0 || has_word(list, word, separator[0])) {
        return list;
    }
    return list.len ? str_printf(a, "%.*s%s%.*s", STR_ARG(list), separator, STR_ARG(word)) : word;
}

static struct str principal_name(const struct engine *e, size_t principal) {
    return principal == NONE ? STR("everyone") : e->pack->principals[principal].name;
}

static const char *account_needed(const struct engine *e, const struct sighting *s) {
    if (s->principal == NONE) {
        return "an account whose request is refused";
    }
    const struct principal *p = &e->pack->principals[s->principal];
    if (p->is_anonymous) {
        return "no account";
    }
    if (!str_eq(p->tenant, e->pack->principals[s->victim].tenant)) {
        return "an account of any other tenant";
    }
    return p->grant_count > 0 ? "an account of the same tenant with a lesser role"
                              : "an account of the same tenant without a grant";
}

static struct str cost_of(struct engine *e, const struct sighting *s) {
    if (s->surface->slot.resource == NONE) {
        return STR("the requests of the flow, in their order");
    }
    const struct field *field = &e->pack->resources[s->surface->slot.resource].fields[s->surface->slot.field];
    const char *guess = field->is_chosen ? "names can be guessed" : "the identifier must be known or guessed";
    const char *price = s->is_statistical ? "several requests a bit" : "one request a bit";
    const char *trace = s->surface->is_mutating ? "the request may leave traces" : "no side effect";
    return str_printf(e->arena, "%s; %s; %s; %s", account_needed(e, s), guess, price, trace);
}

/* What was sent once has the one time. */
static struct evidence take_side(struct engine *e, struct evidence side) {
    int64_t wait_ns = side.exchange ? exchange_wait_ns(side.exchange) : 0;
    if (side.first_byte_count == 0 && wait_ns > 0) {
        int64_t *time_ns = ARENA_NEW(e->arena, int64_t);
        *time_ns = wait_ns;
        side.first_byte_ns = time_ns;
        side.first_byte_count = 1;
    }
    return side;
}

static void take_evidence(struct engine *e, struct finding *f, const struct sighting *s) {
    f->kind = str_from(s->kind);
    f->feature = s->feature;
    f->left = s->left;
    f->right = s->right;
    f->title = s->title;
    f->variation = s->variation;
    f->cwe = s->cwe;
    f->cost = cost_of(e, s);
    f->sides[0] = take_side(e, s->sides[0]);
    f->sides[1] = take_side(e, s->sides[1]);
    f->seen = s->seen;
    f->tried = s->tried;
    f->made_up = s->made_up;
}

size_t findings_add(struct engine *e, const struct sighting *s) {
    struct finding *f = find(e, s);
    struct str kind = str_from(s->kind);
    if (!f) {
        f = append(e);
        *f = (struct finding){.property = s->property,
                              .severity = s->severity,
                              .pack = e->pack->name,
                              .surface = s->surface->id,
                              .line = (size_t)s->surface->place.line,
                              .also = s->also};
        f->principals = principal_name(e, s->principal);
        take_evidence(e, f, s);
        engine_tell_sighting(e, (size_t)(f - e->result->findings));
        return (size_t)(f - e->result->findings);
    }
    bool is_plain = str_eq(s->variation, STR("plain")) && !str_eq(f->variation, STR("plain"));
    bool is_stronger = rank_of(kind) < rank_of(f->kind);
    struct str others = f->kind;
    struct str name = principal_name(e, s->principal);
    if (is_stronger || (is_plain && str_eq(kind, f->kind))) {
        take_evidence(e, f, s);
        f->principals = add_word(e->arena, name, f->principals, ",");
    } else {
        others = kind;
    }
    f->principals = add_word(e->arena, f->principals, name, ",");
    f->severity = s->severity > f->severity ? s->severity : f->severity;
    if (!str_eq(others, f->kind)) {
        f->also = add_word(e->arena, f->also, others, " ");
    }
    return (size_t)(f - e->result->findings);
}

void findings_note_also(struct engine *e, size_t finding, const char *kind) {
    struct finding *f = &e->result->findings[finding];
    f->also = add_word(e->arena, f->also, str_from(kind), " ");
}

static struct str fingerprint_of(struct engine *e, const struct finding *f) {
    struct str variation = str_eq(f->variation, STR("plain")) ? STR("-") : f->variation;
    struct str text =
        str_printf(e->arena, FORMAT_NUMBER "|%.*s|%.*s|%s|%.*s|%.*s|%.*s", STR_ARG(f->pack), STR_ARG(f->surface),
                   property_name(f->property), STR_ARG(f->kind), STR_ARG(f->feature), STR_ARG(variation));
    return str_sub(sha256_hex(e->arena, text), 0, FINGERPRINT_DIGITS);
}

void findings_identify(struct engine *e, struct finding *f) {
    f->fingerprint = fingerprint_of(e, f);
    f->curl = curl_command(e, f);
}

struct ranked {
    struct finding finding;
    size_t index;
};

static int worst_first(const void *x, const void *y) {
    const struct ranked *a = x, *b = y;
    if (a->finding.severity != b->finding.severity) {
        return a->finding.severity > b->finding.severity ? -1 : 1;
    }
    int by_surface = str_cmp(a->finding.surface, b->finding.surface);
    return by_surface ? by_surface : (int)a->finding.property - (int)b->finding.property;
}

void findings_close(struct engine *e) {
    struct result *r = e->result;
    struct ranked *ranked = ARENA_ARRAY(e->arena, struct ranked, r->finding_count);
    size_t *place = ARENA_ARRAY(e->arena, size_t, r->finding_count);
    for (size_t i = 0; i < r->finding_count; i++) {
        findings_identify(e, &r->findings[i]);
        ranked[i] = (struct ranked){.finding = r->findings[i], .index = i};
    }
    qsort(ranked, r->finding_count, sizeof *ranked, worst_first);
    for (size_t i = 0; i < r->finding_count; i++) {
        r->findings[i] = ranked[i].finding;
        place[ranked[i].index] = i;
    }
    for (size_t i = 0; i < r->check_count; i++) {
        if (r->checks[i].finding != NONE) {
            r->checks[i].finding = place[r->checks[i].finding];
        }
    }
}
