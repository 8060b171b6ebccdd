/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of corpus: what stays in the queue of a long campaign. */
/* modules: campaign */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "corpus.h"
#include "file.h"
#include "rows.h"

#define CROWD 4000 /* files: from one more on the queue is looked through */

struct bench {
    struct arena arena;
    struct campaign campaign;
    unsigned char marks[CAMPAIGN_NEWS_MARKS];
};

static int start(void **state) {
    struct bench *b = calloc(1, sizeof *b);
    char *folder = str_cstr(&b->arena, STR("/tmp/nonesuch-corpus-XXXXXX"));
    assert_non_null(mkdtemp(folder));
    b->campaign =
        (struct campaign){.corpus = folder, .news_marks = b->marks, .opened_ns = clock_wall_ns() - 600 * NS_PER_S};
    assert_int_equal(pthread_mutex_init(&b->campaign.lock, NULL), 0);
    assert_int_equal(file_make_directories(corpus_queue(&b->campaign, &b->arena).data, NULL), RC_OK);
    *state = b;
    return 0;
}

static int stop(void **state) {
    struct bench *b = *state;
    b->campaign.is_corpus_ours = true;
    corpus_close(&b->campaign);
    (void)pthread_mutex_destroy(&b->campaign.lock);
    arena_free(&b->arena);
    free(b);
    return 0;
}

static const char *path_of(struct bench *b, const char *name) {
    return arena_printf(&b->arena, "%s/%s", corpus_queue(&b->campaign, &b->arena).data, name);
}

static void put(struct bench *b, const char *name, const char *body, int64_t age_ns) {
    int64_t at_ns = clock_wall_ns() - age_ns;
    const struct timespec at = {.tv_sec = (time_t)(at_ns / NS_PER_S), .tv_nsec = (long)(at_ns % NS_PER_S)};
    const struct timespec both[2] = {at, at};
    const char *path = path_of(b, name);
    assert_int_equal(file_write_atomic(path, str_from(body), /* is_private = */ false, NULL), RC_OK);
    assert_int_equal(utimensat(AT_FDCWD, path, both, 0), 0);
}

static void corpus_prune__keeps_what_brought_news(void **state) {
    struct bench *b = *state;
    static const struct {
        const char *name, *body;
        int64_t age_ns;
        bool has_news, stays;
    } rows[] = {
        {"news", "[1]", 120 * NS_PER_S, true, true},    {"shorter", "[]", 120 * NS_PER_S, false, false},
        {"fresh", "[2]", 5 * NS_PER_S, false, true},    {"of-an-earlier-campaign", "[3]", 3600 * NS_PER_S, false, true},
        {"seed-7", "[4]", 120 * NS_PER_S, false, true},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        put(b, rows[i].name, rows[i].body, rows[i].age_ns);
        if (rows[i].has_news)
            corpus_note_news(&b->campaign, str_from(rows[i].body));
    }
    corpus_prune(&b->campaign);
    assert_true(file_exists(path_of(b, "shorter"))); /* few files are no matter */
    for (size_t i = 0; i < CROWD; i++)
        put(b, arena_printf(&b->arena, "seed-%zu", 100 + i), "{}", 120 * NS_PER_S);
    corpus_prune(&b->campaign);
    for (size_t i = 0; i < ROWS(rows); i++)
        row_int(rows[i].name, file_exists(path_of(b, rows[i].name)), rows[i].stays);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(corpus_prune__keeps_what_brought_news, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
