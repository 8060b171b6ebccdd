/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: the writers of report.h, over a result whose strings are the input. Properties: JSON, SARIF, HAR
 * and every line of NDJSON parse, and JSON says the title as it was given; JUnit is well-formed XML; the console has no
 * control character but LF and as many lines as the result demands, whatever the strings say; Markdown has at most 60
 * lines and no tag but its own; TAP has the lines of its grammar and as many points as it plans; in the script every
 * quote is closed on its line and no command is other than planned; the page has no element but its own, and two
 * scripts, of a campaign too; no report shows a secret. An input says which report it is about, for one is some hundred
 * kilobytes; seeds are about all of them, which a search rarely is. */
/* modules: report */
#include <assert.h>
#include <string.h>

#include "codec.h"
#include "fuzz_target.h"
#include "limits.h"
#include "parse.h"
#include "report.h"

#define SECRET "hunter2-hunter2"
#define PART_COUNT 4
#define CONSOLE_LINES 10 /* five of the finding, a blank, the control, the doubt, what is not judged, the summary */
#define DEPTH_MAX 8

/* What an input is about; the single reports go on to WANT_COUNT. */
enum want {
    WANT_ALL,
    WANT_JSON,
    WANT_JUNIT,
    WANT_CONSOLE,
    WANT_SARIF,
    WANT_HAR,
    WANT_NDJSON,
    WANT_MARKDOWN,
    WANT_TAP,
    WANT_CURL,
    WANT_HTML,
    WANT_VERBOSE,
    WANT_LISTS, /* and seven more: with waivers, a baseline and a shard */
    WANT_COUNT = WANT_LISTS + 8
};

#define WANT_SHIFT 3 /* of the first byte, behind what the evidence is */

struct input {
    bool keep_raw;
    unsigned want;
    int status;
    struct str parts[PART_COUNT];
};

static struct input read_input(const uint8_t *data, size_t size) {
    static const int statuses[] = {0, 200, 404, 500};
    struct input in = {.keep_raw = data[0] & 1, .status = statuses[(data[0] >> 1) % 4]};
    in.want = (data[0] >> WANT_SHIFT) % WANT_COUNT;
    struct str rest = str_of((const char *)data + 1, size - 1);
    for (size_t i = 0; i < PART_COUNT; i++) {
        size_t from = rest.len * i / PART_COUNT, to = rest.len * (i + 1) / PART_COUNT;
        in.parts[i] = str_sub(rest, from, to - from);
    }
    return in;
}

static void assert_printable(struct str report) {
    assert(codec_is_utf8(report));
    for (size_t i = 0; i < report.len; i++)
        assert((unsigned char)report.data[i] >= 0x20 || report.data[i] == '\n');
}

static void assert_console(struct str report) {
    size_t lines = 0;
    assert_printable(report);
    for (size_t i = 0; i < report.len; i++)
        lines += report.data[i] == '\n' ? 1 : 0;
    assert(lines == CONSOLE_LINES);
}

static void assert_json(struct str report, const struct input *in, struct arena *a) {
    struct fault f = {0};
    struct value *document;
    assert(parse_json(report, a, &document, &f) == RC_OK);
    const struct value *title = value_point(document, STR("/findings/0/title"));
    assert(value_is(title, VALUE_STRING));
    bool is_verbatim = codec_is_utf8(in->parts[0]) && !str_contains(codec_percent_decode(a, in->parts[0]), STR(SECRET));
    assert(!is_verbatim || str_eq(title->string, in->parts[0]));
}

/* The length of a reference at the start of `s`. */
static size_t reference_len(struct str s) {
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#9;", "&#10;", "&#13;"};
    for (size_t i = 0; i < sizeof(references) / sizeof(*references); i++) {
        if (str_starts_with(s, str_from(references[i])))
            return str_from(references[i]).len;
    }
    return 0;
}

