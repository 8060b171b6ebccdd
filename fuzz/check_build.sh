#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What OSS-Fuzz and ClusterFuzzLite ask of a build before they take it: `fuzz/check_build.sh libfuzzer|afl OUT`. Each
# program of OUT runs from a folder that is not ours, with no home and nothing in the environment. It takes the empty
# input, four more, and each of its seeds (NAME_seed_corpus.zip, or of corpus/ where there is none); its dictionary is
# read; it has 100 edges at least (AFL++ does not say how many there are: it is instrumented); its libraries are found.
# afl-fuzz, when it is asked for, gets ready and runs for some seconds. Exit 1 with `BAD BUILD` lines.
set -uo pipefail
engine=${1:?usage: fuzz/check_build.sh libfuzzer|afl OUT}
out=$(cd "${2:?usage: fuzz/check_build.sh libfuzzer|afl OUT}" && pwd -P)
root=$(cd "$(dirname "$0")/.." && pwd -P)
least_edges=100
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0

complain() { # PROGRAM WHAT [LOG]
    echo "BAD BUILD: $(basename "$1"): $2"
    if [ -n "${3:-}" ]; then
        tail -n 12 "$3" | sed 's/^/    /'
    fi
    bad=$((bad + 1))
}

# The shadow memory of AddressSanitizer does not go with more random bits than 28.
as_runner() {
    local plain=()
    if [ "$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 0)" -gt 28 ]; then
        plain=(setarch -R)
    fi
    (cd "$scratch/home" && env -i PATH=/usr/bin:/bin "${plain[@]}" "$@")
}

unpack_seeds() { # PROGRAM FOLDER
    mkdir -p "$2"
    if [ -e "${1}_seed_corpus.zip" ]; then
        unzip -q -o "${1}_seed_corpus.zip" -d "$2"
    else
        cp -r "$root/corpus/$(basename "$1" | sed 's/^fuzz_//')/." "$2"
    fi
    [ -n "$(find "$2" -type f -print -quit)" ] || complain "$1" "no seeds"
}

check_libfuzzer() { # PROGRAM SEEDS
    local log=$scratch/log edges options=()
    [ ! -e "$1.dict" ] || options=(-dict="$1.dict")
    as_runner "$1" -seed=1337 -runs=4 "${options[@]}" >"$log" 2>&1 || complain "$1" "does not start, or ends badly" "$log"
    grep -q 'Done 4 runs' "$log" || complain "$1" "did not run four times" "$log"
    edges=$(sed -n 's/^INFO: Loaded [0-9]* modules\{0,1\} *(\([0-9]*\) inline.*/\1/p' "$log")
    [ "${edges:-0}" -ge $least_edges ] || complain "$1" "${edges:-0} edges: instrumented in part only"
    as_runner "$1" -runs=0 -timeout=25 -rss_limit_mb=2560 "$2" >"$log" 2>&1 ||
        complain "$1" "one of its seeds ends badly" "$log"
    : >"$scratch/empty"
    as_runner "$1" "$scratch/empty" >"$log" 2>&1 || complain "$1" "the empty input ends badly" "$log"
    echo "$(basename "$1"): ${edges:-0} edges, $(find "$2" -type f | wc -l) seeds"
}

check_afl() { # PROGRAM SEEDS
    local log=$scratch/log edges
    as_runner /usr/bin/afl-showmap -q -m none -t 10000 -o "$scratch/map" -i "$2" -C -- "$1" >"$log" 2>&1 ||
        complain "$1" "one of its seeds ends badly" "$log"
    edges=$(wc -l <"$scratch/map" 2>/dev/null || echo 0)
    [ "$edges" -gt 0 ] || complain "$1" "not instrumented"
    rm -rf "$scratch/afl"
    (
        cd "$scratch/home" && env AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_FAST_CAL=1 \
            AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FORKSRV_INIT_TMOUT=30000 timeout --preserve-status -s INT 60 \
            afl-fuzz -V 3 -m none -t 5000+ -i "$2" -o "$scratch/afl" -- "$1" >"$log" 2>&1
    )
    grep -q 'All set and ready to roll' "$log" || complain "$1" "afl-fuzz did not get ready" "$log"
    echo "$(basename "$1"): $edges edges reached by $(find "$2" -type f | wc -l) seeds"
}

mkdir -p "$scratch/home"
count=0
for program in "$out"/fuzz_*; do
    if [ ! -f "$program" ] || [ ! -x "$program" ]; then
        continue
    fi
    name=$(basename "$program")
    seeds=$scratch/seeds/$name
    unpack_seeds "$program" "$seeds"
    if ldd "$program" | grep -q 'not found'; then
        complain "$program" "a library is missing"
    fi
    "check_$engine" "$program" "$seeds"
    count=$((count + 1))
done
echo "$count programs, $bad complaints"
[ $count -gt 0 ] && [ $bad -eq 0 ]
