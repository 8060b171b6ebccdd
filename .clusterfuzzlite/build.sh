#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds the fuzz targets by the contract of OSS-Fuzz: $CC, $CXX, $CFLAGS and $CXXFLAGS say how, $LIB_FUZZING_ENGINE is
# linked, and $OUT receives each program with its NAME_seed_corpus.zip, NAME.dict and NAME.options, and the shared
# libraries that a runner does not have. $WORK (optional) keeps the build.
set -euo pipefail
# In the images this file lies apart from the checkout, which is the working directory.
checkout=$(cd "$(dirname "$0")/.." && pwd -P)
[ ! -d "$checkout/fuzz/targets" ] || cd "$checkout"
: "${CC:?}" "${CXX:?}" "${OUT:?}" "${LIB_FUZZING_ENGINE:?}"
build=${WORK:-build}/oss-fuzz

# shellcheck disable=SC2016 # the loader expands $ORIGIN
# `None` leaves optimisation and instrumentation to CFLAGS.
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DNONESUCH_FUZZING_ENGINE="$LIB_FUZZING_ENGINE" \
    -DCMAKE_BUILD_RPATH='$ORIGIN/lib' -DCMAKE_BUILD_RPATH_USE_ORIGIN=ON
cmake --build "$build" --target fuzz_targets torture -j "$(nproc)"

# All of ours but libc and what comes with the compiler.
copy_libraries() {
    mkdir -p "$OUT/lib"
    ldd "$1" |
        awk '$2 == "=>" && $3 ~ /^\// && $1 !~ /^lib(c|m|dl|rt|pthread|resolv|gcc_s|stdc\+\+)\.so/ { print $3 }' |
        while read -r library; do
            cp -Ln "$library" "$OUT/lib/" 2>/dev/null || true
        done
}

# zip_seeds ZIP FOLDER...: flat, the names of folders in front.
zip_seeds() {
    local zip=$1 flat file
    flat=$(mktemp -d)
    shift
    find "$@" -type f ! -name '.*' | while read -r file; do
        cp "$file" "$flat/$(echo "${file#"$PWD"/}" | tr / _)"
    done
    rm -f "$zip"
    (cd "$flat" && find . -type f | LC_ALL=C sort | zip -q -@ "$zip")
    rm -rf "$flat"
}

torture=$(mktemp -d)
trap 'rm -rf "$torture"' EXIT
# What asks for leaks to be looked for would ask in vain under a tracer; the texts are the same either way.
ASAN_OPTIONS=detect_leaks=0 "$build/fuzz/torture" --write "$torture" >/dev/null
out=$(cd "$OUT" && pwd -P)
for source in fuzz/targets/fuzz_*.c; do
    program=$(basename "$source" .c)
    name=${program#fuzz_}
    more=$(sed -n 's,^/\* seeds: \(.*\) \*/$,\1,p' "$source")
    case $name in rpc_body | document) more="$more $torture" ;; esac
    cp "$build/fuzz/$program" "$out/"
    copy_libraries "$out/$program"
    # shellcheck disable=SC2086 # folders without blanks
    zip_seeds "$out/${program}_seed_corpus.zip" "corpus/$name" $more
    printf '[libfuzzer]\nmax_len = 65536\ntimeout = 25\n' >"$out/$program.options"
    if [ -e "fuzz/targets/$program.dict" ]; then
        cp "fuzz/targets/$program.dict" "$out/"
    fi
done
