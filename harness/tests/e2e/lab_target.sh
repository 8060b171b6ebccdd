#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
#
# A lab that was started by itself is judged as any foreign deployment: by URL and target file, with a journal.
source "$SOURCE/harness/tests/e2e/common.bash"

start_lab
[ "$(stat -c %a lab.yaml)" = 600 ] || fail 'others may read the tokens'
wait_until 'the banner' grep -q 'Try: curl' lab.txt
expect_code 0 "$NONESUCH" check lab.yaml
expect_words 'ok (target of agentex'

expect_code 0 "$NONESUCH" run -u "$lab_url/" -t lab.yaml -H 'X-Request-Source: end to end' --jobs 8 --report-json report.json
expect_words ' 0 failed, 0 inconclusive'
[ "$(field report.json 'r["target"]["url"]')" = "$lab_url" ] ||
    fail 'the target is another'
token=$(sed -n 's/.*alice:.*bearer: "\([^"]*\)".*/\1/p' lab.yaml)
[ -n "$token" ] || fail 'no token of alice in the target file'
! grep -qF -e "$token" -e 'end to end' report.json out.txt || fail 'a secret is in a report'
[ -z "$(ls ./*.journal 2>/dev/null)" ] || fail 'a journal was left after a clean run'

expect_code 0 "$NONESUCH" run -q -t lab.yaml --keep --journal kept.journal --only get.tasks.by_id --as mallory
expect_words 'nonesuch cleanup -t lab.yaml kept.journal'
[ "$(stat -c %a kept.journal)" = 600 ] || fail 'others may read the journal'
expect_code 0 "$NONESUCH" cleanup -t lab.yaml kept.journal
expect_words ' 0 left'
[ ! -e kept.journal ] || fail 'the journal is there after a clean cleanup'

kill -TERM "$lab_id"
code=0
wait "$lab_id" || code=$?
started=()
[ $code -eq 0 ] || fail "the lab ended with $code"
expect_code 3 "$NONESUCH" run -q -t lab.yaml --report-json late.json
expect_words "$lab_url"
