#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 1200
# labels: heavy
#
# Half of the lab's defects, each on the surfaces that it names: see defects.py.
source "$SOURCE/harness/tests/e2e/common.bash"
python3 "$SOURCE/harness/tests/e2e/defects.py" "$NONESUCH" only 1/2
