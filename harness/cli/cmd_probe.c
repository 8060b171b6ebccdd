/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_probe: one pair, from the command line to the verdict. */
#include <stdio.h>

#include "buf.h"
#include "codec.h"
#include "command.h"
#include "limits.h"
#include "log.h"
#include "outcome.h"
#include "pair_words.h"
#include "progress.h"
#include "say.h"
#include "session.h"
#include "stop_signal.h"

/* A reference between secret words: only the reference is to be seen. */
static void hide_around_reference(struct redactor *r, const struct header *h) {
    static const char *const telling[] = {"auth", "cookie", "key", "token", "secret", "session", "signature"};
    struct str rest = h->value;
    for (size_t i = 0; secret_is_empty(h->secret) && i < sizeof telling / sizeof *telling; i++) {
        ptrdiff_t hole = str_find(rest, STR(PAIR_HOLE), 0);
        if (hole >= 0 && str_find_ascii_case(h->name, str_from(telling[i]), 0) >= 0) {
            redactor_add(r, str_trim(str_sub(rest, 0, (size_t)hole)));
            rest = str_from_index(rest, (size_t)hole + sizeof PAIR_HOLE - 1);
            redactor_add(r, str_trim(rest));
        }
    }
}

static enum rc open_session(struct session *s, const struct options *o, const struct pair_words *words, struct arena *a,
                            struct fault *f) {
    *s = (struct session){.arena = a, .options = o};
    pair_describe(&words->pair, words->base_url, a, &s->pack, &s->target);
    enum rc rc = session_connect(s, f);
    for (size_t i = 0; i < words->pair.header_count; i++) {
        hide_around_reference(&s->redactor, &words->pair.headers[i]);
    }
    return rc;
}

/* What the terminal may show of it. */
static struct str show(const struct session *s, struct str text) {
    return codec_printable(s->arena, redactor_clean(&s->redactor, text, s->arena));
}

static void put_answers(const struct session *s, const struct pair_answers *answers, struct buf *out) {
    size_t width = 0;
    for (size_t i = 0; i < answers->count; i++) {
        answers->items[i].reference = show(s, answers->items[i].reference);
        width = answers->items[i].reference.len > width ? answers->items[i].reference.len : width;
    }
    for (size_t i = 0; i < answers->count; i++) {
        const struct pair_answer *x = &answers->items[i];
        buf_printf(out, "  %-7s  %-*.*s  %.*s\n", x->label, (int)width, STR_ARG(x->reference), STR_ARG(x->text));
    }
}

static void put_request(const struct session *s, const struct pair_words *words, struct buf *out) {
    const struct pair *p = &words->pair;
    struct str url = show(s, str_printf(s->arena, "%.*s%.*s", STR_ARG(words->base_url), STR_ARG(p->path)));
    buf_printf(out, "%.*s %.*s", STR_ARG(p->method), STR_ARG(url));
    for (size_t i = 0; i < p->header_count; i++) {
        const struct header *h = &p->headers[i];
        struct str value = secret_is_empty(h->secret) ? show(s, h->value) : STR("***");
        struct str name = show(s, h->name);
        buf_printf(out, "%s %.*s: %.*s", i == 0 ? "  with" : ",", STR_ARG(name), STR_ARG(value));
    }
    if (p->has_body) {
        buf_printf(out, "  and a body of %zu bytes", p->body.len);
    }
    buf_append_char(out, '\n');
}

/* The verdict in one line. */
static struct str verdict_line(const struct session *s, const struct result *r) {
    if (r->finding_count > 0) {
        const struct finding *f = &r->findings[0];
        struct str title = show(s, f->title), feature = show(s, f->feature);
        return f->property == PROPERTY_NONDISCLOSURE
                   ? str_printf(s->arena, "told apart by the %.*s of %zu of %zu denied answers", STR_ARG(feature),
                                f->seen, f->tried)
                   : str_printf(s->arena, "found: %.*s", STR_ARG(title));
    }
    return result_verdict(r) == VERDICT_PASS ? STR("alike: nothing tells a denied one from an absent one")
                                             : STR("not shown: neither told apart nor proved to be alike");
}

static const char *color_of(const struct result *r) {
    static const char *const colors[] = {[VERDICT_PASS] = "\033[1;32m",
                                         [VERDICT_FAIL] = "\033[1;31m",
                                         [VERDICT_INCONCLUSIVE] = "\033[1;33m",
                                         [VERDICT_WAIVED] = "",
                                         [VERDICT_NOT_APPLICABLE] = ""};
    return colors[result_verdict(r)];
}

static void say_comparison(const struct session *s, const struct pair_words *words, const struct result *r,
                           const struct pair_answers *answers) {
    FILE *to = outcome_console(s->options);
    bool is_quiet = s->options->quiet == CHOICE_YES;
    bool is_colored = outcome_wants_color(s->options, to);
    struct buf text;
    buf_init(&text, LIMIT_REPORT_BYTES);
    if (!is_quiet) {
        put_request(s, words, &text);
        put_answers(s, answers, &text);
        buf_append_char(&text, '\n');
    }
    struct str line = verdict_line(s, r);
    buf_printf(&text, "%s%.*s%s\n%s", is_colored ? color_of(r) : "", STR_ARG(line), is_colored ? "\033[0m" : "",
               is_quiet ? "" : "\n");
    say_text(to, buf_str(&text));
    buf_free(&text);
}

static enum exit_code execute(struct session *s, const struct pair_words *words, const struct doubt_set *accepted) {
    struct progress progress;
    progress_init(&progress, s->options, &s->events);
    struct run_options run;
    command_select(s, &run);
    run.stop = stop_signal_flag();
    run.progress = progress_tell;
    run.progress_self = &progress;
    run.events = session_events(s);
    run.redactor = &s->redactor;
    struct run_setting setting = {
        .pack = &s->pack, .target = &s->target, .transport = s->transport, .control = s->control, .options = &run};
    struct result result;
    struct pair_answers answers;
    struct fault f = {0};
    enum rc rc = pair_execute(&setting, &words->pair, s->arena, &result, &answers, &f);
    progress_end(&progress);
    if (rc != RC_OK) {
        say_fault(&f);
        return exit_code_of_work(rc);
    }
    say_comparison(s, words, &result, &answers);
    return outcome_tell(s, &result, s->pack.name.data, accepted);
}

enum exit_code cmd_probe(const struct options *o, struct arena *a) {
    struct pair_words words;
    struct doubt_set accepted = {0};
    struct session session = {0};
    struct fault f = {0};
    enum rc rc = pair_words_read(o, a, &words, &f);
    rc = rc == RC_OK && o->allow_inconclusive ? doubt_set_parse(str_from(o->allow_inconclusive), &accepted, &f) : rc;
    rc = rc == RC_OK ? outcome_check_files(o, &f) : rc;
    rc = rc == RC_OK ? open_session(&session, o, &words, a, &f) : rc;
    rc = rc == RC_OK ? session_open_events(&session, &f) : rc;
    enum exit_code code = rc == RC_OK ? execute(&session, &words, &accepted) : command_refuse("probe", &f);
    session_close(&session);
    return code;
}
