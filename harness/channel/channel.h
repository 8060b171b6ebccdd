/* SPDX-License-Identifier: Apache-2.0
 *
 * channel: frames over a connected descriptor, between a campaign and its workers. A frame is one letter, four bytes of
 * length (little endian) and so many bytes. Blocking; one thread per end. */
#ifndef NONESUCH_CHANNEL_H
#define NONESUCH_CHANNEL_H

#include "buf.h"
#include "limits.h"

#define CHANNEL_DESCRIPTOR 3 /* the worker's end, inherited */
#define CHANNEL_BYTES LIMIT_MADE_UP_BYTES
#define CHANNEL_MESSAGE 0x8000u /* set in a number of a verdict that stands for the answer's first complaint */

enum channel_frame {
    CHANNEL_SETUP = 'S',   /* to the worker, first and once: worker_setup.h */
    CHANNEL_BODY = 'B',    /* from the worker: a body to send */
    CHANNEL_VERDICT = 'V', /* to the worker, for each body: what its answer showed, as 16-bit numbers, little endian */
};

/* Two connected descriptors that no other program inherits. RC_IO. */
MUST_USE enum rc channel_open(int ends[2], struct fault *f);

/* False: the other end is gone. */
bool channel_send(int descriptor, enum channel_frame type, struct str payload);

enum channel_state { CHANNEL_RECEIVED, CHANNEL_TIMEOUT, CHANNEL_CLOSED };

/* Waits at most `timeout_ms` (-1: for ever) for a frame to begin; `payload` is replaced. CHANNEL_CLOSED: the other end
 * is gone, or what it sends is no frame of at most CHANNEL_BYTES. */
enum channel_state channel_receive(int descriptor, int timeout_ms, enum channel_frame *type, struct buf *payload);

#endif
