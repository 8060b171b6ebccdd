#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 120
#
# A pack that forgets to say that a reference filters a list: both classes are answered with a success, which proves
# nothing, with the auth provider up or down. It is no finding, and no pass.
source "$SOURCE/harness/tests/e2e/common.bash"

sed 's/\(request: "GET \/tasks?agent_id=.*\), absent: empty }/\1 }/' "$SOURCE/scenarios/agentex/pack.yaml" >pack.yaml
! cmp -s pack.yaml "$SOURCE/scenarios/agentex/pack.yaml" || fail 'the pack says it elsewhere'
expect_code 4 "$NONESUCH" run --no-progress --only get.tasks.by_agent_id --report-json report.json pack.yaml
[ "$(field report.json 'len(r["findings"])')" = 0 ] || fail 'a finding'
[ "$(field report.json 'sum(c["verdict"] == "inconclusive" for c in r["checks"] if c["variation"].startswith("provider_"))')" -gt 0 ] ||
    fail 'no fault was played'