/* Character data: no markup but references. */
static void assert_data(struct str s) {
    assert(!str_contains(s, STR("<")) && !str_contains(s, STR(">")));
    assert(!str_contains(s, STR("\xef\xbf\xbe")) && !str_contains(s, STR("\xef\xbf\xbf")));
    for (ptrdiff_t at = str_find_char(s, '&', 0); at >= 0; at = str_find_char(s, '&', (size_t)at + 1))
        assert(reference_len(str_from_index(s, (size_t)at)) > 0);
}

/* A tag without its brackets: attributes are in pairs of double quotes. */
static void assert_tag(struct str tag) {
    size_t quotes = 0;
    assert_data(tag);
    for (size_t i = 0; i < tag.len; i++)
        quotes += tag.data[i] == '"' ? 1 : 0;
    assert(quotes % 2 == 0);
}

static void assert_xml(struct str report) {
    struct str open[DEPTH_MAX];
    size_t depth = 0;
    struct str rest = report;
    assert_printable(report);
    while (rest.data) {
        assert_data(str_cut(&rest, '<'));
        if (!rest.data)
            break;
        struct str tag = str_cut(&rest, '>');
        assert(rest.data);
        assert_tag(tag);
        if (str_starts_with(tag, STR("?")) || str_ends_with(tag, STR("/")))
            continue;
        struct str name = str_cut(&tag, ' ');
        if (str_starts_with(name, STR("/"))) {
            assert(depth > 0 && str_eq(open[--depth], str_from_index(name, 1)));
        } else {
            assert(depth < DEPTH_MAX);
            open[depth++] = name;
        }
    }
    assert(depth == 0);
}

static void assert_parses(struct str report, struct arena *a) {
    struct fault f = {0};
    struct value *document;
    assert(parse_json(report, a, &document, &f) == RC_OK);
}

static void assert_ndjson(struct str report, struct arena *a) {
    while (report.len > 0)
        assert_parses(str_cut(&report, '\n'), a);
}

static bool starts_with_any(struct str s, const char *const *starts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (str_starts_with(s, str_from(starts[i])))
            return true;
    }
    return false;
}

static void assert_markdown(struct str report) {
    static const char *const tags[] = {"<code>", "</code>", "<br>"};
    size_t lines = 0;
    assert_printable(report);
    for (size_t i = 0; i < report.len; i++) {
        lines += report.data[i] == '\n' ? 1 : 0;
        assert(report.data[i] != '<' || starts_with_any(str_from_index(report, i), tags, 3));
        assert(report.data[i] != '`' && report.data[i] != '\\' && report.data[i] != '[');
    }
    assert(lines <= 60);
}

static void assert_tap(struct str report) {
    static const char *const starts[] = {"TAP version 14", "1..4", "# ", "ok ", "not ok ", "  "};
    size_t points = 0;
    assert_printable(report);
    while (report.len > 0) {
        struct str line = str_cut(&report, '\n');
        assert(starts_with_any(line, starts, 6));
        bool is_point = starts_with_any(line, &starts[3], 2);
        points += is_point ? 1 : 0;
        assert(!is_point || !str_contains(line, STR(" #")));
    }
    assert(points == 4);
}

/* What is left of a line of a script without its quoted words and its comment. */
static void assert_script_line(struct str line) {
    static const char *const starts[] = {"#",    "set ", "send", "    ", "}", "finding_1() {",
                                         "if [", "fi",   "for ", "done"};
    assert(line.len == 0 || starts_with_any(line, starts, 10));
    char quote = 0;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.data[i];
        if (!quote && c == '#' && (i == 0 || line.data[i - 1] == ' '))
            return;
        if (c == '\\' && quote != '\'')
            i++;
        else if (quote ? c == quote : c == '\'' || c == '"')
            quote = quote ? 0 : c;
        else if (!quote)
            assert(c != '`' && (c != '&' || str_contains(line, STR(">&2"))));
    }
    assert(!quote);
}

static void assert_script(struct str report) {
    assert_printable(report);
    while (report.len > 0)
        assert_script_line(str_cut(&report, '\n'));
}

