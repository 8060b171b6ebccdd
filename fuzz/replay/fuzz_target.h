/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_target: what a fuzz target is, whatever engine drives it. Each target defines LLVMFuzzerTestOneInput and states
 * its theorem with abort() or assert(); it may define LLVMFuzzerCustomMutator. */
#ifndef NONESUCH_FUZZ_TARGET_H
#define NONESUCH_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

/* One input. Returns 0. Must not keep `data`, must not exit, must give the same answer for the same bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Changes `size` bytes in place, up to `max_size`, and returns the new size. Optional. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

/* The engine's own mutator, for a custom one to call. In replay programs it changes nothing. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

#endif
