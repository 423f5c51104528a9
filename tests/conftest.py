"""What several tests need: the data held, the official files, and small raw files."""

from __future__ import annotations

import atexit
import csv
import dataclasses
import functools
import gc
import io
import itertools
import zipfile
from pathlib import Path

import apptest  # noqa: F401  (as all pages are tested)
import pytest
from browser import Requests, Tabs, browser, server, settled
from hypothesis import HealthCheck, settings

from charnwood import ROOT
from charnwood.__main__ import main
from charnwood.cache import Results
from charnwood.checks import DataError
from charnwood.store import dataset

pytest_plugins = ["refreshed", "remembered"]
# No verdict hangs on the speed of the machine, and every run tries the same examples.
settings.register_profile(
    "steady",
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")

RAW = ROOT.parent / "shared" / "sources"
CHARNWOOD = "E07000130"
LOOKUP = "lookups/LSOA11_LSOA21_LAD22_exact_fit_leicestershire.csv"
FILE7 = {
    2019: "iod2019/File_7_IoD2019_all_ranks_deciles_published_scores_population_denominators.csv",
    2025: "iod2025/File_7_IoD2025_all_scores_ranks_deciles.csv",
}
POPULATION21 = "population/population_lsoa21_mid2011_mid2022_leicestershire.csv"
POLICE = "police/police_uk_archive_leicestershire.zip"
NUMBERS = itertools.count(1)
SITE = "https://www.example.org"
STREET_HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)


MARKS = {
    "browser": {"address", "public", "chrome", "tabs", "visit"},
    "slow": {
        "built",
        "official_copy",
        "other",
        "shown",
        "printed",
        "police",
        "server",
        "folder",
        "published",
    },
}
# Files whose tests walk over all areas, pages or files to be saved, or start programs
WALKS = {
    "test_choices",
    "test_city",
    "test_definitions",
    "test_deploy",
    "test_documents",
    "test_every_area",
    "test_exhibits",
    "test_exports",
    "test_folder_swap",
    "test_hints",
    "test_images",
    "test_killed",
    "test_limits",
    "test_memory",
    "test_new_edition",
    "test_next_estimate",
    "test_parts",
    "test_robot",
    "test_security",
    "test_slides",
}


def pytest_collection_modifyitems(items):
    """Mark by its fixtures what needs a server, a browser or a build of official files, by its file what walks."""
    for item in items:
        if item.path.stem in WALKS:
            item.add_marker("slow")
        for mark, fixtures in MARKS.items():
            if fixtures & set(item.fixturenames):
                item.add_marker(mark)


def pytest_collection_finish():
    """Set aside what stays to the end, and look for garbage less often: looking cost an eighth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish():
    """The last look for garbage, which pytest would take five times; what is set aside is freed at the very end."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)


class Kept(Results):
    """More results than a server holds, and through all other data that are shown: tests walk over all areas again and again."""

    def of(self, function, most):
        return super().of(function, 8 * most)

    def clear(self):
        pass


@pytest.fixture(scope="session", autouse=True)
def shipped():
    """After a test that showed other data, pages have those that the repository ships at once, with all that was made of them."""
    load = dataset._HELD.load

    @functools.cache
    def once():
        return dataclasses.replace(load(ROOT / "data"), results=Kept())

    dataset._HELD.load = lambda folder: once() if folder == ROOT / "data" else load(folder)


@pytest.fixture(scope="session")
def data() -> dataset.Dataset:
    """The data that the repository ships, the same object that pages show: what one made of it the other need not."""
    return dataset.current()


@pytest.fixture
def loaded(data, monkeypatch):
    """Commands find the data that the repository ships already loaded; any other folder they load themselves."""
    load = dataset.load
    monkeypatch.setattr(dataset, "load", lambda folder: data if folder == ROOT / "data" else load(folder))


@pytest.fixture(scope="session")
def raw() -> Path:
    """The folder of official files, which lies beside the project."""
    if not RAW.is_dir():
        pytest.fail(
            f"The folder of official files, {RAW.parent.name}/{RAW.name} beside the project, is missing: "
            "these tests recount every figure from it, so put it there."
        )
    return RAW


@pytest.fixture(scope="session")
def official(raw):
    """Rows of an official CSV as dictionaries of text, by an independent reader; read once."""
    read: dict[str, list[dict[str, str]]] = {}

    def rows(name: str) -> list[dict[str, str]]:
        if name not in read:
            with (raw / name).open(encoding="utf-8-sig", newline="") as file:
                read[name] = list(csv.DictReader(file))
        return read[name]

    return rows


@pytest.fixture(scope="session")
def district_of(official) -> dict[str, str]:
    """District of each LSOA code of either vintage, straight from the official lookup."""
    return {row[code]: row["LAD22CD"] for row in official(LOOKUP) for code in ("LSOA11CD", "LSOA21CD")}


