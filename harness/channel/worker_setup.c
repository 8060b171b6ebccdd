/* SPDX-License-Identifier: Apache-2.0
 *
 * worker_setup: to JSON and back. */
#include "worker_setup.h"

#include "emit.h"
#include "parse.h"

#define CHANNEL_SETUP_BYTES (4u << 20)

static void emit_dictionary(struct emit *e, const struct mutate_dictionary *d) {
    emit_member_int(e, "markers", (int64_t)d->marker_count);
    emit_member_int(e, "large", (int64_t)d->large_per_10000);
    emit_key(e, "methods");
    emit_array_begin(e);
    for (size_t i = 0; i < d->method_count; i++) {
        emit_string(e, d->methods[i]);
    }
    emit_array_end(e);
    emit_key(e, "seeds");
    emit_array_begin(e);
    for (size_t i = 0; i < d->seed_count; i++) {
        emit_object_begin(e);
        emit_member_int(e, "method", (int64_t)d->seeds[i].method);
        emit_member_string(e, "body", d->seeds[i].body);
        emit_object_end(e);
    }
    emit_array_end(e);
    emit_key(e, "examples");
    emit_array_begin(e);
    for (size_t i = 0; i < d->example_count; i++) {
        emit_object_begin(e);
        emit_member_int(e, "method", (int64_t)d->examples[i].method);
        emit_member_string(e, "name", d->examples[i].name);
        emit_member_string(e, "json", d->examples[i].json);
        emit_object_end(e);
    }
    emit_array_end(e);
}

struct str worker_setup_write(const struct worker_setup *setup, struct arena *a) {
    struct buf text;
    struct emit e;
    buf_init(&text, CHANNEL_SETUP_BYTES);
    emit_init(&e, &text, 0);
    emit_object_begin(&e);
    emit_member_string(&e, "seed", str_printf(a, "%llu", (unsigned long long)(setup->seed >> 1)));
    emit_member_string(&e, "corpus", setup->corpus);
    emit_dictionary(&e, &setup->dictionary);
    emit_object_end(&e);
    struct str out = str_copy(a, buf_str(&text));
    buf_free(&text);
    return out;
}

static void read_methods(const struct value *list, struct arena *a, struct mutate_dictionary *out) {
    struct str *methods = ARENA_ARRAY(a, struct str, list->count);
    for (size_t i = 0; i < list->count; i++) {
        methods[i] = value_string(list->items[i], STR(""));
    }
    out->methods = methods;
    out->method_count = list->count;
}

static size_t read_index(const struct value *v) {
    int64_t index = value_int(value_get_c(v, "method"), 0);
    return index < 0 ? 0 : (size_t)index;
}

static void read_seeds(const struct value *list, struct arena *a, struct mutate_dictionary *out) {
    struct mutate_seed *seeds = ARENA_ARRAY(a, struct mutate_seed, list->count);
    for (size_t i = 0; i < list->count; i++) {
        seeds[i] = (struct mutate_seed){.method = read_index(list->items[i]),
                                        .body = value_string(value_get_c(list->items[i], "body"), STR(""))};
    }
    out->seeds = seeds;
    out->seed_count = list->count;
}

static void read_examples(const struct value *list, struct arena *a, struct mutate_dictionary *out) {
    struct mutate_example *examples = ARENA_ARRAY(a, struct mutate_example, list->count);
    for (size_t i = 0; i < list->count; i++) {
        examples[i] = (struct mutate_example){.method = read_index(list->items[i]),
                                              .name = value_string(value_get_c(list->items[i], "name"), STR("")),
                                              .json = value_string(value_get_c(list->items[i], "json"), STR("null"))};
    }
    out->examples = examples;
    out->example_count = list->count;
}

enum rc worker_setup_read(struct str text, struct arena *a, struct worker_setup *out, struct fault *f) {
    struct value *root = NULL;
    enum rc rc = parse_json(text, a, &root, f);
    if (rc != RC_OK) {
        return rc;
    }
    const struct value *methods = value_get_c(root, "methods"), *seeds = value_get_c(root, "seeds");
    const struct value *examples = value_get_c(root, "examples");
    bool is_whole = value_is(methods, VALUE_ARRAY) && value_is(seeds, VALUE_ARRAY) && value_is(examples, VALUE_ARRAY);
    int64_t seed;
    if (!is_whole || seeds->count == 0 || !str_to_int64(value_string(value_get_c(root, "seed"), STR("")), &seed)) {
        return fault_set(f, RC_PARSE, "this is no set-up of a worker");
    }
    *out = (struct worker_setup){.seed = (uint64_t)seed, .corpus = value_string(value_get_c(root, "corpus"), STR(""))};
    read_methods(methods, a, &out->dictionary);
    read_seeds(seeds, a, &out->dictionary);
    read_examples(examples, a, &out->dictionary);
    out->dictionary.marker_count = (size_t)value_int(value_get_c(root, "markers"), 0);
    out->dictionary.large_per_10000 = (size_t)value_int(value_get_c(root, "large"), 0);
    return RC_OK;
}
