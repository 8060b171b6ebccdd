#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# Leaks hidden in what varies anyway, each at its surface alone and over several seeds: values whose classes overlap, and a
# counter that everything else under way moves too. (Where the run is that small no pool says how rare a header is, so the
# rare one is left to the whole pack.)
source "$SOURCE/harness/tests/e2e/common.bash"

defects=$SOURCE/harness/lab/reference/defects.def
sed -n 's/^DEFECT([A-Z_]*, "\(noise-[a-z-]*\)".*"nondisclosure", "\([^"]*\)").*/\1 \2/p' "$defects" |
    grep -v noise-rare-header >hidden.txt
[ "$(wc -l <hidden.txt)" -ge 5 ] || fail 'too few defects'
while read -r defect surface; do
    for seed in 1 2 3; do
        expect_code 1 "$NONESUCH" run -q --no-progress --lab-defect "$defect" --only "$surface" --seed $seed
    done
done <hidden.txt
