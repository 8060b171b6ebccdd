#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# What a target reads otherwise than the reference parser is information: it is counted by kinds, with a short example
# each, in the console, the ledger of the corpus and the reports; it is no finding, and the exit code is that without it.
source "$SOURCE/harness/tests/e2e/common.bash"

# A service in front of the lab whose parser takes commas behind the last member, and which wants `jsonrpc`, that
# the contract lets one leave out.
cat >lenient.py <<'END'
import http.client
import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

there = urlsplit(sys.argv[1]).netloc
hops = ("connection", "keep-alive", "transfer-encoding", "content-length")


class Lenient(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.lab = http.client.HTTPConnection(there)

    def ask(self, body):
        if self.path.endswith("/rpc"):
            body = re.sub(rb",(\s*[}\]])", rb"\1", body)
            if body.startswith(b"{") and b'"jsonrpc"' not in body:
                return 200, [("content-type", "application/json")], b'{"error":{"code":-32600,"message":"no version"}}'
        headers = {name: value for name, value in self.headers.items() if name.lower() not in hops}
        self.lab.request(self.command, self.path, body or None, headers)
        answer = self.lab.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    def answer(self):
        status, headers, body = self.ask(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in hops:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Lenient)
with open("port.new", "w", encoding="ascii") as file:
    file.write(str(server.server_address[1]))
os.rename("port.new", "port.txt")
server.serve_forever()
END

# kinds FILE: of a campaign.json or a report, one a line.
kinds() {
    field "$1" '"\n".join(" ".join((k["reference"], k["target"], k["subject"])).strip() for k in r.get("campaign", r)["conformance"]["kinds"])' |
        sort -u
}

# count FILE EXPRESSION: over its conformance `c`.
count() {
    field "$1" "(lambda c: ($2))(r.get('campaign', r)['conformance'])"
}

start_lab
start_python lenient.py "$lab_url"
sed "s|^base_url:.*|base_url: http://127.0.0.1:$port|" lab.yaml >target.yaml
some=(fuzz -t target.yaml --no-progress --jobs 1 --max-requests 3000)
# Two that libFuzzer tries first, so that chance has no part in it. (The other search has no ear for them.)
mkdir -p corpus/queue
printf '%s' '{"jsonrpc":"2.0","id":1,"method":"task/cancel","params":{"task_id":"@@REF0@@"},}' >corpus/queue/comma
printf '%s' '{"id":1,"method":"task/cancel","params":{"task_id":"@@REF0@@"}}' >corpus/queue/version
expect_code 0 "$NONESUCH" "${some[@]}" --seed 1 --shard 1/2 --corpus corpus --report-json 1.json --report-html 1.html \
    --report-markdown 1.md
grep -Eq '^conformance: [0-9 ]+ bodies are read as the reference reads them, [0-9 ]+ otherwise in [0-9]+ kinds?$' out.txt ||
    fail 'no line of it'
[ "$(field 1.json 'len(r["findings"])')" = 0 ] || fail 'a difference is a finding'
[ "$(count 1.json 'c["compared"] and c["otherwise"] == sum(k["bodies"] for k in c["kinds"]) + c["elsewhere"]')" = True ] ||
    fail 'the counts do not add up'
kinds 1.json >kinds.txt
wanted=('well_formed refused task/cancel')
sentences=('a well-formed task/cancel' 'refused, 200 with code -32600')
if "$NONESUCH" --version | grep -q "^fuzz: the search is libFuzzer's"; then
    wanted+=('malformed taken')
    sentences+=('malformed JSON: expected a key in double quotes')
fi
for kind in "${wanted[@]}"; do
    grep -qFx "$kind" kinds.txt || { cat kinds.txt; fail "nothing is $kind"; }
done
grep -qv -e '^malformed taken$' -e '^well_formed refused ' kinds.txt && { cat kinds.txt; fail 'a kind that is not there'; }
[ "$(count 1.json 'max(len(k["example"]) for k in c["kinds"] if k["reference"] == "well_formed") < 150')" = True ] ||
    fail 'examples are long'
for words in "${sentences[@]}"; do
    grep -qF "$words" 1.html && grep -qF "$words" 1.md || fail "the page or Markdown does not say '$words'"
done

# The sums go on with the corpus, and shards are added up.
before=$(count corpus/campaign.json 'c["alike"] + c["otherwise"]')
expect_code 0 "$NONESUCH" "${some[@]}" --seed 2 --shard 1/2 --corpus corpus --resume --report-json again.json
[ "$(count corpus/campaign.json 'c["alike"] + c["otherwise"]')" = \
    $((before + $(count again.json 'c["alike"] + c["otherwise"]'))) ] || fail 'the sums did not go on'
expect_code 0 "$NONESUCH" "${some[@]}" --seed 1 --shard 2/2 --report-json 2.json
expect_code 0 "$NONESUCH" report merge 1.json 2.json --report-json merged.json
for name in alike otherwise undecided; do
    [ "$(count merged.json "c['$name']")" = $(($(count 1.json "c['$name']") + $(count 2.json "c['$name']"))) ] ||
        fail "$name of the shards"
done
sort -u <(kinds 1.json) <(kinds 2.json) | cmp - <(kinds merged.json) || fail 'the kinds of the shards'
python3 -c '
import json, sys
from jsonschema import Draft202012Validator
schema, *reports = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
for report in reports:
    Draft202012Validator(schema).validate(report)
' "$SOURCE/reports/schema/report-1.schema.json" 1.json 2.json merged.json

# A parser that is a finding as well; the conformant lab has none of either (fuzz_clean has more of that).
expect_code 1 "$NONESUCH" fuzz --no-progress --seed 1 --max-requests 4000 --lab-defect method-case --report-json case.json
[ "$(kinds case.json)" = 'unknown_method taken' ] || { kinds case.json; fail 'not the kind of method-case'; }

# The reference speaks for the contract that it knows, and for no other.
cp -r "$SOURCE/scenarios/agentex" other
sed -i 's|^\(  - {\) rpc: task/interrupt, \(params: { task_id: .*\)$|&\n\1 rpc: task/pause, \2|' other/pack.yaml
code=0
"$NONESUCH" fuzz other/pack.yaml --no-progress --seed 1 --max-requests 500 --report-json other.json >out.txt 2>err.txt || code=$?
expect_words "conformance: not compared: the reference does not know the method 'task/pause'"
[ "$(count other.json 'c["compared"], c["otherwise"]')" = '(False, 0)' ] || fail 'it is compared'

echo "two shards: $(count merged.json 'c["alike"]') bodies alike, $(count merged.json 'c["otherwise"]') otherwise"
