#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Plays OSS-Fuzz on this machine: builds by .clusterfuzzlite/build.sh with the flags that its images set, and checks the
# outcome as they do (check_build.sh). `fuzz/oss_fuzz.sh [address|undefined|afl]...`, all three without arguments; afl is
# left out, with a word, where afl++ is not installed. Needs clang, zip and unzip. Exit 1 at the first bad build.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=${WORK:-$root/build/oss-fuzz}
[ $# -gt 0 ] || set -- address undefined afl

common='-O1 -fno-omit-frame-pointer -gline-tables-only -Wno-error=unused-command-line-argument'

build() { # NAME VARIABLE=VALUE...
    local name=$1
    shift
    rm -rf "$work/$name/out"
    mkdir -p "$work/$name/out"
    env WORK="$work/$name" OUT="$work/$name/out" LIB_FUZZING_ENGINE=-fsanitize=fuzzer "$@" \
        bash "$root/.clusterfuzzlite/build.sh" >"$work/$name/log" 2>&1 || { tail -n 40 "$work/$name/log"; return 1; }
}

for kind in "$@"; do
    echo "== $kind"
    case $kind in
    address | undefined)
        flags="$common -fsanitize=$kind -fsanitize=fuzzer-no-link"
        if [ "$kind" = address ]; then
            flags="$flags -fsanitize-address-use-after-scope"
        else
            flags="$flags -fno-sanitize-recover=undefined"
        fi
        build "$kind" CC=clang CXX=clang++ CFLAGS="$flags" CXXFLAGS="$flags"
        bash "$root/fuzz/check_build.sh" libfuzzer "$work/$kind/out"
        ;;
    afl)
        if ! command -v afl-clang-fast >/dev/null; then
            echo "afl++ is not installed: left out"
            continue
        fi
        # Its compiler puts the driver of AFL++ in where libFuzzer is asked for.
        build afl CC=afl-clang-fast CXX=afl-clang-fast++ CFLAGS="$common" CXXFLAGS="$common" AFL_QUIET=1
        bash "$root/fuzz/check_build.sh" afl "$work/afl/out"
        ;;
    *)
        echo "usage: fuzz/oss_fuzz.sh [address|undefined|afl]..." >&2
        exit 2
        ;;
    esac
done
