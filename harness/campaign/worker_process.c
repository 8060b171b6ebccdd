/* SPDX-License-Identifier: Apache-2.0
 *
 * worker_process: posix_spawn and a pair of sockets. */
#include "worker_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"

#define NAME "nonesuch-fuzz-worker"
#define PATH_BYTES 4096
#define PATIENCE_NS (200 * NS_PER_MS)
#define POLL_NS (2 * NS_PER_MS)

const char *worker_process_program(struct arena *a) {
    char path[PATH_BYTES];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    if (len <= 0) {
        return NAME;
    }
    path[len] = '\0';
    const char *slash = strrchr(path, '/');
    return arena_printf(a, "%.*s/%s", slash ? (int)(slash - path) : 0, path, NAME);
}

static int spawn(pid_t *id, const char *program, int end) {
    static char name[] = NAME;
    char *const arguments[] = {name, NULL}, *const environment[] = {NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawnattr_init(&attributes);
    (void)sigemptyset(&none);
    (void)posix_spawnattr_setsigmask(&attributes, &none);
    /* A group of its own: the terminal's Ctrl-C is for the campaign alone. */
    (void)posix_spawnattr_setpgroup(&attributes, 0);
    (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    (void)posix_spawn_file_actions_adddup2(&actions, end, CHANNEL_DESCRIPTOR);
    for (int descriptor = 0; descriptor < 3; descriptor++) {
        (void)posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0);
    }
    int failure = posix_spawn(id, program, &actions, &attributes, arguments, environment);
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)posix_spawnattr_destroy(&attributes);
    return failure;
}

enum rc worker_process_start(struct worker_process *w, const char *program, struct str setup, struct fault *f) {
    int ends[2];
    *w = (struct worker_process){.channel = -1};
    enum rc rc = channel_open(ends, f);
    if (rc != RC_OK) {
        return rc;
    }
    int failure = spawn(&w->id, program, ends[1]);
    (void)close(ends[1]);
    w->channel = ends[0];
    if (failure != 0) {
        w->id = 0;
        worker_process_stop(w);
        return fault_set(f, RC_IO, "%s cannot be started: %s; it belongs beside the program nonesuch", program,
                         strerror(failure));
    }
    if (!channel_send(w->channel, CHANNEL_SETUP, setup)) {
        worker_process_stop(w);
        return fault_set(f, RC_IO, "%s ended at once", program);
    }
    return RC_OK;
}

static bool has_ended(pid_t id) {
    int status;
    return waitpid(id, &status, WNOHANG) != 0;
}

void worker_process_stop(struct worker_process *w) {
    if (w->channel >= 0) {
        (void)close(w->channel);
    }
    int64_t end_ns = clock_monotonic_ns() + PATIENCE_NS;
    bool is_there = w->id > 0;
    while (is_there && !has_ended(w->id)) {
        if (clock_monotonic_ns() > end_ns) {
            int status;
            (void)kill(w->id, SIGKILL);
            (void)waitpid(w->id, &status, 0);
            break;
        }
        clock_sleep_ns(POLL_NS);
    }
    *w = (struct worker_process){.channel = -1};
}
