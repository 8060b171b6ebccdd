#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
#
# Deployments that are down, deaf or not ours to ask: never 0, and a sentence that says what to do.
source "$SOURCE/harness/tests/e2e/common.bash"

cat >constant.py <<'END'
"""Answers everything with one status."""
import sys

import fronts


class Constant(fronts.Answers):
    def respond(self, body):
        with open("agents.txt", "a", encoding="utf-8") as file:
            print(self.headers.get("User-Agent"), file=file)
        return int(sys.argv[1]), [("Content-Type", "application/json")], b'{"detail":"constant"}'


fronts.serve(Constant)
END

write_target() {
    {
        echo "base_url: http://127.0.0.1:$1"
        echo 'variables: { acp_url: "http://127.0.0.1:9" }'
        echo 'principals:'
        for who in alice erin victor rita olga mallory; do
            echo "  $who: { bearer: token-of-$who }"
        done
    } >target.yaml
}

start_python constant.py 404
write_target "$port"
expect_code 4 "$NONESUCH" run --no-progress -t target.yaml --report-json report.json
expect_words '0 passed' 'alice' '404'
id=$(field report.json 'r["run"]["id"]')
[ "$(sort -u agents.txt | sed 's,^nonesuch/[0-9.]* ,,')" = "(run $id)" ] || { sort -u agents.txt; fail 'who asked, and in which run'; }
echo "404 to everything: $(grep -m 1 -iE 'control|inconclusive' out.txt)"
end_started

start_python constant.py 200
write_target "$port"
code=0
"$NONESUCH" run --no-progress -t target.yaml >out.txt 2>err.txt || code=$?
[ $code -eq 4 ] || [ $code -eq 1 ] || { cat out.txt err.txt; fail "exit $code, not 4 or 1, of 200 to everything"; }
echo "200 to everything: exit $code: $(grep -m 1 -iE 'control|inconclusive' out.txt)"
end_started

# The port of a server that is gone.
write_target "$port"
expect_code 3 "$NONESUCH" run --no-progress -t target.yaml
expect_words "127.0.0.1:$port"
[ "$(wc -l <err.txt)" -le 2 ] || { cat err.txt; fail 'more than a sentence and a hint'; }
echo "unreachable: $(head -n 1 err.txt)"
[ -z "$(ls ./*.journal 2>/dev/null)" ] || fail 'a journal was left, though nothing was made'

start_lab
sed 's/\(mallory: { bearer: "\)[^"]*/\1expired-token-of-a-stranger/' lab.yaml >expired.yaml
expect_code 4 "$NONESUCH" run --no-progress -t expired.yaml
expect_words 'mallory' '401'
echo "expired token: $(grep -m 1 mallory out.txt)"
expect_code 4 "$NONESUCH" run -q --no-progress -t expired.yaml --allow-inconclusive=unstable,timing,dropped
