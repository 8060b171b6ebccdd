/* SPDX-License-Identifier: Apache-2.0
 *
 * options_parse: words to values. */
#include <assert.h>
#include <string.h>

#include "clock.h"
#include "options.h"
#include "url.h"

#define OPTION_MAX 96
#define SHOWN_BYTES 80
#define SHARDS_MAX 1000

struct parser {
    const struct options_input *input;
    struct arena *arena;
    struct options options;
    bool is_given[OPTION_MAX];
    struct str shown; /* the command line so far */
    struct fault *fault;
};

static void *member_of(struct parser *p, const struct option_spec *spec) {
    return (char *)&p->options + spec->at;
}

/* Room for one more element behind `count` in an array that only ever grew through this. */
static void *grow(struct arena *a, void *items, size_t count, size_t size) {
    if ((count & (count - 1)) != 0) {
        return items;
    }
    char *wider = arena_alloc(a, (count ? 2 * count : 1) * size, _Alignof(max_align_t));
    if (count > 0) {
        memcpy(wider, items, count * size);
    }
    return wider;
}

static void push_text(struct parser *p, struct text_list *list, struct str text) {
    list->items = grow(p->arena, list->items, list->count, sizeof *list->items);
    list->items[list->count++] = str_copy(p->arena, text);
}

const char *options_hint(struct arena *a, struct str word, const struct str *candidates, size_t count) {
    struct str near = str_nearest(word, candidates, count);
    return near.data ? arena_printf(a, " (did you mean '%.*s'?)", STR_ARG(near)) : "";
}

static enum rc refuse(struct parser *p, const struct option_spec *spec, struct str value, const char *wanted) {
    return fault_set(p->fault, RC_USAGE, "--%s: '%.*s' is not %s", spec->name, STR_ARG(str_sub(value, 0, SHOWN_BYTES)),
                     wanted);
}

static enum rc read_pair(struct parser *p, const struct option_spec *spec, struct str text) {
    struct pair_list *list = member_of(p, spec);
    struct str value = text;
    struct str name = str_trim(str_cut(&value, spec->separator));
    if (name.len == 0 || !value.data) {
        return fault_set(p->fault, RC_USAGE, "--%s takes %s", spec->name, spec->argument);
    }
    list->items = grow(p->arena, list->items, list->count, sizeof *list->items);
    value = spec->separator == ':' ? str_trim(value) : value;
    list->items[list->count++] =
        (struct variable){.name = str_copy(p->arena, name), .value = str_copy(p->arena, value)};
    return RC_OK;
}

static enum rc read_count(struct parser *p, const struct option_spec *spec, struct str text) {
    int64_t *out = member_of(p, spec);
    int64_t count;
    if (!str_to_int64(text, &count) || count < spec->least || count > spec->most) {
        return refuse(
            p, spec, text,
            arena_printf(p->arena, "a number from %lld to %lld", (long long)spec->least, (long long)spec->most));
    }
    *out = count;
    return RC_OK;
}

static enum rc read_duration(struct parser *p, const struct option_spec *spec, struct str text) {
    int64_t *out = member_of(p, spec);
    int64_t duration_ns;
    if (!clock_parse_duration(text, &duration_ns) || duration_ns == 0) {
        return refuse(p, spec, text, "a time with a unit, for example 500ms, 20s, 5m or 8h");
    }
    *out = duration_ns;
    return RC_OK;
}

static enum rc read_rate(struct parser *p, const struct option_spec *spec, struct str text) {
    int64_t *out = member_of(p, spec);
    int64_t rate;
    bool is_rate = str_ends_with(text, STR("/s")) && str_to_int64(str_sub(text, 0, text.len - 2), &rate) && rate > 0;
    if (!is_rate) {
        return refuse(p, spec, text, "a rate, for example 200/s");
    }
    *out = rate;
    return RC_OK;
}

static int hex_digit(char c) {
    const char *digits = "0123456789abcdef";
    char lower = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
    const char *found = lower ? strchr(digits, lower) : NULL;
    return found ? (int)(found - digits) : -1;
}

