#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
#
# A waiver's whole life: drafted from a finding, accepted, not enough, not needed any more, expired. Then the same finding against
# a baseline: known, new, fixed.
source "$SOURCE/harness/tests/e2e/common.bash"

few=(--no-progress --only '{get.tasks.by_id,get.tasks.by_name}' --as mallory --variations none)
leak=(--lab-defect status-403-by-name)

expect_code 1 "$NONESUCH" run "${few[@]}" "${leak[@]}" --report-json found.json
fingerprint=$(field found.json 'r["findings"][0]["fingerprint"]')

# Drafted.
draft=("$NONESUCH" report waive found.json "$fingerprint")
expect_code 2 "${draft[@]}" --expires 2999-12-31
expect_words '--owner'
expect_code 2 "${draft[@]}" --owner payments
expect_words '--expires YYYY-MM-DD'
expect_code 2 "$NONESUCH" report waive found.json 0123456789abcdef --owner payments --expires 2999-12-31
expect_words "no finding '0123456789abcdef'"
expect_code 0 "${draft[@]}" --owner payments --expires 2999-12-31
cp out.txt unsaid.yaml
expect_code 2 "$NONESUCH" check unsaid.yaml
expect_words 'unsaid.yaml:' 'reason' 'say something here'
expect_code 0 "${draft[@]}" --owner payments --expires 2999-12-31 --reason 'mended in June' --issue https://issues.example/7
cp out.txt waivers.yaml
expect_code 0 "$NONESUCH" check waivers.yaml
expect_words 'waivers.yaml: ok (1 waiver)'

# Accepted.
expect_code 0 "$NONESUCH" run "${few[@]}" "${leak[@]}" --waivers waivers.yaml --report-json waived.json --report-junit waived.xml
expect_words '(waived)' ' 0 failed' ' waived in '
[ "$(field waived.json 'r["summary"]["verdict"], r["summary"]["failed"]')" = "('pass', 0)" ] || fail 'the run is not passed'
[ "$(field waived.json 'r["waivers"][0]["state"], r["waivers"][0]["findings"]')" = "('used', 1)" ] || fail 'not used'
field waived.json '[c["reason"] for c in r["checks"] if c["verdict"] == "waived"]' |
    grep -qF 'waived by payments until 2999-12-31: mended in June (https://issues.example/7)' || fail 'no reason'
grep -q '<skipped' waived.xml || fail 'JUnit does not skip it'

# Not enough: the finding shows more than is named.
sed '/also:/d' waivers.yaml >narrow.yaml
expect_code 1 "$NONESUCH" run "${few[@]}" "${leak[@]}" --waivers narrow.yaml --report-json narrow.json
expect_words 'waiver insufficient: ' 'of payments is not enough'
field narrow.json '[c["reason"] for c in r["checks"] if c["verdict"] == "fail"]' |
    grep -qF 'does not cover that it also shows: body' || fail 'nothing says what is not covered'

# By surface and kind.
cat >globs.yaml <<'END'
- { surface: "get.tasks.*", kind: status, also: [body, header, framing], owner: a, reason: b, expires: 2999-12-31 }
END
expect_code 0 "$NONESUCH" run "${few[@]}" "${leak[@]}" --waivers globs.yaml -q

# Not needed any more.
expect_code 0 "$NONESUCH" run "${few[@]}" --waivers waivers.yaml --report-json clean.json
expect_words "waiver unused: $fingerprint" 'not needed'
[ "$(field clean.json 'r["waivers"][0]["state"]')" = unused ] || fail 'not unused'

# Expired.
sed 's/2999-12-31/2020-01-31/' waivers.yaml >expired.yaml
expect_code 0 "$NONESUCH" check expired.yaml
expect_words 'expired.yaml: ok (1 waiver, 1 expired)'
expect_code 1 "$NONESUCH" run "${few[@]}" "${leak[@]}" --waivers expired.yaml --report-json expired.json
expect_words "waiver expired: $fingerprint: the waiver of payments expired on 2020-01-31"
field expired.json '[c["reason"] for c in r["checks"] if c["verdict"] == "fail"]' |
    grep -qF 'of payments expired on 2020-01-31' || fail 'the check does not say it'

