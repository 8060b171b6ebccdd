/* SPDX-License-Identifier: Apache-2.0
 *
 * reference_parser: the lab's parser and validator of the RPC body as the reference of a fuzz campaign. Judge and lab
 * do not know each other: this is where one is handed to the other. Pure. */
#ifndef NONESUCH_REFERENCE_PARSER_H
#define NONESUCH_REFERENCE_PARSER_H

#include "rpc_reference.h"

extern const struct rpc_reference reference_parser;

#endif
