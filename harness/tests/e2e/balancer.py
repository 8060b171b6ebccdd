# SPDX-License-Identifier: Apache-2.0
"""A balancer before a server, with machines that take turns: connections 2 and 3 of each four are answered by another
one, which says `x-zone` where the others say `server`. Only connections with a framed body (campaign/framing.h) count, so that the
turns fall in with the groups of four in which the fuzzer confirms. It carries bytes, and reads none of them.

Usage: balancer.py PORT     the server's, on loopback; its own is written to port.txt
"""
import os
import socket
import sys
import threading

FRAMED = b"/nonesuch-absent"
turns = 0
lock = threading.Lock()


def carry(source, sink, change):
    try:
        while piece := source.recv(65536):
            sink.sendall(change(piece))
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def other_machine(piece):
    return piece.replace(b"\r\nserver: ", b"\r\nx-zone: ")


def same(piece):
    return piece


def serve(client, port):
    global turns
    first = client.recv(65536)
    server = socket.create_connection(("127.0.0.1", port))
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    change = same
    if FRAMED in first:
        with lock:
            change = other_machine if turns % 4 in (1, 2) else same
            turns += 1
    server.sendall(first)
    threading.Thread(target=carry, args=(client, server, same), daemon=True).start()
    carry(server, client, change)


def main(port):
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    with open("port.new", "w", encoding="ascii") as file:
        file.write(str(listener.getsockname()[1]))
    os.rename("port.new", "port.txt")
    while True:
        client, _ = listener.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(client, port), daemon=True).start()


main(int(sys.argv[1]))
