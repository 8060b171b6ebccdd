#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# How many inputs of at most 1 KiB a target takes in a second of processor time, in one process under libFuzzer: plain,
# with AddressSanitizer, with UndefinedBehaviorSanitizer besides. `fuzz/speed.sh [TARGET [RUNS]]`; rpc_body and 200000
# without. Processor time, not the clock's: other work on the machine does not count. Builds into build/speed.
# `fuzz/speed.sh --profile [TARGET [RUNS]]` says where the time of the plain build goes: instructions by function, as
# valgrind counts them, 30000 runs without; the first list with what a function calls, the second without.
# Each measurement begins at the seeds, with a seed of its own that is always the same; RUNS that are few say more of
# the beginning of a search than of the search.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd -P)
is_profile=
[ "${1:-}" != --profile ] || { is_profile=yes && shift; }
target=${1:-rpc_body}
runs=${2:-${is_profile:+30000}}
runs=${runs:-200000}
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT
TIMEFORMAT='%U %S'
exec 3>&2

build() { # NAME FLAGS
    CC=clang CXX=clang++ CFLAGS="-O2 $2 -fsanitize=fuzzer-no-link" CXXFLAGS=$2 cmake -S "$root" \
        -B "$root/build/speed/$1" -G Ninja -DCMAKE_BUILD_TYPE=None -DNONESUCH_FUZZING_ENGINE=-fsanitize=fuzzer >/dev/null
    cmake --build "$root/build/speed/$1" --target "fuzz_$target" >/dev/null
}

search() { # NAME [COMMAND…]
    local program=$root/build/speed/$1/fuzz/fuzz_$target
    mkdir "$found/$1"
    "${@:2}" "$program" -max_len=1024 -seed=1 -runs="$runs" "$found/$1" "$root/corpus/$target" >"$found/log" 2>&1 ||
        { tail -n 20 "$found/log" >&3 && return 1; }
}

measure() { # NAME FLAGS
    local seconds
    build "$@"
    seconds=$({ time search "$1"; } 2>&1 | awk '{ print $1 + $2 }')
    awk -v name="$1" -v runs="$runs" -v seconds="$seconds" \
        'BEGIN { printf "%-12s %8.0f a second (%d in %.1f s)\n", name, runs / seconds, runs, seconds }'
}

list_functions() { # [OPTION…]
    callgrind_annotate --threshold=100 "$@" "$found/counts" 2>/dev/null |
        awk '/PROGRAM TOTALS/ { is_table = 1 } is_table && / \([ 0-9.]+%\) / { print substr($0, 1, 120); count++ } count == 45 { exit }'
}

if [ -n "$is_profile" ]; then
    build plain ''
    search plain valgrind --tool=callgrind --callgrind-out-file="$found/counts"
    list_functions --inclusive=yes
    list_functions
    exit
fi

measure plain ''
measure address '-fsanitize=address -fno-omit-frame-pointer'
measure undefined '-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'
