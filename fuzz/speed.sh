#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# How many inputs of at most 1 KiB a target takes in a second of processor time, in one process under libFuzzer: plain,
# with AddressSanitizer, with UndefinedBehaviorSanitizer besides. `fuzz/speed.sh [TARGET [RUNS]]`; rpc_body and 200000
# without. Processor time, not the clock's: other work on the machine does not count. Builds into build/speed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd -P)
target=${1:-rpc_body}
runs=${2:-200000}
TIMEFORMAT='%U %S'

measure() { # NAME FLAGS
    local build=$root/build/speed/$1 seconds
    CC=clang CXX=clang++ CFLAGS="-O2 $2 -fsanitize=fuzzer-no-link" CXXFLAGS=$2 \
        cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DNONESUCH_FUZZING_ENGINE=-fsanitize=fuzzer >/dev/null
    cmake --build "$build" --target "fuzz_$target" >/dev/null
    mkdir -p "$build/found"
    seconds=$({ time "$build/fuzz/fuzz_$target" -max_len=1024 -seed=1 -runs="$runs" "$build/found" \
        "$root/corpus/$target" >/dev/null 2>&1; } 2>&1 | awk '{ print $1 + $2 }')
    awk -v name="$1" -v runs="$runs" -v seconds="$seconds" \
        'BEGIN { printf "%-12s %8.0f a second (%d in %.1f s)\n", name, runs / seconds, runs, seconds }'
}

measure plain ''
measure address '-fsanitize=address -fno-omit-frame-pointer'
measure undefined '-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'