static enum rc read_seed(struct parser *p, const struct option_spec *spec, struct str text) {
    uint64_t seed = 0;
    bool is_seed = text.len > 0 && text.len <= 16;
    for (size_t i = 0; is_seed && i < text.len; i++) {
        int digit = hex_digit(text.data[i]);
        is_seed = digit >= 0;
        seed = is_seed ? seed << 4 | (uint64_t)digit : seed;
    }
    if (!is_seed) {
        return refuse(p, spec, text, "a seed: 1 to 16 hexadecimal digits");
    }
    p->options.seed = seed;
    p->options.seed_text = str_cstr(p->arena, text);
    return RC_OK;
}

/* "2/3" */
static enum rc read_shard(struct parser *p, const struct option_spec *spec, struct str text) {
    struct str rest = text;
    struct str index = str_cut(&rest, '/');
    int64_t i, n;
    bool is_shard = str_to_int64(index, &i) && str_to_int64(rest, &n) && n <= SHARDS_MAX && i >= 1 && i <= n;
    if (!is_shard) {
        return refuse(p, spec, text, "one of N shards, for example 1/3");
    }
    p->options.shard = (struct shard){.index = (size_t)i, .count = (size_t)n};
    return RC_OK;
}

static enum rc read_text(struct parser *p, const struct option_spec *spec, struct str text) {
    const char **out = member_of(p, spec);
    if (text.len == 0) {
        return fault_set(p->fault, RC_USAGE, "--%s takes %s, not nothing", spec->name, spec->argument);
    }
    *out = str_cstr(p->arena, text);
    return RC_OK;
}

static enum rc read_value(struct parser *p, const struct option_spec *spec, struct str text) {
    switch (spec->kind) {
    case OPTION_YES: *(enum choice *)member_of(p, spec) = CHOICE_YES; return RC_OK;
    case OPTION_NO: *(enum choice *)member_of(p, spec) = CHOICE_NO; return RC_OK;
    case OPTION_TEXT: return read_text(p, spec, text);
    case OPTION_TEXTS: push_text(p, member_of(p, spec), text); return RC_OK;
    case OPTION_PAIRS: return read_pair(p, spec, text);
    case OPTION_COUNT: return read_count(p, spec, text);
    case OPTION_DURATION: return read_duration(p, spec, text);
    case OPTION_RATE: return read_rate(p, spec, text);
    case OPTION_SEED: return read_seed(p, spec, text);
    case OPTION_SHARD: return read_shard(p, spec, text);
    }
    return RC_OK;
}

static bool is_switch(const struct option_spec *spec) {
    return spec->kind == OPTION_YES || spec->kind == OPTION_NO;
}

/* The command line as it may be shown. */
static bool is_plain_word(struct str word) {
    struct str plain = STR("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@,+%");
    for (size_t i = 0; i < word.len; i++) {
        if (str_find_char(plain, word.data[i], 0) < 0) {
            return false;
        }
    }
    return word.len > 0;
}

static void show_word(struct parser *p, struct str word) {
    struct str quoted = str_replace(p->arena, word, STR("'"), STR("'\\''"));
    p->shown = is_plain_word(word) ? str_printf(p->arena, "%.*s %.*s", STR_ARG(p->shown), STR_ARG(word))
                                   : str_printf(p->arena, "%.*s '%.*s'", STR_ARG(p->shown), STR_ARG(quoted));
}

static void show_option(struct parser *p, const struct option_spec *spec, struct str value) {
    show_word(p, str_printf(p->arena, "--%s", spec->name));
    if (is_switch(spec)) {
        return;
    }
    if (!spec->is_secret) {
        show_word(p, value);
        return;
    }
    struct str rest = value;
    struct str name = str_cut(&rest, spec->separator);
    show_word(p, spec->kind == OPTION_PAIRS ? str_printf(p->arena, "%.*s%c***", STR_ARG(name), spec->separator)
                                            : STR("***"));
}

