/* SPDX-License-Identifier: Apache-2.0
 *
 * stop_signal: SIGINT and SIGTERM. */
#ifndef NONESUCH_STOP_SIGNAL_H
#define NONESUCH_STOP_SIGNAL_H

#include <stdatomic.h>

/* From now on the first of them sets the flag, a second one ends the program at once. */
const atomic_bool *stop_signal_flag(void);

/* For a program that only waits. Hold before any thread is made; wait returns at the first of them, after which a
 * second one ends the program at once. */
void stop_signal_hold(void);
void stop_signal_wait(void);

#endif
