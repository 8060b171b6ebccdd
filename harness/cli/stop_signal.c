/* SPDX-License-Identifier: Apache-2.0
 *
 * stop_signal: the flag is a global because a handler has nothing else. */
#include "stop_signal.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

static atomic_bool is_stopped;

static void on_signal(int number) {
    if (atomic_exchange(&is_stopped, true)) {
        (void)signal(number, SIG_DFL);
        (void)raise(number);
    }
}

const atomic_bool *stop_signal_flag(void) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    return &is_stopped;
}

static sigset_t stop_set(void) {
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    return set;
}

void stop_signal_hold(void) {
    sigset_t set = stop_set();
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void stop_signal_wait(void) {
    sigset_t set = stop_set();
    int number;
    (void)sigwait(&set, &number);
    (void)pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}
