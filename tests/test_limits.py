"""One visitor who asks for too much: all others are served, and he hears so in a sentence."""

import asyncio
import http.client
import random
import resource
import statistics
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import loops
import pytest
import websockets
from browser import replica
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from charnwood.briefing import addresses
from charnwood.web import limits
from charnwood.web.limits import BURST, TOO_MANY, Costly, Messages, Room


async def passed_on(scope, receive, send):
    """An application that answers, or reads a socket until it ends."""
    if scope["type"] == "websocket":
        while (await receive())["type"] != "websocket.disconnect":
            await send({"type": "websocket.send", "text": "read"})
        await send({"type": "websocket.send", "text": "too late"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"passed on"})


def told(app, received=(), **scope):
    """What an application sends, given so many messages."""
    waiting, sent = list(received), []

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    loops.run(app({"type": "http", "method": "GET", "path": "/", "headers": [], **scope}, receive, send))
    return sent


@pytest.mark.parametrize("count", [BURST, BURST + 1, 10 * BURST])
def test_a_socket_is_closed_with_a_reason_at_the_message_that_is_too_many(count):
    messages = [{"type": "websocket.receive", "bytes": b"x"}] * count
    sent = told(Messages(passed_on), [*messages, {"type": "websocket.disconnect"}], type="websocket")
    kinds = [message["type"] for message in sent]
    assert kinds.count("websocket.send") == BURST + (count == BURST)
    closed = {"type": "websocket.close", "code": TOO_MANY[0], "reason": TOO_MANY[1]}
    assert sent[BURST:] == ([closed] if count > BURST else [{"type": "websocket.send", "text": "too late"}])


def test_messages_that_come_no_faster_than_the_rate_are_never_too_many():
    clock = iter(range(10_000))
    messages = [{"type": "websocket.receive", "bytes": b"x"}] * 5 * BURST
    app = Messages(passed_on, seconds=BURST, clock=lambda: next(clock))
    sent = told(app, [*messages, {"type": "websocket.disconnect"}], type="websocket")
    assert {message["type"] for message in sent} == {"websocket.send"}


@pytest.mark.parametrize(
    ("scope", "left", "refused"),
    [
        ({"path": "/"}, 9, True),
        ({"path": "/crime"}, 0, True),
        ({"path": "/"}, 10, False),
        ({"path": "/_stcore/health"}, 0, False),
        ({"path": "/static/js/page.js"}, 0, False),
    ],
)
def test_a_newcomer_is_refused_before_descriptors_are_used_up(scope, left, refused):
    sent = told(Room(passed_on, pages={"/", "/crime"}, left=lambda: left, least=10), **scope)
    assert (sent[0]["status"] == 503) is refused
    if refused:
        assert dict(sent[0]["headers"])[b"retry-after"] == b"60"
        assert sent[1]["body"].decode() == limits.FULL


@pytest.mark.parametrize(
    ("extensions", "first"),
    [({"websocket.http.response": {}}, "websocket.http.response.start"), ({}, "websocket.close")],
)
def test_a_socket_is_refused_as_a_document_is(extensions, first):
    app = Room(passed_on, pages={"/"}, left=lambda: 0)
    sent = told(app, type="websocket", path="/_stcore/stream", extensions=extensions)
    assert sent[0]["type"] == first
    assert sent[0].get("status", 503) == 503


def test_descriptors_are_raised_as_far_as_allowed_and_counted(monkeypatch):
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    try:
        few = limits.descriptors_left()
        assert 0 < few < 256
        with Path("/dev/null").open(), Path("/dev/null").open():
            assert limits.descriptors_left() == few - 2
        limits.raise_descriptors()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (min(limits.WANTED, before[1]), before[1])
        monkeypatch.setattr(limits, "resource", None)  # as on Windows
        limits.raise_descriptors()
        assert limits.descriptors_left() == limits.WANTED
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_costly_requests_take_turns_a_few_wait_and_the_rest_hear_so():
    async def go():
        busy, most, done = 0, 0, asyncio.Event()
        found = []

        async def slow(scope, receive, send):
            nonlocal busy, most
            busy += 1
            most = max(most, busy)
            await done.wait()
            busy -= 1
            if scope["path"] == "/present?broken":
                raise RuntimeError("broken")
            await passed_on(scope, receive, send)

        app = Costly(slow, most=2, waiting=3)

        async def ask(path):
            sent = []

            async def send(message):
                sent.append(message)

            try:
                await app({"type": "http", "method": "GET", "path": path, "headers": []}, None, send)
            except RuntimeError:
                return
            found.append((sent[0]["status"], sent[1]["body"].decode()))

        for _ in range(2):  # the second time all turns are free again
            done.clear()
            found.clear()
            asked = [asyncio.create_task(ask("/present")) for _ in range(9)]
            while len(found) < 4:
                await asyncio.sleep(0)
            assert found == [(503, limits.BUSY)] * 4
            done.set()
            await asyncio.gather(*asked, ask("/"))
            assert [status for status, _ in found].count(200) == 6
        return most

    assert loops.run(go()) == 2


@pytest.mark.parametrize(
    ("path", "costly"),
    [
        ("/present", True),
        ("/picture/x.png", True),
        ("/briefing/x.pdf", True),
        ("/briefing", False),
        ("/", False),
        ("/presents", False),
    ],
)
def test_which_addresses_are_costly(path, costly):
    assert all(limits.COSTLY.match(f"/{folder}/x") for folder in addresses.FOLDERS)
    assert bool(limits.COSTLY.match(path)) is costly


