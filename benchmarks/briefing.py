"""Time to make briefings: one deck, and all three Priority Neighbourhoods in all formats.

    python benchmarks/briefing.py

Each measure runs in a process of its own, so that nothing is kept from one to the next; loading of
data and programs is told apart. The aims are 2 seconds for a deck and 15 for all.
"""

import json
import platform
import statistics
import subprocess
import sys
import time

from charnwood.briefing import files
from charnwood.store import dataset

ROUNDS = 3


def measured(what: str) -> dict[str, float]:
    """Seconds until data and programs are loaded, then seconds to make a deck or everything."""
    began = time.perf_counter()

    data = dataset.load(dataset.data_dir())
    loaded = time.perf_counter()
    areas, kinds = (
        (data.neighbourhoods, files.BRIEFINGS) if what == "all" else (data.neighbourhoods[:1], ["pptx"])
    )
    size = sum(len(files.make_briefing(data, area, 2019, kind)) for area in areas for kind in kinds)
    return {"load": loaded - began, "make": time.perf_counter() - loaded, "kb": size / 1024}


def main() -> None:
    """Print a line for each measure: median of the rounds."""
    if len(sys.argv) == 2:
        print(json.dumps(measured(sys.argv[1])))
        return
    print(f"{platform.machine()}, Python {platform.python_version()}")
    for what, title, aim in (("deck", "one deck", 2), ("all", "three areas in all formats", 15)):
        taken = [
            json.loads(
                subprocess.run(
                    [sys.executable, __file__, what], capture_output=True, text=True, check=True
                ).stdout
            )
            for _ in range(ROUNDS)
        ]
        load, make, size = (statistics.median(t[key] for t in taken) for key in ("load", "make", "kb"))
        print(f"{title:30} {make:5.2f} s (aim {aim} s), {size:,.0f} kB; {load:.2f} s to load before")


if __name__ == "__main__":
    main()
