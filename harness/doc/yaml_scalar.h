/* SPDX-License-Identifier: Apache-2.0
 *
 * yaml_scalar: what a plain scalar means in the YAML 1.2 core schema (10.3.2). Only doc uses it. Pure. */
#ifndef NONESUCH_YAML_SCALAR_H
#define NONESUCH_YAML_SCALAR_H

#include "value.h"

/* Fills kind and content of `v` (a string borrows `text`) and returns NULL; or says why the number that stands there is
 * refused. */
const char *yaml_scalar_resolve(struct str text, struct value *v);

#endif
