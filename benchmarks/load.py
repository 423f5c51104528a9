"""How many readers a server carries: sessions over Streamlit's own websocket protocol, one process and several.

    python benchmarks/load.py [--readers 1,25,50,100,200] [--processes 1,2] [--seconds 40] [--every 10]

A reader opens the map and then, every so many seconds, changes the measure or opens an area's card or
the crime page, and waits for the run to end. Times are from the message to the end of its run. Readers
go to the processes in turn, as nginx sends them. Client and server share the machine. Last comes
what one rerun of the map page costs the processor, with its map and without.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection
from websockets.typing import Subprotocol

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import replica  # noqa: E402

MEASURES = ("imd", "income", "employment", "education", "health", "crimes", "asb")
AREAS = ("E01025699", "E01025715", "E01025727", "loughborough-west", "ward-syston")
PATIENCE = 60  # seconds until a run counts as an error


def actions(chance: random.Random) -> Iterator[tuple[str, dict[str, str]]]:
    """What a reader does: page and query, one after the other, without end."""
    yield "", {}
    for turn in itertools.count(1):
        if turn % 4 == 3:
            yield "", {"measure": chance.choice(MEASURES), "area": chance.choice(AREAS)}
        elif turn % 8 == 6:
            yield "crime", {"area": chance.choice(AREAS)}
        else:
            yield "", {"measure": chance.choice(MEASURES), "edition": chance.choice(("2019", "2025"))}


def visit(address: str) -> websockets.connect:
    """A session, to be opened with `async with`."""
    target = address.replace("http", "ws") + "/_stcore/stream"
    return websockets.connect(
        target, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=PATIENCE
    )


async def run(socket: ClientConnection, page: str, query: dict[str, str]) -> None:
    """Ask for one run and read until it ends."""
    asked = BackMsg()
    asked.rerun_script.query_string = urlencode(query)
    asked.rerun_script.page_name = page
    asked.rerun_script.context_info.locale = "en-GB"
    await socket.send(asked.SerializeToString())
    async with asyncio.timeout(PATIENCE):
        while True:
            message = ForwardMsg.FromString(await socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(message.delta.new_element.exception.message)


async def reader(address: str, every: float, until: float, number: int, times: list, errors: list) -> None:
    """One session from its opening to the end of the measurement."""
    chance = random.Random(number)
    await asyncio.sleep(chance.uniform(0, every))
    try:
        async with visit(address) as socket:
            for page, query in actions(chance):
                if time.monotonic() > until:
                    return
                begun = time.perf_counter()
                await run(socket, page, query)
                times.append(time.perf_counter() - begun)
                await asyncio.sleep(
                    max(0.0, chance.uniform(0.7, 1.3) * every - (time.perf_counter() - begun))
                )
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")


async def measure(
    addresses: list[str], readers: int, every: float, seconds: float
) -> tuple[list, list, float]:
    """Times and errors of so many readers, and how long it took."""
    times: list[float] = []
    errors: list[str] = []
    begun = time.monotonic()
    until = begun + every + seconds
    await asyncio.gather(
        *(reader(addresses[n % len(addresses)], every, until, n, times, errors) for n in range(readers))
    )
    return times, errors, time.monotonic() - begun


def quantile(times: list[float], share: float) -> float:
    """The time within which a share of the runs ended."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def rerun_cost(with_map: bool) -> float:
    """Milliseconds of processor time for one change of measure on the map page, in this process."""
    from streamlit.testing.v1 import AppTest

    from charnwood.ui import hooks

    if not with_map:
        hooks.draw_map = lambda *_, **__: None
    page = AppTest.from_file(ROOT / "pages" / "map.py", default_timeout=120).run()
    order = [*MEASURES * 8]
    for name in MEASURES:  # fills the caches, as the first readers do
        page.selectbox(key="measure").set_value(name).run()
    begun = time.process_time()
    for name in order:
        page.selectbox(key="measure").set_value(name).run()
    return 1000 * (time.process_time() - begun) / len(order)


def main() -> None:
    """Print the table of the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readers", default="1,25,50,100,200")
    parser.add_argument("--processes", default="1,2")
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--every", type=float, default=10)
    parser.add_argument("--cost", choices=["map", "bare"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.cost:
        print(f"{rerun_cost(given.cost == 'map'):.2f}")
        return
    print(
        f"{time.strftime('%d %B %Y')}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(
        f"Load of the machine before: {os.getloadavg()[0]:.1f}. Each reader acts every {given.every:g} s.\n"
    )
    print("| processes | readers | reruns | reruns/s | p50 s | p95 s | errors | memory MB | CPU ms/rerun |")
    print("|---|---|---|---|---|---|---|---|---|")
    for count in map(int, given.processes.split(",")):
        with ExitStack() as held:
            servers = [held.enter_context(replica(CHARNWOOD_MODE="public")) for _ in range(count)]
            addresses = [address for address, _ in servers]
            asyncio.run(measure(addresses, count, 0.5, 3))  # loads the data
            watched = [psutil.Process(process.pid) for _, process in servers]
            for readers in map(int, given.readers.split(",")):
                before = sum(sum(process.cpu_times()[:2]) for process in watched)
                times, errors, took = asyncio.run(measure(addresses, readers, given.every, given.seconds))
                spent = sum(sum(process.cpu_times()[:2]) for process in watched) - before
                memory = sum(process.memory_info().rss for process in watched) / 1e6
                print(
                    f"| {count} | {readers} | {len(times)} | {len(times) / took:.1f} | {quantile(times, 0.5):.2f} "
                    f"| {quantile(times, 0.95):.2f} | {len(errors)} | {memory:.0f} | {1000 * spent / len(times):.0f} |",
                    flush=True,
                )
                for error in sorted(set(errors))[:3]:
                    print(f"  {error}", file=sys.stderr)
    costs = {}
    for kind in ("map", "bare"):
        command = [sys.executable, __file__, "--cost", kind]
        answers = [
            float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for _ in range(3)
        ]
        costs[kind] = statistics.median(answers)
    print(
        f"\nOne rerun of the map page: {costs['map']:.1f} ms of processor time, {costs['bare']:.1f} ms without its map: "
        f"{costs['map'] / costs['bare']:.2f} times."
    )


if __name__ == "__main__":
    main()
