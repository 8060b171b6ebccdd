/* SPDX-License-Identifier: Apache-2.0
 *
 * observer: a log is read in pages, so that no answer meets the ceiling of bodies. */
#include "observer.h"

#include <inttypes.h>
#include <string.h>

#include "emit.h"
#include "parse.h"

#define PAGE_ENTRIES 2000 /* an entry may have half a kilobyte of text, and more in JSON */
#define FAULT_COUNT_MAX 1000000
#define WRITE_ENDPOINTS "grant", "revoke", "register", "deregister"
#define WRITES_FILTER "&endpoint=grant,revoke,register,deregister"

bool observer_is_present(const struct observer *o) {
    return o->transport && o->address.control.len > 0;
}

static struct str without_slash(struct str url) {
    return str_ends_with(url, STR("/")) ? str_sub(url, 0, url.len - 1) : url;
}

/* A request to the control API. `body` is STR_NONE for none. */
static struct request control_request(const struct observer *o, struct str method, struct str path, struct str body,
                                      struct arena *a) {
    struct header *authorization = ARENA_NEW(a, struct header);
    struct str token = secret_unwrap(o->address.token);
    authorization->name = STR("Authorization");
    authorization->secret = secret_wrap(str_printf(a, "Bearer %.*s", STR_ARG(token)));
    struct str base = without_slash(o->address.control);
    return (struct request){
        .method = method,
        .url = str_printf(a, "%.*s%.*s", STR_ARG(base), STR_ARG(path)),
        .headers = authorization,
        .header_count = 1,
        .body = body,
        .has_body = body.data != NULL,
    };
}

static enum rc check_answer(const struct observer *o, const struct exchange *x, struct fault *f) {
    struct str control = o->address.control;
    if (x->outcome == OUTCOME_TOO_LARGE) {
        return fault_set(f, RC_LIMIT, "the answer of the control API at %.*s is too large; read its log more often",
                         STR_ARG(control));
    }
    if (x->outcome != OUTCOME_ANSWERED) {
        return fault_set(f, RC_NET, "the control API at %.*s gave no complete answer (%s)", STR_ARG(control),
                         outcome_name(x->outcome));
    }
    if (x->status == 401 || x->status == 403) {
        return fault_set(f, RC_CONFIG, "the control API at %.*s refuses the token (%d); correct it in the target",
                         STR_ARG(control), x->status);
    }
    if (!exchange_is_success(x)) {
        return fault_set(f, RC_CONFIG,
                         "the control API at %.*s answers %.*s with %d; correct the address in the target",
                         STR_ARG(control), STR_ARG(x->request->method), x->status);
    }
    return RC_OK;
}

/* Sends each request as a sequence of its own, at once, and checks every answer. */
static enum rc ask(const struct observer *o, const struct request *requests, size_t count, struct arena *a,
                   struct exchange **out, struct fault *f) {
    struct sequence *sequences = ARENA_ARRAY(a, struct sequence, count);
    for (size_t i = 0; i < count; i++) {
        sequences[i] = (struct sequence){.requests = &requests[i], .count = 1};
    }
    enum rc rc = o->transport->exchange(o->transport->self, sequences, count, NULL, a, out, f);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        rc = check_answer(o, out[i], f);
    }
    return rc;
}

struct page {
    int64_t next;
    const struct value *entries; /* an array */
    size_t count;
};

/* Which entries: of these endpoints ("&endpoint=a,b", "" for all), from here on. */
struct wanted {
    const char *filter;
    int64_t since;
};

static enum rc read_page(const struct observer *o, struct wanted wanted, struct arena *a, struct page *out,
                         struct fault *f) {
    struct str path =
        str_printf(a, "/_nonesuch/log?since=%" PRId64 "&limit=%d%s", wanted.since, PAGE_ENTRIES, wanted.filter);
    struct request request = control_request(o, STR("GET"), path, STR_NONE, a);
    struct exchange *x = NULL;
    enum rc rc = ask(o, &request, 1, a, &x, f);
    if (rc != RC_OK) {
        return rc;
    }
    struct value *log = NULL;
    struct fault unread = {0};
    bool is_json = parse_json(x->decoded, a, &log, &unread) == RC_OK;
    const struct value *next = is_json ? value_get_c(log, "next") : NULL;
    const struct value *entries = is_json ? value_get_c(log, "entries") : NULL;
    if (!value_is(next, VALUE_INT) || !entries || !value_is(entries, VALUE_ARRAY)) {
        return fault_set(f, RC_CONFIG,
                         "what answers at %.*s/_nonesuch/log is not a control API: "
                         "{\"next\": number, \"entries\": [...]} was expected",
                         STR_ARG(without_slash(o->address.control)));
    }
    *out = (struct page){.next = value_int(next, 0), .entries = entries, .count = entries->count};
    return RC_OK;
}

enum rc observer_mark(const struct observer *o, struct arena *a, int64_t *next, struct fault *f) {
    struct page page = {0};
    enum rc rc = read_page(o, (struct wanted){"", INT64_MAX}, a, &page, f);
    if (rc != RC_OK) {
        return rc;
    }
    *next = page.next;
    return RC_OK;
}

