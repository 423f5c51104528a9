"""Time and peak memory of the police part of the build against plainly reading the same CSVs.

    python benchmarks/build.py SOURCES

Each contender runs in a process of its own, three rounds in turn, on the whole archive. The floor is
only reading (all twelve columns into memory, nothing checked, placed or counted) with Polars and with
DuckDB; ours reads month by month, checks every row, gives it both LSOA codes and counts it.
"""

import json
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from charnwood import ROOT
from charnwood.checks import LSOA_CODE
from charnwood.official import boundaries, geography, place, police
from charnwood.official.locator import Locator

ROUNDS = 3


def ours(sources: Path) -> int:
    """The build's own reading: checked, placed, counted."""
    about = place.read(ROOT / "data" / place.PLACE_FILE)
    at = {key: sources / path for key, path in about.files.items()}
    lookup = geography.read_lookup(at["lookup"])[["lsoa11cd", "lsoa21cd", "ladcd"]]
    own = lookup[lookup["ladcd"] == about.code]
    shapes = {
        v: boundaries.read_boundaries(at[f"lsoa{v}"], f"LSOA{v}CD", f"LSOA{v}NM", LSOA_CODE) for v in (11, 21)
    }
    locator = Locator(
        lookup, *(frame[frame[f"lsoa{v}cd"].isin(own[f"lsoa{v}cd"])] for v, frame in shapes.items())
    )
    counts = police.read_archive(at["police"], about.force, locator)
    return int(counts.coverage["rows"].sum())


def polars(sources: Path) -> int:
    """Read all members with Polars, keep them."""
    import io
    import zipfile

    import polars as pl

    with zipfile.ZipFile(_archive(sources)) as archive:
        frames = [
            pl.read_csv(io.BytesIO(archive.read(name)), infer_schema_length=0)
            for name in sorted(archive.namelist())
        ]
    return len(pl.concat(frames))


def duckdb(sources: Path) -> int:
    """Read all members, unpacked beforehand as DuckDB has no zip reader, into a table."""
    import tempfile
    import zipfile

    import duckdb as engine

    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(_archive(sources)).extractall(folder)
        table = engine.connect()
        table.execute(f"create table rows as from read_csv('{folder}/*/*.csv', all_varchar=true)")
        return int(table.execute("select count(*) from rows").fetchall()[0][0])


def _archive(sources: Path) -> Path:
    return next((sources / "police").glob("*.zip"))


def main() -> None:
    """Run the contenders in turn and print one line each, ours as a ratio of the faster reader."""
    contenders = {"ours": ours, "polars": polars, "duckdb": duckdb}
    if len(sys.argv) == 3:
        began = time.perf_counter()
        rows = contenders[sys.argv[2]](Path(sys.argv[1]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"rows": rows, "seconds": time.perf_counter() - began, "mb": peak}))
        return
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    results: dict[str, list[dict]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, taken in results.items():
            run = subprocess.run(
                [sys.executable, __file__, sys.argv[1], name], capture_output=True, text=True, check=True
            )
            taken.append(json.loads(run.stdout.splitlines()[-1]))
    middle = {name: statistics.median(t["seconds"] for t in taken) for name, taken in results.items()}
    memory = {name: max(t["mb"] for t in taken) for name, taken in results.items()}
    print(f"{results['ours'][0]['rows']:,} rows, {platform.machine()}, Python {platform.python_version()}")
    for name in contenders:
        print(f"{name:8} {middle[name]:6.2f} s median of {ROUNDS}, peak memory {memory[name]:5.0f} MB")
    floor = min(middle["polars"], middle["duckdb"])
    print(f"checked, placed and counted in {middle['ours'] / floor:.1f} times the faster plain reading")


if __name__ == "__main__":
    main()