/* Elements of the page, as its template and its writers have them; a closing one, a comment and the doctype aside. */
static void assert_html(struct str report, const struct input *in) {
    static const char *const names[] = {
        "a ",       "a>",    "b ",    "b>",     "body",    "br>",        "button", "circle", "code",  "dd",
        "details",  "div",   "dl",    "dt",     "em",      "figcaption", "figure", "footer", "form",  "h1",
        "h2",       "h3",    "h4",    "head",   "html",    "i ",         "i>",     "input",  "label", "li",
        "line ",    "main",  "mark",  "meta",   "nav",     "noscript",   "option", "output", "p ",    "p>",
        "polyline", "pre",   "rect",  "script", "section", "select",     "span",   "strong", "style", "summary",
        "svg",      "table", "tbody", "td",     "text ",   "th",         "thead",  "title",  "tr",    "ul",
    };
    size_t scripts = 0;
    assert(codec_is_utf8(report));
    for (ptrdiff_t at = str_find_char(report, '<', 0); at >= 0; at = str_find_char(report, '<', (size_t)at + 1)) {
        struct str tag = str_from_index(report, (size_t)at + 1);
        ptrdiff_t end = str_starts_with(tag, STR("script")) ? str_find(report, STR("</script>"), (size_t)at) : at;
        assert(end >= 0);
        at = end;
        bool is_element = tag.len > 0 && ((tag.data[0] | 0x20) >= 'a' && (tag.data[0] | 0x20) <= 'z');
        assert(!is_element || starts_with_any(tag, names, sizeof names / sizeof *names));
        scripts += str_starts_with(tag, STR("script"));
    }
    assert(scripts == 2);
    for (size_t i = 0; i < PART_COUNT; i++)
        assert(in->parts[i].len < 8 || in->parts[i].data[0] != '<' || !str_contains(report, in->parts[i]));
}

static struct str write_report(const char *format, const struct result *r, const struct report_options *o,
                               struct buf *out) {
    buf_clear(out);
    report_find(str_from(format))->write(r, o, out);
    assert(!out->truncated);
    assert(!str_contains(buf_str(out), STR(SECRET)));
    return buf_str(out);
}

static bool is_wanted(const struct input *in, unsigned report) {
    return in->want == WANT_ALL || in->want == report;
}

static void check_reports(const struct result *r, const struct input *in, struct arena *a) {
    struct redactor redactor;
    redactor_init(&redactor, a);
    redactor_add(&redactor, STR(SECRET));
    struct report_options options = {.keep_raw = in->keep_raw, .redactor = &redactor};
    struct buf out;
    buf_init(&out, LIMIT_REPORT_BYTES);
    if (is_wanted(in, WANT_JSON))
        assert_json(write_report("json", r, &options, &out), in, a);
    if (is_wanted(in, WANT_JUNIT))
        assert_xml(write_report("junit", r, &options, &out));
    if (is_wanted(in, WANT_CONSOLE))
        assert_console(write_report("console", r, &options, &out));
    if (is_wanted(in, WANT_SARIF))
        assert_parses(write_report("sarif", r, &options, &out), a);
    if (is_wanted(in, WANT_HAR))
        assert_parses(write_report("har", r, &options, &out), a);
    if (is_wanted(in, WANT_NDJSON))
        assert_ndjson(write_report("ndjson", r, &options, &out), a);
    if (is_wanted(in, WANT_MARKDOWN))
        assert_markdown(write_report("markdown", r, &options, &out));
    if (is_wanted(in, WANT_TAP))
        assert_tap(write_report("tap", r, &options, &out));
    if (is_wanted(in, WANT_CURL))
        assert_script(write_report("curl", r, &options, &out));
    if (is_wanted(in, WANT_HTML))
        assert_html(write_report("html", r, &options, &out), in);
    options.is_verbose = true;
    if (is_wanted(in, WANT_VERBOSE))
        assert_printable(write_report("console", r, &options, &out));
    buf_free(&out);
}

