#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
#
# A run that is interrupted cleans up and reports; one that is killed leaves a journal with which `cleanup` does.
source "$SOURCE/harness/tests/e2e/common.bash"

# How many agents and tasks alice sees: those that runs made and did not delete.
count_things() {
    local path
    for path in agents tasks; do
        curl -sS -H "Authorization: Bearer $token" "$lab_url/$path?limit=1000"
    done | { grep -o '"id":' || true; } | wc -l
}

made_lines() {
    [ -e "$1" ] && [ "$(grep -c '"op":"made"' "$1")" -ge "$2" ]
}

start_lab
token=$(sed -n 's/.*alice:.*bearer: "\([^"]*\)".*/\1/p' lab.yaml)
before=$(count_things)

"$NONESUCH" run -t lab.yaml --no-progress --rate-limit 1000/s --journal a.journal --report-json a.json >out.txt 2>err.txt &
run=$!
started+=("$run")
wait_until 'the first things' made_lines a.journal 200
kill -INT "$run"
code=0
wait "$run" || code=$?
[ $code -eq 4 ] || [ $code -eq 1 ] || { cat out.txt err.txt; fail "exit $code of an interrupted run"; }
expect_words 'stopped before its end'
[ "$(field a.json 'r["run"]["stopped"]')" = True ] || fail 'the report does not say that the run was stopped'
[ "$(field a.json 'r["ledger"]["fixtures_left"]')" = 0 ] || fail 'the interrupted run left things'
[ ! -e a.journal ] || fail 'the journal is there after a clean end'
[ "$(count_things)" -eq "$before" ] || fail "$(count_things) things are there, $before were before"

"$NONESUCH" run -t lab.yaml --no-progress --rate-limit 1000/s --journal b.journal >out.txt 2>err.txt &
run=$!
started+=("$run")
wait_until 'the first things' made_lines b.journal 200
kill -KILL "$run"
wait "$run" 2>/dev/null || true
[ -s b.journal ] || fail 'the killed run left no journal'
[ "$(count_things)" -gt "$before" ] || fail 'the killed run made nothing'
expect_code 2 "$NONESUCH" run -t lab.yaml --journal b.journal
expect_words 'nonesuch cleanup b.journal'
expect_code 0 "$NONESUCH" cleanup -t lab.yaml b.journal
expect_words 'deleted' ' 0 left'
cat out.txt
[ ! -e b.journal ] || fail 'the journal is there after a clean cleanup'
[ "$(count_things)" -eq "$before" ] || fail "$(count_things) things are there, $before were before"
