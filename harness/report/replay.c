/* SPDX-License-Identifier: Apache-2.0
 *
 * replay: then and now. */
#include "replay.h"

#include "finding_lines.h"
#include "limits.h"

#define PREFIX_DIGITS_MIN 4
#define TITLE_BYTES 200
#define NAMES_BYTES 80
#define BODY_BYTES 80

static bool is_chosen_by(const struct finding *f, struct str word) {
    bool is_prefix = word.len >= PREFIX_DIGITS_MIN && str_starts_with(f->fingerprint, word);
    return is_prefix || str_glob(word, f->surface);
}

static bool is_chosen(const struct finding *f, const struct str *words, size_t count) {
    bool is_any = count == 0;
    for (size_t i = 0; i < count; i++)
        is_any |= is_chosen_by(f, words[i]);
    return is_any;
}

static bool chooses_any(const struct result *r, struct str word) {
    for (size_t i = 0; i < r->finding_count; i++) {
        if (is_chosen_by(&r->findings[i], word))
            return true;
    }
    return false;
}

enum rc replay_choose(const struct result *r, const struct str *words, size_t count, struct arena *a,
                      struct replay_choice *out, struct fault *f) {
    for (size_t i = 0; i < count; i++) {
        if (!chooses_any(r, words[i]))
            return fault_set(f, RC_USAGE,
                             "the report has no finding '%.*s': name one by the first digits of its fingerprint (%d at "
                             "least), or by its surface",
                             STR_ARG(str_sub(words[i], 0, NAMES_BYTES)), PREFIX_DIGITS_MIN);
    }
    struct replay_choice chosen = {.findings = ARENA_ARRAY(a, const struct finding *, r->finding_count)};
    for (size_t i = 0; i < r->finding_count; i++) {
        if (is_chosen(&r->findings[i], words, count))
            chosen.findings[chosen.count++] = &r->findings[i];
    }
    *out = chosen;
    return RC_OK;
}

static bool is_about(const struct check *c, const struct finding *f) {
    return c->property == f->property && str_eq(c->surface, f->surface);
}

static bool is_inconclusive(const struct check *c) {
    return c->verdict == VERDICT_INCONCLUSIVE || c->verdict == VERDICT_NOT_APPLICABLE;
}

/* Of the checks of the same surface and property: the doubtful one, else that of the same variation, else any. */
static const struct check *check_of(const struct finding *f, const struct result *now) {
    const struct check *found = NULL;
    for (size_t i = 0; i < now->check_count; i++) {
        const struct check *c = &now->checks[i];
        if (!is_about(c, f))
            continue;
        if (is_inconclusive(c))
            return c;
        found = !found || str_eq(c->variation, f->variation) ? c : found;
    }
    return found;
}

/* What was varied is judged by varying it alike, whatever property the check of that has. */
static bool was_sent_again(const struct finding *f, const struct result *now) {
    bool was_sent = false;
    for (size_t i = 0; i < now->check_count; i++) {
        const struct check *c = &now->checks[i];
        was_sent |= str_eq(c->surface, f->surface) && str_eq(c->variation, f->variation) && !is_inconclusive(c);
    }
    return was_sent;
}

/* A surface of a campaign is one body's: whatever that shows, it still shows something. */
static bool is_of_same_place(const struct finding *now, const struct finding *then) {
    bool is_same_body = then->made_up.is_there && now->made_up.is_there;
    return str_eq(now->surface, then->surface) && (is_same_body || now->property == then->property);
}

struct replay replay_judge(const struct finding *then, const struct result *now) {
    struct replay r = {.then = then, .state = REPLAY_REPRODUCED};
    for (size_t i = 0; i < now->finding_count; i++) {
        const struct finding *f = &now->findings[i];
        if (is_of_same_place(f, then)) {
            r.now = f;
            return r;
        }
    }
    r.check = check_of(then, now);
    bool is_gone = r.check && !is_inconclusive(r.check) && was_sent_again(then, now);
    r.state = is_gone ? REPLAY_GONE : REPLAY_UNDECIDED;
    return r;
}

