/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: waiver_load, waiver_apply, waiver_draft. The input is a waiver file. Properties: a waiver that
 * loads names a fingerprint or surface and kind, an owner, a reason and a day of the calendar; applied, only what
 * fails is waived, and each waiver is accounted for once; behind the last day of all nothing is waived; a draft for a
 * finding loads and waives it; a refusal names the file and has one printable sentence. */
/* modules: waiver */
/* mutator: json */
/* seeds: scenarios/refused */
#include <assert.h>

#include "codec.h"
#include "fuzz_target.h"
#include "waiver.h"

#define FINGERPRINT "0123456789abcdef"

static void check_refusal(enum rc rc, const struct fault *f, struct arena *a) {
    assert(rc == f->rc && f->file[0] == 'x' && f->text[0] != '\0');
    assert(str_eq(codec_printable(a, str_from(f->text)), str_from(f->text)));
}

static void check_waiver(const struct waiver *w) {
    assert((w->fingerprint.len == 16) != (w->surface.data && w->kind.len > 0));
    assert(w->owner.len > 0 && w->reason.len > 0 && waiver_is_day(w->expires));
}

/* One finding; returns whether it is waived. */
static bool apply(const struct waiver_list *list, struct str today, struct arena *a) {
    struct finding finding = {.fingerprint = STR(FINGERPRINT),
                              .kind = STR("status"),
                              .also = STR("body header"),
                              .surface = STR("get.tasks.by_id"),
                              .variation = STR("plain")};
    struct check checks[] = {{.verdict = VERDICT_FAIL, .surface = STR("get.tasks.by_id")},
                             {.verdict = VERDICT_PASS, .surface = STR("get.agents"), .finding = SIZE_MAX}};
    struct result r = {.checks = checks, .check_count = 2, .findings = &finding, .finding_count = 1};
    waiver_apply(list, today, a, &r);
    assert(checks[0].verdict == VERDICT_FAIL || checks[0].verdict == VERDICT_WAIVED);
    assert(checks[1].verdict == VERDICT_PASS && r.waiver_count == list->count);
    for (size_t i = 0; i < list->count; i++) {
        bool is_silent = r.waivers[i].text.len == 0;
        assert(is_silent == (r.waivers[i].state == WAIVER_USED) && r.waivers[i].findings <= 1);
        assert(r.waivers[i].state != WAIVER_USED || checks[0].verdict == VERDICT_WAIVED);
    }
    return checks[0].verdict == VERDICT_WAIVED;
}

static void check_draft(const struct waiver *by, struct arena *a) {
    struct finding finding = {.fingerprint = STR(FINGERPRINT),
                              .kind = STR("status"),
                              .also = STR("body header"),
                              .surface = STR("get.tasks.by_id"),
                              .title = by->reason};
    struct waiver_list list;
    struct str text;
    enum rc rc = waiver_draft(&finding, by, a, &text, NULL);
    assert(rc == RC_OK);
    rc = waiver_load(text, "x", a, &list, NULL);
    assert(rc == RC_OK && list.count == 1 && apply(&list, by->expires, a));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a = {0};
    struct waiver_list list;
    struct fault f = {0};
    enum rc rc = waiver_load(str_of((const char *)data, size), "x", &a, &list, &f);
    if (rc != RC_OK)
        check_refusal(rc, &f, &a);
    for (size_t i = 0; rc == RC_OK && i < list.count; i++) {
        check_waiver(&list.items[i]);
        check_draft(&list.items[i], &a);
    }
    if (rc == RC_OK) {
        (void)apply(&list, STR("2026-11-24"), &a);
        bool is_waived_for_ever = apply(&list, STR("9999-12-32"), &a);
        assert(!is_waived_for_ever);
    }
    arena_free(&a);
    return 0;
}