/* With waivers, a baseline, a shard and a campaign: what is true of any report. */
static void check_more_lists(const struct result *r, const struct input *in, struct arena *a) {
    static const char *const formats[] = {"json", "ndjson", "sarif", "html", "markdown", "tap", "junit", "console"};
    struct report_options options = {0};
    struct buf out;
    buf_init(&out, LIMIT_REPORT_BYTES);
    for (unsigned i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (!is_wanted(in, WANT_LISTS + i))
            continue;
        buf_clear(&out);
        report_find(str_from(formats[i]))->write(r, &options, &out);
        assert(!out.truncated && out.len > 0 && codec_is_utf8(buf_str(&out)));
        if (i == 3)
            assert_html(buf_str(&out), in);
        else if (i == 1)
            assert_ndjson(buf_str(&out), a);
        else if (i == 0 || i == 2)
            assert_parses(buf_str(&out), a);
    }
    buf_free(&out);
}

/* Every text of a result is one of the input's. */
struct made {
    struct header header;
    struct request request;
    struct head_line line;
    struct exchange answer;
    struct check checks[2];
    struct finding finding;
    int64_t times_ns[8];
    struct control control;
    struct learned_noise noise;
    struct str not_judged;
    struct waiver_note waiver;
    struct fixed_finding fixed;
    struct campaign_point points[2];
    struct conformance_kind kinds[2];
    struct result result;
};

static void make_exchange(struct made *m, const struct input *in, struct arena *a) {
    const struct str *s = in->parts;
    m->header = (struct header){.name = STR("x-key"), .value = s[3]};
    m->request = (struct request){.method = STR("GET"),
                                  .url = str_printf(a, "http://h/%.*s", STR_ARG(s[1])),
                                  .headers = &m->header,
                                  .header_count = 1,
                                  .body = s[0],
                                  .has_body = true};
    m->line = (struct head_line){.name = STR("x-line"), .value = s[2], .raw = s[2]};
    m->answer = (struct exchange){.request = &m->request,
                                  .outcome = in->status > 0 ? OUTCOME_ANSWERED : OUTCOME_MALFORMED,
                                  .status = in->status,
                                  .version = STR("HTTP/1.1"),
                                  .reason = s[1],
                                  .lines = &m->line,
                                  .line_count = 1,
                                  .interim = s[2],
                                  .trailers = s[0],
                                  .body = s[3]};
}

static void make_finding(struct made *m, const struct str *s, struct arena *a) {
    m->finding = (struct finding){.kind = s[1],
                                  .also = s[2],
                                  .feature = s[2],
                                  .surface = s[3],
                                  .variation = s[1],
                                  .principals = s[2],
                                  .title = s[0],
                                  .left = s[0],
                                  .right = s[3],
                                  .cost = s[1]};
    size_t time_bytes = s[0].len < sizeof(m->times_ns) ? s[0].len : sizeof(m->times_ns);
    memcpy(m->times_ns, s[0].data, time_bytes);
    m->finding.sides[0] = (struct evidence){.label = str_printf(a, "denied %.*s", STR_ARG(s[1])),
                                            .reference = s[2],
                                            .exchange = &m->answer,
                                            .first_byte_ns = m->times_ns,
                                            .first_byte_count = time_bytes / sizeof(*m->times_ns)};
    m->finding.sides[1] = (struct evidence){.label = STR("absent"),
                                            .reference = s[3],
                                            .first_byte_ns = m->times_ns,
                                            .first_byte_count = time_bytes > 0 ? 1 : 0};
    m->finding.curl = str_printf(a, "curl '%.*s'", STR_ARG(s[3]));
}

