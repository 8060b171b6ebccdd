#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
#
# The coverage gate: the shipped pack leaves no gap against the whole of AgentEx; a route or a slot more is a gap that
# ends with exit 4 (2 without sending), unless the pack says why it is left alone.
source "$SOURCE/harness/tests/e2e/common.bash"

golden=$SOURCE/harness/tests/golden/agentex.openapi.yaml
pack=$SOURCE/scenarios/agentex/pack.yaml
few=(--only get.tasks.by_id --as mallory --variations none -q)

# add LINES: the document with more paths.
add() {
    awk -v lines="$1" '{ print } /^paths:/ { print lines }' "$golden" >more.yaml
}

expect_code 0 "$NONESUCH" check "$pack" --openapi "$golden"
expect_words 'pack.yaml: ok (agentex: ' ' slots of ' ' out of scope)'
expect_code 0 "$NONESUCH" check --openapi "$golden"
expect_code 0 "$NONESUCH" run "${few[@]}" --openapi "$golden" --report-json report.json
[ "$(field report.json 'r["summary"]["coverage"]["gaps"]')" = 0 ] || fail 'gaps in the report'
[ "$(field report.json 'r["summary"]["coverage"]["slots_covered"] > 70')" = True ] || fail 'few slots are covered'
[ "$(field report.json '[c["passed"] for c in r["controls"] if c["id"] == "coverage"]')" = '[True]' ] || fail 'no control'

python3 - "$SOURCE/reports/schema/report-1.schema.json" report.json <<'END'
import json
import sys

from jsonschema import Draft202012Validator

schema, report = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
Draft202012Validator(schema).validate(report)
END

expect_code 0 "$NONESUCH" run "${few[@]}" --report-json report.json
[ "$(field report.json '"coverage" in r["summary"]')" = False ] || fail 'coverage without a document'
[ "$(field report.json 'any("--openapi" in s for s in r["not_judged"])')" = True ] || fail 'silent about coverage'

add '  /tasks/{task_id}/secrets: { get: { parameters: [{ name: task_id, in: path }, { name: owner_id, in: query }] } }'
expect_code 4 "$NONESUCH" run --only get.tasks.by_id --as mallory --variations none --openapi more.yaml --report-json report.json
expect_words 'control failed: coverage/GET /tasks/{task_id}/secrets' 'out_of_scope'
[ "$(field report.json 'r["summary"]["verdict"], r["summary"]["coverage"]["gaps"]')" = "('inconclusive', 1)" ] || fail 'verdict'
expect_code 4 "$NONESUCH" run "${few[@]}" --openapi more.yaml --allow-inconclusive=unstable,dropped
expect_code 0 "$NONESUCH" plan --only get.tasks.by_id --as mallory --openapi more.yaml
expect_words 'not planned: the document declares GET /tasks/{task_id}/secrets'
expect_code 2 "$NONESUCH" check "$pack" --openapi more.yaml
expect_words 'more.yaml#/paths/~1tasks~1{task_id}~1secrets/get: route_not_in_pack' 'leaves 1 gap'

cp "$pack" excused.yaml
printf '  - { route: "GET /tasks/{task_id}/secrets", reason: nobody has them }\n' >>excused.yaml
expect_code 0 "$NONESUCH" check excused.yaml --openapi more.yaml
expect_code 0 "$NONESUCH" run excused.yaml "${few[@]}" --openapi more.yaml
expect_code 2 "$NONESUCH" check excused.yaml --openapi "$golden"
expect_words 'excused.yaml:' 'stale_out_of_scope' 'remove the entry'

sed 's/^    Reason: { type: .*/    Reason: { type: object, properties: { reason: {}, cancelled_by: {} } }/' "$golden" >more.yaml
expect_code 2 "$NONESUCH" check "$pack" --openapi more.yaml
expect_words 'slot_not_in_pack' 'body.cancelled_by of POST /tasks/{task_id}/cancel'

printf 'openapi: 3.1.0\npaths: { /x: { get: { parameters: [{ $ref: "other.yaml#/P" }] } } }\n' >broken.yaml
for command in run plan check; do
    expect_code 2 "$NONESUCH" $command --openapi broken.yaml
    expect_words 'broken.yaml:2:' '/paths/~1x/get/parameters/0' 'leads out of the document'
    expect_code 2 "$NONESUCH" $command --openapi absent.yaml
    expect_words 'absent.yaml' 'No such file'
done
printf '{"openapi": "3.0.3",' >broken.json
expect_code 2 "$NONESUCH" run --openapi broken.json
expect_words 'broken.json:1:'

echo 'coverage is a gate'
