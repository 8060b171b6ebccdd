#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 1200
# labels: heavy
#
# Half of the lab's defects, in batches that touch disjoint surfaces, on the whole pack: see defects.py.
source "$SOURCE/harness/tests/e2e/common.bash"
python3 "$SOURCE/harness/tests/e2e/defects.py" "$NONESUCH" batches 1/2
