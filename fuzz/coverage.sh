#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# How much of what reads bytes the seeds of corpus/ reach by themselves: `fuzz/coverage.sh [BUILD]`. Builds the replay
# programs with clang's source-based coverage, replays each corpus, and prints lines and branches per module; the names of
# files below the aim stand under their module. Exit 1 when a module has less than 90 % of its lines.
# `--html DIR` before it writes the sources with their counts too.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
html=
if [ "${1:-}" = --html ]; then
    html=${2:?usage: fuzz/coverage.sh [--html DIR] [BUILD]}
    shift 2
fi
build=${1:-build/coverage}
aim=90

# Files of the fuzzed modules; what in them opens sockets and files is left out.
fuzzed() {
    (
        cd harness
        ls base/{codec,codec_utf8,str,str_match,hash,buf,rc}.c doc/*.c wire/*.c template/*.c capture/*.c \
            oracle/{compare,feature,noise,reveal,shape}.c scenario/*.c coverage/*.c waiver/*.c report/*.c \
            http/{answer,scripted_transport}.c observer/*.c run/journal_parse.c lab/rpc/*.c lab/control/*.c \
            lab/auth_provider/{questions,authz,permission,principals,key_table}.c lab/agent/errands.c \
            lab/reference/router.c
    )
}

tool() { # NAME: as it is, or with the version of clang behind it
    local version
    version=$(clang --version | sed -n 's/.*version \([0-9]*\)\..*/\1/p' | head -n 1)
    command -v "$1" || command -v "$1-$version" || { echo "$1 is missing: install llvm" >&2; return 1; }
}

profdata=$(tool llvm-profdata)
cov=$(tool llvm-cov)
cmake -S . -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_FLAGS='-fprofile-instr-generate -fcoverage-mapping' >"$build.log" 2>&1 || { cat "$build.log"; exit 1; }
cmake --build "$build" --target fuzz_replays >>"$build.log" 2>&1 || { tail -n 40 "$build.log"; exit 1; }
rm -f "$build.log"

rm -rf "$build/profiles"
mkdir -p "$build/profiles"
objects=()
for program in "$build"/fuzz/replay_*; do
    name=${program##*/replay_}
    more=$(sed -n 's,^/\* seeds: \(.*\) \*/$,\1,p' "fuzz/targets/fuzz_$name.c")
    LLVM_PROFILE_FILE=$build/profiles/$name.profraw "$program" "corpus/$name" ${more:+"$more"} >/dev/null
    objects+=(-object "$program")
done
"$profdata" merge -sparse "$build"/profiles/*.profraw -o "$build/fuzz.profdata"

mapfile -t files < <(fuzzed | sed "s,^,$root/harness/,")
if [ -n "$html" ]; then
    "$cov" show "${objects[@]:1}" -instr-profile "$build/fuzz.profdata" -format=html -output-dir "$html" "${files[@]}"
fi
# The first object is named without its option. Columns: file, regions (3), functions (3), lines (count, missed, %), branches (count, missed, %).
"$cov" report "${objects[@]:1}" -instr-profile "$build/fuzz.profdata" "${files[@]}" | awk -v aim=$aim '
    $1 !~ /\.c$/ { next }
    {
        file = $1
        sub(/.*harness\//, "", file)
        module = file
        sub(/\/[^\/]*$/, "", module)
        if (!(module in lines))
            order[++modules] = module
        lines[module] += $8; missed[module] += $9; branches[module] += $11; untaken[module] += $12
        if ($8 > 0 && 100 * ($8 - $9) / $8 < aim)
            below[module] = below[module] sprintf("  %-28s %5d of %5d lines\n", file, $8 - $9, $8)
    }
    function share(count, without) { return count > 0 ? 100 * (count - without) / count : 100 }
    END {
        printf "%-20s %7s %8s %8s\n", "module", "lines", "covered", "branches"
        for (i = 1; i <= modules; i++) {
            m = order[i]
            printf "%-20s %7d %7.1f%% %7.1f%%\n%s", m, lines[m], share(lines[m], missed[m]),
                share(branches[m], untaken[m]), below[m]
            all += lines[m]; lost += missed[m]
            short += share(lines[m], missed[m]) < aim
        }
        printf "%-20s %7d %7.1f%%\n", "all", all, share(all, lost)
        exit modules == 0 || short > 0
    }'
