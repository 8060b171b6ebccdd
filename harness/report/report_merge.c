/* SPDX-License-Identifier: Apache-2.0
 *
 * report_merge: shards to one result. */
#include "report_merge.h"

#include "merge_campaign.h"
#include "merge_lists.h"

/* What may differ from shard to shard. */
static const struct {
    const char *name;
    bool has_value;
} private_options[] = {
    {"--shard", true},  {"--seed", true},      {"--journal", true},   {"--verbose", false},
    {"--quiet", false}, {"--corpus", true},    {"--artifacts", true}, {"--resume", false},
    {"--color", false}, {"--no-color", false}, {"--progress", false}, {"--no-progress", false},
#define FORMAT(symbol, name, option, help) {"--" option, true},
#include "formats.def"
#undef FORMAT
};

/* Cuts the next word of a quoted command line, its quotes included. */
static struct str next_word(struct str *rest) {
    size_t end = 0;
    bool is_quoted = false;
    while (end < rest->len && (is_quoted || rest->data[end] != ' ')) {
        bool is_escape = !is_quoted && rest->data[end] == '\\' && end + 1 < rest->len;
        is_quoted ^= rest->data[end] == '\'';
        end += is_escape ? 2 : 1;
    }
    struct str word = str_sub(*rest, 0, end);
    *rest = str_from_index(*rest, end + (end < rest->len));
    return word;
}

struct str merge_options(struct str command_line, struct arena *a) {
    struct str kept = STR(""), rest = command_line;
    while (rest.len > 0) {
        struct str word = next_word(&rest);
        size_t i = 0, count = sizeof(private_options) / sizeof(private_options[0]);
        while (i < count && !str_eq(word, str_from(private_options[i].name)))
            i++;
        if (i == count)
            kept = str_printf(a, "%.*s%s%.*s", STR_ARG(kept), kept.len ? " " : "", STR_ARG(word));
        else if (private_options[i].has_value)
            (void)next_word(&rest);
    }
    return kept;
}

static enum rc differ(const struct merge_part *a, const struct merge_part *b, const char *what, struct fault *f) {
    return fault_set(f, RC_USAGE, "%s and %s are shards of different runs: their %s differ", a->name, b->name, what);
}

/* Each run against the embedded lab has a port of its own. */
static bool is_same_target(const struct result *x, const struct result *y) {
    bool is_same_place = x->is_lab ? y->is_lab : !y->is_lab && str_eq(x->target, y->target);
    return str_eq(x->environment, y->environment) && is_same_place;
}

static enum rc check_alike(const struct merge_part *first, const struct merge_part *other, struct arena *a,
                           struct fault *f) {
    const struct result *x = &first->result, *y = &other->result;
    const struct {
        const char *what;
        bool is_same;
    } rules[] = {
        {"packs", str_eq(x->pack, y->pack)},
        {"targets", is_same_target(x, y)},
        {"versions of nonesuch", str_eq(x->tool_version, y->tool_version)},
        {"options", str_eq(merge_options(x->options, a), merge_options(y->options, a))},
        {"numbers of shards", x->shard.count == y->shard.count},
        {"commands (run and fuzz)", x->campaign.is_there == y->campaign.is_there},
        {"plans", x->shard.checks_planned == y->shard.checks_planned},
        {"baselines", x->has_baseline == y->has_baseline},
    };
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        if (!rules[i].is_same)
            return differ(first, other, rules[i].what, f);
    }
    return RC_OK;
}

/* Each of 1 to the number of shards stands there once. */
static enum rc check_whole(const struct merge_part *parts, size_t count, struct arena *a, struct fault *f) {
    size_t wanted = parts[0].result.shard.count;
    struct str missing = STR("");
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (parts[j].result.shard.index == parts[i].result.shard.index)
                return fault_set(f, RC_USAGE, "%s and %s are both shard %zu of %zu", parts[j].name, parts[i].name,
                                 parts[i].result.shard.index, wanted);
        }
    }
    if (count == wanted)
        return RC_OK;
    for (size_t index = 1; index <= wanted && missing.len < 200; index++) {
        bool is_there = false;
        for (size_t i = 0; i < count; i++)
            is_there |= parts[i].result.shard.index == index;
        if (!is_there)
            missing = str_printf(a, "%.*s%s%zu/%zu", STR_ARG(missing), missing.len ? ", " : "", index, wanted);
    }
    return fault_set(f, RC_USAGE, "shards are missing: %.*s", STR_ARG(missing));
}

