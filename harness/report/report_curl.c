/* SPDX-License-Identifier: Apache-2.0
 *
 * report_curl: a script that sends the findings' requests again. One function a finding, one call of curl a request. */
#include "codec.h"
#include "draft.h"
#include "shell.h"

#define TITLE_BYTES 200
#define ARGUMENT_MAX_BYTES ((size_t)64 << 10) /* Linux stops at 128 KiB */

/* One request on its way into the script. */
struct sending {
    struct draft *draft;
    const struct request *request;
    struct str caller; /* whose credential it is */
};

static void put_word(struct draft *d, struct str s) {
    shell_append_word(d->out, s, &d->scratch);
}

static void put_comment(struct draft *d, struct str s) {
    shell_append_comment(d->out, draft_clean(d, s), &d->scratch);
}

static void put_say(struct draft *d, const char *format, struct str s) {
    buf_printf(d->out, "    printf '%s\\n' ", format);
    put_word(d, draft_show_short(d, s, TITLE_BYTES));
    buf_append_char(d->out, '\n');
}

static bool is_one_line(struct str s) {
    return shell_can_hold(s) && str_find_char(s, '\n', 0) < 0 && str_find_char(s, '\r', 0) < 0;
}

static bool is_url(struct str s) {
    return is_one_line(s) && (str_starts_with(s, STR("http://")) || str_starts_with(s, STR("https://")));
}

/* A name that begins with "@" would be a file that curl reads. */
static bool is_header(const struct header *h) {
    return h->name.len > 0 && h->name.data[0] != '@' && is_one_line(h->name) && is_one_line(h->value);
}

static bool can_send(const struct request *q) {
    bool is_fine = q && !q->is_exact && is_url(q->url) && q->method.len > 0 && is_one_line(q->method);
    for (size_t i = 0; is_fine && i < q->header_count; i++)
        is_fine = is_header(&q->headers[i]);
    return is_fine;
}

/* Also one that was redacted when an earlier report was written. */
static bool is_secret(struct draft *d, const struct header *h) {
    return str_contains(draft_request_value(d, h), STR("***"));
}

/* Principals are told with the evidence's first; snapshots are the owner's. */
static struct str caller_of(struct draft *d, const struct finding *f, const struct evidence *side) {
    struct str rest = f->principals;
    struct str first = str_trim(str_cut(&rest, ','));
    if (str_starts_with(side->label, STR("owner")))
        return STR("owner");
    return first.len > 0 ? draft_show_short(d, first, TITLE_BYTES) : STR("caller");
}

static struct str variable_of(const struct sending *s, const struct header *h) {
    return shell_variable(&s->draft->scratch, s->caller, draft_clean(s->draft, h->name));
}

/* What has to be in the environment, or the script ends. `told` holds the names that were demanded already. */
static void put_demands(const struct sending *s, struct str *told) {
    struct draft *d = s->draft;
    for (size_t i = 0; i < s->request->header_count; i++) {
        const struct header *h = &s->request->headers[i];
        struct str variable = variable_of(s, h);
        struct str entry = str_printf(&d->scratch, " %.*s ", STR_ARG(variable));
        if (!is_secret(d, h) || str_contains(*told, entry))
            continue;
        buf_printf(d->out, "    : \"${%.*s:?is not set: export it, the whole value of the header}\"\n",
                   STR_ARG(variable));
        *told = str_printf(&d->scratch, "%.*s%.*s", STR_ARG(*told), STR_ARG(entry));
    }
}

static void put_header(const struct sending *s, const struct header *h) {
    struct draft *d = s->draft;
    struct str name = draft_clean(d, h->name), value = draft_request_value(d, h);
    buf_append_cstr(d->out, " \\\n        -H ");
    if (is_secret(d, h)) {
        struct str variable = variable_of(s, h);
        put_word(d, str_printf(&d->scratch, "%.*s: ", STR_ARG(name)));
        buf_printf(d->out, "\"$%.*s\"", STR_ARG(variable));
        return;
    }
    const char *separator = str_trim(value).len > 0 ? ": " : ";"; /* as curl spells an empty value */
    put_word(d, str_printf(&d->scratch, "%.*s%s%.*s", STR_ARG(name), separator, STR_ARG(value)));
}

/* What the run adds, and what curl would add. */
static void put_default_headers(const struct sending *s) {
    const struct request *q = s->request;
    const struct {
        const char *name, *line;
        bool is_due;
    } defaults[] = {
        {"user-agent", "User-Agent: nonesuch", true},
        {"accept-encoding", "Accept-Encoding: identity", true},
        {"content-type", q->has_body ? "Content-Type: application/json" : "Content-Type:", request_sends_body(q)},
        {"expect", "Expect:", request_sends_body(q)},
    };
    for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++) {
        if (defaults[i].is_due && !request_header(q, defaults[i].name))
            buf_printf(s->draft->out, " \\\n        -H '%s'", defaults[i].line);
    }
}

/* Arguments hold neither NUL nor very much. */
static bool is_piped(struct draft *d, struct str body) {
    return body.len > ARGUMENT_MAX_BYTES || !str_eq(codec_printable(&d->scratch, body), body);
}

