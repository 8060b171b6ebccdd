#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 180
#
# The README's examples do what they say: each command runs as it stands there and ends with the code that is written behind it.
source "$SOURCE/harness/tests/e2e/common.bash"

mkdir bin
ln -s "$NONESUCH" bin/nonesuch
export PATH="$PWD/bin:$PATH" NONESUCH_PROGRESS=0

# What the pair's words stand for: a lab with a task of each of the two.
start_lab
"$NONESUCH" run -q -t lab.yaml --only get.tasks.by_id --as mallory --variations none --keep --journal kept.journal >/dev/null
token_of() {
    sed -n "s/.*$1: { bearer: \"\([^\"]*\)\".*/\1/p" lab.yaml
}
task_of() {
    curl -sS -H "Authorization: Bearer $1" "$lab_url/tasks" | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])'
}
export URL=$lab_url
MALLORY_TOKEN=$(token_of mallory)
TASK_OF_MALLORY=$(task_of "$MALLORY_TOKEN")
TASK_OF_ALICE=$(task_of "$(token_of alice)")
export MALLORY_TOKEN TASK_OF_MALLORY TASK_OF_ALICE

python3 "$SOURCE/harness/tests/e2e/readme.py" "$SOURCE/README.md" 'One pair, without a pack' 'Findings that are known' Replay \
    Shards >commands.txt || fail 'the README cannot be read'
count=0
while IFS=$'\t' read -r wanted command; do
    echo "$command"
    code=0
    bash -c "$command" >>out.txt 2>err.txt </dev/null || code=$?
    [ "$code" -eq "$wanted" ] || { cat out.txt err.txt; fail "exit code $code, not $wanted"; }
    count=$((count + 1))
done <commands.txt
[ "$count" -ge 9 ] || fail "only $count commands"
[ -s report.html ] && "$NONESUCH" check waivers.yaml || fail 'what they write'
