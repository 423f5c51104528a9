"""A local HTTP server for the tests that speak to publishers, and what a publisher's server does wrong."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Publisher:
    """What was asked for and how much was sent, and `fault(handler)`, which may answer in the server's place."""

    def __init__(self):
        self.url = ""
        self.asked = []
        self.sent = 0
        self.fault = lambda handler: False
        self.ended = threading.Event()


class Answering(BaseHTTPRequestHandler):
    """Answers for a `Publisher`."""

    protocol_version = "HTTP/1.1"

    @property
    def publisher(self):
        """The publisher that this server is of."""
        return self.server.publisher

    def log_message(self, *_):
        """Say nothing: tests read what was asked from the publisher."""

    def answer(self, status, body, **headers):
        """Send a whole answer; headers with _ for -."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        self.publisher.sent += len(body)

    def as_json(self, value):
        """Send a value as JSON."""
        self.answer(200, json.dumps(value).encode(), Content_Type="application/json")


@contextmanager
def serving(handler, publisher):
    """Serve on a free port of this machine; yields `publisher`, with `url` on it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.publisher = publisher
    publisher.url = f"http://127.0.0.1:{server.server_port}"
    server.handle_error = lambda *_: None
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield publisher
    finally:
        publisher.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


def html(handler):
    """A fault: a web page in place of a file."""
    handler.answer(200, b"<!DOCTYPE html><title>Sign in</title>", Content_Type="text/html")
    return True


def fails(handler):
    """A fault: an error of the server."""
    handler.answer(500, b"")
    return True


def hangs(handler):
    """A fault: no answer until the test has ended."""
    handler.publisher.ended.wait()
    handler.close_connection = True
    return True


def breaks_off(handler, body, status=200, **headers):
    """A fault: begins to send and hangs up; `headers` announce more than `body`."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = True
    return True
