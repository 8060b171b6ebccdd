/* SPDX-License-Identifier: Apache-2.0
 *
 * read_exchange: request and response of a report's evidence. Internal to report. */
#ifndef NONESUCH_READ_EXCHANGE_H
#define NONESUCH_READ_EXCHANGE_H

#include "read_part.h"

/* Of the object that has `request` and `response`; NULL when it has no response. */
const struct exchange *read_exchange(const struct part *p);

#endif
