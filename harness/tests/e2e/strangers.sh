#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# Strangers who are none, or not for long: a run in which nobody crossed a tenant never passes.
source "$SOURCE/harness/tests/e2e/common.bash"

cat >gate.py <<'END'
"""Stands before the service at sys.argv[1] (HOST:PORT) and turns a token (sys.argv[2]) away, with one and the same page,
once it was let through sys.argv[3] times."""
import sys
import threading

import fronts

token, times = sys.argv[2], int(sys.argv[3])
lock = threading.Lock()
passed = 0


def is_blocked(headers):
    global passed
    if token not in headers.get("Authorization", ""):
        return False
    with lock:
        passed += 1
        return passed > times


class Gate(fronts.Front):
    service = sys.argv[1]

    def respond(self, body):
        if is_blocked(self.headers):
            return 404, [("content-type", "application/json")], b'{"detail":"Not Found"}'
        return self.forward(body)


fronts.serve(Gate)
END

token_of() {
    sed -n "s/.* $1: .*bearer: \"\([^\"]*\)\".*/\1/p" lab.yaml
}

# start_gate TIMES: gate.yaml is the lab's target behind it.
start_gate() {
    start_python gate.py "${lab_url#http://}" "$(token_of mallory)" "$1"
    sed "s,^base_url: .*,base_url: http://127.0.0.1:$port," lab.yaml >gate.yaml
}

# judge CODE TARGET: only reading surfaces, plain: the gate is slow.
judge() {
    expect_code "$1" "$NONESUCH" run --no-progress --variations none --only 'get.tasks.by_*' --as mallory -t "$2" --report-json report.json
}

start_lab
judge 0 lab.yaml

# A stranger with the token of somebody of the victim's tenant: the same one twice is seen at once, another one by whom
# the auth provider is asked for.
sed "s/\(mallory: { bearer: \"\)[^\"]*/\1$(token_of olga)/" lab.yaml >colleague.yaml
judge 2 colleague.yaml
expect_words "'mallory' has the credential of 'olga'"
sed '/ olga: /d' colleague.yaml >alone.yaml
judge 4 alone.yaml
expect_words 'takes the credential of mallory for olga'

# An account that has another name at the provider is himself, whether the target says so or not.
for subject in '' ', subject: grace'; do
    sed "s/\(mallory: { bearer: \"\)[^\"]*\"/\1$(token_of grace)\"$subject/; / grace: /d" lab.yaml >named.yaml
    judge 0 named.yaml
done

# One who is blocked half-way, and told of every thing that it does not exist.
for times in 30 60; do
    start_gate $times
    judge 4 gate.yaml
    expect_words 'mallory'
    echo "blocked after $times: $(grep -m 1 mallory out.txt)"
done
# Not at all: the gate itself is no finding.
start_gate 1000000
judge 0 gate.yaml
