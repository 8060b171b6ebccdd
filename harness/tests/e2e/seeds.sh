#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 1200
# labels: long
#
# Twenty seeds, no finding: what is conformant is never accused.
source "$SOURCE/harness/tests/e2e/common.bash"

for seed in $(seq 1 20); do
    expect_code 0 "$NONESUCH" run --no-progress --seed "$(printf '%x' $((seed * 2654435761)))"
    tail -n 1 out.txt
done
