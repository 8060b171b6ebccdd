#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
#
# The main job against the embedded lab: exit 0, everything judged, reports that other people's validators take.
source "$SOURCE/harness/tests/e2e/common.bash"

expect_code 0 "$NONESUCH" run --report-json report.json --report-junit report.xml --secret unused=very-secret-value
expect_words ' 0 failed, 0 inconclusive' 'seed '
[ -z "$(ls ./*.journal 2>/dev/null)" ] || fail 'a journal was left'
! grep -qF very-secret-value report.json report.xml || fail 'a secret is in a report'

python3 - "$SOURCE/reports/schema/report-1.schema.json" report.json <<'END'
import json
import sys

from jsonschema import Draft202012Validator

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    report = json.load(file)
Draft202012Validator(schema).validate(report)
END
xmllint --noout --schema "$SOURCE/harness/tests/golden/junit-10.xsd" report.xml

[ "$(field report.json 'r["summary"]["verdict"]')" = pass ] || fail 'the verdict is another'
[ "$(field report.json 'r["ledger"]["fixtures_left"]')" = 0 ] || fail 'fixtures were left'
[ "$(field report.json 'r["summary"]["surfaces"]["declared"] - r["summary"]["surfaces"]["exercised"]')" = 0 ] ||
    fail 'a surface was not exercised'
field report.json 'r["run"]["options"]' | grep -qF "unused=***" || fail 'the command line is not in the report'

seed=$(field report.json 'r["run"]["seed"]')
expect_code 0 "$NONESUCH" run -q --seed "$seed" --report-json - --only 'get.tasks.*' --as mallory
python3 -c 'import json, sys; json.load(sys.stdin)' <out.txt || fail 'stdout is not the report alone'
expect_words "\"seed\": \"$seed\""
grep -q 'seed ' err.txt || fail 'the summary is not on stderr'

expect_code 0 "$NONESUCH" run -q --report-json /dev/null --only get.tasks.by_id
[ -c /dev/null ] || fail '/dev/null is no device any more'

# Operators tell a run from an attack: by its id in every User-Agent, and by a note of when it was and what it was about.
expect_code 0 "$NONESUCH" run -q --only get.tasks.by_id --report-json report.json --annotate note.json
[ "$(field note.json 'r["run"]')" = "$(field report.json 'r["run"]["id"]')" ] || fail 'the note is of another run'
field note.json 'r["source"]["user_agent"]' | grep -qF "(run $(field report.json 'r["run"]["id"]'))" || fail 'who asked'
[ "$(field note.json 'r["started"] < r["ended"] and r["scope"]["only"] == ["get.tasks.by_id"]')" = True ] || fail 'when, and what'