static struct observation_entry entry_of(const struct value *v) {
    struct str endpoint = value_string(value_get_c(v, "endpoint"), STR_NONE);
    const struct value *parent = value_get_c(v, "parent");
    return (struct observation_entry){
        .seq = value_int(value_get_c(v, "seq"), 0),
        .endpoint = endpoint.data ? endpoint : value_string(value_get_c(v, "method"), STR_NONE),
        .principal = value_string(value_get_c(v, "principal"), STR_NONE),
        .type = value_string(value_get_c(v, "type"), STR_NONE),
        .selector = value_string(value_get_c(v, "selector"), STR_NONE),
        .operation = value_string(value_get_c(v, "operation"), STR_NONE),
        .parent_type = value_string(value_get_c(parent, "type"), STR_NONE),
        .parent = value_string(value_get_c(parent, "selector"), STR_NONE),
        .status = (int)value_int(value_get_c(v, "status"), 0),
        .value = v,
    };
}

struct str observation_text(const struct observation_entry *entry, struct arena *a) {
    return emit_to_str(a, entry->value);
}

struct entry_list {
    struct observation_entry *items;
    size_t count;
};

static void append_page(struct entry_list *list, const struct page *page, struct arena *a) {
    struct observation_entry *items = ARENA_ARRAY(a, struct observation_entry, list->count + page->count);
    if (list->count > 0) {
        memcpy(items, list->items, list->count * sizeof(*items));
    }
    for (size_t i = 0; i < page->count; i++) {
        items[list->count + i] = entry_of(value_at(page->entries, i));
    }
    list->items = items;
    list->count += page->count;
}

static enum rc read_all(const struct observer *o, struct wanted wanted, struct arena *a, struct entry_list *out,
                        struct fault *f) {
    bool has_more = true;
    while (has_more) {
        struct page page = {0};
        enum rc rc = read_page(o, wanted, a, &page, f);
        if (rc != RC_OK) {
            return rc;
        }
        append_page(out, &page, a);
        /* A server that does not count upwards is not asked for ever. */
        int64_t last = out->count > 0 ? out->items[out->count - 1].seq : wanted.since;
        has_more = page.count == PAGE_ENTRIES && last >= wanted.since && last < INT64_MAX;
        wanted.since = has_more ? last + 1 : wanted.since;
    }
    return RC_OK;
}

enum rc observer_read(const struct observer *o, int64_t since, struct arena *a, struct observation_entry **out,
                      size_t *count, struct fault *f) {
    struct entry_list list = {0};
    enum rc rc = read_all(o, (struct wanted){"", since}, a, &list, f);
    if (rc == RC_OK) {
        *out = list.items;
        *count = list.count;
    }
    return rc;
}

static bool is_write(const struct observation_entry *entry) {
    static const char *const writes[] = {WRITE_ENDPOINTS};
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
        if (str_ends_with(entry->endpoint, str_from(writes[i]))) {
            return true;
        }
    }
    return false;
}

enum rc observer_read_writes(const struct observer *o, int64_t since, struct arena *a, struct observation_entry **out,
                             size_t *count, struct fault *f) {
    struct entry_list list = {0};
    enum rc rc = read_all(o, (struct wanted){WRITES_FILTER, since}, a, &list, f);
    if (rc != RC_OK) {
        return rc;
    }
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (is_write(&list.items[i])) {
            list.items[kept++] = list.items[i];
        }
    }
    *out = list.items;
    *count = kept;
    return RC_OK;
}

static struct str grant_body(const struct observer_grant *grant, struct arena *a) {
    struct value *body = value_new_object(a);
    value_set(a, body, STR("principal"), value_new_string(a, grant->principal));
    value_set(a, body, STR("type"), value_new_string(a, grant->type));
    value_set(a, body, STR("selector"), value_new_string(a, grant->selector));
    value_set(a, body, STR("role"), value_new_string(a, grant->role));
    return emit_to_str(a, body);
}

enum rc observer_grant(const struct observer *o, const struct observer_grant *grants, size_t count, bool is_removal,
                       struct arena *a, struct fault *f) {
    struct str method = is_removal ? STR("DELETE") : STR("PUT");
    struct request *requests = ARENA_ARRAY(a, struct request, count);
    struct exchange **answers = ARENA_ARRAY(a, struct exchange *, count);
    for (size_t i = 0; i < count; i++) {
        requests[i] = control_request(o, method, STR("/_nonesuch/grants"), grant_body(&grants[i], a), a);
    }
    return ask(o, requests, count, a, answers, f);
}

static struct str fault_body(const struct observer_fault *fault, struct arena *a) {
    struct value *body = value_new_object(a);
    value_set(a, body, STR("endpoint"), value_new_string(a, fault->endpoint));
    value_set(a, body, STR("principal"), value_new_string(a, fault->principal));
    value_set(a, body, STR("kind"), value_new_string(a, str_from(fault->kind)));
    value_set(a, body, STR("count"), value_new_int(a, fault->count > 0 ? fault->count : FAULT_COUNT_MAX));
    value_set(a, body, STR("ttl_ms"), value_new_int(a, fault->ttl_ms));
    return emit_to_str(a, body);
}

enum rc observer_play_fault(const struct observer *o, const struct observer_fault *fault, struct arena *a,
                            struct fault *f) {
    struct request request = control_request(o, STR("POST"), STR("/_nonesuch/faults"), fault_body(fault, a), a);
    struct exchange *answer = NULL;
    return ask(o, &request, 1, a, &answer, f);
}

enum rc observer_clear_faults(const struct observer *o, struct arena *a, struct fault *f) {
    struct request request = control_request(o, STR("DELETE"), STR("/_nonesuch/faults"), STR_NONE, a);
    struct exchange *answer = NULL;
    return ask(o, &request, 1, a, &answer, f);
}
