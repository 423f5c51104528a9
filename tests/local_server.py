"""A local HTTP server for the tests that speak to publishers."""

import threading
from contextlib import contextmanager
from http.server import ThreadingHTTPServer


@contextmanager
def serving(handler, name, publisher):
    """Serve on a free port of this machine; yields `publisher`, with `url` on it, which handlers find as `server.NAME`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    setattr(server, name, publisher)
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
