/* SPDX-License-Identifier: Apache-2.0
 *
 * contrast: two readings, told apart. */
#include "contrast.h"

#include "parse.h"

enum taking { TAKING_UNKNOWN, TAKING_REFUSED, TAKING_TAKEN };

/* Those of other answers say nothing. */
static enum taking taking_of_status(int status) {
    switch (status) {
    case 400:
    case 415:
    case 422: return TAKING_REFUSED;
    case 403:
    case 404:
    case 409: return TAKING_TAKEN;
    default: return status >= 200 && status < 300 ? TAKING_TAKEN : TAKING_UNKNOWN;
    }
}

static bool is_json(struct str text) {
    struct str trimmed = str_trim(text);
    return str_starts_with(trimmed, STR("{")) || str_starts_with(trimmed, STR("["));
}

/* Of the answer, or of the first one in a batch of them; 0 without. */
static int64_t error_code(struct str text, struct arena *a) {
    struct value *root;
    /* All codes of JSON-RPC itself begin so: an answer without is not parsed. */
    if (!str_contains(text, STR("-32")) || parse_json(text, a, &root, NULL) != RC_OK) {
        return 0;
    }
    const struct value *first = value_is(root, VALUE_ARRAY) ? value_at(root, 0) : root;
    return value_int(value_get_c(value_get_c(first, "error"), "code"), 0);
}

static enum taking taking_of(const struct exchange *x, struct arena *a, int64_t *code) {
    enum taking taking = taking_of_status(x->status);
    *code = 0;
    if (x->outcome != OUTCOME_ANSWERED || x->status >= 500 || !is_json(x->decoded)) {
        return TAKING_UNKNOWN;
    }
    *code = error_code(x->decoded, a);
    bool is_refused = *code == -32700 || *code == -32600 || *code == -32601;
    return is_refused && taking != TAKING_UNKNOWN ? TAKING_REFUSED : taking;
}

static struct str subject_of(const struct contrast_names *names, const struct body_class *class) {
    static const char *const oddities[BODY_ODDITIES] = {
        [BODY_UNKNOWN_METHOD] = "an unknown method",
        [BODY_NO_METHOD] = "no method",
        [BODY_TWO_METHODS] = "two methods",
        [BODY_BATCH] = "a batch",
        [BODY_OTHER] = "no object",
        [BODY_NO_JSON] = "no JSON",
    };
    return class->is_known_method ? names->methods[class->number]
                                  : str_from(oddities[class->number - names->method_count]);
}

/* What is no JSON asks for nothing; a body of an unknown method is one whatever else is wrong with it. */
static struct conformance_kind kind_of(enum conformance_reading reading, const struct contrast_names *names,
                                       const struct body_class *class, struct str reason) {
    bool has_subject = reading == CONFORMANCE_INVALID || reading == CONFORMANCE_WELL_FORMED;
    bool has_reason = reading == CONFORMANCE_INVALID || reading == CONFORMANCE_MALFORMED;
    return (struct conformance_kind){.reading = reading,
                                     .subject = has_subject ? subject_of(names, class) : STR(""),
                                     .reason = has_reason ? reason : STR("")};
}

struct contrast contrast_take(const struct rpc_reference *reference, const struct contrast_names *names,
                              const struct body_class *class, const struct exchange *const *answers, size_t count,
                              struct arena *a) {
    int64_t code = 0, unused;
    enum taking taking = taking_of(answers[0], a, &code);
    for (size_t i = 1; i < count; i++) {
        taking = taking_of(answers[i], a, &unused) == taking ? taking : TAKING_UNKNOWN;
    }
    struct str body = answers[0]->request->body, reason = STR("");
    enum conformance_reading reading = taking == TAKING_UNKNOWN ? CONFORMANCE_UNREAD : reference->read(body, a, NULL);
    if (reading == CONFORMANCE_UNREAD) {
        return (struct contrast){.verdict = CONTRAST_UNDECIDED};
    }
    bool is_taken = taking == TAKING_TAKEN;
    if (is_taken == (reading == CONFORMANCE_WELL_FORMED)) {
        return (struct contrast){.verdict = CONTRAST_ALIKE};
    }
    (void)reference->read(body, a, &reason);
    struct contrast c = {.verdict = CONTRAST_OTHERWISE, .kind = kind_of(reading, names, class, reason)};
    c.kind.is_taken = is_taken;
    c.kind.status = answers[0]->status;
    c.kind.code = code;
    return c;
}
