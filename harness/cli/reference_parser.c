/* SPDX-License-Identifier: Apache-2.0
 *
 * reference_parser: rpc.h, in the words of rpc_reference.h. */
#include "reference_parser.h"

#include "parse.h"
#include "rpc.h"

static bool knows(struct str method) {
    return rpc_method_from(method) != RPC_UNKNOWN;
}

static struct str before(struct str text, struct str mark) {
    ptrdiff_t at = str_find(text, mark, 0);
    return at < 0 ? text : str_sub(text, 0, (size_t)at);
}

#define DUPLICATE STR("duplicate key")

/* "expected a value" …; of a duplicate key without the key, which is the body's own. */
static struct str why_malformed(struct str body, struct arena *a) {
    struct fault f = {0};
    struct value *unused;
    if (parse_json(body, a, &unused, &f) == RC_OK) {
        return STR("");
    }
    return str_starts_with(str_from(f.text), DUPLICATE) ? DUPLICATE : str_copy(a, str_from(f.text));
}

static bool has_unknown_method(const struct value *body) {
    const struct value *method = value_get_c(body, "method");
    return value_is(method, VALUE_STRING) && rpc_method_from(value_string(method, STR(""))) == RPC_UNKNOWN;
}

static enum conformance_reading read_body(struct str body, struct arena *a, struct str *reason) {
    struct rpc_request request;
    struct value *root = NULL;
    struct str message = STR("");
    enum rc rc = parse_json(body, a, &root, NULL);
    if (rc == RC_LIMIT) {
        return CONFORMANCE_UNREAD;
    }
    if (rc != RC_OK) {
        if (reason) {
            *reason = why_malformed(body, a);
        }
        return CONFORMANCE_MALFORMED;
    }
    bool is_valid = rpc_validate(root, a, &request, &message) == RPC_VALID;
    if (reason) {
        *reason = before(message, STR("; "));
    }
    if (is_valid) {
        return CONFORMANCE_WELL_FORMED;
    }
    return has_unknown_method(root) ? CONFORMANCE_UNKNOWN_METHOD : CONFORMANCE_INVALID;
}

const struct rpc_reference reference_parser = {.knows = knows, .read = read_body};