static void put_curl(const struct sending *s) {
    struct draft *d = s->draft;
    const struct request *q = s->request;
    struct str body = draft_clean(d, q->body);
    bool has_pipe = is_piped(d, body);
    buf_append_cstr(d->out, "    ");
    if (has_pipe) {
        buf_append_cstr(d->out, "printf ");
        shell_append_format(d->out, body);
        buf_append_cstr(d->out, " |\n    ");
    }
    buf_append_cstr(d->out, "send");
    bool is_head = str_eq(q->method, STR("HEAD")) && !q->has_body;
    buf_append_cstr(d->out, is_head ? " --head" : " -X ");
    if (!is_head)
        put_word(d, draft_clean(d, q->method));
    if (q->is_http2) /* the last of several wins */
        buf_append_cstr(d->out, str_starts_with(q->url, STR("https")) ? " --http2" : " --http2-prior-knowledge");
    for (size_t i = 0; i < q->header_count; i++)
        put_header(s, &q->headers[i]);
    put_default_headers(s);
    if (request_sends_body(q)) {
        buf_append_cstr(d->out, has_pipe ? " \\\n        --data-binary @-" : " \\\n        --data-raw ");
        if (!has_pipe)
            put_word(d, body);
    }
    buf_append_cstr(d->out, " \\\n        --url ");
    put_word(d, draft_clean(d, q->url));
    buf_append_char(d->out, '\n');
}

static bool has_gap(struct draft *d, const struct request *q) {
    return str_contains(draft_clean(d, q->url), STR("***")) || str_contains(draft_clean(d, q->body), STR("***"));
}

static void put_side(struct draft *d, const struct finding *f, const struct evidence *side, struct str *told) {
    if (!side->exchange)
        return;
    struct sending s = {.draft = d, .request = side->exchange->request, .caller = caller_of(d, f, side)};
    const char *colon = side->reference.len > 0 ? ": " : "";
    put_say(d, "\\n-- %s",
            str_printf(&d->scratch, "%.*s%s%.*s", STR_ARG(side->label), colon, STR_ARG(side->reference)));
    if (!can_send(s.request)) {
        put_say(d, "%s", STR("curl cannot send this request: it is in the JSON report"));
        return;
    }
    if (has_gap(d, s.request))
        buf_append_cstr(d->out, "    # A secret was left out of this request: it stands where *** is.\n");
    put_demands(&s, told);
    put_curl(&s);
}

static void put_finding(struct draft *d, size_t index) {
    const struct finding *f = &d->result->findings[index];
    struct str title = draft_show_short(d, f->title, TITLE_BYTES);
    struct str kind = draft_show_short(d, f->kind, TITLE_BYTES);
    struct str line = str_printf(&d->scratch, "%zu. %s %.*s: %.*s", index + 1, severity_name(f->severity),
                                 STR_ARG(kind), STR_ARG(title));
    buf_append_char(d->out, '\n');
    put_comment(d, line);
    put_comment(d, str_printf(&d->scratch, "at %.*s as %.*s", STR_ARG(f->surface), STR_ARG(f->principals)));
    buf_printf(d->out, "finding_%zu() {\n", index + 1);
    put_say(d, "\\n== %s", line);
    struct str told = STR("");
    for (size_t i = 0; i < 2; i++)
        put_side(d, f, &f->sides[i], &told);
    buf_append_cstr(d->out, "}\n");
}

static void put_head(struct draft *d) {
    const struct result *r = d->result;
    struct str version = draft_tool_version(d), run = draft_show(d, r->run_id), target = draft_show(d, r->target);
    buf_append_cstr(d->out, "#!/bin/sh\n# shellcheck disable=SC2016\n");
    buf_printf(d->out, "# The findings of run %.*s by nonesuch %.*s against %.*s.\n", STR_ARG(run), STR_ARG(version),
               STR_ARG(target));
    buf_append_cstr(d->out,
                    "#\n"
                    "# Without arguments all are sent again, else those that are named by number or fingerprint.\n"
                    "# Secrets are not in here: each is taken from a variable of the environment.\n"
                    "# The things named are deleted when a run ends, unless it was told to --keep them.\n"
                    "set -eu\n"
                    "\n"
                    "send() {\n"
                    "    curl --http1.1 -sS -i -g --path-as-is --max-time 30 \"$@\" ||\n"
                    "        printf 'no answer: curl ended with %s\\n' \"$?\"\n"
                    "    echo\n"
                    "}\n");
}

static void put_choice(struct draft *d) {
    buf_append_cstr(d->out, "\nif [ $# -eq 0 ]; then\n    set --");
    for (size_t i = 0; i < d->result->finding_count; i++)
        buf_printf(d->out, " %zu", i + 1);
    buf_append_cstr(d->out, "\nfi\nfor finding in \"$@\"; do\n    case $finding in\n");
    for (size_t i = 0; i < d->result->finding_count; i++) {
        buf_printf(d->out, "    %zu | ", i + 1);
        put_word(d, draft_show(d, d->result->findings[i].fingerprint));
        buf_printf(d->out, ") finding_%zu ;;\n", i + 1);
    }
    buf_append_cstr(d->out, "    *)\n"
                            "        printf 'there is no finding %s\\n' \"$finding\" >&2\n"
                            "        exit 2\n"
                            "        ;;\n"
                            "    esac\n"
                            "done\n");
}

void report_write_curl(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft d = {.result = r, .options = o, .out = out};
    put_head(&d);
    for (size_t i = 0; i < r->finding_count; i++)
        put_finding(&d, i);
    if (r->finding_count > 0)
        put_choice(&d);
    else
        buf_append_cstr(out, "\necho 'nothing was found'\n");
    arena_free(&d.scratch);
}