static void put_verdict(struct draft *d, const struct replay *r) {
    static const struct {
        const char *name, *color;
    } words[] = {
        [REPLAY_REPRODUCED] = {"reproduced", "\033[1;31m"},
        [REPLAY_GONE] = {"not reproduced", "\033[1;32m"},
        [REPLAY_UNDECIDED] = {"not decided", "\033[1;33m"},
    };
    bool is_colored = d->options->use_color;
    struct str title = draft_show_short(d, r->then->title, TITLE_BYTES);
    buf_printf(d->out, "%s%s%s  %s  %.*s\n", is_colored ? words[r->state].color : "", words[r->state].name,
               is_colored ? "\033[0m" : "", severity_name(r->then->severity), STR_ARG(title));
}

static void put_where(struct draft *d, const struct finding *f) {
    struct str surface = draft_show_short(d, f->surface, TITLE_BYTES);
    struct str who = draft_show_short(d, f->principals, NAMES_BYTES);
    struct str variation = draft_show_short(d, f->variation, NAMES_BYTES);
    struct str fingerprint = draft_show_short(d, f->fingerprint, NAMES_BYTES);
    buf_printf(d->out, "  at %.*s as %.*s, %.*s, %.*s\n", STR_ARG(surface), STR_ARG(who), STR_ARG(variation),
               STR_ARG(fingerprint));
}

/* The body, the reference taken out: it is the one difference that is right. */
static struct str body_of(struct draft *d, const struct evidence *side) {
    if (!side->exchange)
        return STR_NONE;
    struct body_view v = draft_response_body(d, side->exchange, LIMIT_BODY_BYTES);
    if (v.form == BODY_WITHHELD)
        return str_printf(&d->scratch, "%zu bytes of a success", v.bytes);
    return side->reference.len > 0 ? str_replace(&d->scratch, v.shown, side->reference, STR("{ref}")) : v.shown;
}

static void put_alike(struct draft *d, const struct evidence *side) {
    if (side->label.len == 0)
        return;
    struct str status = side->exchange ? draft_status_line(d, side->exchange) : STR("-");
    struct str shown = draft_show_short(d, status, NAMES_BYTES),
               body = draft_show_short(d, body_of(d, side), BODY_BYTES);
    buf_printf(d->out, "  now   %.*s  %.*s  %.*s\n", STR_ARG(side->label), STR_ARG(shown), STR_ARG(body));
}

static void put_now(struct draft *d, const struct replay *r) {
    if (r->now) {
        struct str title = draft_show_short(d, r->now->title, TITLE_BYTES);
        if (!str_eq(r->now->fingerprint, r->then->fingerprint))
            buf_printf(d->out, "  now in another way: %.*s\n", STR_ARG(title));
        finding_lines_sides(d, r->now, "  now   ");
        return;
    }
    if (!r->check) {
        buf_append_cstr(d->out, "  nothing of the kind was planned: the pack or the target is another\n");
        return;
    }
    if (r->state == REPLAY_UNDECIDED) {
        struct str reason = draft_show(d, r->check->reason);
        buf_printf(d->out, "  %.*s\n", STR_ARG(reason));
    }
    for (size_t i = 0; i < 2; i++)
        put_alike(d, &r->check->last[i]);
}

struct str replay_describe(const struct replay *r, const struct report_options *o, struct arena *a) {
    struct buf out;
    buf_init(&out, LIMIT_REPORT_BYTES);
    struct result none = {0};
    struct draft d = {.result = &none, .options = o, .out = &out};
    put_verdict(&d, r);
    put_where(&d, r->then);
    finding_lines_sides(&d, r->then, "  then  ");
    put_now(&d, r);
    struct str text = str_copy(a, buf_str(&out));
    arena_free(&d.scratch);
    buf_free(&out);
    return text;
}
