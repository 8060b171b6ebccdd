#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The proof that check.sh can fail: `can_fail.sh SCRATCH` makes up a clean tree, which must pass, then breaks one rule at
# a time, and expects exactly that violation at its place. A rule without a violation here is a failure too.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=${1:?usage: can_fail.sh SCRATCH}
tree=$scratch/tree
license='/* SPDX-License-Identifier: Apache-2.0 */'

make_clean_tree() {
    rm -rf "$tree"
    for folder in base doc oracle http lab/rpc lab/reference tests/unit; do
        mkdir -p "$tree/harness/$folder"
    done
    mkdir -p "$tree/fuzz/replay"
    for header in base/str.h doc/parse.h oracle/compare.h lab/rpc/rpc.h tests/unit/helper.h; do
        echo "$license" >"$tree/harness/$header"
    done
    echo "$license" >"$tree/fuzz/replay/fuzz_target.h"
    cat >"$tree/harness/lab/reference/reference.c" <<'END'
/* SPDX-License-Identifier: Apache-2.0
 * In a comment, sprintf( and exit( and <curl/curl.h> are allowed, #ifdef FUZZING as well. */
#include <sqlite3.h>
#include <stdio.h>
#include "parse.h"
#include "rpc.h"
#include "str.h"
// don't atoi(
const char *s = "exit(1) \" rand("; char q = '"'; /* gets( */
int n = snprintf(s->atoi(1), operand(2), my_exit(3));
END
    cat >"$tree/harness/main.c" <<'END'
/* SPDX-License-Identifier: Apache-2.0 */
int main(void) { exit(0); }
END
}

# In files, since `expect` runs at the end of pipes, in shells of its own.
complain() { echo "$1" | tee -a "$scratch/failures"; }

# expect RULE FILE LINE: reads FILE from standard input and wants exactly one violation, that one.
expect() {
    make_clean_tree
    mkdir -p "$(dirname "$tree/$2")"
    cat >"$tree/$2"
    echo "$1" >>"$scratch/tried"
    if said=$(sh "$here/check.sh" "$tree"); then
        complain "$1: not seen in $2"
        return
    fi
    case "$said" in
    "$2:$3: $1: "*", 1 violations") echo "$1: seen" ;;
    *) complain "$1: expected at $2:$3 alone, got: $said" ;;
    esac
}

expect_line() { printf '%s\n%s\n' "$license" "$4" | expect "$1" "$2" "$3"; }

make_clean_tree
rm -f "$scratch/failures" "$scratch/tried"
sh "$here/check.sh" "$tree" || complain "the clean tree does not pass"

expect_line top-level rubbish.txt 1 ""
expect_line header-owner harness/base/a.c 2 '#include <jansson.h>'
expect_line header-owner harness/oracle/a.c 2 '#include <curl/curl.h>'
expect_line header-owner harness/lab/reference/a.c 2 '#include <microhttpd.h>'
expect_line header-owner harness/http/a.c 2 '#include <sqlite3.h>'
expect_line header-owner harness/doc/a.c 2 '  #  include <zlib.h>'
expect_line header-owner harness/oracle/a.c 2 '#include "yaml.h"'
expect_line header-owner harness/base/a.c 2 '#include <openssl/sha.h>'
expect_line header-owner harness/base/a.c 2 '#include <nghttp2/nghttp2.h>'
expect_line header-owner fuzz/targets/fuzz_a.c 2 '#include <cmocka.h>'
expect_line unknown-header harness/http/a.c 2 '#include <uv.h>'
expect_line include-by-name harness/oracle/a.c 2 '#include "../base/str.h"'
expect_line lab-apart harness/lab/reference/a.c 2 '#include "compare.h"'
expect_line judge-apart harness/http/a.c 2 '#include "rpc.h"'
expect_line no-include-of-fuzz harness/http/a.c 2 '#include "fuzz_target.h"'
expect_line no-include-of-tests harness/http/a.c 2 '#include "helper.h"'
expect_line pure harness/oracle/a.c 2 '#include <sys/socket.h>'
expect_line header-name-twice harness/oracle/str.h 1 ""
echo 'project(x)' | expect spdx harness/lab/rpc/CMakeLists.txt 1
echo 'int a;' | expect spdx harness/base/a.h 1
expect_line no-ifdef-fuzzing harness/base/a.c 2 '#ifdef FUZZING'
expect_line no-ifdef-fuzzing harness/base/a.c 2 '#if defined(FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION)'
expect_line exit-in-main harness/base/a.c 2 'void f(void) { exit (1); }'
for name in sprintf vsprintf strcpy strcat strncpy strtok atoi gets scanf rand; do
    expect_line banned-function harness/tests/unit/a_test.c 2 "int a = \"x\"[0] + $name(1);"
done
expect_line line-length harness/base/a.h 2 "/* $(printf '%0115d' 0) */"
{
    echo "$license"
    awk 'BEGIN { for (i = 0; i < 800; i++) print "int a;" }'
} | expect file-length harness/base/a.h 801

for rule in $(sh "$here/check.sh" --rules); do
    grep -qx "$rule" "$scratch/tried" || complain "$rule: no violation is made up for it"
done
[ ! -s "$scratch/failures" ]
