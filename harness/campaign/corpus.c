/* SPDX-License-Identifier: Apache-2.0
 *
 * corpus: files and folders. */
#include "corpus.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "envelope.h"
#include "file.h"
#include "hash.h"
#include "limits.h"
#include "parse.h"

#define FILES_MOST 4000            /* of the queue; from there on what no news came of is removed */
#define SETTLED_NS (60 * NS_PER_S) /* by then all workers have read it */
#define STATE "campaign.json"
#define CONFORMANCE "conformance" /* its member beside the sums */

static const char *path_of(struct arena *a, const struct campaign *c, const char *name) {
    return arena_printf(a, "%s/%s", c->corpus, name);
}

static enum rc make_temporary(struct campaign *c, struct arena *a, struct fault *f) {
    char *path = str_cstr(a, STR("/tmp/nonesuch-fuzz-XXXXXX"));
    if (!mkdtemp(path)) {
        return fault_set(f, RC_IO, "no folder for the corpus could be made in /tmp: %s; name one with --corpus",
                         strerror(errno));
    }
    c->corpus = path;
    c->is_corpus_ours = true;
    return RC_OK;
}

static enum rc read_state(struct campaign *c, struct arena *a, struct fault *f) {
    const char *path = path_of(a, c, STATE);
    struct str text;
    struct value *root;
    if (!file_exists(path)) {
        return RC_OK;
    }
    if (!c->options->is_resumed) {
        return fault_set(f, RC_USAGE, "%s holds an earlier campaign: go on with --resume, or name another folder",
                         c->corpus);
    }
    enum rc rc = file_read(path, LIMIT_DOCUMENT_BYTES, a, &text, f);
    rc = rc == RC_OK ? parse_json(text, a, &root, f) : rc;
    if (rc == RC_OK) {
        c->before = (struct campaign_record){.is_there = true,
                                             .tally = campaign_tally_read(root),
                                             .conformance = conformance_read(value_get_c(root, CONFORMANCE), a)};
    }
    return rc;
}

enum rc corpus_open(struct campaign *c, struct arena *a, struct fault *f) {
    c->corpus = c->options->corpus;
    c->opened_ns = clock_wall_ns();
    enum rc rc = c->corpus ? file_make_directories(c->corpus, f) : make_temporary(c, a, f);
    rc = rc == RC_OK ? file_make_directories(path_of(a, c, "queue"), f) : rc;
    if (rc == RC_OK && c->options->artifacts) {
        rc = file_make_directories(c->options->artifacts, f);
    }
    return rc == RC_OK ? read_state(c, a, f) : rc;
}

typedef void (*each_fn)(struct campaign *c, const char *path, void *self);

static void for_each(struct campaign *c, const char *name, each_fn act, void *self) {
    struct arena a = {0};
    const char *folder = path_of(&a, c, name);
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.') {
            act(c, arena_printf(&a, "%s/%s", folder, entry->d_name), self);
        }
    }
    if (dir) {
        (void)closedir(dir);
    }
    arena_free(&a);
}

static void remove_file(struct campaign *c, const char *path, void *self) {
    (void)c;
    (void)self;
    (void)unlink(path);
}

bool corpus_is_kept(const struct campaign *c) {
    return c->corpus && !c->is_corpus_ours;
}

void corpus_close(struct campaign *c) {
    if (!c->is_corpus_ours) {
        return;
    }
    struct arena a = {0};
    for_each(c, "queue", remove_file, NULL);
    (void)rmdir(path_of(&a, c, "queue"));
    (void)rmdir(c->corpus);
    arena_free(&a);
}

struct str corpus_queue(const struct campaign *c, struct arena *a) {
    return str_from(path_of(a, c, "queue"));
}

