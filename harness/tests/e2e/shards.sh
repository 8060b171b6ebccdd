#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# Three shards, merged, say what one run says. What does not belong together is refused.
source "$SOURCE/harness/tests/e2e/common.bash"

some=(--no-progress -q --seed 1 --only '{get.tasks*,get.agents*,get.states*,rpc.*,delete.*}' --as mallory --as nobody)
leak=(--lab-defect status-403-by-id)

expect_code 1 "$NONESUCH" run "${some[@]}" "${leak[@]}" --report-json whole.json
for shard in 1 2 3; do
    code=0
    "$NONESUCH" run "${some[@]}" "${leak[@]}" --shard $shard/3 --report-json $shard.json >/dev/null 2>&1 || code=$?
    [ "$code" -le 1 ] || fail "shard $shard: exit $code"
    [ "$(field $shard.json '0 < len(r["checks"]) < r["run"]["shard"]["checks_planned"]')" = True ] || fail "shard $shard"
done
expect_code 1 "$NONESUCH" report merge 3.json 1.json 2.json --report-json merged.json
expect_words 'a denied task is told from an absent one'
python3 "$SOURCE/harness/tests/e2e/same_report.py" whole.json merged.json || fail 'the merged report is another'
python3 -c '
import json, sys
from jsonschema import Draft202012Validator
schema, *reports = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
for report in reports:
    Draft202012Validator(schema).validate(report)
' "$SOURCE/reports/schema/report-1.schema.json" 1.json 2.json 3.json merged.json

# A known finding of one shard is that of the merged run.
"$NONESUCH" report merge 1.json 2.json 3.json -q --report-markdown merged.md --report-sarif merged.sarif >/dev/null || true
grep -q 'get.tasks.by_id' merged.md merged.sarif || fail 'the other formats of the merged report are empty'

expect_code 2 "$NONESUCH" report merge 1.json 3.json
expect_words 'shards are missing: 2/3'
expect_code 2 "$NONESUCH" report merge 1.json 2.json 3.json 2.json
expect_words '2.json and 2.json are both shard 2 of 3'
expect_code 2 "$NONESUCH" report merge 1.json whole.json
expect_words 'whole.json is the report of a whole run, not of a shard'
expect_code 2 "$NONESUCH" report merge
expect_words 'the JSON reports of all shards'
sed 's/status-403-by-id/another-defect/' 2.json >other.json
expect_code 2 "$NONESUCH" report merge 1.json other.json 3.json
expect_words '1.json and other.json are shards of different runs: their options differ'
for word in 0/3 4/3 3 1/0 1/1001 x/3 1/3/2; do
    expect_code 2 "$NONESUCH" run --shard $word
    expect_words 'one of N shards, for example 1/3'
done

# A shard that nothing falls to passes; together they are judged as one run.
for shard in 1 2 3; do
    expect_code 0 "$NONESUCH" run -q --no-progress --only get.tasks.by_id --as mallory --variations none --shard $shard/3 \
        --report-json few$shard.json
done
expect_code 0 "$NONESUCH" report merge few1.json few2.json few3.json -q

echo 'three shards are one run'
