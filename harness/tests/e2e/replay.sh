#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 180
#
# A finding of `run` is sent again: against the embedded lab with the defect and without, against a foreign target, and when
# nothing can be said. (Those of `fuzz`: replay_fuzz.)
source "$SOURCE/harness/tests/e2e/common.bash"

few=(--no-progress --only '{get.tasks.by_id,get.tasks.by_name}' --as mallory --variations none)
leak=(--lab-defect status-403-by-name)

expect_code 1 "$NONESUCH" run "${few[@]}" "${leak[@]}" --report-json found.json
fingerprint=$(field found.json 'r["findings"][0]["fingerprint"]')

# It is still there, however it is named; both answers of then and of now are shown.
expect_code 1 "$NONESUCH" replay found.json "${leak[@]}" --report-json again.json
expect_words 'reproduced  high' "$fingerprint" 'then  denied  HTTP/1.1 ‹403 Forbidden›' \
    'now   denied  HTTP/1.1 ‹403 Forbidden›' 'now   absent  HTTP/1.1 ‹404 Not Found›' \
    '1 reproduced, 0 not reproduced, 0 not decided'
[ "$(field again.json 'r["findings"][0]["fingerprint"]')" = "$fingerprint" ] || fail 'another fingerprint'
[ "$(field again.json 'len({c["surface"] for c in r["checks"]})')" = 1 ] || fail 'more was sent than the finding'
expect_code 1 "$NONESUCH" replay found.json "${fingerprint:0:6}" "${leak[@]}"
expect_code 1 "$NONESUCH" replay found.json 'get.tasks.*' "${leak[@]}" -q

# It is mended.
expect_code 0 "$NONESUCH" replay found.json
expect_words 'not reproduced  high' 'now   denied  HTTP/1.1 404 Not Found  {"message"' '0 reproduced, 1 not reproduced'

# Shown by a variation, by a list that reveals, by an effect, by statistics.
for row in 'upper-reference-403 --variations=all' lists-states effect-deletes noise-length; do
    read -r defect more <<<"$row"
    "$NONESUCH" lab --list-defects >defects.txt
    globs=$(awk -v id="$defect" '$1 == id { print $4 }' defects.txt)
    [ -n "$globs" ] || fail "the lab has no defect $defect"
    # shellcheck disable=SC2086
    expect_code 1 "$NONESUCH" run -q --lab-defect "$defect" --only "$globs" ${more/=/ } --report-json found-2.json
    expect_code 1 "$NONESUCH" replay found-2.json --lab-defect "$defect"
    expect_words ' 0 not reproduced, 0 not decided'
done

# What is wrong with the words.
expect_code 2 "$NONESUCH" replay
expect_words 'takes a JSON report'
expect_code 2 "$NONESUCH" replay missing.json
expect_words 'missing.json'
expect_code 2 "$NONESUCH" replay found.json 0123456789
expect_words "has no finding '0123456789'"
expect_code 2 "$NONESUCH" replay found.json --pack absent
expect_words "absent"

# Nothing was found: nothing is sent.
expect_code 0 "$NONESUCH" run "${few[@]}" -q --report-json clean.json
expect_code 0 "$NONESUCH" replay clean.json
expect_words 'no findings'

# Something that the run of today does not judge is not decided.
sed 's/"surface": "get.tasks.by_name"/"surface": "get.tasks.by_nobody"/' found.json >other.json
expect_code 2 "$NONESUCH" replay other.json
expect_words 'no surface of pack'

# A foreign target: its file has to be given; its things are made, noted and deleted.
start_lab --defect status-403-by-name
expect_code 1 "$NONESUCH" run "${few[@]}" -t lab.yaml --report-json foreign.json
expect_code 2 "$NONESUCH" replay foreign.json
expect_words "the report is of $lab_url" '-t FILE'
expect_code 1 "$NONESUCH" replay foreign.json -t lab.yaml
expect_words '1 reproduced'
[ -z "$(ls ./*.journal 2>/dev/null)" ] || fail 'a journal was left'

# Somebody's credential is not accepted any more: nothing is decided.
sed 's/mallory: .*/mallory: { bearer: "no-such-token-1234" }/' lab.yaml >expired.yaml
expect_code 4 "$NONESUCH" replay foreign.json -t expired.yaml
expect_words 'not decided  high' 'control failed: standing/mallory' '0 reproduced, 0 not reproduced, 1 not decided'
end_started
expect_code 3 "$NONESUCH" replay foreign.json -t lab.yaml

# Of `probe` there is nothing to make afresh.
sed 's/"name": "agentex"/"name": "probe"/' found.json >probe.json
expect_code 2 "$NONESUCH" replay probe.json
expect_words 'a report of `probe`' 'give its words again'

# What shows in a variation is varied again: a built-in one, one of the pack's credentials, the other direction.
for defect in accept-html-page agent-key-any-tenant tenants-admin; do
    surface=$("$NONESUCH" lab --list-defects | awk -v id=$defect '$1 == id { print $4 }')
    expect_code 1 "$NONESUCH" run -q --no-progress --lab-defect $defect --only "$surface" --variations all --report-json varied.json
    expect_code 1 "$NONESUCH" replay varied.json --lab-defect $defect
    expect_words ' 0 not reproduced, 0 not decided'
    expect_code 0 "$NONESUCH" replay varied.json
    expect_words '0 reproduced, ' ' 0 not decided'
done
