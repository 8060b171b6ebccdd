# SPDX-License-Identifier: Apache-2.0
#
# What the scripts of campaigns share beside common.bash: their workers, and Ctrl-C.

# workers ID: of the campaign in that process, one a line.
workers() {
    pgrep -P "$1" || true
}
has_workers() {
    [ -n "$(workers "$1")" ]
}

# interrupt ID: as Ctrl-C does; its exit code goes to `code`, and it takes two seconds at most, `took` in ms.
interrupt() {
    local before
    before=$(date +%s%N)
    kill -INT "$1"
    code=0
    wait "$1" || code=$?
    took=$((($(date +%s%N) - before) / 1000000))
    [ $took -le 2000 ] || fail "it took $took ms to end"
}
