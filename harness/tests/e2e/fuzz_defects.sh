#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 900
# labels: heavy
#
# Each defect of the lab that only made-up bodies bring out, and each of its parser, alone: see defects.py. (The one
# behind five checks: fuzz_chain.)
source "$SOURCE/harness/tests/e2e/common.bash"
python3 "$SOURCE/harness/tests/e2e/defects.py" "$NONESUCH" fuzz
