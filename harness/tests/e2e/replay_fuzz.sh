#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 180
# labels: heavy
#
# What `fuzz` finds is sent again: from its report and from the folder of a finding, against the embedded lab with the
# defect and without, and against a foreign target. What cannot be sent is not decided, and says why.
source "$SOURCE/harness/tests/e2e/common.bash"

leak=(--lab-defect fuzz-debug-name)
expect_code 1 "$NONESUCH" fuzz -q --no-progress "${leak[@]}" --seed 1 --max-failures 1 --max-requests 20000 --jobs 1 \
    --artifacts found --report-json fuzz.json
fingerprint=$(field fuzz.json 'r["findings"][0]["fingerprint"]')
folder=$(find found -mindepth 1 -maxdepth 1 -type d | head -n 1)

# The folder holds a report of its own, with the finding as the report of the campaign has it.
python3 - "$SOURCE/reports/schema/report-1.schema.json" fuzz.json "$folder/finding.json" <<'END' || fail 'finding.json'
import json
import sys

from jsonschema import Draft202012Validator

schema, whole, one = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
Draft202012Validator(schema).validate(one)
assert one["findings"] == whole["findings"][:1], (one["findings"], whole["findings"])
assert one["findings"][0]["made_up"]["references"]
END

# It is still there: from the report, by its fingerprint, from the folder, from the file in it.
expect_code 1 "$NONESUCH" replay fuzz.json "${leak[@]}" --report-json again.json
expect_words 'reproduced  high' "$fingerprint" '  then  denied  HTTP/1.1' '  then  absent  HTTP/1.1' \
    '  now   denied  HTTP/1.1' '  now   absent  HTTP/1.1' '1 reproduced, 0 not reproduced, 0 not decided'
[ "$(field again.json 'r["findings"][0]["fingerprint"]')" = "$fingerprint" ] || fail 'another fingerprint'
[ "$(field again.json 'r["ledger"]["fixtures_left"]')" = 0 ] || fail 'things were left'
for what in "fuzz.json ${fingerprint:0:6}" "$folder" "$folder/finding.json" again.json; do
    # shellcheck disable=SC2086
    expect_code 1 "$NONESUCH" replay $what "${leak[@]}"
    expect_words 'reproduced  high' '1 reproduced, 0 not reproduced, 0 not decided'
done

# It is mended.
for what in fuzz.json "$folder"; do
    expect_code 0 "$NONESUCH" replay "$what"
    expect_words 'not reproduced  high' '  now   denied  HTTP/1.1' '  now   absent  HTTP/1.1' '0 reproduced, 1 not reproduced'
done

# replay_of KIND PROPERTY BODY [ENVELOPE]: a report of one finding of that kind.
replay_of() {
    python3 - fuzz.json "$@" >one.json <<'END'
import json
import sys

path, kind, prop, body, *envelope = sys.argv[1:]
report = json.load(open(path, encoding="utf-8"))
finding = report["findings"][0]
report["findings"], report["checks"] = [finding], []
finding.update({"kind": kind, "property": prop, "surface": "rpc.x.fuzz_00000001"})
finding["made_up"].update({"body": body, "envelope": (envelope or ["plain"])[0]})
finding["made_up"]["references"] = [{"text": "@@REF1@@", "field": "async_task.id", "own": False}]
print(json.dumps(report))
END
}

# replayed DEFECT: with it 1, and the conformant lab 0.
replayed() {
    expect_code 1 "$NONESUCH" replay one.json --lab-defect "$1"
    expect_words '1 reproduced, 0 not reproduced, 0 not decided'
    expect_code 0 "$NONESUCH" replay one.json
    expect_words '0 reproduced, 1 not reproduced, 0 not decided'
}

