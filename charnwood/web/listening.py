"""The socket on which the server listens, as the system has it."""

from __future__ import annotations

import os
import socket
import stat
from contextlib import suppress

from charnwood.web.limits import DESCRIPTORS


def answer_at_once() -> None:
    """Have each piece of an answer leave when it is written, on all connections that this process is going to take.

    Streamlit makes its socket without naming TCP, so that asyncio, which would ask for this, does not know it for one.
    A system then keeps a small packet back until the one before it is confirmed, which the other side puts off for 40
    milliseconds. A connection has the options of the socket that took it.
    """
    for each in list(DESCRIPTORS.iterdir()) if DESCRIPTORS.is_dir() else []:
        number = int(each.name)
        with suppress(OSError):  # closed since, or no TCP socket
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                with socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM) as found:
                    if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
