/* SPDX-License-Identifier: Apache-2.0
 *
 * rpc_reference: the seam to a reference parser of the RPC body. The campaign knows no contract: who starts it hands in
 * the parser of the one that the target should keep. */
#ifndef NONESUCH_RPC_REFERENCE_H
#define NONESUCH_RPC_REFERENCE_H

#include "conformance.h"

struct rpc_reference {
    /* Whether it knows a method. It speaks for a pack all of whose methods it knows. */
    bool (*knows)(struct str method);
    /* How it reads a body. With `reason`, the first thing that it misses, in words that no value of the body is part
     * of; empty of a well-formed one; in `a`. Called by several threads at once. */
    enum conformance_reading (*read)(struct str body, struct arena *a, struct str *reason);
};

#endif
