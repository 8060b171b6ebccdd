/* SPDX-License-Identifier: Apache-2.0
 *
 * judge_reveal: searches every answer for what its caller may not read. */
#include "checks.h"
#include "codec.h"
#include "findings.h"
#include "judge.h"
#include "render.h"
#include "reveal.h"

#define CWE_INFORMATION_EXPOSURE 200
#define CWE_ERROR_MESSAGE 209
#define CONTEXT_BYTES 40

/* A needle's tag is an index into this table. */
struct planted {
    const struct fixture *fixture;
    struct str what; /* "id", "name", "canary" */
    struct str value;
};

struct scan {
    struct engine *engine;
    const struct item *item;
    const struct sample *sample;
    const struct planted *planted;
    const struct planted *found; /* the first that the caller may not read */
    struct reveal_hit hit;
    struct reveal_hit sign; /* the first of the server's insides */
};

/* What the caller said himself, in whatever case or escapes, is no news to him. */
static bool was_sent(const struct sample *s, struct str value) {
    const struct request *r = s->exchange->request;
    return str_eq_ascii_case(s->reference, value) || str_find_ascii_case(r->url, value, 0) >= 0 ||
           str_find_ascii_case(r->body, value, 0) >= 0;
}

/* A name that the caller has made his own by creating under it is no secret to him. */
static bool has_created_under(const struct engine *e, size_t principal, struct str value) {
    for (size_t i = 0; i < e->item_count; i++) {
        const struct item *item = &e->items[i];
        for (size_t j = 0; item->is_exclusive && item->principal == principal && j < item->sample_count; j++) {
            if (str_eq(item->samples[j].reference, value)) {
                return true;
            }
        }
    }
    return false;
}

static bool take(void *self, const struct reveal_hit *hit) {
    struct scan *scan = self;
    if (hit->internals) {
        scan->sign = scan->sign.internals ? scan->sign : *hit;
        return true;
    }
    const struct planted *p = &scan->planted[hit->tag];
    bool may_read = matrix_may_read(scan->engine->pack, scan->item->principal, p->fixture->owner, p->fixture->resource);
    if (may_read || was_sent(scan->sample, p->value) ||
        has_created_under(scan->engine, scan->item->principal, p->value)) {
        return true;
    }
    scan->found = p;
    scan->hit = *hit;
    return false;
}

static struct planted *plant(struct engine *e, struct needle **needles, size_t *count) {
    size_t total = 0;
    for (const struct fixture *x = e->fixtures; x; x = x->next) {
        total += 1 + e->pack->resources[x->resource].field_count;
    }
    struct planted *planted = ARENA_ARRAY(e->arena, struct planted, total);
    *needles = ARENA_ARRAY(e->arena, struct needle, total);
    *count = 0;
    for (const struct fixture *x = e->fixtures; x; x = x->next) {
        const struct resource *r = &e->pack->resources[x->resource];
        for (size_t i = 0; i <= r->field_count; i++) {
            struct str value = i < r->field_count ? x->values[i] : x->canary;
            struct str what = i < r->field_count ? r->fields[i].name : STR("canary");
            if (value.len > 0) {
                planted[*count] = (struct planted){.fixture = x, .what = what, .value = value};
                (*needles)[*count] = (struct needle){.text = value, .tag = *count};
                (*count)++;
            }
        }
    }
    return planted;
}

static struct str excerpt(struct engine *e, struct str text, size_t offset, size_t len) {
    size_t from = offset > CONTEXT_BYTES ? offset - CONTEXT_BYTES : 0;
    return codec_printable(e->arena, str_sub(text, from, offset - from + len + CONTEXT_BYTES));
}

static void report(struct engine *e, const struct item *item, const struct sample *sample, struct sighting *s) {
    s->surface = item->surface;
    s->property = PROPERTY_REVEAL;
    s->kind = "reveal";
    s->variation = item->variation;
    s->principal = item->principal;
    s->victim = item->victim;
    s->severity = SEVERITY_HIGH;
    s->seen = s->tried = 1;
    s->sides[0] = (struct evidence){.label = sample->is_denied ? STR("denied") : STR("absent"),
                                    .reference = sample->reference,
                                    .exchange = sample->exchange};
    /* A denied answer that differs already is one root cause, told once. */
    bool is_told = item->check != NONE && e->result->checks[item->check].verdict == VERDICT_FAIL;
    if (is_told && sample->is_denied) {
        findings_note_also(e, e->result->checks[item->check].finding, "reveal");
        checks_fail(e, item->reveal_check, e->result->checks[item->check].finding, s->title);
        return;
    }
    checks_fail(e, item->reveal_check, findings_add(e, s), s->title);
}

static bool scan_text(struct scan *scan, const struct reveal_index *index, struct str text,
                      const struct sample *sample) {
    struct engine *e = scan->engine;
    scan->found = NULL;
    scan->sign = (struct reveal_hit){0};
    reveal_scan(index, text, take, scan);
    if (scan->found) {
        struct str resource = render_resource(e, scan->found->fixture->resource);
        struct str name = e->pack->principals[scan->item->principal].name;
        struct sighting s = {.cwe = CWE_INFORMATION_EXPOSURE, .feature = scan->found->what};
        s.title = str_printf(e->arena, "%.*s is told the %.*s of %.*s he may not read (%s)", STR_ARG(name),
                             STR_ARG(scan->found->what), STR_ARG(resource), scan->hit.spelling);
        s.left = excerpt(e, text, scan->hit.offset, scan->hit.len);
        s.right = STR("nothing of it");
        report(e, scan->item, sample, &s);
        return true;
    }
    if (scan->sign.internals) {
        struct sighting s = {
            .cwe = CWE_ERROR_MESSAGE, .feature = STR("internals"), .right = STR("nothing of the server's insides")};
        s.title = str_printf(e->arena, "the answer shows %s", scan->sign.internals);
        s.left = excerpt(e, text, scan->sign.offset, CONTEXT_BYTES);
        report(e, scan->item, sample, &s);
        return true;
    }
    return false;
}

static bool scan_sample(struct scan *scan, const struct reveal_index *index, const struct sample *sample) {
    scan->sample = sample;
    scan->engine->result->ledger.answers_scanned++;
    const struct exchange *x = sample->exchange;
    const struct str texts[] = {x->decoded, x->reason, x->interim, x->trailers};
    bool is_found = false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && !is_found; i++) {
        is_found = scan_text(scan, index, texts[i], sample);
    }
    for (size_t i = 0; i < x->line_count && !is_found; i++) {
        is_found = scan_text(scan, index, x->lines[i].raw, sample);
    }
    return is_found;
}

static void scan_item(struct engine *e, const struct item *item, const struct planted *planted,
                      const struct reveal_index *index) {
    struct scan scan = {.engine = e, .item = item, .planted = planted};
    bool is_found = false;
    for (size_t i = 0; i < item->sample_count && !is_found; i++) {
        is_found = scan_sample(&scan, index, &item->samples[i]);
    }
    if (item->reached && !is_found) {
        struct sample own = {.exchange = item->reached, .reference = STR("his own")};
        (void)scan_sample(&scan, index, &own);
    }
    if (item->sample_count > 0) {
        checks_pass(e, item->reveal_check);
    }
}

void judge_reveal(struct engine *e) {
    struct needle *needles;
    size_t count;
    const struct planted *planted = plant(e, &needles, &count);
    const struct reveal_index *index = reveal_index_new(needles, count, e->arena);
    for (size_t i = 0; i < e->item_count; i++) {
        scan_item(e, &e->items[i], planted, index);
    }
}
