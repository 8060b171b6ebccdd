/* SPDX-License-Identifier: Apache-2.0
 *
 * golden_hostile: a target that answers with control characters, markup, bytes that are no UTF-8, right-to-left marks,
 * secrets and a megabyte. */
#include <string.h>

#include "golden_parts.h"
#include "golden_results.h"

#define BIG_BYTES ((size_t)1 << 20)
#define MARKUP "]]></failure><!--&amp;\"'"
#define ESCAPES "\x1b[2J\x1b]0;title\x07\r\n\t\x7f\xc2\x9b"
#define NOT_UTF8 "\xff\xfe\xc0\xaf\xed\xa0\x80"
#define RIGHT_TO_LEFT "\xe2\x80\xae\xe2\x81\xa6txet\xe2\x80\x8f"
#define NONCHARACTERS "\xef\xbf\xbe\xef\xbf\xbf"
#define NASTY MARKUP ESCAPES NOT_UTF8 RIGHT_TO_LEFT NONCHARACTERS "é\xf0\x9f\xa6\xa6 " GOLDEN_SECRET

static const struct golden_check checks[] = {
    {"get.tasks.by_id", "mallory", "plain", PROPERTY_NONDISCLOSURE, VERDICT_FAIL, DOUBT_NONE, "hidden", "", 0},
    {"get." NASTY, "x" NASTY, "plain", PROPERTY_NONDISCLOSURE, VERDICT_INCONCLUSIVE, DOUBT_UNSTABLE, NASTY, NASTY,
     SIZE_MAX},
};

/* Characters of two bytes with a secret at the end of each line. */
static struct str big_text(struct arena *a) {
    static const char line[] = "éèéèéèéèéèéèéèéèéèéèéèéè " GOLDEN_SECRET "\n";
    size_t len = sizeof(line) - 1;
    char *text = arena_alloc(a, BIG_BYTES, 1);
    for (size_t i = 0; i < BIG_BYTES; i++)
        text[i] = ' ';
    for (size_t i = 0; i + len <= BIG_BYTES; i += len)
        memcpy(text + i, line, len);
    return str_of(text, BIG_BYTES);
}

static struct finding build_finding(struct arena *a) {
    const struct golden_exchange denied = {
        .method = STR("POST"),
        .url = STR("http://127.0.0.1:5003/tasks/%22%3Cb%3E?key=" GOLDEN_SECRET),
        .request_body = STR("{\"nasty\":\"" NASTY "\"}"),
        .status = 404,
        .reason = STR("Not " ESCAPES "Found"),
        .lines = STR("Content-Type: text/html\nX-Nasty: " MARKUP NOT_UTF8 "\nSet-Cookie: session=" GOLDEN_SECRET "\n"),
        .body = STR(NASTY "\0after"),
    };
    struct golden_exchange missing = denied;
    missing.body = big_text(a);
    missing.waits_us = STR("0 1 9000000000000");
    return (struct finding){
        .fingerprint = STR("0badc0de0badc0de"),
        .property = PROPERTY_NONDISCLOSURE,
        .severity = SEVERITY_HIGH,
        .cwe = 204,
        .kind = STR("body"),
        .also = STR(NASTY " header"),
        .feature = STR("body:/" NASTY),
        .pack = STR("agentex"),
        .surface = STR("get.tasks.by_id"),
        .variation = STR("plain"),
        .principals = STR("mallory," NASTY),
        .title = STR("Bodies differ: " NASTY),
        .left = STR("same start " NASTY),
        .right = missing.body,
        .cost = STR(NASTY),
        .sides = {golden_side(a, "denied", STR(NASTY), &denied), golden_side(a, "absent", STR(NASTY), &missing)},
        .curl = STR("curl -d '" NASTY NASTY NASTY NASTY NASTY NASTY "'"),
        .seen = 1,
        .tried = 1,
    };
}

void golden_build_hostile(struct arena *a, struct result *r) {
    const struct finding findings[] = {build_finding(a)};
    const struct control controls[] = {
        {.id = STR("owner/" NASTY), .reason = STR(NASTY), .exchange = findings[0].sides[0].exchange},
    };
    const struct learned_noise noise[] = {{.scope = STR("header:" NASTY), .shape = STR(NASTY), .seen = 1}};
    const struct str not_judged[] = {STR(NASTY)};
    golden_begin(a, r);
    golden_set_checks(a, r, checks, GOLDEN_COUNT(checks));
    r->target = STR("http://" NASTY);
    r->options = STR("run --secret KEY=" GOLDEN_SECRET);
    r->controls = GOLDEN_COPY(a, struct control, controls);
    r->control_count = GOLDEN_COUNT(controls);
    r->findings = GOLDEN_COPY(a, struct finding, findings);
    r->finding_count = GOLDEN_COUNT(findings);
    r->noise = GOLDEN_COPY(a, struct learned_noise, noise);
    r->noise_count = GOLDEN_COUNT(noise);
    r->not_judged = GOLDEN_COPY(a, struct str, not_judged);
    r->not_judged_count = GOLDEN_COUNT(not_judged);
}
