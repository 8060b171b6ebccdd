/* SPDX-License-Identifier: Apache-2.0
 *
 * baseline: new, known, fixed. */
#include "baseline.h"

#include "codec.h"

static bool has_fingerprint(const struct result *r, struct str fingerprint) {
    for (size_t i = 0; i < r->finding_count; i++) {
        if (str_eq(r->findings[i].fingerprint, fingerprint))
            return true;
    }
    return false;
}

/* What the finding was about was judged again, and no doubt was left. */
static bool is_judged(const struct result *now, const struct finding *f) {
    bool is_met = false;
    for (size_t i = 0; i < now->check_count; i++) {
        const struct check *c = &now->checks[i];
        if (c->property != f->property || !str_eq(c->surface, f->surface))
            continue;
        is_met = true;
        if (c->verdict == VERDICT_INCONCLUSIVE)
            return false;
    }
    return is_met;
}

void baseline_apply(const struct result *old, struct arena *a, struct result *now) {
    now->has_baseline = true;
    now->fixed = ARENA_ARRAY(a, struct fixed_finding, old->finding_count);
    now->fixed_count = 0;
    for (size_t i = 0; i < now->finding_count; i++) {
        struct finding *f = &now->findings[i];
        f->novelty = has_fingerprint(old, f->fingerprint) ? NOVELTY_KNOWN : NOVELTY_NEW;
    }
    for (size_t i = 0; i < old->finding_count; i++) {
        const struct finding *f = &old->findings[i];
        if (!has_fingerprint(now, f->fingerprint) && is_judged(now, f))
            now->fixed[now->fixed_count++] = (struct fixed_finding){
                .fingerprint = f->fingerprint, .kind = f->kind, .surface = f->surface, .title = f->title};
    }
}

size_t baseline_count_new(const struct result *r) {
    size_t count = 0;
    for (size_t i = 0; i < r->finding_count; i++)
        count += r->findings[i].novelty == NOVELTY_NEW;
    return count;
}

static struct str add_line(struct arena *a, struct str text, const char *word, const struct fixed_finding *f) {
    struct str kind = codec_printable(a, f->kind), title = codec_printable(a, f->title);
    struct str surface = codec_printable(a, f->surface), fingerprint = codec_printable(a, f->fingerprint);
    return str_printf(a, "%.*s%-6s %.*s  %.*s  %.*s  %.*s\n", STR_ARG(text), word, STR_ARG(fingerprint), STR_ARG(kind),
                      STR_ARG(surface), STR_ARG(title));
}

static struct str add_findings(struct arena *a, struct str text, const struct result *r, enum novelty novelty) {
    for (size_t i = 0; i < r->finding_count; i++) {
        const struct finding *f = &r->findings[i];
        struct fixed_finding line = {
            .fingerprint = f->fingerprint, .kind = f->kind, .surface = f->surface, .title = f->title};
        if (f->novelty == novelty)
            text = add_line(a, text, novelty_name(novelty), &line);
    }
    return text;
}

struct str baseline_describe(const struct result *now, struct arena *a) {
    struct str text = add_findings(a, STR(""), now, NOVELTY_NEW);
    text = add_findings(a, text, now, NOVELTY_KNOWN);
    for (size_t i = 0; i < now->fixed_count; i++)
        text = add_line(a, text, "fixed", &now->fixed[i]);
    size_t new_count = baseline_count_new(now);
    return str_printf(a, "%.*s%zu new, %zu known, %zu fixed\n", STR_ARG(text), new_count,
                      now->finding_count - new_count, now->fixed_count);
}
