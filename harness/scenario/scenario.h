/* SPDX-License-Identifier: Apache-2.0
 *
 * scenario: pack and target files to model values: load (shape, by the published schemas), check (meaning), expand
 * (one surface per slot). Reads no file itself but through `parse_file`, asks nothing of the network. */
#ifndef NONESUCH_SCENARIO_H
#define NONESUCH_SCENARIO_H

#include "pack.h"

/* What a caller may put in place of ${env:X} and ${file:path}, and --variable/--secret. */
struct scenario_inputs {
    const char *(*get_environment)(const char *name); /* NULL result: not set */
    const struct variable *variables;                 /* win over the target's own */
    size_t variable_count;
};

/* `text` is a pack (YAML or JSON) named `name` in messages. RC_CONFIG or RC_PARSE with file, line, column, pointer. */
MUST_USE enum rc scenario_load_pack(struct str text, const char *name, struct arena *a, struct pack *out,
                                    struct fault *f);

/* A target file for this pack. Values may hold ${env:X} and ${file:path}. RC_CONFIG, RC_PARSE, RC_IO (a file named
 * in it). */
MUST_USE enum rc scenario_load_target(struct str text, const char *name, const struct pack *pack,
                                      const struct scenario_inputs *inputs, struct arena *a, struct target *out,
                                      struct fault *f);

/* The packs in the program: "agentex" … NULL when there is none of that name. */
struct scenario_embedded {
    const char *name;
    struct str text;
};
const struct scenario_embedded *scenario_embedded_pack(struct str name);
size_t scenario_embedded_count(void);
const struct scenario_embedded *scenario_embedded_at(size_t index);

#endif
