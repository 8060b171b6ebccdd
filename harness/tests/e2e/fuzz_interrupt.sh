#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 120
# labels: heavy
#
# Ctrl-C ends a campaign within two seconds, with a whole report and nothing left behind; a worker that is killed is
# started again; a target that goes away and comes back is waited for. What is hostile in a path or a header reaches no
# shell, and no worker's arguments or environment.
source "$SOURCE/harness/tests/e2e/common.bash"
source "$SOURCE/harness/tests/e2e/campaign.bash"

hostile=$'c;touch pwned-a&$(touch pwned-b) `touch pwned-c`\'"'
start_lab
"$NONESUCH" fuzz -t lab.yaml --no-progress --jobs 2 --corpus "$hostile" --artifacts "$hostile.found" \
    -H "X-Note: $hostile" --report-json a.json >out.txt 2>err.txt &
run=$!
started+=("$run")
wait_until 'the workers' has_workers "$run"
sleep 1
victim=$(workers "$run" | head -n 1)
for id in $(workers "$run"); do
    [ "$(tr '\0' ' ' <"/proc/$id/cmdline")" = 'nonesuch-fuzz-worker ' ] || fail 'a worker has arguments'
    [ ! -s "/proc/$id/environ" ] || fail 'a worker has an environment'
done
kill -KILL "$victim"
sleep 1
has_workers "$run" || fail 'no worker is left'
kill -STOP "$lab_id"
sleep 1
kill -CONT "$lab_id"
sleep 1
interrupt "$run"
[ $code -eq 0 ] || { cat out.txt err.txt; fail "exit $code of a campaign without an end"; }
[ "$(field a.json 'r["ledger"]["fixtures_left"]')" = 0 ] || fail 'the campaign left things'
[ "$(field a.json 'len(r["findings"])')" = 0 ] || fail 'a finding'
[ "$(field "$hostile/campaign.json" 'r["restarts"]')" -ge 1 ] || fail 'no worker was started again'
[ "$(field "$hostile/campaign.json" 'r["requests"] == sum(r["by_status_class"])')" = True ] ||
    fail 'the ledger does not add up'
[ -z "$(find . -name 'pwned*' -not -path "./$hostile*")" ] || fail 'a shell was there'
has_workers "$run" && fail 'a worker outlives its campaign'

# With an end that was asked for, it was cut short.
"$NONESUCH" fuzz -t lab.yaml --no-progress --max-time 1h >out.txt 2>err.txt &
run=$!
started+=("$run")
wait_until 'the workers' has_workers "$run"
interrupt "$run"
[ $code -eq 4 ] || { cat out.txt err.txt; fail "exit $code of a campaign that was cut short"; }

# Who may create is no guest; nobody at the address; a finding has a folder that replays it.
sed 's/^  fay: .*//; s/^  grace: \(.*\) }/  fay: \1, subject: grace }/' lab.yaml >creator.yaml
expect_code 2 "$NONESUCH" fuzz -t creator.yaml --max-requests 1000
expect_words 'may create things'
sed 's/^environment: .*/environment: production/' lab.yaml >production.yaml
expect_code 2 "$NONESUCH" fuzz -t production.yaml --max-requests 1000
expect_words 'is not fuzzed'
sed 's/^base_url: .*/base_url: http:\/\/127.0.0.1:1/' lab.yaml >nobody.yaml
expect_code 3 "$NONESUCH" fuzz -t nobody.yaml --max-requests 1000
expect_code 1 "$NONESUCH" fuzz --no-progress --lab-defect status-403-one-method --max-failures 1 --seed 1 \
    --max-requests 20000 --artifacts found
for name in request.http curl.sh first.answer second.answer first.body finding.json; do
    [ -s "$(find found -mindepth 1 -maxdepth 1 -type d | head -n 1)/$name" ] || fail "no $name in the folder of a finding"
done
sh -n "$(find found -name curl.sh | head -n 1)" || fail 'curl.sh is no script'

# No secret is in what a finding leaves behind, wherever it stands.
expect_code 1 "$NONESUCH" fuzz --no-progress --lab-defect status-403-one-method --max-failures 1 --seed 1 \
    --max-requests 20000 --artifacts clean --secret unused=event/send
[ -n "$(find clean -name finding.json)" ] || fail 'no finding'
! grep -rF 'event/send' clean || fail 'a secret is in a file of a finding'

# A body that makes the server hang up is confirmed as it is: the knock before it keeps no connection, whose end would be
# anybody's doing.
expect_code 1 "$NONESUCH" fuzz --no-progress --lab-defect fuzz-deep-crash --max-failures 1 --seed 1 --max-requests 10000 \
    --report-json silent.json
[ "$(field silent.json 'r["findings"][0]["title"]')" = 'a body is not answered, by its outcome' ] || fail 'another title'
