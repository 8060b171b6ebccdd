#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# What shows only when a body is told otherwise than as JSON: the finding says so, its folder sends it again so, and a
# campaign that is resumed tries it so. What shows plainly as well is told plainly, and once.
source "$SOURCE/harness/tests/e2e/common.bash"

some=(fuzz --no-progress --lab-defect fuzz-json-lines --max-failures 1 --corpus corpus)
expect_code 1 "$NONESUCH" "${some[@]}" --seed 1 --max-requests 50000 --artifacts found --report-json a.json
folder=$(find found -mindepth 1 -maxdepth 1 -type d | head -n 1)
[ "$(field a.json 'r["findings"][0]["title"].endswith("when the body is sent as application/x-ndjson")')" = True ] ||
    fail 'the finding does not say how the body was sent'
[ "$(grep -ci '^content-type:' "$folder/request.http")" = 1 ] || fail 'a content type in request.http'
grep -qx 'content-type: application/x-ndjson' "$folder/request.http" || fail 'the content type in request.http'
[ "$(grep -c "'content-type: application/x-ndjson'" "$folder/curl.sh")" = 2 ] || fail 'the content type in curl.sh'
[ "$(field "$folder/finding.json" 'r["findings"][0]["made_up"]["envelope"]')" = ndjson ] || fail 'the envelope in finding.json'
[ -s "corpus/findings/$(basename "$folder").ndjson" ] || fail 'the corpus does not hold the envelope'

# Found by other means than the one that is kept, it would take hundreds of requests.
expect_code 1 "$NONESUCH" "${some[@]}" --seed 2 --max-requests 50000 --resume --rate-limit 50/s --report-json b.json
[ "$(field b.json 'r["findings"][0]["fingerprint"]')" = "$(field a.json 'r["findings"][0]["fingerprint"]')" ] ||
    fail 'another finding'
[ "$(field b.json 'r["campaign"]["sums"]["requests"]')" -le "$(($(field a.json 'r["campaign"]["sums"]["requests"]') + 200))" ] ||
    fail 'what was found before was not tried first'

some=(fuzz --no-progress --lab-defect status-403-one-method --max-failures 1 --corpus plain)
expect_code 1 "$NONESUCH" "${some[@]}" --seed 1 --max-requests 20000 --report-json c.json
body=$(find plain/findings -type f)
mv "$body" "$body.latin-1"
expect_code 1 "$NONESUCH" "${some[@]}" --seed 2 --max-requests 20000 --resume --rate-limit 50/s --report-json d.json
[ "$(field d.json 'r["findings"][0]["title"]')" = "$(field c.json 'r["findings"][0]["title"]')" ] ||
    fail 'told as if it were a matter of the envelope'
echo "$(field a.json 'r["ledger"]["requests"]') requests, then $(field b.json 'r["ledger"]["requests"]'); plain: $(field c.json 'r["ledger"]["requests"]'), then $(field d.json 'r["ledger"]["requests"]')"
