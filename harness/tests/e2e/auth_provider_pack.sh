#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 120
#
# The pack auth-provider: the lab's provider passes; one that is spoilt on the way is found at the flow that says so.
source "$SOURCE/harness/tests/e2e/common.bash"

expect_code 0 "$NONESUCH" run auth-provider --no-progress --report-json report.json
expect_words ' 0 failed, 0 inconclusive'
[ "$(field report.json 'sum(c["surface"] == "flow.deploy_gate" for c in r["checks"])')" = 1 ] || fail 'no deploy gate'

cat >spoil.py <<'END'
"""Hands everything on to the provider at argv[1]; spoils the answers that argv[2] names. Says its port in `port`."""
import http.server
import json
import os
import sys
import urllib.error
import urllib.request

SPOILT = {  # (endpoint, tenant, operation) -> status; None: whatever
    "gate": ("check", None, "cancel", 403),
    "tenants": ("check", "globex", "read", 200),
    "open": ("authn", None, None, 200),
    "deaf": ("deregister", None, None, 200),
    "blind": ("search", None, None, 200),
}
endpoint, tenant, operation, status = SPOILT[sys.argv[2]]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        asked = json.loads(body or b"{}")
        is_spoilt = (
            self.path.endswith("/" + endpoint)
            and operation in (None, asked.get("operation"))
            and tenant in (None, (asked.get("principal") or {}).get("account_id"))
        )
        if is_spoilt:
            return self.say(status, b'{"items":[]}')
        request = urllib.request.Request(sys.argv[1] + self.path, data=body, method="POST")
        if self.headers.get("authorization"):
            request.add_header("authorization", self.headers["authorization"])
        try:
            with urllib.request.urlopen(request) as answer:
                self.say(answer.status, answer.read())
        except urllib.error.HTTPError as error:
            self.say(error.code, error.read())

    def say(self, code, body):
        self.send_response(code)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open("port.new", "w", encoding="utf-8") as file:
    file.write(str(server.server_address[1]))
os.rename("port.new", "port")
server.serve_forever()
END

start_lab
provider=$(sed -n 's/^services: { auth_provider: "\(.*\)" }$/\1/p' lab.yaml)

# spoilt NAME SEVERITY FLOW…: with that, each of these flows has a finding of that severity.
spoilt() {
    local name=$1 severity=$2 flow proxy
    shift 2
    rm -f port
    python3 spoil.py "$provider" "$name" &
    proxy=$!
    started+=("$proxy")
    wait_until 'the proxy' test -s port
    sed "s|^services:.*|services: { auth_provider: \"http://127.0.0.1:$(cat port)\" }|" lab.yaml >spoilt.yaml
    for flow in "$@"; do
        expect_code 1 "$NONESUCH" run auth-provider -q -t spoilt.yaml --only "flow.$flow" --report-json report.json
        [ "$(field report.json "[f['severity'] for f in r['findings'] if f['surface'] == 'flow.$flow']")" = "['$severity']" ] ||
            fail "$name: no finding of severity $severity at flow.$flow"
    done
    kill "$proxy"
    wait "$proxy" 2>/dev/null || true
}

spoilt gate high deploy_gate
spoilt gate medium owner_of_task
spoilt tenants medium tenant_gate register_taken
spoilt open medium authn
spoilt deaf high deregister
spoilt blind medium search

# A target that does not say where the provider is cannot be judged by this pack.
sed '/^services:/d' lab.yaml >without.yaml
expect_code 2 "$NONESUCH" run auth-provider -q -t without.yaml
expect_words 'name its base URL under `services`'
