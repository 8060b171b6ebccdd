/* SPDX-License-Identifier: Apache-2.0
 *
 * finding_lines: both answers of a finding for a person at a terminal, the difference marked. Internal to report; pure.
 */
#ifndef NONESUCH_FINDING_LINES_H
#define NONESUCH_FINDING_LINES_H

#include "draft.h"

/* One line each side, `indent` in front of it: its label, its status line, and what differs between ‹ and › (in colour:
 * shown inversely). A side without a label is left out. */
void finding_lines_sides(struct draft *d, const struct finding *f, const char *indent);

#endif
