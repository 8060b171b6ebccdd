/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: observer_mark, observer_read, observer_read_writes, observer_grant, observer_play_fault. The input
 * is what a control API answers, a page a line; behind the last it answers `{}`. Properties: it is not asked again for
 * what it answered, and never for ever; what is read has the entries of all pages in order, each of which can be shown;
 * the writes are some of them; without a log there is a refusal in one sentence; a question to the API says what it was
 * made of. */
/* modules: observer */
/* mutator: json */
#include <assert.h>

#include "codec.h"
#include "fuzz_target.h"
#include "observer.h"
#include "parse.h"
#include "scripted_transport.h"

#define PAGES_MAX 8
#define SHOWN_MAX 50 /* of a full page of thousands */

struct provider {
    struct str pages; /* what is left of them */
    size_t asked, entries;
    struct str last_url;
};

static void answer(void *self, const struct request *request, struct arena *a, struct exchange *out) {
    struct provider *p = self;
    struct str page = p->asked < PAGES_MAX && p->pages.data ? str_cut(&p->pages, '\n') : STR("{}");
    struct value *log = NULL;
    assert(!str_eq(request->url, p->last_url));
    p->last_url = request->url;
    p->asked++;
    out->status = 200;
    out->body = out->decoded = page;
    if (parse_json(page, a, &log, NULL) == RC_OK && value_is(value_get_c(log, "entries"), VALUE_ARRAY))
        p->entries += value_get_c(log, "entries")->count;
}

struct reading {
    enum rc rc;
    struct observation_entry *entries;
    size_t count;
    struct provider provider;
    struct fault fault;
};

typedef enum rc (*read_fn)(const struct observer *o, int64_t since, struct arena *a, struct observation_entry **out,
                           size_t *count, struct fault *f);

static void read_with(read_fn read, struct str text, struct arena *a, struct reading *r) {
    *r = (struct reading){.provider = {.pages = text}};
    struct script script = {.answer = answer, .self = &r->provider};
    struct transport transport = scripted_transport(&script);
    struct observer o = {.transport = &transport,
                         .address = {.control = STR("http://control/"), .token = secret_wrap(STR("token"))}};
    assert(observer_is_present(&o));
    r->rc = read(&o, 1, a, &r->entries, &r->count, &r->fault);
    assert(r->provider.asked <= PAGES_MAX + 1 && r->rc == r->fault.rc);
}

static void check_entries(const struct reading *r, struct arena *a) {
    struct value *again = NULL;
    for (size_t i = 0; i < r->count && i < SHOWN_MAX; i++) {
        enum rc rc = parse_json(observation_text(&r->entries[i], a), a, &again, NULL);
        assert(rc == RC_OK && value_equal(again, r->entries[i].value));
    }
}

static void take(void *self, const struct request *request, struct arena *a, struct exchange *out) {
    struct value **body = self;
    enum rc rc = request->has_body ? parse_json(request->body, a, body, NULL) : RC_OK;
    assert(rc == RC_OK);
    out->status = request->has_body ? (int)value_int(value_get_c(*body, "count"), 200) : 204;
}

static bool says(const struct value *body, const char *key, struct str text) {
    struct str said = value_string(value_get_c(body, key), STR_NONE);
    return !codec_is_utf8(text) || str_eq(said, text);
}

/* What is asked of the provider says what was meant, whatever the words. */
static void check_asked(struct str text, struct arena *a) {
    struct value *body = NULL;
    struct script script = {.answer = take, .self = &body};
    struct transport transport = scripted_transport(&script);
    struct observer o = {.transport = &transport, .address = {.control = STR("http://control")}};
    struct str words[] = {str_sub(text, 0, 9), str_sub(text, 9, 9), str_sub(text, 18, 9), str_sub(text, 27, 99)};
    struct observer_grant grant = {words[0], words[1], words[2], words[3]};
    enum rc rc = observer_grant(&o, &grant, 1, text.len % 2, a, NULL);
    assert(rc == RC_OK && says(body, "principal", words[0]) && says(body, "type", words[1]));
    assert(says(body, "selector", words[2]) && says(body, "role", words[3]));
    struct observer_fault fault = {words[0], words[1], "503", 1000, (int64_t)(text.len % 1000)};
    struct fault f = {0};
    rc = observer_play_fault(&o, &fault, a, &f);
    assert((rc == RC_OK) == (fault.count / 100 == 2) && rc == f.rc);
    assert(says(body, "endpoint", words[0]) && says(body, "principal", words[1]));
    assert(observer_clear_faults(&o, a, NULL) == RC_OK);
}

static enum rc mark(const struct observer *o, int64_t since, struct arena *a, struct observation_entry **out,
                    size_t *count, struct fault *f) {
    int64_t next = since;
    (void)out;
    (void)count;
    return observer_mark(o, a, &next, f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct arena a = {0};
    struct reading all, writes, first;
    read_with(observer_read, text, &a, &all);
    read_with(observer_read_writes, text, &a, &writes);
    read_with(mark, text, &a, &first);
    assert(first.provider.asked == 1 && writes.rc == all.rc && (first.rc == RC_OK || all.rc != RC_OK));
    check_asked(text, &a);
    if (all.rc == RC_OK) {
        assert(all.count == all.provider.entries && writes.count <= all.count);
        check_entries(&all, &a);
        check_entries(&writes, &a);
    } else {
        assert(all.rc == RC_CONFIG && all.fault.text[0] != '\0');
        assert(str_eq(codec_printable(&a, str_from(all.fault.text)), str_from(all.fault.text)));
    }
    arena_free(&a);
    return 0;
}
