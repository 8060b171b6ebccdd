/* SPDX-License-Identifier: Apache-2.0
 *
 * schema: the subset of JSON Schema 2020-12 that the published schemas use: type (one or a list), properties, required,
 * additionalProperties (false or a schema), patternProperties is not used, items, enum, const, minItems, minimum,
 * maximum, minProperties, $ref to "#/$defs/...", oneOf (by the type of the value: the first alternative whose `type`
 * fits is used). An integer is a number without point and exponent. Other keywords are annotations. Pure. */
#ifndef NONESUCH_SCHEMA_H
#define NONESUCH_SCHEMA_H

#include "value.h"

/* RC_CONFIG at the first violation in document order (a missing key counts behind the keys that are there), with place
 * and pointer, saying what was expected and what stands there; an unknown key is answered with the nearest known one
 * ("did you mean"). */
MUST_USE enum rc schema_check(const struct value *schema, const struct value *document, struct fault *f);

#endif
