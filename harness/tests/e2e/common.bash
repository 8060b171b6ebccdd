# SPDX-License-Identifier: Apache-2.0
#
# What the end-to-end scripts share: sourced at their top, in an empty directory, with NONESUCH and SOURCE set.
set -euo pipefail
: "${NONESUCH:?}" "${SOURCE:?}"
for variable in $(compgen -e NONESUCH_); do
    unset "$variable"
done
started=()

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

# Ends what the script started, and nothing else.
end_started() {
    local id
    for id in "${started[@]}"; do
        kill "$id" 2>/dev/null && wait "$id" 2>/dev/null || true
    done
    started=()
}
trap end_started EXIT

# wait_until WHAT COMMAND…: until the command succeeds; at most 60 s.
wait_until() {
    local what=$1 attempt
    shift
    for attempt in $(seq 1200); do
        "$@" && return
        sleep 0.05
    done
    fail "$what: not within 60 s ($attempt attempts)"
}

# expect_code CODE COMMAND…: output goes to out.txt and err.txt.
expect_code() {
    local wanted=$1 code=0
    shift
    "$@" >out.txt 2>err.txt || code=$?
    [ "$code" -eq "$wanted" ] || { cat out.txt err.txt; fail "exit $code, not $wanted: $*"; }
}

# expect_words WORDS…: each stands in out.txt or err.txt.
expect_words() {
    local words
    for words in "$@"; do
        grep -qF -- "$words" out.txt err.txt || { cat out.txt err.txt; fail "nothing says '$words'"; }
    done
}

# start_python SCRIPT ARGUMENT…: a server of a test's own (fronts.py helps); port is where it listens, which it writes to
# port.txt.
start_python() {
    rm -f port.txt
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$SOURCE/harness/tests/e2e python3 "$@" &
    started+=("$!")
    wait_until "$1" test -s port.txt
    port=$(cat port.txt)
}

# start_lab OPTION…: lab.yaml is its target file, lab_id its process, lab_url where it is.
start_lab() {
    rm -f lab.yaml
    "$NONESUCH" lab --write-target lab.yaml "$@" >lab.txt 2>&1 &
    lab_id=$!
    started+=("$lab_id")
    wait_until "the lab's target file" test -s lab.yaml
    lab_url=$(sed -n 's/^base_url: *//p' lab.yaml)
}

# field FILE EXPRESSION: prints a Python expression over the JSON report `r`.
field() {
    python3 -c 'import json, sys; r = json.load(open(sys.argv[1], encoding="utf-8")); print(eval(sys.argv[2]))' "$1" "$2"
}
