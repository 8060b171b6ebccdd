/* SPDX-License-Identifier: Apache-2.0
 *
 * pair_tally: answers, counted. */
#include "pair_tally.h"

#include "codec.h"

/* Counts of what was answered, in the order in which it was met. */
struct tally_line {
    struct str text;
    size_t count;
};

struct answer_tally {
    struct tally_line *lines;
    size_t count, capacity;
};

static struct str answer_text(struct arena *a, const struct exchange *x) {
    if (x->outcome != OUTCOME_ANSWERED) {
        return str_from(outcome_name(x->outcome));
    }
    const char *blank = x->reason.len > 0 ? " " : "";
    return codec_printable(a, str_printf(a, "%d%s%.*s", x->status, blank, STR_ARG(x->reason)));
}

static void count_answer(struct engine *e, struct answer_tally *t, const struct exchange *x) {
    struct str text = answer_text(e->arena, x);
    for (size_t i = 0; i < t->count; i++) {
        if (str_eq(t->lines[i].text, text)) {
            t->lines[i].count++;
            return;
        }
    }
    if (t->count < t->capacity) {
        t->lines[t->count++] = (struct tally_line){.text = text, .count = 1};
    }
}

static struct str tally_text(struct engine *e, const struct answer_tally *t) {
    struct str text = t->count > 0 ? STR("") : STR("not asked");
    for (size_t i = 0; i < t->count; i++) {
        text = str_printf(e->arena, "%.*s%s%zu × %.*s", STR_ARG(text), i > 0 ? ", " : "", t->lines[i].count,
                          STR_ARG(t->lines[i].text));
    }
    return text;
}

static bool is_named_absent(const struct pair *p, struct str reference) {
    for (size_t i = 0; i < p->absent_count; i++) {
        if (p->absents[i].value.data && str_eq(p->absents[i].value, reference)) {
            return true;
        }
    }
    return false;
}

/* Which samples a line is about: those of one item's denied side, of one absent value, or of all made ones. */
struct line_of {
    const char *label;
    struct str shown;
    const struct item *denied; /* NULL: absent */
    struct str absent;         /* STR_NONE: made ones */
};

static bool is_of_line(const struct pair *p, const struct line_of *line, const struct item *item,
                       const struct sample *s) {
    if (line->denied) {
        return s->is_denied && item == line->denied;
    }
    return !s->is_denied &&
           (line->absent.data ? str_eq(s->reference, line->absent) : !is_named_absent(p, s->reference));
}

static void add_line(struct engine *e, const struct pair *p, const struct line_of *line, struct pair_answers *out) {
    struct tally_line lines[16];
    struct answer_tally t = {.lines = lines, .capacity = sizeof lines / sizeof *lines};
    for (size_t i = 0; i < e->item_count; i++) {
        for (size_t j = 0; j < e->items[i].sample_count; j++) {
            if (is_of_line(p, line, &e->items[i], &e->items[i].samples[j])) {
                count_answer(e, &t, e->items[i].samples[j].exchange);
            }
        }
    }
    out->items[out->count++] =
        (struct pair_answer){.label = line->label, .reference = line->shown, .text = tally_text(e, &t)};
}

static void add_control_line(struct engine *e, const struct pair *p, struct pair_answers *out) {
    struct tally_line line;
    struct answer_tally t = {.lines = &line, .capacity = 1};
    if (e->items[0].reached) {
        count_answer(e, &t, e->items[0].reached);
    }
    out->items[out->count++] =
        (struct pair_answer){.label = "control", .reference = p->control, .text = tally_text(e, &t)};
}

static struct str made_how(struct arena *a, const struct pair *p) {
    static const char *const names[] = {
        [ABSENT_LIKE_PRESENT] = "like the denied one", [ABSENT_UUID4] = "uuid4", [ABSENT_HEX24] = "hex24"};
    struct str text = p->absent_count == 0 ? str_from(names[ABSENT_LIKE_PRESENT]) : STR("");
    for (size_t i = 0; i < p->absent_count; i++) {
        const char *name = names[p->absents[i].form];
        if (!p->absents[i].value.data && !str_contains(text, str_from(name))) {
            text = str_printf(a, "%.*s%s%s", STR_ARG(text), text.len ? ", " : "", name);
        }
    }
    return text.len > 0 ? str_printf(a, "%.*s, new each time", STR_ARG(text)) : STR_NONE;
}

struct pair_answers pair_tally(struct engine *e, const struct pair *p) {
    struct pair_answers out = {.items =
                                   ARENA_ARRAY(e->arena, struct pair_answer, p->denied_count + p->absent_count + 2)};
    for (size_t i = 0; i < e->item_count; i++) {
        add_line(e, p, &(struct line_of){.label = "denied", .shown = p->denied[i], .denied = &e->items[i]}, &out);
    }
    struct str how = made_how(e->arena, p);
    if (how.data) {
        add_line(e, p, &(struct line_of){.label = "absent", .shown = how}, &out);
    }
    for (size_t i = 0; i < p->absent_count; i++) {
        struct str value = p->absents[i].value;
        if (value.data) {
            add_line(e, p, &(struct line_of){.label = "absent", .shown = value, .absent = value}, &out);
        }
    }
    if (p->control.data) {
        add_control_line(e, p, &out);
    }
    return out;
}