static enum rc check_parts(const struct merge_part *parts, size_t count, struct arena *a, struct fault *f) {
    if (count == 0)
        return fault_set(f, RC_USAGE, "there is nothing to merge");
    for (size_t i = 0; i < count; i++) {
        if (parts[i].result.shard.count == 0)
            return fault_set(f, RC_USAGE, "%s is the report of a whole run, not of a shard", parts[i].name);
        enum rc rc = check_alike(&parts[0], &parts[i], a, f);
        if (rc != RC_OK)
            return rc;
    }
    return check_whole(parts, count, a, f);
}

/* "a+b"; once where they are all the same. */
static struct str join(struct str joined, struct str text, struct arena *a) {
    if (joined.len == 0 || str_eq(joined, text))
        return text;
    return str_printf(a, "%.*s+%.*s", STR_ARG(joined), STR_ARG(text));
}

static void add_head(struct result *out, const struct result *r, struct arena *a) {
    bool is_earlier = out->started.len == 0 || str_cmp(r->started, out->started) < 0;
    out->run_id = join(out->run_id, r->run_id, a);
    out->seed = join(out->seed, r->seed, a);
    out->started = is_earlier ? r->started : out->started;
    out->duration_ns = r->duration_ns > out->duration_ns ? r->duration_ns : out->duration_ns;
    out->was_stopped |= r->was_stopped;
    out->surfaces_declared += r->surfaces_declared;
    out->surfaces_exercised += r->surfaces_exercised;
}

static void add_ledger(struct ledger *out, const struct ledger *l) {
    out->requests += l->requests;
    out->dropped += l->dropped;
    out->resent += l->resent;
    out->groups += l->groups;
    out->groups_void += l->groups_void;
    out->fixtures_made += l->fixtures_made;
    out->fixtures_deleted += l->fixtures_deleted;
    out->fixtures_left += l->fixtures_left;
    out->answers_scanned += l->answers_scanned;
    for (size_t i = 0; i < sizeof(out->by_status_class) / sizeof(out->by_status_class[0]); i++)
        out->by_status_class[i] += l->by_status_class[i];
}

enum rc report_merge(const struct merge_part *parts, size_t count, struct arena *a, struct result *out,
                     struct fault *f) {
    enum rc rc = check_parts(parts, count, a, f);
    if (rc != RC_OK)
        return rc;
    const struct result *first = &parts[0].result;
    struct result r = {.tool_version = first->tool_version,
                       .target = first->target,
                       .environment = first->environment,
                       .is_lab = first->is_lab,
                       .pack = first->pack,
                       .pack_title = first->pack_title,
                       .options = merge_options(first->options, a),
                       .coverage = first->coverage,
                       .has_baseline = first->has_baseline};
    for (size_t i = 0; i < count; i++) {
        add_head(&r, &parts[i].result, a);
        add_ledger(&r.ledger, &parts[i].result.ledger);
    }
    if (first->campaign.is_there) {
        merge_campaigns(parts, count, a, &r);
    } else {
        rc = merge_findings(parts, count, a, &r, f);
        rc = rc == RC_OK ? merge_checks(parts, count, a, &r, f) : rc;
    }
    if (rc != RC_OK)
        return rc;
    merge_controls(parts, count, a, &r);
    merge_noise(parts, count, a, &r);
    merge_sentences(parts, count, a, &r);
    merge_waivers(parts, count, a, &r);
    merge_fixed(parts, count, a, &r);
    *out = r;
    return RC_OK;
}
