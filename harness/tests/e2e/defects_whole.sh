#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 7200
# labels: long
#
# Each defect of the lab alone on the whole pack: see defects.py. SHARD=I/N takes every N-th, from the I-th on.
source "$SOURCE/harness/tests/e2e/common.bash"
python3 "$SOURCE/harness/tests/e2e/defects.py" "$NONESUCH" whole "${SHARD:-1/1}"