static void make_result(struct made *m, const struct str *s) {
    m->checks[0] = (struct check){
        .id = s[0], .surface = s[1], .principal = s[2], .variation = s[3], .verdict = VERDICT_FAIL, .reason = s[0]};
    m->checks[1] = (struct check){
        .id = s[3], .verdict = VERDICT_INCONCLUSIVE, .doubt = DOUBT_UNSTABLE, .reason = s[2], .finding = SIZE_MAX};
    m->control = (struct control){.id = s[1], .reason = s[3], .exchange = &m->answer};
    m->noise = (struct learned_noise){.scope = s[2], .shape = s[1]};
    m->not_judged = s[0];
    m->result = (struct result){.run_id = s[0],
                                .seed = s[1],
                                .target = s[2],
                                .pack = s[3],
                                .options = s[0],
                                .checks = m->checks,
                                .check_count = 2,
                                .findings = &m->finding,
                                .finding_count = 1,
                                .controls = &m->control,
                                .control_count = 1,
                                .noise = &m->noise,
                                .noise_count = 1,
                                .not_judged = &m->not_judged,
                                .not_judged_count = 1};
}

/* As of a campaign whose target reads some bodies otherwise. */
static struct campaign_record make_campaign(struct made *m, const struct str *s) {
    m->points[0] = (struct campaign_point){.at_ns = 1, .requests = s[0].len, .news = s[1].len};
    m->points[1] = (struct campaign_point){.at_ns = 1 + (int64_t)s[2].len, .requests = 2 * s[0].len, .news = s[1].len};
    m->kinds[0] = (struct conformance_kind){
        .subject = s[1], .reason = s[2], .bodies = 7, .status = 404, .example = s[0], .example_bytes = s[0].len};
    m->kinds[1] = (struct conformance_kind){.reading = CONFORMANCE_WELL_FORMED,
                                            .is_taken = true,
                                            .subject = s[3],
                                            .bodies = s[0].len,
                                            .code = -32600,
                                            .example = s[1],
                                            .example_bytes = 2 * s[1].len + 1};
    return (struct campaign_record){
        .is_there = true,
        .tally = {.bodies = s[0].len, .requests = s[1].len, .elapsed_ns = 1 + (int64_t)s[2].len},
        .conformance = {.is_compared = true, .alike = 3, .otherwise = 9, .kinds = m->kinds, .kind_count = 2},
        .points = m->points,
        .point_count = 2};
}

/* What waivers, a baseline, a shard and a campaign add. */
static void add_lists(struct made *m, const struct str *s) {
    struct result *r = &m->result;
    m->waiver = (struct waiver_note){
        .what = s[0], .owner = s[1], .reason = s[2], .expires = s[3], .state = WAIVER_EXPIRED, .text = s[3]};
    m->fixed = (struct fixed_finding){.fingerprint = s[0], .kind = s[1], .surface = s[2], .title = s[3]};
    r->waivers = &m->waiver;
    r->fixed = &m->fixed;
    r->waiver_count = r->fixed_count = 1;
    r->has_baseline = true;
    r->shard = (struct shard){.index = 1, .count = 2, .checks_planned = 9};
    r->surfaces_declared = 2;
    r->campaign = make_campaign(m, s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    struct input in = read_input(data, size);
    struct arena arena = {0};
    struct made made;
    make_exchange(&made, &in, &arena);
    make_finding(&made, in.parts, &arena);
    make_result(&made, in.parts);
    check_reports(&made.result, &in, &arena);
    add_lists(&made, in.parts);
    check_more_lists(&made.result, &in, &arena);
    arena_free(&arena);
    return 0;
}

/* The engine's way, but what came of a seed is mostly about one report from then on. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed) {
    size = LLVMFuzzerMutate(data, size, max_size);
    bool is_about_all = size > 0 && (data[0] >> WANT_SHIFT) % WANT_COUNT == WANT_ALL;
    if (is_about_all && seed % 64 != 0) {
        unsigned want = 1 + seed / 64 % (WANT_COUNT - 1);
        data[0] = (uint8_t)((data[0] & ((1u << WANT_SHIFT) - 1)) | want << WANT_SHIFT);
    }
    return size;
}
