"""Clients that an HTTP server of a log meets: bad ones, and many at once. Used by LogServerTests.

usage: http_clients.py KIND PORT [ARGUMENT…]; prints what was seen, exits 1 where it must not be so.
"""

import http.client
import json
import socket
import sys
import threading
import time

HOST = "127.0.0.1"
# What a client that the server should have sent away waits for that, in seconds.
LIMIT = 60


def connect(port):
    return socket.create_connection((HOST, port), timeout=LIMIT)


def require(holds, text):
    if not holds:
        print("no:", text)
        sys.exit(1)


def ask(port, method, path, body=None, headers={}):
    connection = http.client.HTTPConnection(HOST, port, timeout=LIMIT)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer, answer.read()


def ended(client):
    """Reads until the server closes the connection."""
    received = b""
    try:
        while piece := client.recv(65536):
            received += piece
    except ConnectionError:
        pass
    return received


def trickle(port):
    """Slow loris: heads that never end, a byte at a time; others are served meanwhile."""
    clients = [connect(port) for _ in range(30)]
    start = time.monotonic()
    head = b"POST /append HTTP/1.1\r\nHost: x\r\nX-Slow: " + b"y" * 10_000
    open_clients = list(clients)
    for byte in head:
        answer, _ = ask(port, "GET", "/checkpoint")
        require(answer.status == 200, "an honest client was not served")
        for client in list(open_clients):
            try:
                client.send(bytes([byte]))
            except ConnectionError:
                open_clients.remove(client)
        if not open_clients:
            return
        require(time.monotonic() - start < LIMIT, "slow clients were kept for ever")
        time.sleep(0.05)


def stall(port):
    """Bodies and requests that stop in the middle."""
    heads = [
        b"POST /append HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
        b"POST /append HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"GET /check",
        b"",
    ]
    clients = []
    for head in heads:
        client = connect(port)
        client.sendall(head)
        clients.append(client)
    for client in clients:
        ended(client)


def giant(port):
    """Bodies larger than allowed, said beforehand and not said."""
    client = connect(port)
    client.sendall(b"POST /append HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n")
    require(b" 413 " in client.recv(65536), "10 GB were announced, and not refused")
    client = connect(port)
    client.sendall(b"POST /append HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    sent = 0
    try:
        while sent < 1 << 30:
            client.sendall(b"100000\r\n" + b"z" * (1 << 20) + b"\r\n")
            sent += 1 << 20
    except (ConnectionError, TimeoutError):
        pass
    require(sent < 256 << 20, f"{sent} bytes were taken")
    client = connect(port)
    try:
        client.sendall(b"GET /checkpoint HTTP/1.1\r\nHost: x\r\nX: " + b"z" * (8 << 20) + b"\r\n\r\n")
    except ConnectionError:
        return
    require(b" 200 " not in ended(client)[:20], "a head of 8 MiB was taken")


def lying(port):
    """Lengths that are none, contradict each other, or are not those of the body."""
    for length in [b"-5", b"abc", b"99999999999999999999999999", b"5, 6", b"0x10"]:
        client = connect(port)
        client.sendall(
            b"POST /append HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
            + length + b"\r\n\r\n{}{}{}")
        client.shutdown(socket.SHUT_WR)
        require(b" 200 " not in ended(client)[:20], f"length {length!r} was taken")
    client = connect(port)
    client.sendall(b"POST /append HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}GARBAGE\r\n\r\n")
    client.shutdown(socket.SHUT_WR)
    require(b" 400 " in ended(client)[:20], "{} was taken for a document")
    for garbage in [b"\0" * 100, b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01" * 50]:
        client = connect(port)
        client.sendall(garbage)
        client.shutdown(socket.SHUT_WR)
        require(b" 200 " not in ended(client)[:20], f"{garbage[:10]!r} was answered")


def hammer(port, document, seconds):
    """Many clients append the document again and again, also while the server is away; every
    acknowledged entry is printed."""
    body = open(document, "rb").read()
    acknowledged, others = [], {}
    end = time.monotonic() + float(seconds)

    def work():
        connection = None
        while time.monotonic() < end:
            try:
                connection = connection or http.client.HTTPConnection(HOST, port, timeout=LIMIT)
                connection.request("POST", "/append", body)
                answer = connection.getresponse()
                text = answer.read()
                if answer.status == 200:
                    acknowledged.extend(json.loads(text)["entries"])
                else:
                    others[answer.status] = others.get(answer.status, 0) + 1
            except (OSError, http.client.HTTPException):
                connection = None
                time.sleep(0.02)

    threads = [threading.Thread(target=work) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"entries": acknowledged, "others": {str(k): v for k, v in others.items()}}))


kinds = {function.__name__: function for function in [trickle, stall, giant, lying, hammer]}
kinds[sys.argv[1]](int(sys.argv[2]), *sys.argv[3:])
