/* SPDX-License-Identifier: Apache-2.0
 *
 * method_name: spellings of a method's name that a careless comparison takes for it: case, look-alikes of Unicode,
 * blanks, percent signs, path tricks. Pure. */
#ifndef NONESUCH_METHOD_NAME_H
#define NONESUCH_METHOD_NAME_H

#include "rng.h"
#include "str.h"

size_t method_name_spelling_count(void);

/* The content of the JSON string (escapes of JSON may stand in it: "\u0000"). It is another text than `name`, unless
 * the name has nothing that this spelling changes. Lives in `a`. */
struct str method_name_spell(struct str name, size_t spelling, struct arena *a);

/* "\u006d" for the character at a place that the rng chooses: by JSON the same string, whether name or key. */
struct str method_name_escape(struct str text, struct rng *r, struct arena *a);

#endif
