#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# Strangers who are none, or not for long: a run in which nobody crossed a tenant never passes.
source "$SOURCE/harness/tests/e2e/common.bash"

cat >gate.py <<'END'
"""Stands before the service LIKE sys.argv[1] (HOST:PORT) and turns a token (sys.argv[2]) away, with one and the same page,
once it was let through sys.argv[3] times. Writes its port to port.txt."""
import http.client
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

service, token, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
lock = threading.Lock()
passed = 0


def is_blocked(headers):
    global passed
    if token not in headers.get("Authorization", ""):
        return False
    with lock:
        passed += 1
        return passed > times


class Gate(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.onward = http.client.HTTPConnection(service)

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if is_blocked(self.headers):
            return self.tell(404, [("content-type", "application/json")], b'{"detail":"Not Found"}')
        self.onward.request(self.command, self.path, body, dict(self.headers))
        got = self.onward.getresponse()
        hidden = ("content-length", "date", "connection", "transfer-encoding")
        return self.tell(got.status, [h for h in got.getheaders() if h[0].lower() not in hidden], got.read())

    def tell(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


server = Server(("127.0.0.1", 0), Gate)
with open("port.new", "w", encoding="ascii") as file:
    file.write(str(server.server_address[1]))
os.rename("port.new", "port.txt")
server.serve_forever()
END

token_of() {
    sed -n "s/.* $1: .*bearer: \"\([^\"]*\)\".*/\1/p" lab.yaml
}

# start_gate TIMES: gate.yaml is the lab's target behind it.
start_gate() {
    start_python gate.py "${lab_url#http://}" "$(token_of mallory)" "$1"
    sed "s,^base_url: .*,base_url: http://127.0.0.1:$port," lab.yaml >gate.yaml
}

# judge CODE TARGET: only reading surfaces, plain: the gate is slow.
judge() {
    expect_code "$1" "$NONESUCH" run --no-progress --variations none --only 'get.tasks.by_*' --as mallory -t "$2" --report-json report.json
}

start_lab
judge 0 lab.yaml

# A stranger with the token of somebody of the victim's tenant: the same one twice is seen at once, another one by whom
# the auth provider is asked for.
sed "s/\(mallory: { bearer: \"\)[^\"]*/\1$(token_of olga)/" lab.yaml >colleague.yaml
judge 2 colleague.yaml
expect_words "'mallory' has the credential of 'olga'"
sed '/ olga: /d' colleague.yaml >alone.yaml
judge 4 alone.yaml
expect_words 'takes the credential of mallory for olga'

# An account that has another name at the provider is himself, whether the target says so or not.
for subject in '' ', subject: grace'; do
    sed "s/\(mallory: { bearer: \"\)[^\"]*\"/\1$(token_of grace)\"$subject/; / grace: /d" lab.yaml >named.yaml
    judge 0 named.yaml
done

# One who is blocked half-way, and told of every thing that it does not exist.
for times in 30 60; do
    start_gate $times
    judge 4 gate.yaml
    expect_words 'mallory'
    echo "blocked after $times: $(grep -m 1 mallory out.txt)"
done
# Not at all: the gate itself is no finding.
start_gate 1000000
judge 0 gate.yaml
