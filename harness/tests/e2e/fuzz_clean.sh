#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# The conformant lab, and the same with all that is harmless switched on: no finding, nothing inconclusive, no body that is
# read otherwise than the reference reads it, and a ledger that adds up. A second campaign goes on where the first one
# ended.
source "$SOURCE/harness/tests/e2e/common.bash"

# adds_up FILE: the sums of a campaign.
adds_up() {
    field "$1" 'r["requests"] == sum(r["by_status_class"]) == 2 * r["bodies"] + r["names"] and r["bodies"] == r["pairs"] + r["lost"]' |
        grep -qx True || { cat "$1"; fail 'the ledger does not add up'; }
}

# reads_alike FILE: no body is read otherwise than the reference reads it, and nearly all are read.
reads_alike() {
    field "$1" '(lambda c: c["compared"] and c["otherwise"] == 0 and c["alike"] > 0.9 * r["pairs"])(r["conformance"])' |
        grep -qx True || { cat "$1"; fail 'lab and reference differ'; }
}

expect_code 0 "$NONESUCH" fuzz --no-progress --seed 3 --max-requests 20000 --corpus corpus --report-json a.json
[ "$(field a.json 'len(r["findings"])')" = 0 ] || fail 'a finding on the conformant lab'
adds_up corpus/campaign.json
reads_alike corpus/campaign.json
first=$(field corpus/campaign.json 'r["requests"]')
[ "$first" -ge 20000 ] || fail "only $first requests"

expect_code 2 "$NONESUCH" fuzz --no-progress --corpus corpus --max-requests 2000
expect_words '--resume'
expect_code 2 "$NONESUCH" fuzz --resume
expect_words '--corpus'
expect_code 0 "$NONESUCH" fuzz --no-progress --seed 4 --max-requests 2000 --corpus corpus --resume
adds_up corpus/campaign.json
[ "$(field corpus/campaign.json 'r["requests"]')" -ge $((first + 2000)) ] || fail 'the sums did not go on'
[ "$(find corpus/queue -type f | wc -l)" -le 5000 ] || fail 'the corpus grows without bound'

noises=()
while read -r id; do
    noises+=(--lab-noise "$id")
done < <("$NONESUCH" lab --list-noises | awk '$1 != "jitter" { print $1 }')
expect_code 0 "$NONESUCH" fuzz --no-progress --seed 3 --max-requests 8000 "${noises[@]}" --corpus noisy --report-json b.json
[ "$(field b.json 'len(r["findings"])')" = 0 ] || fail 'a finding in noise'
[ "$(field noisy/campaign.json 'r["lost"]')" -gt 0 ] || fail 'no answer was a 503'
adds_up noisy/campaign.json
reads_alike noisy/campaign.json
expect_code 0 "$NONESUCH" fuzz --no-progress --seed 3 --max-requests 1500 --lab-noise jitter

"$NONESUCH" --version | grep -q '^fuzz: the search is ' || fail 'the version does not say which search it has'
