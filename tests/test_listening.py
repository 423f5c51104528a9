"""Answers leave at once: the option that asyncio would ask for, were Streamlit's socket said to be TCP's."""

import socket

from streamlit.web.server.starlette import starlette_server

from charnwood.web import limits, listening


def delayed(connection):
    return not connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_what_streamlits_socket_takes_answers_at_once_and_no_other_is_changed(tmp_path):
    own = starlette_server._bind_socket("127.0.0.1", 0, 5)
    local = socket.socket(socket.AF_UNIX)
    local.bind(str(tmp_path / "local"))
    local.listen()
    with own, local, socket.create_connection(own.getsockname()) as other:
        own.setblocking(True)
        before = len(list(limits.DESCRIPTORS.iterdir()))
        listening.answer_at_once()
        assert len(list(limits.DESCRIPTORS.iterdir())) == before
        assert delayed(other)
        with socket.create_connection(own.getsockname()):
            taken = [own.accept()[0], own.accept()[0]]
        assert not delayed(taken[1])
        for each in taken:
            each.close()


def test_where_a_system_lists_no_descriptors_nothing_is_done(tmp_path, monkeypatch):
    monkeypatch.setattr(listening, "DESCRIPTORS", tmp_path / "none")
    listening.answer_at_once()
