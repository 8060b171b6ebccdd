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

build() { # NAME
    export WORK=$work/$1 OUT=$work/$1/out
    rm -rf "$OUT"
    mkdir -p "$OUT"
    bash "$root/.clusterfuzzlite/build.sh" >"$work/$1/log" 2>&1 || { tail -n 40 "$work/$1/log"; return 1; }
}

for kind in "$@"; do
    echo "== $kind"
    case $kind in
    address | undefined)
        flags="$common -fsanitize=$kind -fsanitize=fuzzer-no-link"
        [ "$kind" = address ] && flags="$flags -fsanitize-address-use-after-scope"
        [ "$kind" = undefined ] && flags="$flags -fno-sanitize-recover=undefined"
        (
            export CC=clang CXX=clang++ CFLAGS=$flags CXXFLAGS=$flags LIB_FUZZING_ENGINE=-fsanitize=fuzzer
            build "$kind"
        )
        bash "$root/fuzz/check_build.sh" libfuzzer "$work/$kind/out"
        ;;
    afl)
        if ! command -v afl-clang-fast >/dev/null; then
            echo "afl++ is not installed: left out"
            continue
        fi
        (
            export CC=afl-clang-fast CXX=afl-clang-fast++ CFLAGS=$common CXXFLAGS=$common AFL_QUIET=1
            export LIB_FUZZING_ENGINE=-fsanitize=fuzzer # the compiler of afl++ puts its own driver in
            build afl
        )
        bash "$root/fuzz/check_build.sh" afl "$work/afl/out"
        ;;
    *)
        echo "usage: fuzz/oss_fuzz.sh [address|undefined|afl]..." >&2
        exit 2
        ;;
    esac
done
