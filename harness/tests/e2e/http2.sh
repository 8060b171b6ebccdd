#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 240
#
# The variation http2: what it finds and how that is sent again, and deployments that speak HTTP/2 otherwise or not at all.
source "$SOURCE/harness/tests/e2e/common.bash"

few=(--no-progress --only '{get.agents.by_id,post.messages.by_task_id}' --as mallory --variations http2)

# Over HTTP/1.1 nothing tells; over HTTP/2 it is one finding, and nothing without the defect.
expect_code 1 "$NONESUCH" run "${few[@]}" --lab-defect http2-preload --report-json found.json --report-har found.har \
    --curl found.sh
expect_words 'denied  HTTP/2 404' 'absent  HTTP/2 404' '--http2-prior-knowledge'
[ "$(field found.json '[(f["variation"], f["kind"]) for f in r["findings"]]')" = "[('http2', 'header')]" ] ||
    fail 'not that finding alone'
[ "$(field found.har '{x[k]["httpVersion"] for x in r["log"]["entries"] for k in ("request", "response")}')" = "{'HTTP/2'}" ] ||
    fail 'the archive says another version'
grep -qF -- 'send -X '\''GET'\'' --http2-prior-knowledge' found.sh || fail 'the script says no version'
expect_code 1 "$NONESUCH" replay found.json --lab-defect http2-preload
expect_words '1 reproduced, 0 not reproduced'
expect_code 0 "$NONESUCH" replay found.json
expect_code 0 "$NONESUCH" report found.json --curl again.sh
cmp -s found.sh again.sh || fail 'a report that was read says another script'
expect_code 0 "$NONESUCH" run "${few[@]}"

# What the target file says.
start_lab --defect http2-preload
sed '/^http2:/d' lab.yaml >silent.yaml
sed 's/^http2:.*/http2: never/' lab.yaml >never.yaml
expect_code 1 "$NONESUCH" run -t lab.yaml "${few[@]}"
expect_code 0 "$NONESUCH" run -t silent.yaml "${few[@]}" --report-json silent.json
[ "$(field silent.json '[c["id"] for c in r["checks"] if "http2" in c["id"]]')" = '[]' ] || fail 'sent where nobody speaks it'
expect_code 0 "$NONESUCH" plan -t silent.yaml --variations http2
expect_words 'makes no sense: http2 at ' 'only over https, or where the target file says '
expect_code 0 "$NONESUCH" plan -t never.yaml --variations http2
expect_words 'makes no sense: http2 at ' 'the target file says '

cat >relay.py <<'END'
"""Relays to the port PORT. `plain`: hangs up on HTTP/2. Else TLS, with that protocol by ALPN; writes its port to port.txt.
Usage: relay.py PORT plain|h2|http/1.1"""
import socket
import ssl
import sys
import threading


def copy(source, to):
    try:
        while piece := source.recv(65536):
            to.sendall(piece)
    except OSError:
        pass
    for end in (source, to):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def relay(client, context):
    try:
        if context:
            client = context.wrap_socket(client, server_side=True)
        first = client.recv(65536)
    except OSError:
        return
    if not first or (not context and first.startswith(b"PRI ")):
        client.close()
        return
    server = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server.sendall(first)
    threading.Thread(target=copy, args=(server, client), daemon=True).start()
    copy(client, server)


tls = None
if sys.argv[2] != "plain":
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain("cert.pem", "key.pem")
    tls.set_alpn_protocols([sys.argv[2]])
listener = socket.create_server(("127.0.0.1", 0), backlog=128)
with open("port.txt", "w", encoding="utf-8") as file:
    file.write(str(listener.getsockname()[1]))
while True:
    accepted, _ = listener.accept()
    accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    threading.Thread(target=relay, args=(accepted, tls), daemon=True).start()
END
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
lab_port=${lab_url##*:}

# It is said to be spoken and is not: no pass, and a sentence that says what to do.
start_python relay.py "$lab_port" plain
expect_code 4 "$NONESUCH" run -t lab.yaml -u "http://127.0.0.1:$port" "${few[@]}" --report-json deaf.json
expect_words 'nothing was answered over HTTP/2: correct '
[ "$(field deaf.json '{c["verdict"] for c in r["checks"] if c["variation"] == "http2"}')" = "{'inconclusive'}" ] ||
    fail 'judged without HTTP/2'

# By ALPN, where the server takes it and where it does not.
{ cat silent.yaml; echo 'tls: { cacert: cert.pem }'; } >tls.yaml
start_python relay.py "$lab_port" h2
expect_code 1 "$NONESUCH" run -t tls.yaml -u "https://127.0.0.1:$port" "${few[@]}"
expect_words 'denied  HTTP/2 404' ' --http2 -i'
start_python relay.py "$lab_port" http/1.1
expect_code 0 "$NONESUCH" run -t tls.yaml -u "https://127.0.0.1:$port" "${few[@]}" --report-json old.json
expect_words 'HTTP/2 is not judged: the server does not take it by ALPN'
[ "$(field old.json '{c["verdict"] for c in r["checks"] if c["variation"] == "http2"}')" = "{'not_applicable'}" ] ||
    fail 'judged over HTTP/1.1'
