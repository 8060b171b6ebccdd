#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 180
# labels: heavy
#
# What a front between sees of a campaign: bodies for isolated targets alone do not reach another one by way of a corpus,
# and a finding that the front hides at first is flaky to `replay`, not gone.
source "$SOURCE/harness/tests/e2e/common.bash"

cat >front.py <<'END'
"""Before the service at sys.argv[1]: notes the longest body; of those with `verbose`, the first sys.argv[2] are sent on
without it."""
import re
import sys
import threading

import fronts

lock = threading.Lock()
longest = 0
left = int(sys.argv[2])


class Healing(fronts.Front):
    service = sys.argv[1]

    def respond(self, body):
        global longest, left
        with lock:
            if len(body) > longest:
                longest = len(body)
                with open("longest.txt", "w", encoding="ascii") as file:
                    file.write(str(longest))
            is_healed = b'"verbose"' in body and left > 0
            left -= is_healed
        return self.forward(re.sub(rb'"verbose":[^,}]*,?', b"", body) if is_healed else body)


fronts.serve(Healing)
END

# start_front COUNT: target.yaml is the lab's target behind it.
start_front() {
    start_python front.py "${lab_url#http://}" "$1"
    sed "s|^base_url:.*|base_url: http://127.0.0.1:$port|; s/^http2: .*/http2: never/" lab.yaml >target.yaml
}

start_lab --defect fuzz-debug-name
start_front 0
sed 's/^environment: .*/environment: staging/' target.yaml >staging.yaml
some=(fuzz -q --no-progress -t staging.yaml --jobs 1 --max-requests 1500 --corpus corpus)
code=0
"$NONESUCH" "${some[@]}" >out.txt 2>&1 || code=$?
[ $code -le 1 ] || { cat out.txt; fail "exit $code"; }
mkdir -p corpus/findings
python3 -c 'print("[" * 90000, end="")' >corpus/findings/large
code=0
"$NONESUCH" "${some[@]}" --resume >out.txt 2>&1 || code=$?
[ $code -le 1 ] || { cat out.txt; fail "exit $code of the resumed campaign"; }
[ "$(cat longest.txt)" -lt 90000 ] || fail 'a large body reached a target that is not isolated'

expect_code 1 "$NONESUCH" fuzz -q --no-progress -t target.yaml --seed 1 --jobs 1 --max-failures 1 --max-requests 20000 \
    --report-json fuzz.json
expect_code 1 "$NONESUCH" replay fuzz.json -t target.yaml
# Two rounds of four answers show nothing, the others do.
start_front 8
sed "s,\"url\": \"http://127[^\"]*\",\"url\": \"http://127.0.0.1:$port\"," fuzz.json >moved.json
expect_code 4 "$NONESUCH" replay moved.json -t target.yaml
expect_words 'flaky: it showed in 3 of 5 rounds' '0 reproduced, 0 not reproduced, 1 not decided'