# The real server under attack: what others wait, against what they wait without


@pytest.fixture(scope="module")
def served(public):
    with visiting(public) as rerun:
        rerun()
    return public


def ask(address, path):
    """Status, headers, body and seconds of one request."""
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    begun = time.perf_counter()
    line.request("GET", path)
    answer = line.getresponse()
    body = answer.read().decode(errors="replace")
    line.close()
    return answer.status, answer.headers, body, time.perf_counter() - begun


def rerun_message(measure):
    message = BackMsg()
    message.rerun_script.query_string = urlencode({"measure": measure})
    message.rerun_script.context_info.locale = "en-GB"
    return message.SerializeToString()


async def opened(address):
    """A socket of the server, open."""
    target = address.replace("http", "ws") + "/_stcore/stream"
    return await websockets.connect(target, subprotocols=["streamlit"], max_size=None, open_timeout=60)


@contextmanager
def visiting(address):
    """A visitor; yields what changes a measure and says how many seconds the page took."""
    socket = loops.run(opened(address))
    measures = iter(["imd", "income"] * 1000)

    async def run():
        begun = time.perf_counter()
        await socket.send(rerun_message(next(measures)))
        async with asyncio.timeout(60):
            while True:
                message = ForwardMsg.FromString(await socket.recv())
                if (
                    message.WhichOneof("type") == "script_finished"
                    and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                ):
                    return time.perf_counter() - begun

    try:
        yield lambda: loops.run(run())
    finally:
        loops.run(socket.close())


def test_what_is_sent_is_packed_and_nothing_may_unfold_without_end(served):
    async def bomb():
        async with await opened(served) as socket:
            packed = [type(extension).__name__ for extension in socket.protocol.extensions]
            await socket.send(bytes(20_000_000))  # some 20 kB as sent
            try:
                while True:
                    await socket.recv()
            except websockets.ConnectionClosed as closed:
                return packed, closed.rcvd.code

    assert loops.run(bomb()) == (["PerMessageDeflate"], 1009)  # too big


@pytest.mark.parametrize("count", [600, 3_000])
def test_a_burst_on_one_socket_leaves_the_server_to_the_others(served, count):
    found = {}

    async def attack():
        async with await opened(served) as socket:
            try:
                for number in range(count):
                    await socket.send(rerun_message(("imd", "income")[number % 2]))
                while True:
                    await socket.recv()
            except websockets.ConnectionClosed as closed:
                found["closed"] = closed.rcvd.code, closed.rcvd.reason

    with visiting(served) as rerun:
        rerun()
        idle = statistics.median(rerun() for _ in range(5))
        attacker = threading.Thread(target=asyncio.run, args=[attack()])
        attacker.start()
        busy = max(rerun() for _ in range(5))
        attacker.join(timeout=60)
    assert found["closed"] == TOO_MANY
    assert busy < 40 * idle  # before there was a limit: over 120 times, and for ever


def test_many_presentations_at_once_leave_the_server_to_the_others(served, data):
    codes, chance, found = sorted(data.lsoa[2021].index), random.Random(1), []
    areas = [f"own~A{n}~{'.'.join(chance.sample(codes, 4))}" for n in range(60)]
    ask(served, f"/present?area={areas[0]}")

    def present(area):
        found.append(ask(served, f"/present?area={area}"))

    with visiting(served) as rerun:
        rerun()
        idle = statistics.median(rerun() for _ in range(5))
        askers = [threading.Thread(target=present, args=[area]) for area in areas]
        for asker in askers:
            asker.start()
        document = max(ask(served, "/")[3] for _ in range(5))
        busy = max(rerun() for _ in range(5))
        for asker in askers:
            asker.join(timeout=60)
    statuses = [status for status, *_ in found]
    assert set(statuses) == {200, 503}
    assert statuses.count(200) >= limits.AT_ONCE + limits.WAITING
    for _, headers, body, _ in (answer for answer in found if answer[0] == 503):
        assert (body, headers["Retry-After"], headers["Cache-Control"]) == (limits.BUSY, "5", "no-store")
    assert max(document, busy) < 60 * idle  # before there were turns: over 700 times


def test_a_server_at_its_limit_of_descriptors_answers_its_health_check():
    """With 200 descriptors it refuses newcomers in a sentence, and takes them again once others left."""

    async def crowd(address):
        held, refused = [], []
        try:
            for _ in range(60):
                try:
                    held.append(await opened(address))
                except websockets.InvalidStatus as error:
                    refused.append(error.response.status_code)
            return refused, ask(address, "/dashboard"), ask(address, "/"), ask(address, "/_stcore/health")
        finally:
            for socket in held:
                await socket.close()

    with replica("sh", "-c", 'ulimit -n 200; exec "$@"', "sh", CHARNWOOD_MODE="public") as (address, _):
        refused, page, plain, health = loops.run(crowd(address))
    assert len(refused) > 10
    assert set(refused) == {503}
    assert (page[0], page[2], page[1]["Retry-After"]) == (503, limits.FULL, "60")
    assert plain[0] == health[0] == 200  # a plain page holds no line open