static size_t find_long(struct str name) {
    size_t i = 0;
    while (i < option_count() && !str_eq(str_from(option_at(i)->name), name)) {
        i++;
    }
    return i;
}

static size_t find_letter(char letter) {
    size_t i = 0;
    while (i < option_count() && (letter == 0 || option_at(i)->letter != letter)) {
        i++;
    }
    return i;
}

static enum rc refuse_unknown(struct parser *p, struct str word, struct str name) {
    struct str candidates[OPTION_MAX];
    size_t count = 0;
    for (size_t i = 0; i < option_count(); i++) {
        if (option_at(i)->commands & p->input->command_bit) {
            candidates[count++] = str_from(option_at(i)->name);
        }
    }
    struct str near = str_nearest(name, candidates, count);
    if (near.data) {
        return fault_set(p->fault, RC_USAGE, "there is no option '%.*s' (did you mean '--%.*s'?)",
                         STR_ARG(str_sub(word, 0, SHOWN_BYTES)), STR_ARG(near));
    }
    return fault_set(p->fault, RC_USAGE, "there is no option '%.*s'", STR_ARG(str_sub(word, 0, SHOWN_BYTES)));
}

/* Checks that the command takes it, then reads and shows it. */
static enum rc take_option(struct parser *p, size_t index, struct str value) {
    const struct option_spec *spec = option_at(index);
    if (!(spec->commands & p->input->command_bit)) {
        return fault_set(p->fault, RC_USAGE, "`nonesuch %s` takes no --%s", p->input->command, spec->name);
    }
    p->is_given[index] = true;
    show_option(p, spec, value);
    return read_value(p, spec, value);
}

/* The value of a valued option: what stands behind it in the same word, or the next word. */
static enum rc next_value(struct parser *p, const struct option_spec *spec, struct str attached, int *at,
                          struct str *out) {
    if (attached.data) {
        *out = attached;
        return RC_OK;
    }
    if (*at + 1 >= p->input->count) {
        return fault_set(p->fault, RC_USAGE, "--%s wants %s behind it", spec->name, spec->argument);
    }
    *at += 1;
    *out = str_from(p->input->words[*at]);
    return RC_OK;
}

static enum rc read_long(struct parser *p, struct str word, int *at) {
    struct str value = str_from_index(word, 2);
    struct str name = str_cut(&value, '=');
    size_t index = find_long(name);
    if (index == option_count()) {
        return refuse_unknown(p, str_sub(word, 0, 2 + name.len), name);
    }
    const struct option_spec *spec = option_at(index);
    if (is_switch(spec)) {
        return value.data ? fault_set(p->fault, RC_USAGE, "--%s takes no value", spec->name)
                          : take_option(p, index, STR_NONE);
    }
    struct str given = STR_NONE;
    enum rc rc = next_value(p, spec, value, at, &given);
    return rc == RC_OK ? take_option(p, index, given) : rc;
}

/* "-kv", "-t FILE", "-tFILE". */
static enum rc read_letters(struct parser *p, struct str word, int *at) {
    for (size_t i = 1; i < word.len; i++) {
        size_t index = find_letter(word.data[i]);
        if (index == option_count()) {
            return refuse_unknown(p, str_printf(p->arena, "-%c", word.data[i]), STR_NONE);
        }
        struct str attached = i + 1 < word.len ? str_from_index(word, i + 1) : STR_NONE;
        bool has_value = !is_switch(option_at(index));
        struct str given = STR_NONE;
        enum rc rc = has_value ? next_value(p, option_at(index), attached, at, &given) : RC_OK;
        rc = rc == RC_OK ? take_option(p, index, given) : rc;
        if (rc != RC_OK || has_value) {
            return rc;
        }
    }
    return RC_OK;
}