# Refused before anything is sent.
printf -- '- { surface: x, kind: statsu, owner: a, reason: b, expires: 2999-12-31 }\n' >wrong.yaml
expect_code 2 "$NONESUCH" run "${few[@]}" --waivers wrong.yaml
expect_words "wrong.yaml:1:23: /0/kind: 'statsu' is no kind of finding (did you mean 'status'?)"
expect_code 2 "$NONESUCH" run "${few[@]}" --waivers absent.yaml
expect_words 'absent.yaml' 'No such file'

# Known, new, fixed.
expect_code 1 "$NONESUCH" run "${few[@]}" "${leak[@]}" --baseline found.json
expect_words '(known)'
expect_code 0 "$NONESUCH" run "${few[@]}" "${leak[@]}" --baseline found.json --fail-on-new --report-json known.json \
    --report-sarif known.sarif --report-html known.html --report-markdown known.md
expect_words '(known)'
[ "$(field known.json 'r["findings"][0]["novelty"], r["fixed"]')" = "('known', [])" ] || fail 'not known'
grep -qF '"baselineState": "unchanged"' known.sarif || fail 'SARIF does not know it'
grep -qF '<b class="chip known">known</b>' known.html || fail 'the page does not know it'
grep -qF '| high, known |' known.md || fail 'Markdown does not know it'
python3 "$SOURCE/harness/tests/e2e/judge_reports.py" "$SOURCE" sarif known.sarif
expect_code 1 "$NONESUCH" run "${few[@]}" "${leak[@]}" --baseline clean.json --fail-on-new --report-sarif new.sarif
expect_words '(new)'
grep -qF '"baselineState": "new"' new.sarif || fail 'SARIF does not call it new'
expect_code 0 "$NONESUCH" run "${few[@]}" --baseline found.json
expect_words 'fixed: ' "$fingerprint"
expect_code 0 "$NONESUCH" run --no-progress --only get.agents.by_id --as mallory --variations none --baseline found.json
! grep -q '^fixed: ' out.txt || fail 'what was not judged is called fixed'
expect_code 2 "$NONESUCH" run "${few[@]}" --fail-on-new
expect_words '--baseline FILE'
expect_code 2 "$NONESUCH" run "${few[@]}" --baseline waivers.yaml
expect_words 'waivers.yaml:'
expect_code 1 "$NONESUCH" report diff clean.json found.json
expect_words "new    $fingerprint" '1 new, 0 known, 0 fixed'
expect_code 0 "$NONESUCH" report diff found.json clean.json
expect_words "fixed  $fingerprint" '0 new, 0 known, 1 fixed'

# A report read back is the same report, and any other format of it.
for report in found waived narrow clean expired known; do
    "$NONESUCH" report "$report.json" --report-json again.json -q >/dev/null
    cmp "$report.json" again.json || fail "$report.json reads back as another report"
    python3 -c '
import json, sys
from jsonschema import Draft202012Validator
schema, report = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
Draft202012Validator(schema).validate(report)
' "$SOURCE/reports/schema/report-1.schema.json" "$report.json"
done
expect_code 0 "$NONESUCH" report waived.json --report-junit again.xml --report-html page.html -q
# Of a control that held the JSON report keeps no exchange, and so no time.
cmp <(grep -v '"controls"' waived.xml) <(grep -v '"controls"' again.xml) || fail 'JUnit of the report is another'
expect_code 2 "$NONESUCH" report waivers.yaml
expect_words 'waivers.yaml:'
expect_code 2 "$NONESUCH" report
expect_words 'report takes one FILE'

echo 'a waiver lived'