void corpus_save(struct campaign *c) {
    if (!corpus_is_kept(c)) {
        return;
    }
    struct arena a = {0};
    struct campaign_record mine = campaign_sum_up(c, &a), all = campaign_add(&c->before, &mine, &a);
    struct buf text;
    struct emit e;
    buf_init(&text, LIMIT_DOCUMENT_BYTES);
    emit_init(&e, &text, 2);
    emit_object_begin(&e);
    campaign_tally_members(&all.tally, &e);
    emit_key(&e, CONFORMANCE);
    conformance_emit(&all.conformance, &e);
    emit_object_end(&e);
    (void)buf_append_char(&text, '\n');
    (void)!file_write_atomic(path_of(&a, c, STATE), buf_str(&text), /* is_private = */ false, NULL);
    buf_free(&text);
    arena_free(&a);
}

static void mark_of(struct str body, size_t *byte, unsigned char *bit) {
    uint64_t hash = hash_fnv1a(body);
    *byte = (size_t)(hash % CAMPAIGN_NEWS_MARKS);
    *bit = (unsigned char)(1u << (hash >> 61));
}

void corpus_note_news(struct campaign *c, struct str body) {
    size_t byte;
    unsigned char bit;
    mark_of(body, &byte, &bit);
    c->news_marks[byte] |= bit;
}

static void count_file(struct campaign *c, const char *path, void *self) {
    (void)c;
    (void)path;
    (*(size_t *)self)++;
}

/* Of this campaign, no seed, and not of the last minute. */
static bool is_settled(const struct campaign *c, const char *path) {
    struct stat st;
    bool is_seed = str_starts_with(str_from(strrchr(path, '/') + 1), STR("seed-"));
    if (is_seed || stat(path, &st) != 0) {
        return false;
    }
    int64_t written_ns = (int64_t)st.st_mtim.tv_sec * NS_PER_S + st.st_mtim.tv_nsec;
    return written_ns >= c->opened_ns && clock_wall_ns() - written_ns > SETTLED_NS;
}

static void remove_without_news(struct campaign *c, const char *path, void *self) {
    (void)self;
    struct arena a = {0};
    struct str body;
    if (is_settled(c, path) && file_read(path, CHANNEL_BYTES, &a, &body, NULL) == RC_OK) {
        size_t byte;
        unsigned char bit;
        mark_of(body, &byte, &bit);
        pthread_mutex_lock(&c->lock);
        bool has_news = (c->news_marks[byte] & bit) != 0;
        pthread_mutex_unlock(&c->lock);
        if (!has_news) {
            (void)unlink(path);
        }
    }
    arena_free(&a);
}

void corpus_prune(struct campaign *c) {
    size_t count = 0;
    for_each(c, "queue", count_file, &count);
    if (count > FILES_MOST) {
        for_each(c, "queue", remove_without_news, NULL);
    }
}

/* "…/0f3c.gzip": behind the dot. Without one, or with a name that is not known, it is the plain one. */
static size_t envelope_of(const char *path) {
    struct str rest = str_from(strrchr(path, '/') + 1);
    (void)str_cut(&rest, '.');
    return envelope_find(rest);
}

static void recall_finding(struct campaign *c, const char *path, void *self) {
    (void)self;
    static const enum oracle oracles[] = {ORACLE_DIFFERENCE, ORACLE_METHOD, ORACLE_ROBUST, ORACLE_REVEAL};
    struct arena a = {0};
    struct str body;
    bool is_read = file_read(path, CHANNEL_BYTES, &a, &body, NULL) == RC_OK;
    size_t envelope = envelope_of(path);
    bool may_send = is_read && campaign_may_send(c, body.len, envelope) &&
                    (c->options->may_frame || !envelope_is_framing(envelope));
    for (size_t i = 0; may_send && i < sizeof oracles / sizeof *oracles; i++) {
        uint64_t signature = hash_fnv1a(body) + ORACLE_COUNT * envelope + i;
        (void)suspects_add(&c->suspects, oracles[i], signature, body, envelope);
    }
    arena_free(&a);
}

void corpus_recall(struct campaign *c) {
    struct arena a = {0};
    for (size_t i = 0; i < c->view.seed_count; i++) {
        const char *name = arena_printf(&a, "queue/seed-%zu", i);
        (void)!file_write_atomic(path_of(&a, c, name), c->view.seeds[i].body, /* is_private = */ false, NULL);
    }
    arena_free(&a);
    for_each(c, "findings", recall_finding, NULL);
}
