/* SPDX-License-Identifier: Apache-2.0
 *
 * artifact: files. */
#include "artifact.h"

#include "corpus.h"
#include "envelope.h"
#include "file.h"
#include "limits.h"
#include "report.h"
#include "watch.h"

/* Without the secrets that the campaign knows. */
static void write_file(const struct campaign *c, const char *folder, const char *name, struct str text) {
    struct arena *a = stage_arena(c->stage);
    const struct redactor *r = c->setting->run.options->redactor;
    struct str clean = r ? redactor_clean(r, text, a) : text;
    (void)!file_write_atomic(arena_printf(a, "%s/%s", folder, name), clean, /* is_private = */ true, NULL);
}

static struct str text_of(struct buf *b, struct arena *a) {
    struct str text = str_copy(a, buf_str(b));
    buf_free(b);
    return text;
}

static struct str request_text(const struct request *r, struct arena *a) {
    struct buf b;
    buf_init(&b, LIMIT_REQUEST_BYTES + LIMIT_HEAD_BYTES);
    (void)buf_printf(&b, "%.*s %.*s HTTP/1.1\n", STR_ARG(r->method), STR_ARG(r->url));
    for (size_t i = 0; i < r->header_count; i++) {
        const struct header *h = &r->headers[i];
        bool is_secret = !secret_is_empty(h->secret), is_sent = is_secret || h->value.data;
        if (is_sent) {
            (void)buf_printf(&b, "%.*s: %.*s\n", STR_ARG(h->name),
                             STR_ARG(is_secret ? STR("{{credential}}") : h->value));
        }
    }
    (void)buf_append_cstr(&b, request_header(r, "content-type") ? "\n" : "Content-Type: application/json\n\n");
    (void)buf_append_str(&b, r->body);
    return text_of(&b, a);
}

static struct str answer_text(const struct exchange *x, struct arena *a) {
    struct buf b;
    buf_init(&b, LIMIT_BODY_BYTES + LIMIT_HEAD_BYTES);
    if (x->outcome != OUTCOME_ANSWERED) {
        (void)buf_printf(&b, "no answer: %s\n", outcome_name(x->outcome));
        return text_of(&b, a);
    }
    (void)buf_printf(&b, "%.*s %d %.*s\n", STR_ARG(x->version), x->status, STR_ARG(x->reason));
    for (size_t i = 0; i < x->line_count; i++) {
        (void)buf_append_str(&b, x->lines[i].raw);
        (void)buf_append_char(&b, '\n');
    }
    (void)buf_append_char(&b, '\n');
    (void)buf_append_str(&b, x->body);
    if (x->answers.data) {
        (void)buf_printf(&b, "\n\nstatus codes of all answers on the connection: %.*s\n", STR_ARG(x->answers));
    }
    return text_of(&b, a);
}

/* The report of the campaign as far as it has come, with nothing but this finding. */
static struct str finding_json(struct campaign *c, const struct finding *finding) {
    const struct result *r = stage_result(c->stage);
    const struct report_options how = {.redactor = c->setting->run.options->redactor};
    struct finding one = *finding;
    const struct result report = {.run_id = r->run_id,
                                  .seed = r->seed,
                                  .started = r->started,
                                  .target = r->target,
                                  .environment = r->environment,
                                  .is_lab = r->is_lab,
                                  .pack = r->pack,
                                  .pack_title = r->pack_title,
                                  .options = r->options,
                                  .findings = &one,
                                  .finding_count = 1,
                                  .campaign = campaign_sum_up(c, stage_arena(c->stage))};
    struct buf b;
    buf_init(&b, LIMIT_REPORT_BYTES);
    report_write_json(&report, &how, &b);
    return text_of(&b, stage_arena(c->stage));
}

static void write_side(struct campaign *c, const char *folder, const struct evidence *side, const char *name,
                       struct buf *script) {
    struct arena *a = stage_arena(c->stage);
    const struct exchange *x = side->exchange;
    if (!x || !x->request) {
        return;
    }
    write_file(c, folder, arena_printf(a, "%s.answer", name), answer_text(x, a));
    if (x->request->has_body) {
        const char *body = arena_printf(a, "%s.body", name);
        write_file(c, folder, body, x->request->body);
        (void)buf_append_str(script, stage_curl(c->stage, x->request, body));
        (void)buf_append_cstr(script, "\nprintf '\\n'\n");
    }
}

static void write_folder(struct campaign *c, const struct artifact *x, const char *folder) {
    struct arena *a = stage_arena(c->stage);
    const struct exchange *first = x->finding->sides[0].exchange;
    struct buf script;
    buf_init(&script, LIMIT_REQUEST_BYTES);
    (void)buf_append_cstr(&script, "#!/bin/sh\ncd \"$(dirname \"$0\")\" || exit\n");
    write_side(c, folder, &x->finding->sides[0], "first", &script);
    write_side(c, folder, &x->finding->sides[1], "second", &script);
    if (first && first->request) {
        write_file(c, folder, "request.http", request_text(first->request, a));
    }
    write_file(c, folder, "curl.sh", buf_str(&script));
    write_file(c, folder, "finding.json", finding_json(c, x->finding));
    buf_free(&script);
}

void artifact_write(struct campaign *c, const struct artifact *x) {
    struct arena *a = stage_arena(c->stage);
    if (corpus_is_kept(c)) {
        const char *known = arena_printf(a, "%s/findings", c->corpus);
        (void)!file_make_directories(known, NULL);
        bool is_plain = x->envelope == ENVELOPE_PLAIN;
        const char *dot = is_plain ? "" : ".", *envelope = is_plain ? "" : envelope_name(x->envelope);
        write_file(c, known, arena_printf(a, "%.*s%s%s", STR_ARG(x->signature), dot, envelope), x->body);
    }
    if (c->options->artifacts) {
        const char *folder = arena_printf(a, "%s/%.*s", c->options->artifacts, STR_ARG(x->signature));
        if (file_make_directories(folder, NULL) == RC_OK) {
            write_folder(c, x, folder);
        }
    }
}