@pytest.fixture(scope="session")
def incidents(raw) -> list[tuple[str, str, str, bool]]:
    """Every row of the police archive: month of its file, LSOA code, type, whether it has a point."""
    found = []
    with zipfile.ZipFile(raw / POLICE) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                rows = csv.reader(io.TextIOWrapper(member, "utf-8-sig", newline=""))
                assert ",".join(next(rows)) == STREET_HEADER
                found += [(name[:7], row[7], row[9], bool(row[4])) for row in rows]
    return found


def archive_months() -> list[str]:
    """The months of the police archive, straight from the names of its files."""
    with zipfile.ZipFile(RAW / POLICE) as archive:
        return sorted({name[:7] for name in archive.namelist()})


def csv_text(header: list[str], rows: list[list[object]], end: str = "\n") -> str:
    """A CSV as a publisher would write it."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows([header, *rows])
    return out.getvalue()


def save(path: Path, content: str | bytes) -> Path:
    """Write a small file, folders included, byte for byte."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def contents(directory: Path) -> dict[str, bytes]:
    """Bytes of every file of a folder by its path in it."""
    files = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


def message(function, *arguments, **named) -> str:
    """The text of the `DataError` that a call must raise."""
    with pytest.raises(DataError) as caught:
        function(*arguments, **named)
    return str(caught.value)


def holds(condition, package, what):
    """Fail with the sentence that an upgrader needs."""
    if not condition:
        pytest.fail(f"{package} changed {what}: see docs/upgrading.md", pytrace=False)


def street_row(
    month: str = "2025-11",
    code: str = "E01025699",
    point: tuple[object, object] = ("-1.2", "52.77"),
    kind: str = "Burglary",
    location: str = "On or near Baxter Gate",
    crime_id: str | None = None,
    outcome: str = "",
) -> str:
    """One line of a police.uk street file; anti-social behaviour has no Crime ID, others one of their own."""
    force = "Leicestershire Police"
    crime_id = f"{next(NUMBERS):064x}" if crime_id is None else crime_id
    crime_id = "" if kind == "Anti-social behaviour" else crime_id
    return f"{crime_id},{month},{force},{force},{point[0]},{point[1]},{location},{code},,{kind},{outcome},"


def refresh(capsys, folder: Path, what: str, *arguments: object) -> tuple[int, str]:
    """Exit code and words of `refresh`."""
    code = main(["refresh", what, "--data", str(folder), *map(str, arguments)])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out if code == 0 else said.err


def street_csv(*rows: str, end: str = "\n", mark: bool = False) -> bytes:
    """A street file of these lines, with or without a byte order mark."""
    return (b"\xef\xbb\xbf" if mark else b"") + end.join([STREET_HEADER, *rows, ""]).encode()


def street_zip(path: Path, months: dict[str, bytes]) -> Path:
    """An archive in the layout of data.police.uk: a street file per month."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for month, content in months.items():
            archive.writestr(f"{month}/{month}-leicestershire-street.csv", content)
    return path


@pytest.fixture(scope="session")
def address():
    """The dashboard on the data that the repository ships, for all tests of a worker."""
    with server() as running:
        yield running


@pytest.fixture(scope="session")
def public():
    """The dashboard in public mode, with a host and a site that may frame it, for all tests of a worker."""
    with server(
        CHARNWOOD_MODE="public", CHARNWOOD_HOSTS="stats.example.org", CHARNWOOD_FRAME_ANCESTORS=SITE
    ) as running:
        yield running


@pytest.fixture(scope="session")
def chrome():
    """One Chromium for all tests of a worker."""
    with browser() as program:
        yield program


@pytest.fixture(scope="session")
def tabs(chrome):
    """Warm tabs of that Chromium."""
    return Tabs(chrome)


@pytest.fixture
def visit(tabs, request):
    """Open an address in a warm tab; returns the page, with `errors` on it, and `requests` where they are asked for."""
    opened, own, noted = [], [], []

    def open_(path="", width=1280, scheme="light", base=None, height=900, requests=False):
        if not base:
            own[:] = [request.getfixturevalue("address")]
        base = base or own[0]
        page = tabs.blank(len(opened), width, height, scheme)
        opened.append(page)
        if requests:
            page.requests = Requests(page)
            noted.append(page.requests)
        page.goto(f"{base}/{path}")
        settled(page)
        return page

    yield open_
    for requests in noted:
        requests.enough()
    # A tab left on a server that ends would go on asking for it; the first stays where it has compiled all
    for number, page in enumerate(opened):
        if number or not own or not page.url.startswith(own[0]):
            page.goto("about:blank")
