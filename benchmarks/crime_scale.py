"""Time and peak memory of reading one, two and five million police.uk rows with the code of the app.

    python benchmarks/crime_scale.py SOURCES

The rows are synthetic copies: the archive of one force again and again, each time under another force's
name, packed as police.uk packs the whole country. Each size runs in a process of its own: every row is
checked, placed and counted, month by month and force by force, and each force's counts become Parquet.
Growth should be linear in time and nearly flat in memory; the processor's time is steadier than the clock's on
a machine that others use. Then DuckDB reads the same Parquet, as it
could on a machine whose memory is too small for it.
"""

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from charnwood.official import police
from charnwood.store import dataset
from charnwood.store.refresh_crime import locator_of

SIZES = (1_000_000, 2_000_000, 5_000_000)
FORCE = "leicestershire"


def multiplied(source: Path, target: Path, rows: int) -> list[str]:
    """Write an archive of at least so many rows; returns the names of its forces."""
    forces: list[str] = []
    written = 0
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        while written < rows:
            forces.append(f"copy-{len(forces) + 1:02}")
            for name in archive.namelist():
                content = archive.read(name)
                copy.writestr(name.replace(FORCE, forces[-1]), content, compresslevel=1)
                written += content.count(b"\n") - 1
                if written >= rows:
                    break
    return forces


def count(archive: Path, data: Path, forces: list[str], out: Path) -> int:
    """Count each force's rows and write them as Parquet; returns the rows read."""
    locator = locator_of(dataset.load(data))
    rows = 0
    for force in forces:
        counts = police.read_archive(archive, force, locator)
        counts.lsoa.to_parquet(out / f"{force}.parquet", index=False)
        rows += int(counts.coverage["rows"].sum())
    return rows


def main() -> None:
    """Run each size in a process of its own and print a line for each, then DuckDB's."""
    data = Path(__file__).resolve().parent.parent / "data"
    if len(sys.argv) == 4:
        began = time.perf_counter()
        rows = count(Path(sys.argv[1]), data, sys.argv[2].split(","), Path(sys.argv[3]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        taken = {"seconds": time.perf_counter() - began, "cpu": time.process_time(), "mb": peak}
        print(json.dumps({"rows": rows, **taken}))
        return
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(f"synthetic copies of one archive, {platform.machine()}, Python {platform.python_version()}")
    source = next((Path(sys.argv[1]) / "police").glob("*.zip"))
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            archive, out = Path(folder) / "archive.zip", Path(folder) / "counts"
            out.mkdir()
            forces = multiplied(source, archive, size)
            command = [sys.executable, __file__, str(archive), ",".join(forces), str(out)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            taken = json.loads(run.stdout.splitlines()[-1])
            millions = taken["rows"] / 1e6
            print(
                f"{taken['rows']:>9,} rows {taken['seconds']:6.1f} s, {taken['seconds'] / millions:5.2f} s a million "
                f"({taken['cpu'] / millions:.2f} s of the processor); peak memory {taken['mb']:4.0f} MB, "
                f"{taken['mb'] / millions:.0f} MB a million"
            )
            print(f"                DuckDB on the same Parquet: {duckdb(out)}")


def duckdb(folder: Path) -> str:
    """Total the Parquet of all forces by month with DuckDB, in 256 MB."""
    import duckdb as engine

    began = time.perf_counter()
    table = engine.connect(config={"memory_limit": "256MB"})
    query = f"select month, sum(incidents) from read_parquet('{folder}/*.parquet') group by month"
    months = table.execute(query).fetchall()
    seconds = time.perf_counter() - began
    return f"{sum(total for _, total in months):,} incidents of {len(months)} months in {seconds:.2f} s"


if __name__ == "__main__":
    main()