static enum rc read_words(struct parser *p) {
    bool is_over = false; /* behind "--" everything is an argument */
    for (int i = 0; i < p->input->count; i++) {
        struct str word = str_from(p->input->words[i]);
        enum rc rc = RC_OK;
        if (!is_over && str_eq(word, STR("--"))) {
            is_over = true;
        } else if (!is_over && str_starts_with(word, STR("--"))) {
            rc = read_long(p, word, &i);
        } else if (!is_over && word.len > 1 && word.data[0] == '-') {
            rc = read_letters(p, word, &i);
        } else {
            show_word(p, word);
            push_text(p, &p->options.arguments, word);
        }
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static bool read_switch_text(struct str text, bool *out) {
    static const struct {
        const char *text;
        bool is_on;
    } words[] = {{"1", true},  {"true", true},   {"yes", true}, {"", false},
                 {"0", false}, {"false", false}, {"no", false}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq_ascii_case(text, str_from(words[i].text))) {
            *out = words[i].is_on;
            return true;
        }
    }
    return false;
}

static bool is_repeatable(const struct option_spec *spec) {
    return spec->kind == OPTION_TEXTS || spec->kind == OPTION_PAIRS;
}

static enum rc read_mirrored(struct parser *p, const struct option_spec *spec, struct str text) {
    bool is_on;
    if (is_switch(spec)) {
        if (!read_switch_text(text, &is_on)) {
            return fault_set(p->fault, RC_USAGE, "a switch is 1 or 0");
        }
        bool is_set = *(enum choice *)member_of(p, spec) != CHOICE_NONE;
        return is_on && !is_set ? read_value(p, spec, STR_NONE) : RC_OK;
    }
    if (!is_repeatable(spec)) {
        return text.len > 0 ? read_value(p, spec, text) : RC_OK;
    }
    while (text.data) {
        struct str line = str_trim(str_cut(&text, '\n'));
        enum rc rc = line.len > 0 ? read_value(p, spec, line) : RC_OK;
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static const char *variable_of(struct parser *p, const struct option_spec *spec) {
    struct str name = str_replace(p->arena, str_from(spec->name), STR("-"), STR("_"));
    return arena_printf(p->arena, "NONESUCH_%.*s", STR_ARG(str_upper_ascii(p->arena, name)));
}

static enum rc read_environment(struct parser *p) {
    for (size_t i = 0; p->input->get_environment && i < option_count(); i++) {
        const struct option_spec *spec = option_at(i);
        if (p->is_given[i] || !(spec->commands & p->input->command_bit)) {
            continue;
        }
        const char *variable = variable_of(p, spec);
        const char *text = p->input->get_environment(variable);
        struct fault found = {0};
        struct fault *caller = p->fault;
        p->fault = &found;
        enum rc rc = text ? read_mirrored(p, spec, str_from(text)) : RC_OK;
        p->fault = caller;
        if (rc != RC_OK) {
            return fault_set(caller, rc, "the variable %s: %s", variable, found.text);
        }
    }
    return RC_OK;
}

enum rc options_parse(const struct options_input *input, struct arena *a, struct options *out, struct fault *f) {
    assert(option_count() <= OPTION_MAX);
    struct parser p = {.input = input, .arena = a, .fault = f};
    p.shown = str_printf(a, "nonesuch %s", input->command);
    enum rc rc = read_words(&p);
    rc = rc == RC_OK ? read_environment(&p) : rc;
    if (rc == RC_OK && p.options.verbose == CHOICE_YES && p.options.quiet == CHOICE_YES) {
        rc = fault_set(f, RC_USAGE, "-v and -q exclude each other");
    }
    if (rc == RC_OK) {
        *out = p.options;
        out->command_line = p.shown;
    }
    return rc;
}

enum rc options_url(const char *option, struct str text, struct str *out, struct fault *f) {
    struct url parts;
    struct fault found = {0};
    if (url_parse(text, &parts, &found) != RC_OK) {
        return fault_set(f, RC_USAGE, "%s: %s", option, found.text);
    }
    while (str_ends_with(text, STR("/"))) {
        text.len--;
    }
    *out = text;
    return RC_OK;
}
