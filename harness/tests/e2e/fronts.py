# SPDX-License-Identifier: Apache-2.0
"""HTTP servers of a test's own. A script defines what it answers and calls serve(), which listens on a port of the kernel's
choice and writes it to port.txt (start_python of common.bash waits for that)."""
import http.client
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOPS = ("connection", "keep-alive", "transfer-encoding", "content-length", "date")


class Answers(BaseHTTPRequestHandler):
    """respond() gives status, header lines and body; the length is put behind the lines."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def respond(self, body):
        raise NotImplementedError

    def answer(self):
        status, headers, body = self.respond(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def log_message(self, *_):
        pass


class Front(Answers):
    """Stands before the server at `service` (HOST:PORT); forward() asks that."""

    service = None

    def setup(self):
        super().setup()
        self.onward = http.client.HTTPConnection(self.service)

    def forward(self, body):
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOPS}
        self.onward.request(self.command, self.path, body or None, headers)
        got = self.onward.getresponse()
        return got.status, [line for line in got.getheaders() if line[0].lower() not in HOPS], got.read()


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


def serve(handler):
    server = Server(("127.0.0.1", 0), handler)
    with open("port.new", "w", encoding="ascii") as file:
        file.write(str(server.server_address[1]))
    os.rename("port.new", "port.txt")
    server.serve_forever()
