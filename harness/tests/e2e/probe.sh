#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 120
#
# One pair from the shell: a conformant lab, one with defects, a server of moods, nobody at all.
source "$SOURCE/harness/tests/e2e/common.bash"

token_of() {
    sed -n "s/.*$1: { bearer: \"\([^\"]*\)\".*/\1/p" lab.yaml
}

# make TOKEN PATH BODY: prints the id of what was made.
make() {
    curl -sS -H "Authorization: Bearer $1" -H 'Content-Type: application/json' --data-raw "$3" "$lab_url$2" |
        python3 -c 'import json, sys; r = json.load(sys.stdin); print(r.get("result", r)["id"])'
}

made=0

# make_agent TOKEN, make_task TOKEN AGENT: set `id`.
make_agent() {
    made=$((made + 1))
    make "$1" /agents/register-build "{\"name\":\"agent-$made\",\"description\":\"one\"}" >/dev/null
    id=$(make "$1" /agents/register "{\"name\":\"agent-$made\",\"description\":\"one\",\"acp_type\":\"sync\",
        \"acp_url\":\"$(sed -n 's/.*acp_url: "\([^"]*\)".*/\1/p' lab.yaml)\"}")
}
make_task() {
    made=$((made + 1))
    id=$(make "$1" "/agents/$2/rpc" "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"task/create\",
        \"params\":{\"name\":\"task-$made\",\"params\":{\"note\":\"one\"}}}")
}

# start_things OPTION…: a lab with two tasks of alice and one of mallory, who asks.
start_things() {
    start_lab "$@"
    alice=$(token_of alice)
    mallory=$(token_of mallory)
    make_agent "$alice"
    denied_agent=$id
    make_task "$alice" "$denied_agent"
    denied=$id
    make_agent "$alice"
    make_task "$alice" "$id"
    other=$id
    make_agent "$mallory"
    make_task "$mallory" "$id"
    own=$id
}

# probe CODE OPTION…: as mallory.
probe() {
    local code=$1
    shift
    expect_code "$code" "$NONESUCH" probe --no-progress -u "$lab_url" -H "Authorization: Bearer $mallory" "$@"
}

start_things
probe 0 'GET /tasks/{ref}' --denied "$denied" --absent uuid4 --control "$own"
expect_words "GET $lab_url/tasks/{ref}  with Authorization: ***" '12 × 404 Not Found' 'alike: ' '2 passed, 0 failed'
probe 0 -q 'GET /tasks/{ref}' --denied "$denied" --denied "$other" --control "$own" --groups 2
[ "$(wc -l <out.txt)" -eq 2 ] || { cat out.txt; fail 'more than the verdict and the summary'; }
expect_words 'alike: ' '3 passed, 0 failed'

probe 4 'GET /tasks/{ref}' --denied "$denied"
expect_words 'not shown: ' 'slot not shown to be reached: give --control'
probe 4 'GET /tasks/{ref}' --denied "$denied" --allow-inconclusive unstable,dropped,timing
probe 4 'GET /tasks?task_id={ref}' --denied "$denied" --control "$own"
expect_words 'not 404' '--expect-absent 200'

printf '{ "task_id": "{ref}",\n  "content": { "type": "text", "author": "user", "content": "one of ${x}" } }\n' >body.json
probe 0 'POST /messages' -d @body.json --denied "$denied" --control "$own"
expect_words "and a body of $(wc -c <body.json) bytes" 'alike: '
curl -sS -H "Authorization: Bearer $mallory" "$lab_url/messages?task_id=$own" | grep -qF 'one of ${x}' ||
    fail 'the body was not sent as it is'
end_started

start_things --defect status-403-by-id --defect status-403-body-reference --defect status-403-second-time
reports=(--report-json r.json --report-junit r.xml --report-sarif r.sarif --report-html r.html --curl r.sh)
probe 1 'GET /tasks/{ref}' --denied "$denied" --denied "$other" "${reports[@]}"
expect_words 'told apart by the status of 12 of 12 denied answers' '‹403 Forbidden›' '‹404 Not Found›' 'curl -' \
    "$denied" "$other" '24 × 404 Not Found'
! grep -qF "$mallory" out.txt err.txt r.json r.xml r.sarif r.html r.sh || fail 'the token is shown'
[ "$(field r.json 'r["findings"][0]["kind"]')" = status ] || fail 'the finding is another'
CALLER_AUTHORIZATION="Bearer $mallory" sh r.sh >replayed.txt || fail 'the curl script does not work'
grep -q 403 replayed.txt && grep -q 404 replayed.txt || fail 'the curl script shows no difference'
python3 - "$SOURCE/reports/schema/report-1.schema.json" r.json <<'END'
import json
import sys

from jsonschema import Draft202012Validator

with open(sys.argv[1], encoding="utf-8") as schema, open(sys.argv[2], encoding="utf-8") as report:
    Draft202012Validator(json.load(schema)).validate(json.load(report))
END

probe 1 'POST /messages' -d @body.json --denied "$denied" --control "$own"
grep '^  curl ' out.txt >line.txt
[ "$(wc -l <line.txt)" -eq 1 ] || fail 'the command of a body of two lines is not one line'
CALLER_AUTHORIZATION="Bearer $mallory" sh line.txt >replayed.txt || fail 'the command of a body of two lines does not work'
grep -q 'HTTP/1.1 403' replayed.txt && grep -q 'HTTP/1.1 404' replayed.txt || fail 'the command shows no difference'
probe 1 'GET /agents/{ref}' --denied "$denied_agent"
expect_words 'medium  status' ' × 404 Not Found, '
end_started

# A reference in a header, and answers that never repeat.
cat >moods.py <<'END'
"""403 for the denied task of the header, 404 for any other; each answer has an id of its own."""
import sys
import uuid

import fronts


class Moods(fronts.Answers):
    def respond(self, body):
        task = self.headers.get("X-Task", "")
        is_denied = task == sys.argv[1] and self.path == "/strict/header"
        lines = [("X-Request-Id", str(uuid.uuid4())), ("Content-Type", "application/json")]
        text = b'{"detail":"none","trace":"%s"}' % uuid.uuid4().hex.encode()
        return 200 if task == sys.argv[2] else 403 if is_denied else 404, lines, text


fronts.serve(Moods)
END
start_python moods.py "$denied" "$own"
base=http://127.0.0.1:$port
header=(-H 'X-Task: {ref}' --denied "$denied" --control "$own" --no-progress)
expect_code 0 "$NONESUCH" probe -v -u "$base/lenient/" 'GET /header' "${header[@]}"
expect_words 'alike: ' 'learned' 'header:x-request-id' 'body:/trace'
expect_code 1 "$NONESUCH" probe "GET $base/strict/header" "${header[@]}"
expect_words 'X-Task: {ref}' 'told apart by the status'
end_started

expect_code 3 "$NONESUCH" probe --no-progress -u "$base" 'GET /tasks/{ref}' --denied "$denied"
expect_words "$base"

# refused WORDS OPTION…: exit 2 and a sentence with these words, nothing on stdout.
refused() {
    local words=$1
    shift
    expect_code 2 "$NONESUCH" probe "$@"
    expect_words "$words"
    [ ! -s out.txt ] || fail 'stdout is not empty'
}
refused 'has no {ref}' -u "$base" 'GET /tasks/1' --denied "$denied"
refused "'{task_id}'" -u "$base" 'GET /tasks/{task_id}' --denied "$denied"
refused '--url: ' -u 127.0.0.1:80 'GET /tasks/{ref}' --denied "$denied"
refused 'as denied and as absent' -u "$base" 'GET /tasks/{ref}' --denied "$denied" --absent "$denied"
refused 'no --denied' -u "$base" 'GET /tasks/{ref}'
refused 'proves nothing' -u "$base" 'GET /tasks/{ref}' --denied "$denied" --allow-inconclusive not_exercised
