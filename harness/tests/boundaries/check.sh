#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The architecture as a test: `check.sh ROOT` prints each violation in ROOT as `file:line: rule: what`, and exits 1 when
# there is one. `check.sh --rules` prints the names of the rules. Needs nothing but a POSIX shell and awk.
set -eu
LC_ALL=C
export LC_ALL

here=$(cd "$(dirname "$0")" && pwd)

if [ "${1:-}" = --rules ]; then
    awk -v list_rules=1 -f "$here/rules.awk" </dev/null
    exit 0
fi

cd "${1:?usage: check.sh ROOT}"

# What belongs to the project: of a git checkout the files it tracks, elsewhere all but what builds and editors leave.
top_level() {
    if [ -e .git ] && tracked=$(git ls-files 2>/dev/null) && [ -n "$tracked" ]; then
        printf '%s\n' "$tracked" | sed 's,/.*,,' | sort -u
    else
        find . ! -name . -prune ! -name .git ! -name 'build*' ! -name .cache ! -name compile_commands.json |
            sed 's,^\./,,' | sort
    fi
}

sources() {
    for folder in harness fuzz corpus scenarios reports .ci; do
        [ -d "$folder" ] || continue
        find "$folder" -path reports/out -prune -o -path corpus -prune -o -type f \
            \( -name '*.[ch]' -o -name '*.def' -o -name '*.cmake' -o -name CMakeLists.txt -o -name '*.sh' -o \
            -name '*.awk' -o -name '*.py' -o -path '.ci/*' \) -print
    done
    [ ! -f CMakeLists.txt ] || echo CMakeLists.txt
}

{
    top_level | sed 's/^/top /'
    sources | sort | sed 's/^/file /'
} | awk -f "$here/rules.awk"
