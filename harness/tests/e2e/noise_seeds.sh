#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 7200
# labels: long
#
# Each noise alone and all together on the whole pack, over ten seeds: what is harmless is never accused.
source "$SOURCE/harness/tests/e2e/common.bash"

"$NONESUCH" lab --list-noises | awk '{ print "--lab-noise " $1 }' >sets.txt
paste -s -d ' ' sets.txt >all.txt
cat all.txt >>sets.txt
while read -ra options; do
    for seed in $(seq 1 "${SEEDS:-10}"); do
        expect_code 0 "$NONESUCH" run -q --no-progress "${options[@]}" --seed "$(printf '%x' $((seed * 2654435761)))"
    done
    echo "${options[*]}: $(tail -n 1 out.txt)"
done <sets.txt
