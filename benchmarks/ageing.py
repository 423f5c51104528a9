"""Whether a server that has shown much, been left by many and been given new data is as good as a fresh one.

    python benchmarks/ageing.py [--parts sessions,swaps,views] [--views 2000] [--own 500] [--readers 100]

`sessions`: memory after 300 opened and closed sessions against the first. `swaps`: memory after ten changes of
the data with 20 readers there against the first. `views`: processor time of a rerun, memory, and how long readers
wait, after so many views of different areas, some of them the reader's own, against a fresh server. Each has a
bound; the program ends with 1 where one is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import psutil
from load import MEASURES, measure, quantile, replica, run, visit

from charnwood.store import dataset
from charnwood.web import limits, memory

PAGES = ("profile", "crime", "signals", "streets", "briefing", "change", "deprivation")
COSTS = 1.2  # times what a rerun costs a fresh server
WAIT = 1.0  # seconds within which 95% of the answers come
GROWS = 1.05  # times the memory of the first
RERUNS = 40
# Seconds between two messages of one reader, or a quick server would close the door
PACE = limits.SECONDS / limits.BURST


def views(own: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Pages and queries without end: every area in turn, and at first as many own areas as given."""
    data, chance = dataset.current(), random.Random(7)
    codes = sorted(map(str, data.lsoa[2021].index))
    keys = itertools.cycle(data.areas)
    for number in itertools.count():
        made = f"own~Area {number}~{'.'.join(chance.sample(codes, 4))}"
        page = PAGES[number % len(PAGES)]
        area = made if number % 4 == 0 and number < 4 * own else next(keys)
        yield (
            page,
            {"areas" if page == "deprivation" else "area": area, "edition": chance.choice(("2019", "2025"))},
        )


async def age(address: str, asked: Iterator[tuple[str, dict[str, str]]], count: int) -> None:
    """So many views by two readers at a time, each of which goes after 50."""

    async def reader(share: int) -> None:
        while share > 0:
            async with visit(address) as socket:
                await run(socket, "", {})
                for page, query in itertools.islice(asked, min(50, share)):
                    await run(socket, page, query)
                    await asyncio.sleep(PACE)
            share -= 50

    await asyncio.gather(reader(count // 2), reader(count - count // 2))


async def cost(address: str, process: psutil.Process) -> float:
    """Milliseconds of processor time for one change of measure on the map page: the median of four spells."""
    spells = []
    async with visit(address) as socket:
        for name in MEASURES:
            await run(socket, "", {"measure": name})
        for _ in range(4):
            before = sum(process.cpu_times()[:2])
            for number in range(RERUNS):
                await run(socket, "", {"measure": MEASURES[number % len(MEASURES)]})
                await asyncio.sleep(PACE)
            spells.append(1000 * (sum(process.cpu_times()[:2]) - before) / RERUNS)
    return statistics.median(spells)


async def sessions(address: str, count: int) -> None:
    """So many sessions, each opened, run once and closed."""
    for _ in range(count):
        async with visit(address) as socket:
            await run(socket, "", {})


def resident(process: psutil.Process) -> float:
    """Megabytes that a process holds, once memory was looked through."""
    time.sleep(memory.EVERY + 1)
    return float(process.memory_info().rss) / 1e6


def told(what: str, found: float, bound: float, unit: str = "") -> bool:
    """Print a figure beside its bound; returns whether it is kept."""
    kept = found <= bound
    print(f"| {what} | {found:.2f}{unit} | {bound:.2f}{unit} | {'kept' if kept else 'BROKEN'} |", flush=True)
    return kept


def check_sessions() -> bool:
    """Memory after 300 sessions against the first; Streamlit holds those that closed for two minutes, at most 128."""
    with replica(CHARNWOOD_MODE="public") as (address, process):
        watched = psutil.Process(process.pid)
        asyncio.run(sessions(address, 1))
        first = resident(watched)
        asyncio.run(sessions(address, 299))
        return told(
            f"memory after 300 sessions, of {first:.0f} MB after one", resident(watched) / first, GROWS
        )


async def swapped(address: str, watched: psutil.Process, folder: Path, readers: int) -> list[float]:
    """Memory after each of ten changes of the data, with readers there that go on."""
    found = []
    async with AsyncExitStack() as held:
        sockets = [await held.enter_async_context(visit(address)) for _ in range(readers)]
        for number in range(10):
            os.utime(folder / "priority_neighbourhoods.csv", (number, number))  # as an edit does
            for socket in sockets:
                await run(socket, "", {"measure": MEASURES[number % len(MEASURES)]})
            await asyncio.sleep(memory.EVERY + 1)
            found.append(float(watched.memory_info().rss) / 1e6)
    return found


def check_swaps() -> bool:
    """Memory after ten changes of the data against the first."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        shutil.copytree(dataset.current().directory, folder)
        with replica(CHARNWOOD_MODE="public", CHARNWOOD_DATA=str(folder)) as (address, process):
            found = asyncio.run(swapped(address, psutil.Process(process.pid), folder, 20))
    print("memory after each change, MB:", " ".join(f"{mb:.0f}" for mb in found))
    return told(f"memory after ten changes, of {found[0]:.0f} MB after one", found[-1] / found[0], GROWS)


def check_views(count: int, own: int, readers: int) -> bool:
    """A rerun's cost and the readers' waits after so many views, against a fresh server; and that memory ends to grow."""
    with replica(CHARNWOOD_MODE="public") as (address, process):
        watched, asked = psutil.Process(process.pid), views(own)
        fresh = asyncio.run(cost(address, watched))
        grown = []
        for _ in range(5):
            asyncio.run(age(address, asked, count // 5))
            grown.append(resident(watched))
        print(f"memory after each fifth of {count} views, MB:", " ".join(f"{mb:.0f}" for mb in grown))
        kept = [
            told(f"a rerun, of {fresh:.1f} ms fresh", asyncio.run(cost(address, watched)) / fresh, COSTS),
            told(
                f"memory after {count} views, of {grown[2]:.0f} MB after three fifths",
                grown[-1] / grown[2],
                GROWS,
            ),
        ]
        times, errors, _ = asyncio.run(measure([address], readers, 10, 40))
        kept.append(told(f"95% of {readers} readers wait", quantile(times, 0.95), WAIT, " s"))
        kept.append(told(f"errors of {readers} readers", len(errors), 0))
        return all(kept)


def main() -> None:
    """Print the table of the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parts", default="sessions,swaps,views")
    parser.add_argument("--views", type=int, default=2000)
    parser.add_argument("--own", type=int, default=500)
    parser.add_argument("--readers", type=int, default=100)
    given = parser.parse_args()
    print("| what | found | bound | |\n|---|---|---|---|")
    parts = {
        "sessions": check_sessions,
        "swaps": check_swaps,
        "views": lambda: check_views(given.views, given.own, given.readers),
    }
    kept = [parts[name]() for name in given.parts.split(",")]
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