# Of each kind that a campaign tells: a method that runs, an effect, a reveal, a failure, no answer, an envelope.
replay_of dispatch unknown_method '{"method":"task/cancel\u0000x","params":{"task_id":"@@REF1@@"}}'
replayed fuzz-nul-swallowed
replay_of effect effects '{"method":"task/cancel","params":{"task_id":"@@REF1@@"}}'
replayed fuzz-notification
expect_code 1 "$NONESUCH" replay one.json --lab-defect fuzz-notification
expect_words 'now   what did it'
replay_of reveal reveal '{"params":{"task_id":"@@REF1@@","debug":0}}'
replayed fuzz-debug-name
replay_of status robustness '{"method":"task/cancel","params":{"task_id":"\ud800"}}'
replayed fuzz-surrogate
replay_of outcome robustness "$(printf '[%.0s' {1..60})$(printf ']%.0s' {1..60})"
replayed fuzz-deep-crash
replay_of status nondisclosure '{"method":"task/cancel","params":{"task_id":"@@REF1@@"}}' ndjson
replayed fuzz-json-lines

# What was waited for in vain is waited for as long as then, not for the five seconds of `fuzz`.
replay_of outcome robustness '{"a":1e400}'
python3 - <<'END'
import json

report = json.load(open("one.json", encoding="utf-8"))
side = report["findings"][0]["evidence"][0]
side["response"].update({"outcome": "timeout", "status": 0, "duration_ms": 300.0})
report["findings"][0]["evidence"] = [side]
json.dump(report, open("one.json", "w", encoding="utf-8"))
END
before=$(date +%s)
replayed fuzz-exponent-hangs
[ $(($(date +%s) - before)) -le 20 ] || fail 'it was waited for longer than then'

# What cannot be sent again is not decided.
replay_of status nondisclosure '{}' brotli
expect_code 4 "$NONESUCH" replay one.json
expect_words 'not decided  high' "no envelope 'brotli'" '0 reproduced, 0 not reproduced, 1 not decided'
python3 -c 'import json
r = json.load(open("fuzz.json", encoding="utf-8"))
del r["findings"][0]["made_up"]
json.dump(r, open("bare.json", "w", encoding="utf-8"))'
expect_code 4 "$NONESUCH" replay bare.json "${leak[@]}"
expect_words 'not decided  high' 'there is no body to send again'

# What is wrong with the words.
expect_code 2 "$NONESUCH" replay found
expect_words 'found is no folder of a finding' 'finding.json' 'fuzz --artifacts'
expect_code 2 "$NONESUCH" replay "$folder/request.http"
expect_words 'request.http'
expect_code 2 "$NONESUCH" replay "$folder" 0123456789
expect_words "has no finding '0123456789'"
expect_code 2 "$NONESUCH" replay fuzz.json --only 'get.*'
expect_words 'no RPC surface'
sed 's/"envelope": "plain"/"envelope": 7/' fuzz.json >wrong.json
expect_code 2 "$NONESUCH" replay wrong.json
expect_words 'wrong.json' 'made_up/envelope'

# A foreign target: its file has to be given, it is not in production, and its things are made and deleted.
start_lab --defect fuzz-debug-name
sed "s,\"lab\": true,\"lab\": false,; s,\"url\": \"http://127[^\"]*\",\"url\": \"$lab_url\"," fuzz.json >foreign.json
expect_code 2 "$NONESUCH" replay foreign.json
expect_words "the report is of $lab_url" '-t FILE'
expect_code 1 "$NONESUCH" replay foreign.json -t lab.yaml
expect_words '1 reproduced'
[ -z "$(ls ./*.journal 2>/dev/null)" ] || fail 'a journal was left'
sed 's/^environment: .*/environment: production/' lab.yaml >production.yaml
expect_code 2 "$NONESUCH" replay foreign.json -t production.yaml
expect_words 'is not fuzzed'
sed 's/fay: .*/fay: { bearer: "no-such-token-1234" }/' lab.yaml >expired.yaml
expect_code 4 "$NONESUCH" replay foreign.json -t expired.yaml
expect_words 'not decided  high' 'control failed: standing/fay'
end_started
expect_code 3 "$NONESUCH" replay foreign.json -t lab.yaml
