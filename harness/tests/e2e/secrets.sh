#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 120
#
# Secrets that the target hands out are in no report, though the answers that hold them are: keys that a viewer mints on somebody
# else's agent, kept raw.
source "$SOURCE/harness/tests/e2e/common.bash"

expect_code 1 "$NONESUCH" run --no-progress --lab-defect operation-key-read --raw-evidence \
    --only '{post.agent_api_keys*,flow.*}' --report-json r.json --report-ndjson r.ndjson --report-junit r.xml \
    --report-html r.html --report-sarif r.sarif --report-markdown r.md --report-tap r.tap --report-har r.har --curl r.txt
cp out.txt r.console

# The answers are there, with what is no secret; the lab's keys begin with ak_.
for report in r.json r.har; do
    grep -qF 'api_key\":\"***\"' $report || fail "$report: no answer that hands out a key"
    grep -qF 'api_key_type\":\"external\"' $report || fail "$report: the rest of the answer is gone"
done
! grep -lE 'ak_[0-9a-f]{8}' r.* || fail 'a key is in a report'

# Read back and written again, it is not there either.
expect_code 0 "$NONESUCH" report r.json -q --report-html again.html --report-har again.har --curl again.txt
! grep -lE 'ak_[0-9a-f]{8}' again.* || fail 'a key came back'

# Without --raw-evidence, a success is its type, length and hash.
expect_code 1 "$NONESUCH" run -q --no-progress --lab-defect operation-key-read --only 'post.agent_api_keys.by_agent_id' \
    --as victor --report-json withheld.json
! grep -qF 'api_key\":' withheld.json || fail 'the body of a success is in the report'
field withheld.json '[side["response"]["body"] for f in r["findings"] for side in f["evidence"]]' | grep -q sha256 ||
    fail 'no hash stands for the body'

# A secret under a name that tells nothing is one when the pack says so: here the id of a task.
sed 's/^\( *\)create: { rpc: task\/create.*/&\n\1secret: [id]/' "$SOURCE/scenarios/agentex/pack.yaml" >secret.yaml
for pack in agentex secret.yaml; do
    expect_code 1 "$NONESUCH" run -q --no-progress --lab-defect status-403-by-id --only get.tasks.by_id --as mallory \
        --variations none --report-json tasks.json "$pack"
    field tasks.json '[side["reference"] for f in r["findings"] for side in f["evidence"] if side["label"] == "denied"]' >>told.txt
done
grep -qE "^\['[0-9a-f]{8}-" told.txt && grep -qF "['***" told.txt || { cat told.txt; fail 'what the pack calls secret'; }
