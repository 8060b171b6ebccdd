#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# Bodies with false or ambiguous ends (--http-desync): refused where others might be hurt; what shows only in them is
# found with the option and not without it, and told once; a resumed campaign that may not send them does not; the
# conformant lab shows nothing, nor does one behind a balancer whose machines take turns. (Further seeds: fuzz_defects.)
source "$SOURCE/harness/tests/e2e/common.bash"

start_lab
sed 's/^environment: .*/environment: staging/' lab.yaml >staging.yaml
sed 's/^environment: .*/environment: production/' lab.yaml >production.yaml
sed '/^environment: /d' lab.yaml >unsaid.yaml
line=$(grep -n '^environment: ' staging.yaml | cut -d : -f 1)
expect_code 2 "$NONESUCH" fuzz -t staging.yaml --http-desync --max-requests 1000
expect_words "staging.yaml:$line:14: /environment:" '--http-desync is refused' '`environment: staging`' 'say `environment: isolated`'
expect_code 2 "$NONESUCH" fuzz -t unsaid.yaml --http-desync --max-requests 1000
expect_words 'unsaid.yaml: ' 'which is what a target is that does not say' 'say `environment: isolated`'
expect_code 2 "$NONESUCH" fuzz -t production.yaml --http-desync --max-requests 1000
expect_words '`environment: production`'
NONESUCH_HTTP_DESYNC=1 expect_code 2 "$NONESUCH" fuzz -t staging.yaml --max-requests 1000
expect_words '--http-desync is refused'
for command in run plan probe replay check report cleanup lab; do
    expect_code 2 "$NONESUCH" "$command" --http-desync
    expect_words "takes no --http-desync"
done

# The lab is isolated by nature, and so is one whose target file says so.
expect_code 0 "$NONESUCH" fuzz --no-progress --http-desync -t lab.yaml --seed 1 --max-requests 2000
start_python "$SOURCE/harness/tests/e2e/balancer.py" "${lab_url##*:}"
sed "s/^base_url: .*/base_url: http:\/\/127.0.0.1:$port/; s/^http2: .*/http2: never/" lab.yaml >balanced.yaml
for seed in 1 2; do
    expect_code 0 "$NONESUCH" fuzz --no-progress --http-desync -t balanced.yaml --jobs 1 --seed $seed --max-requests 4000
    grep -q ' 0 suspicions' out.txt && fail 'the balancer was not met'
done
end_started

expect_code 0 "$NONESUCH" fuzz --no-progress --http-desync --seed 3 --max-requests 20000 --report-json clean.json
[ "$(field clean.json 'len(r["findings"])')" = 0 ] || fail 'a finding on the conformant lab'

some=(fuzz --no-progress --lab-defect fuzz-desync-length --max-failures 1)
expect_code 0 "$NONESUCH" "${some[@]}" --seed 1 --max-requests 8000
expect_code 1 "$NONESUCH" "${some[@]}" --http-desync --seed 1 --max-requests 50000 --corpus corpus --artifacts found --report-json a.json
[ "$(field a.json 'r["findings"][0]["title"].endswith("when the body is sent in chunks and with a length")')" = True ] ||
    fail 'the finding does not say how the body was sent'
[ "$(field a.json 'all(s["request"]["exact"] for s in r["findings"][0]["evidence"])')" = True ] ||
    fail 'the report does not say that it was sent byte for byte'
folder=$(find found -mindepth 1 -maxdepth 1 -type d | head -n 1)
[ "$(field "$folder/finding.json" 'r["findings"][0]["made_up"]["envelope"]')" = chunks-and-length ] || fail 'the envelope in finding.json'
[ "$(grep -ciE '^(content-length|transfer-encoding):' "$folder/request.http")" = 2 ] || fail 'the framing in request.http'
[ "$(grep -c '| nc -w 3 127.0.0.1 ' "$folder/curl.sh")" = 2 ] || fail 'curl.sh does not send it byte for byte'
sh -n "$folder/curl.sh" || fail 'curl.sh is no script'
grep -q '^status codes of all answers on the connection: 403 401 401$' "$folder/first.answer" || fail 'the answers behind it'
[ -s "corpus/findings/$(basename "$folder").chunks-and-length" ] || fail 'the corpus does not hold the envelope'

# Sent again, it still shows, and not any more where it was mended.
expect_code 1 "$NONESUCH" replay a.json --lab-defect fuzz-desync-length
expect_code 0 "$NONESUCH" replay "$folder"
expect_words '0 reproduced, 1 not reproduced, 0 not decided'

# What was found is tried first, by who may send it.
expect_code 0 "$NONESUCH" "${some[@]}" --seed 2 --max-requests 1000 --corpus corpus --resume --rate-limit 400/s
cp -r corpus again
expect_code 1 "$NONESUCH" "${some[@]}" --http-desync --seed 2 --max-requests 50000 --corpus again --resume --rate-limit 1000/s --report-json b.json
[ "$(field b.json 'r["findings"][0]["title"].endswith("when the body is sent in chunks and with a length")')" = True ] ||
    fail 'another finding'
