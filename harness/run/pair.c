/* SPDX-License-Identifier: Apache-2.0
 *
 * pair: a pack, a target and a plan for what is given; the rest is a run's. */
#include "pair.h"

#include "buf.h"
#include "checks.h"
#include "codec.h"
#include "judge.h"
#include "limits.h"
#include "probe.h"
#include "render.h"
#include "shape.h"

#define CALLER 0
#define OWNER 1
#define RESOURCE_HOLE "${resource.ref}"
#define WORD_BYTES_MIN 6     /* of a text whose like is unlikely to exist */
#define NUMBER_DIGITS_MIN 12 /* the same of a number: those are often counted up */
#define ID_BYTES_MAX 100

static bool has_hole(struct str s) {
    return str_contains(s, STR(PAIR_HOLE));
}

static bool pair_has_hole(const struct pair *p) {
    bool is_there = has_hole(p->path) || has_hole(p->body);
    for (size_t i = 0; i < p->header_count; i++) {
        is_there |= has_hole(p->headers[i].value);
    }
    return is_there;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Another text of its form may exist. */
static bool is_guessable(struct str s) {
    size_t words = 0, digits = 0;
    for (size_t i = 0; i < s.len; i++) {
        digits += is_digit(s.data[i]);
        words += shape_is_word(s.data[i]);
    }
    return words < WORD_BYTES_MIN || (digits == s.len && digits < NUMBER_DIGITS_MIN);
}

static enum rc check_request(const struct pair *p, struct fault *f) {
    if (pair_has_hole(p)) {
        return RC_OK;
    }
    ptrdiff_t open = str_find_char(p->path, '{', 0);
    ptrdiff_t close = open < 0 ? -1 : str_find_char(p->path, '}', (size_t)open);
    if (close > 0) {
        struct str other = str_sub(p->path, (size_t)open, (size_t)(close - open) + 1);
        return fault_set(f, RC_USAGE, "the slot is written " PAIR_HOLE ": '%.*s' is sent as it stands",
                         STR_ARG(str_sub(other, 0, 60)));
    }
    return fault_set(f, RC_USAGE,
                     "the request has no " PAIR_HOLE ": write it where the reference stands, in the path, a header or "
                     "the body, for example 'GET /tasks/" PAIR_HOLE "'");
}

static enum rc refuse_both(struct str reference, const char *one, const char *other, struct fault *f) {
    return fault_set(f, RC_USAGE, "'%.*s' is given as %s and as %s: what is one cannot be the other",
                     STR_ARG(str_sub(reference, 0, 80)), one, other);
}

static enum rc check_absents(const struct pair *p, struct str denied, struct fault *f) {
    bool is_made_alike = p->absent_count == 0;
    for (size_t i = 0; i < p->absent_count; i++) {
        const struct given_absent *a = &p->absents[i];
        is_made_alike |= !a->value.data && a->form == ABSENT_LIKE_PRESENT;
        if (a->value.data && a->value.len == 0) {
            return fault_set(f, RC_USAGE, "an absent reference is empty");
        }
        if (a->value.data && str_eq(a->value, denied)) {
            return refuse_both(denied, "denied", "absent", f);
        }
        if (a->value.data && p->control.data && str_eq(a->value, p->control)) {
            return refuse_both(p->control, "control", "absent", f);
        }
    }
    if (is_made_alike && is_guessable(denied)) {
        return fault_set(f, RC_USAGE,
                         "what looks like '%.*s' may well exist: name one that does not, with --absent VALUE",
                         STR_ARG(str_sub(denied, 0, 80)));
    }
    return RC_OK;
}

static enum rc check_denied(const struct pair *p, size_t index, struct fault *f) {
    struct str denied = p->denied[index];
    if (denied.len == 0) {
        return fault_set(f, RC_USAGE, "a denied reference is empty");
    }
    for (size_t i = 0; i < index; i++) {
        if (str_eq(p->denied[i], denied)) {
            return fault_set(f, RC_USAGE, "'%.*s' is given twice as denied", STR_ARG(str_sub(denied, 0, 80)));
        }
    }
    if (p->control.data && str_eq(denied, p->control)) {
        return refuse_both(denied, "denied", "control", f);
    }
    return check_absents(p, denied, f);
}

enum rc pair_check(const struct pair *p, struct fault *f) {
    enum rc rc = check_request(p, f);
    if (rc == RC_OK && p->denied_count == 0) {
        rc = fault_set(f, RC_USAGE, "no --denied: give a reference that exists and that the caller may not see");
    }
    for (size_t i = 0; rc == RC_OK && i < p->denied_count; i++) {
        rc = check_denied(p, i, f);
    }
    return rc;
}

/* The text as a template: its slot a hole, nothing else one. */
static struct str as_template(struct arena *a, struct str text) {
    struct str plain = str_replace(a, text, STR("$" PAIR_HOLE), STR(PAIR_HOLE));
    struct str escaped = str_replace(a, plain, STR("${"), STR("$${"));
    return str_replace(a, escaped, STR(PAIR_HOLE), STR(RESOURCE_HOLE));
}

static bool is_id_char(char c) {
    return shape_is_word(c) || c == '_' || c == '-';
}

/* "get.tasks.by_ref" of GET /tasks/{ref}. */
static struct str surface_id(struct arena *a, const struct pair *p) {
    struct str id = str_lower_ascii(a, p->method);
    struct str query = p->path;
    struct str path = str_cut(&query, '?');
    while (path.data) {
        struct str segment = str_cut(&path, '/');
        if (segment.len > 0 && !has_hole(segment)) {
            id = str_printf(a, "%.*s.%.*s", STR_ARG(id), STR_ARG(segment));
        }
    }
    id = str_sub(id, 0, ID_BYTES_MAX);
    char *out = str_cstr(a, str_printf(a, "%.*s.by_ref", STR_ARG(id)));
    for (size_t i = 0; out[i]; i++) {
        out[i] = is_id_char(out[i]) || out[i] == '.' ? out[i] : '_';
    }
    return str_from(out);
}

static void describe_surface(const struct pair *p, struct arena *a, struct surface *out) {
    struct value *headers = value_new_object(a);
    for (size_t i = 0; i < p->header_count; i++) {
        const struct header *h = &p->headers[i];
        if (secret_is_empty(h->secret)) {
            (void)value_add_member(a, headers, h->name, value_new_string(a, as_template(a, h->value)));
        }
    }
    bool is_reading = str_eq(p->method, STR("GET")) || str_eq(p->method, STR("HEAD"));
    *out = (struct surface){.id = surface_id(a, p),
                            .request = {.method = p->method, .path = as_template(a, p->path), .headers = headers},
                            .is_mutating = !is_reading,
                            .is_rpc = str_contains(p->body, STR("\"jsonrpc\"")),
                            .created_resource = NONE};
    out->request.text = p->has_body ? as_template(a, p->body) : STR_NONE;
}

static size_t take_credential(const struct pair *p, struct header *out) {
    size_t count = 0;
    for (size_t i = 0; i < p->header_count; i++) {
        if (!secret_is_empty(p->headers[i].secret)) {
            out[count++] = p->headers[i];
        }
    }
    return count;
}

void pair_describe(const struct pair *p, struct str base_url, struct arena *a, struct pack *pack,
                   struct target *target) {
    struct header *credential = ARENA_ARRAY(a, struct header, p->header_count);
    size_t header_count = take_credential(p, credential);
    struct principal *principals = ARENA_ARRAY(a, struct principal, 2);
    principals[CALLER] =
        (struct principal){.name = STR("caller"), .tenant = STR("caller"), .is_anonymous = header_count == 0};
    principals[OWNER] = (struct principal){.name = STR("owner"), .tenant = STR("owner")};
    struct field *field = ARENA_NEW(a, struct field);
    *field = (struct field){.name = STR("ref")};
    struct resource *resource = ARENA_NEW(a, struct resource);
    *resource = (struct resource){
        .name = STR("resource"), .type = STR("resource"), .parent = NONE, .fields = field, .field_count = 1};
    struct surface *surface = ARENA_NEW(a, struct surface);
    describe_surface(p, a, surface);
    *pack = (struct pack){.name = STR("probe"),
                          .title = STR("one pair from the command line"),
                          .absent_status = p->absent_status,
                          .denied_status = 403,
                          .unauthenticated_status = 401,
                          .principals = principals,
                          .principal_count = 2,
                          .owner = OWNER,
                          .resources = resource,
                          .resource_count = 1,
                          .surfaces = surface,
                          .surface_count = 1};
    struct credential *credentials = ARENA_ARRAY(a, struct credential, 2);
    credentials[CALLER] = (struct credential){.principal = CALLER,
                                              .headers = credential,
                                              .header_count = header_count,
                                              .subject = STR("caller"),
                                              .is_given = true};
    credentials[OWNER] = (struct credential){.principal = OWNER, .subject = STR("owner")};
    *target = (struct target){
        .base_url = base_url, .environment = ENVIRONMENT_PRODUCTION, .credentials = credentials, .credential_count = 2};
}

static struct fixture *fixture_of(struct engine *e, size_t owner, struct str reference) {
    struct fixture *x = ARENA_NEW(e->arena, struct fixture);
    *x = (struct fixture){.number = e->fixture_count, .owner = owner, .state = FIXTURE_MADE};
    x->values = ARENA_ARRAY(e->arena, struct str, 1);
    x->values[0] = reference;
    return x;
}

static struct family *family_of(struct engine *e, struct fixture *x) {
    struct family *family = ARENA_NEW(e->arena, struct family);
    *family = (struct family){.owner = x->owner};
    family->members = ARENA_ARRAY(e->arena, struct fixture *, 1);
    family->members[0] = x;
    return family;
}

/* Something that exists: whoever may not read it must not be told of it. */
static struct family *give(struct engine *e, size_t owner, struct str reference) {
    struct fixture *x = fixture_of(e, owner, reference);
    *e->fixtures_end = x;
    e->fixtures_end = &x->next;
    e->fixture_count++;
    return family_of(e, x);
}

static void plan_item(struct engine *e, const struct pair *p, size_t index) {
    const struct surface *s = e->pack->surfaces;
    struct str caller = e->pack->principals[CALLER].name;
    /* What is given cannot be made afresh: all of it counts as confirmation, beside absent references that are new. */
    e->items[index] =
        (struct item){.surface = s,
                      .variation = index == 0 ? STR("plain") : str_printf(e->arena, "denied_%zu", index + 1),
                      .principal = CALLER,
                      .victim = OWNER,
                      .expected = EXPECT_HIDDEN,
                      .is_comparing = true,
                      .is_given = true,
                      .denied = {give(e, OWNER, p->denied[index])},
                      .denied_count = 1,
                      .has_fresh = true,
                      .groups_least = p->groups,
                      .absents = p->absents,
                      .absent_count = p->absent_count,
                      .permission_check = NONE,
                      .calls_check = NONE};
    struct item *item = &e->items[index];
    item->check =
        checks_add(e, s, caller, item->variation, PROPERTY_NONDISCLOSURE, str_from(expected_name(item->expected)));
    item->reveal_check = index > 0 ? e->items[0].reveal_check
                                   : checks_add(e, s, caller, STR("plain"), PROPERTY_REVEAL, STR("nothing unreadable"));
}

static void plan(struct engine *e, const struct pair *p) {
    e->declared_count = 1;
    e->heartbeat_resource = NONE;
    e->homes = ARENA_ARRAY(e->arena, struct family *, e->pack->principal_count);
    e->is_alive = ARENA_ARRAY(e->arena, bool, e->pack->principal_count);
    e->is_alive[CALLER] = true;
    e->item_count = p->denied_count;
    e->items = ARENA_ARRAY(e->arena, struct item, e->item_count);
    struct family *control = p->control.data ? give(e, CALLER, p->control) : NULL;
    for (size_t i = 0; i < e->item_count; i++) {
        plan_item(e, p, i);
        e->requests_planned += 4 * p->groups;
    }
    e->items[0].reaching = control;
    e->requests_planned++;
}

/* A first request, to see that somebody answers at all: with the control, else with an absent reference. */
static enum rc knock(struct engine *e, const struct pair *p, struct fault *f) {
    struct item *first = &e->items[0];
    struct str absent = render_absent(e, e->pack->resources->fields, p->denied[0]);
    if (p->absent_count > 0 && p->absents[0].value.data) {
        absent = p->absents[0].value;
    }
    const struct family *family = first->reaching ? first->reaching : family_of(e, fixture_of(e, OWNER, absent));
    struct request *request = ARENA_NEW(e->arena, struct request);
    enum rc rc = probe_request(e, first->surface, CALLER, family, request, f);
    struct sequence sequence = {.requests = request, .count = 1};
    struct exchange *answer;
    rc = rc == RC_OK ? probe_ask(e, &sequence, 1, &answer, f) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    if (answer->outcome != OUTCOME_ANSWERED && answer->outcome != OUTCOME_SKIPPED) {
        return fault_set(f, RC_NET, "%.*s gives no answer (%s): start the deployment, or correct URL and time limits",
                         STR_ARG(e->target->base_url), outcome_name(answer->outcome));
    }
    /* One control is enough for all, and a second one may not be there any more. */
    for (size_t i = 0; first->reaching && i < e->item_count; i++) {
        e->items[i].reaching = first->reaching;
        e->items[i].reached = answer;
    }
    return RC_OK;
}

/* Counts of what was answered, in the order in which it was met. */
struct tally_line {
    struct str text;
    size_t count;
};

struct answer_tally {
    struct tally_line *lines;
    size_t count, capacity;
};

static struct str answer_text(struct arena *a, const struct exchange *x) {
    if (x->outcome != OUTCOME_ANSWERED) {
        return str_from(outcome_name(x->outcome));
    }
    const char *blank = x->reason.len > 0 ? " " : "";
    return codec_printable(a, str_printf(a, "%d%s%.*s", x->status, blank, STR_ARG(x->reason)));
}

static void count_answer(struct engine *e, struct answer_tally *t, const struct exchange *x) {
    struct str text = answer_text(e->arena, x);
    for (size_t i = 0; i < t->count; i++) {
        if (str_eq(t->lines[i].text, text)) {
            t->lines[i].count++;
            return;
        }
    }
    if (t->count < t->capacity) {
        t->lines[t->count++] = (struct tally_line){.text = text, .count = 1};
    }
}

static struct str tally_text(struct engine *e, const struct answer_tally *t) {
    struct str text = t->count > 0 ? STR("") : STR("not asked");
    for (size_t i = 0; i < t->count; i++) {
        text = str_printf(e->arena, "%.*s%s%zu × %.*s", STR_ARG(text), i > 0 ? ", " : "", t->lines[i].count,
                          STR_ARG(t->lines[i].text));
    }
    return text;
}

static bool is_named_absent(const struct pair *p, struct str reference) {
    for (size_t i = 0; i < p->absent_count; i++) {
        if (p->absents[i].value.data && str_eq(p->absents[i].value, reference)) {
            return true;
        }
    }
    return false;
}

/* Which samples a line is about: those of one item's denied side, of one absent value, or of all made ones. */
struct line_of {
    const char *label;
    struct str shown;
    const struct item *denied; /* NULL: absent */
    struct str absent;         /* STR_NONE: made ones */
};

static bool is_of_line(const struct pair *p, const struct line_of *line, const struct item *item,
                       const struct sample *s) {
    if (line->denied) {
        return s->is_denied && item == line->denied;
    }
    return !s->is_denied &&
           (line->absent.data ? str_eq(s->reference, line->absent) : !is_named_absent(p, s->reference));
}

static void add_line(struct engine *e, const struct pair *p, const struct line_of *line, struct pair_answers *out) {
    struct tally_line lines[16];
    struct answer_tally t = {.lines = lines, .capacity = sizeof lines / sizeof *lines};
    for (size_t i = 0; i < e->item_count; i++) {
        for (size_t j = 0; j < e->items[i].sample_count; j++) {
            if (is_of_line(p, line, &e->items[i], &e->items[i].samples[j])) {
                count_answer(e, &t, e->items[i].samples[j].exchange);
            }
        }
    }
    out->items[out->count++] =
        (struct pair_answer){.label = line->label, .reference = line->shown, .text = tally_text(e, &t)};
}

static void add_control_line(struct engine *e, const struct pair *p, struct pair_answers *out) {
    struct tally_line line;
    struct answer_tally t = {.lines = &line, .capacity = 1};
    if (e->items[0].reached) {
        count_answer(e, &t, e->items[0].reached);
    }
    out->items[out->count++] =
        (struct pair_answer){.label = "control", .reference = p->control, .text = tally_text(e, &t)};
}

static struct str made_how(struct arena *a, const struct pair *p) {
    static const char *const names[] = {
        [ABSENT_LIKE_PRESENT] = "like the denied one", [ABSENT_UUID4] = "uuid4", [ABSENT_HEX24] = "hex24"};
    struct str text = p->absent_count == 0 ? str_from(names[ABSENT_LIKE_PRESENT]) : STR("");
    for (size_t i = 0; i < p->absent_count; i++) {
        const char *name = names[p->absents[i].form];
        if (!p->absents[i].value.data && !str_contains(text, str_from(name))) {
            text = str_printf(a, "%.*s%s%s", STR_ARG(text), text.len ? ", " : "", name);
        }
    }
    return text.len > 0 ? str_printf(a, "%.*s, new each time", STR_ARG(text)) : STR_NONE;
}

static struct pair_answers list_answers(struct engine *e, const struct pair *p) {
    struct pair_answers out = {.items =
                                   ARENA_ARRAY(e->arena, struct pair_answer, p->denied_count + p->absent_count + 2)};
    for (size_t i = 0; i < e->item_count; i++) {
        add_line(e, p, &(struct line_of){.label = "denied", .shown = p->denied[i], .denied = &e->items[i]}, &out);
    }
    struct str how = made_how(e->arena, p);
    if (how.data) {
        add_line(e, p, &(struct line_of){.label = "absent", .shown = how}, &out);
    }
    for (size_t i = 0; i < p->absent_count; i++) {
        struct str value = p->absents[i].value;
        if (value.data) {
            add_line(e, p, &(struct line_of){.label = "absent", .shown = value, .absent = value}, &out);
        }
    }
    if (p->control.data) {
        add_control_line(e, p, &out);
    }
    return out;
}

enum rc pair_execute(const struct run_setting *setting, const struct pair *p, struct arena *a, struct result *out,
                     struct pair_answers *answers, struct fault *f) {
    struct result result = {0};
    struct engine e;
    engine_init(&e, setting, a, &result);
    plan(&e, p);
    e.phase = "control";
    enum rc rc = knock(&e, p, f);
    rc = rc == RC_OK ? judge_items(&e, f) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    judge_reveal(&e);
    judge_count(&e);
    result.surfaces_exercised = 1;
    result.not_judged = ARENA_NEW(a, struct str);
    result.not_judged[result.not_judged_count++] =
        STR("time is not judged: no statement about how long a refusal takes");
    engine_close(&e);
    *answers = list_answers(&e, p);
    *out = result;
    return RC_OK;
}
