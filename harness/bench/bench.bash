# SPDX-License-Identifier: Apache-2.0
#
# What the benchmark scripts share: sourced behind `set -euo pipefail`. They work in a folder of their own, $scratch, and
# what they start (`pids`) ends with them.
scratch=$(mktemp -d)
cd "$scratch" || exit
pids=()
stop() {
    kill "${pids[@]}" 2>/dev/null || true
    wait "${pids[@]}" 2>/dev/null || true
    rm -rf "$scratch"
}
trap stop EXIT

# need PACKAGES TOOL…: exit code 2 when a tool is missing.
need() {
    local packages=$1 tool
    shift
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { echo "$(basename "$0"): $tool is missing: apt-get install $packages" >&2; exit 2; }
    done
}

# wait_for WHAT COMMAND…: until it succeeds; exit code 3 after ten seconds.
wait_for() {
    local what=$1
    shift
    for _ in $(seq 100); do
        "$@" && return
        sleep 0.1
    done
    echo "$(basename "$0"): $what" >&2
    exit 3
}

# start_lab NONESUCH: lab.yaml is its target file.
start_lab() {
    "$1" lab --write-target lab.yaml >lab.log &
    pids+=($!)
    wait_for 'the lab did not start' test -s lab.yaml
}

# url_of NAME: of the target file NAME.yaml.
url_of() {
    sed -n 's/^base_url: *//p' "$1.yaml" | tr -d "\"'"
}
