#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# Two shards of a fuzz campaign, merged: what both found stands there once, sums are those of both, and the page shows the
# curve. A shard's number comes from the engine that started it where --shard does not say.
source "$SOURCE/harness/tests/e2e/common.bash"

start_lab --defect status-403-one-method
some=(fuzz -q -t lab.yaml --no-progress --max-requests 3000 --jobs 1)

expect_code 1 "$NONESUCH" "${some[@]}" --shard 1/2 --seed 1 --corpus one --report-json 1.json
JOB_COMPLETION_INDEX=1 JOB_COMPLETIONS=2 expect_code 1 "$NONESUCH" "${some[@]}" --seed 1 --artifacts two --report-json 2.json
[ "$(field 2.json 'r["run"]["shard"]["index"], r["run"]["shard"]["count"]')" = '(2, 2)' ] || fail 'which shard it is'
expect_code 1 "$NONESUCH" report merge 2.json 1.json --report-json merged.json --report-html merged.html \
    --report-markdown merged.md

python3 - <<'END' || fail 'the merged report'
import json

one, two, merged = (json.load(open(f"{name}.json", encoding="utf-8")) for name in ("1", "2", "merged"))


def prints(report):
    return [finding["fingerprint"] for finding in report["findings"]]


assert set(prints(one)) & set(prints(two)), "both find the same"
assert sorted(prints(merged)) == sorted(set(prints(one) + prints(two))), (prints(one), prints(two), prints(merged))
ids = [check["id"] for check in merged["checks"]]
assert len(ids) == len(set(ids))
for name in ("requests", "groups", "fixtures_made", "fixtures_left"):
    assert merged["ledger"][name] == one["ledger"][name] + two["ledger"][name], name
for name in ("bodies", "pairs", "lost", "requests", "confirmed"):
    assert merged["campaign"]["sums"][name] == sum(r["campaign"]["sums"][name] for r in (one, two)), name
for report in (one, two, merged):
    sums, curve = report["campaign"]["sums"], report["campaign"]["curve"]
    assert sums["requests"] == sum(sums["by_status_class"]) == curve[-1]["requests"] > 0
    assert all(a["at_ms"] <= b["at_ms"] and a["news"] <= b["news"] for a, b in zip(curve, curve[1:]))
found = {finding["surface"].split(".fuzz_")[0] for finding in merged["findings"]}
assert not [check["id"] for check in merged["checks"] if check["surface"] in found and check["verdict"] == "pass"]
assert "shard" not in merged["run"]
END
python3 -c '
import json, sys
from jsonschema import Draft202012Validator
schema, *reports = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
for report in reports:
    Draft202012Validator(schema).validate(report)
' "$SOURCE/reports/schema/report-1.schema.json" 1.json 2.json merged.json
grep -q 'New kinds of answers' merged.html && grep -q '^Fuzzed: ' merged.md || fail 'no curve, or no line of the campaign'
[ "$(wc -l <merged.md)" -le 60 ] || fail 'more than a screenful'

# What any shard found is sent again from the merged report.
expect_code 1 "$NONESUCH" replay merged.json -t lab.yaml
expect_words "$(field merged.json 'len(r["findings"])') reproduced, 0 not reproduced, 0 not decided"

# What does not belong together; a task of an array that cannot know its number.
expect_code 2 "$NONESUCH" report merge 1.json
expect_words 'shards are missing: 2/2'
JOB_COMPLETION_INDEX=1 expect_code 2 "$NONESUCH" "${some[@]}"
expect_words 'JOB_COMPLETIONS is not'
SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=2 expect_code 2 "$NONESUCH" "${some[@]}"
expect_words 'that is no task of an array'
expect_code 0 "$NONESUCH" run -q -t lab.yaml --no-progress --only get.tasks.by_id --variations none --shard 2/2 \
    --report-json run.json
expect_code 2 "$NONESUCH" report merge 1.json run.json
expect_words 'are shards of different runs'

echo "two shards: $(field merged.json 'len(r["findings"])') findings, $(field merged.json 'r["ledger"]["requests"]') requests"
