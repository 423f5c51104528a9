"""All eight districts of the county: folders made, built at once, checked, every page opened, a robot's walk over each.

    PYTHONPATH=.:tests python benchmarks/county.py SOURCES --steps 400

Prints what each step took, and ends with 1 where a check, a page or the robot finds a fault. `--keep DIR` leaves the
folders there.
"""

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from pathlib import Path

import robot
from streamlit.testing.v1 import AppTest

from charnwood import ROOT
from charnwood.official.areas import LSOA, WARD
from charnwood.store import build, consistency, dataset
from charnwood.web import menu


def folders(to: Path) -> list[Path]:
    """The folders of the districts, made by deploy/county/places.py."""
    spec = importlib.util.spec_from_file_location("places", ROOT / "deploy" / "county" / "places.py")
    assert spec
    assert spec.loader
    places = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(places)
    places.main(to)
    return build.folders_in(to)


def faults_of_pages(folder: Path) -> list[str]:
    """What goes wrong on a page of a district: of the whole, of a ward, and of an LSOA that is no more, if there is one."""
    os.environ["CHARNWOOD_DATA"] = str(folder)
    areas = list(dataset.current().areas.values())
    ward = next(area.key for area in areas if area.kind == WARD)
    small = [area for area in areas if area.kind == LSOA]
    before = next((area.key for area in small if area.key not in area.lsoa21), small[0].key)
    found = []
    for file, _, path in menu.PAGES:
        for key in ("", ward, before):
            page = AppTest.from_file(ROOT / "pages" / file, default_timeout=120)
            if key:
                page.query_params["areas" if path in ("compare", "deprivation") else "area"] = key
            page.run()
            found += [
                f"{folder.name}/{path}?{key}: {fault.value}" for fault in (*page.exception, *page.error)
            ]
    return found


def walked(folder: Path, steps: int) -> robot.Walk:
    """A robot's walk over a district's pages; the same for the same data."""
    os.environ["CHARNWOOD_DATA"] = str(folder)
    return robot.walk(1, steps)


def main(sources: Path, to: Path, steps: int) -> int:
    """Build, check, open and walk; 1 with a fault."""
    held = folders(to)
    started = time.perf_counter()
    build.build_each(sources, held)
    print(f"{len(held)} districts built in {time.perf_counter() - started:.1f} s", flush=True)
    faults = []
    for folder in held:
        started = time.perf_counter()
        faults += consistency.check(folder) + faults_of_pages(folder)
        opened = time.perf_counter() - started
        print(
            f"{folder.name}: checked, {len(menu.PAGES)} pages opened three times in {opened:.1f} s",
            flush=True,
        )
        if steps:
            walk = walked(folder, steps)
            faults += [f"{folder.name}: {fault}" for fault, _ in walk.faults]
            print(f"{folder.name}: {robot.report(walk)}", flush=True)
    print("\n".join(faults) or "No fault.")
    return 1 if faults else 0


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    given.add_argument("sources", type=Path)
    given.add_argument("--steps", type=int, default=300)
    given.add_argument("--keep", type=Path)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(asked.sources, asked.keep or Path(folder), asked.steps))
