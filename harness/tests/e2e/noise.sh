#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# Each harmless noise of the lab alone on a few surfaces, then all of them at once: no finding, nothing inconclusive, and
# the report names what was learned. (The whole pack, over ten seeds: noise_seeds.sh.)
source "$SOURCE/harness/tests/e2e/common.bash"

# What the report must name; a noise that shows in no value has none.
declare -A scope=(
    [request-id]=header:x-request-id
    [trace-in-body]=body:/message
    [shuffled-keys]=body:shape
    [rotating-cookie]=header:set-cookie
    [falling-quota]=header:x-ratelimit-remaining
    [two-backends]=header:server
    [moving-date]=header:x-served-at
)

check_learned() {
    [ -z "${scope[$1]:-}" ] || field report.json '[n["scope"] for n in r["noise"]]' | grep -qF -- "${scope[$1]}" ||
        fail "$1: the report does not name ${scope[$1]}"
}

"$NONESUCH" lab --list-noises | awk '{ print $1 }' >noises.txt
[ "$(wc -l <noises.txt)" -ge 9 ] || fail 'too few noises'
some=(--only 'get.tasks.by_*' --only get.agents.by_id --only put.tasks.by_id --only 'rpc.event_send.by_*')
all=()
while read -r id; do
    expect_code 0 "$NONESUCH" run -q --no-progress --lab-noise "$id" "${some[@]}" --report-json report.json
    check_learned "$id"
    all+=(--lab-noise "$id")
done <noises.txt

expect_code 0 "$NONESUCH" run -q --no-progress "${all[@]}" "${some[@]}" --report-json report.json
[ "$(field report.json 'len(r["findings"])')" = 0 ] || fail 'a finding'
while read -r id; do
    check_learned "$id"
done <noises.txt

expect_code 2 "$NONESUCH" run --lab-noise request-ids
expect_words "did you mean 'request-id'?"
