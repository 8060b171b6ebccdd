/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of contrast.h. */
/* modules: campaign */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "contrast.h"
#include "rows.h"

#define DETAIL "{\"detail\":\"x\"}"

/* Reads the body's first character: m(alformed), i(nvalid), u(nknown), w(ell-formed); past its limits otherwise. */
static enum conformance_reading read_first(struct str body, struct arena *a, struct str *reason) {
    (void)a;
    if (reason)
        *reason = body.data[0] == 'w' ? STR("") : STR("a reason");
    switch (body.data[0]) {
    case 'm': return CONFORMANCE_MALFORMED;
    case 'i': return CONFORMANCE_INVALID;
    case 'u': return CONFORMANCE_UNKNOWN_METHOD;
    case 'w': return CONFORMANCE_WELL_FORMED;
    default: return CONFORMANCE_UNREAD;
    }
}

static const struct rpc_reference reference = {.read = read_first};
static const struct str methods[] = {STR("task/create"), STR("task/cancel")};
static const struct contrast_names names = {.methods = methods, .method_count = 2};
static const struct body_class cancel = {.number = 1, .is_known_method = true};

static struct contrast take(const char *body, int status, const char *answer, struct arena *a) {
    struct request request = {.body = str_from(body)};
    struct exchange x = {.request = &request, .status = status, .decoded = str_from(answer)};
    const struct exchange *const answers[] = {&x, &x};
    x.outcome = status > 0 ? OUTCOME_ANSWERED : OUTCOME_TIMEOUT;
    return contrast_take(&reference, &names, &cancel, answers, 2, a);
}

static void contrast__tells_alike_from_otherwise(void **state) {
    static const struct {
        const char *name, *body;
        int status;
        const char *answer;
        enum contrast_verdict want;
    } rows[] = {
        {"a refused malformed one", "m", 422, DETAIL, CONTRAST_ALIKE},
        {"a malformed one that is taken", "m", 404, DETAIL, CONTRAST_OTHERWISE},
        {"a refused invalid one", "i", 400, DETAIL, CONTRAST_ALIKE},
        {"an invalid one that runs", "i", 200, "{\"result\":{}}", CONTRAST_OTHERWISE},
        {"an unknown method, refused by its code", "u", 200, "{\"error\":{\"code\":-32601}}", CONTRAST_ALIKE},
        {"an unknown method, refused with 404", "u", 404, "{\"error\":{\"code\":-32601}}", CONTRAST_ALIKE},
        {"an unknown method that is looked up", "u", 404, DETAIL, CONTRAST_OTHERWISE},
        {"a well-formed one about nothing", "w", 404, DETAIL, CONTRAST_ALIKE},
        {"a well-formed one that is forbidden", "w", 403, DETAIL, CONTRAST_ALIKE},
        {"a well-formed one that fails behind authorization", "w", 200, "{\"error\":{\"code\":-32602}}",
         CONTRAST_ALIKE},
        {"a refused well-formed one", "w", 422, DETAIL, CONTRAST_OTHERWISE},
        {"a parse error in a batch", "w", 200, "[{\"error\":{\"code\":-32700}}]", CONTRAST_OTHERWISE},
        {"a code in a text", "w", 404, "{\"detail\":\"-32700\"}", CONTRAST_ALIKE},
        {"no answer", "w", 0, "", CONTRAST_UNDECIDED},
        {"no credential", "w", 401, DETAIL, CONTRAST_UNDECIDED},
        {"too large for this deployment", "w", 413, DETAIL, CONTRAST_UNDECIDED},
        {"too many requests", "w", 429, DETAIL, CONTRAST_UNDECIDED},
        {"a failure", "m", 500, DETAIL, CONTRAST_UNDECIDED},
        {"a gateway's page", "m", 403, "<html>", CONTRAST_UNDECIDED},
        {"past the reference's limits", "?", 404, DETAIL, CONTRAST_UNDECIDED},
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum contrast_verdict got = take(rows[i].body, rows[i].status, rows[i].answer, &a).verdict;
        if (got != rows[i].want)
            fail_msg("%s: %d, not %d", rows[i].name, (int)got, (int)rows[i].want);
    }
    arena_free(&a);
}

static void contrast__says_what_kind_it_is(void **state) {
    struct arena a = {0};
    (void)state;
    struct conformance_kind k = take("m", 404, DETAIL, &a).kind;
    row_str("malformed", conformance_reference_words(&k, &a), "malformed JSON: a reason");
    row_str("malformed, taken", conformance_target_words(&k, &a), "taken, 404");
    k = take("i", 403, DETAIL, &a).kind;
    row_str("invalid", conformance_reference_words(&k, &a), "task/cancel, invalid: a reason");
    k = take("w", 200, "{\"error\":{\"code\":-32600}}", &a).kind;
    row_str("well-formed", conformance_reference_words(&k, &a), "a well-formed task/cancel");
    row_str("well-formed, refused", conformance_target_words(&k, &a), "refused, 200 with code -32600");
    k = take("u", 404, DETAIL, &a).kind;
    assert_true(k.subject.len == 0 && k.reason.len == 0);
    arena_free(&a);
}

static void contrast__two_answers_that_disagree_decide_nothing(void **state) {
    struct arena a = {0};
    struct request request = {.body = STR("w")};
    struct exchange x = {.request = &request, .status = 404, .decoded = STR(DETAIL)}, y = x;
    const struct exchange *const answers[] = {&x, &y};
    (void)state;
    x.outcome = y.outcome = OUTCOME_ANSWERED;
    y.status = 422;
    assert_int_equal(contrast_take(&reference, &names, &cancel, answers, 2, &a).verdict, CONTRAST_UNDECIDED);
    y.status = 403;
    assert_int_equal(contrast_take(&reference, &names, &cancel, answers, 2, &a).verdict, CONTRAST_ALIKE);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(contrast__tells_alike_from_otherwise),
                                       cmocka_unit_test(contrast__says_what_kind_it_is),
                                       cmocka_unit_test(contrast__two_answers_that_disagree_decide_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
