/* SPDX-License-Identifier: Apache-2.0
 *
 * search_libfuzzer: libFuzzer (LLVM, compiler-rt) as the search. What it takes for coverage are the counters below,
 * which the campaign's verdicts set. Its own entry points have no context to hand over, hence the globals. */
#include <stdlib.h>
#include <string.h>

#include "messages.h"
#include "search.h"

extern int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
extern size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

#define RAW_PERCENT 10

/* Found by the engine by its section. */
__attribute__((section("__libfuzzer_extra_counters"), aligned(64), used)) static uint8_t counters[SEARCH_COUNTERS];

static struct {
    const struct worker_setup *setup;
    search_evaluate_fn evaluate;
    void *self;
    struct arena scratch;
    struct rng rng;
    struct messages messages;
} search;

static int run_one(const uint8_t *data, size_t size) {
    struct search_evaluation e = search.evaluate(search.self, str_of((const char *)data, size));
    for (size_t i = 0; i < e.count; i++) {
        counters[e.shown[i]] = 1;
    }
    if (e.message > 0) {
        messages_note(&search.messages, e.message, str_of((const char *)data, size), &search.rng);
    }
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed) {
    struct rng rng;
    rng_init(&rng, seed);
    if (size > 0 && rng_below(&rng, 100) < RAW_PERCENT) {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    arena_reset(&search.scratch);
    struct str other = rng_below(&rng, 100) < SEARCH_MESSAGE_PERCENT ? messages_draw(&search.messages, &rng) : STR_NONE;
    struct str old = str_copy(&search.scratch, other.data ? other : str_of((const char *)data, size));
    struct str body = mutate_body(&search.setup->dictionary, old, &rng, &search.scratch);
    if (body.len > max_size) {
        /* A large one is evaluated here: what goes through the engine stays small. */
        (void)search.evaluate(search.self, body);
        return size;
    }
    memcpy(data, body.data, body.len);
    return body.len;
}

void search_run(const struct worker_setup *setup, search_evaluate_fn evaluate, void *self) {
    search.setup = setup;
    search.evaluate = evaluate;
    search.self = self;
    rng_init(&search.rng, setup->seed);
    messages_init(&search.messages, MUTATE_BODY_BYTES);
    struct arena words = {0};
    char *arguments[] = {
        "nonesuch-fuzz-worker",
        arena_printf(&words, "-seed=%u", (unsigned)(setup->seed % 0x7fffffff + 1)),
        "-max_len=65536",
        "-len_control=0",
        "-reload=1",
        "-keep_seed=1",
        "-timeout=0",
        "-rss_limit_mb=0",
        "-malloc_limit_mb=0",
        "-detect_leaks=0",
        "-verbosity=0",
        "-report_slow_units=2147483647",
        arena_printf(&words, "-artifact_prefix=%.*s/", STR_ARG(setup->corpus)),
        "-handle_segv=0",
        str_cstr(&words, setup->corpus),
        NULL,
    };
    int count = (int)(sizeof arguments / sizeof *arguments) - 1;
    char **list = arguments;
    (void)LLVMFuzzerRunDriver(&count, &list, run_one);
}
