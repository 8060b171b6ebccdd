#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 900
# labels: long
#
# What is hidden behind five checks, one behind the other, is found within 500 000 requests: each check has words of its
# own, and the search goes on from there.
source "$SOURCE/harness/tests/e2e/common.bash"

expect_code 1 "$NONESUCH" fuzz --no-progress --lab-defect fuzz-chain --seed "${SEED:-5}" --max-failures 1 \
    --max-requests 500000 --report-json report.json
[ "$(field report.json 'r["findings"][0]["surface"].startswith("rpc.message_send")')" = True ] ||
    fail 'a finding elsewhere'
echo "$(field report.json 'r["ledger"]["requests"]') requests"
