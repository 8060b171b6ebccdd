/* SPDX-License-Identifier: Apache-2.0
 *
 * target_value: texts of a target file with ${env:X} and ${file:path} filled in. Not for other modules. */
#ifndef NONESUCH_TARGET_VALUE_H
#define NONESUCH_TARGET_VALUE_H

#include "loader.h"
#include "scenario.h"

struct target_loader {
    struct loader base;
    const struct scenario_inputs *inputs; /* may be NULL */
    struct target *target;
};

/* The filled text of a string value; STR_NONE for NULL. A path is relative to the target file, a line break at the
 * end of a file is cut. RC_CONFIG: the variable is not set, or there is another hole. RC_IO, RC_LIMIT: the file. */
MUST_USE enum rc target_text(const struct target_loader *t, const struct value *v, struct str *out);
/* The same for a member. */
MUST_USE enum rc target_member(const struct target_loader *t, const struct value *object, const char *key,
                               struct str *out);

#endif
