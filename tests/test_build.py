"""From official files to data/: the same bytes twice, whole or not at all, and checked afterwards."""

import datetime
import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from conftest import LOOKUP, POLICE, POPULATION21, contents, message, save

from charnwood import ROOT
from charnwood.__main__ import main
from charnwood.official import place
from charnwood.store import build as builder
from charnwood.store import manifest, parquet
from charnwood.store.build import build
from charnwood.store.manifest import MANIFEST

pytestmark = pytest.mark.usefixtures("nation")
HELD = ROOT / "data"
SOURCES = manifest.official_files(place.read(HELD / "place.toml"))
EARLY, FIRST, LATER = (datetime.date(2026, month, 2) for month in (1, 2, 3))


def manifest_of(directory):
    return json.loads((directory / manifest.MANIFEST).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built(raw, nation, tmp_path_factory):
    """A data folder with its bytes after a build, after one with a changed source, and the sources of the latter.

    The police's files are no part of the change and are counted once.
    """
    directory = tmp_path_factory.mktemp("built") / "data"
    counted = []
    with pytest.MonkeyPatch.context() as patch:
        count = builder._count
        patch.setattr(builder, "_count", lambda *given: counted.append(count(*given)) or counted[0])
        build(raw, directory, EARLY)
    first = contents(directory)
    sources = linked(raw, tmp_path_factory.mktemp("sources"))
    changed = sources / SOURCES["places"].path
    text = changed.read_text(encoding="utf-8")
    changed.unlink()
    changed.write_text(text + "Nowhere,52.75,-1.1,,test\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builder, "_count", lambda *_: counted[0])
        build(sources, directory, FIRST)
    return directory, first, contents(directory), sources


def test_nothing_is_left_beside_the_data(built):
    directory, *_ = built
    assert {path.name for path in directory.parent.iterdir()} == {"data", ".data.lock"}


def test_a_build_on_another_day_gives_the_bytes_that_are_committed(built):
    _, once, *_ = built
    held = contents(HELD)
    assert sorted(held) == sorted(once)
    differing = [name for name in held if held[name] != once[name] and name != manifest.MANIFEST]
    assert differing == []
    assert once[manifest.MANIFEST] == held[manifest.MANIFEST]


def test_a_source_keeps_the_day_on_which_its_content_was_first_read(built):
    """A copy with another date on disk is the same source; other content gets the day of its first build."""
    directory, _, changed, sources = built
    kept = {entry["key"]: entry["retrieved"] for entry in manifest_of(HELD)["sources"]}
    entries = json.loads(changed[manifest.MANIFEST])["sources"]
    about = place.read(HELD / "place.toml")
    again = manifest.describe_sources(sources, about, [manifest_of(directory)], LATER, "")
    for listed in (entries, again):
        assert {entry["key"]: entry["retrieved"] for entry in listed} == kept | {"places": FIRST.isoformat()}


def test_the_data_are_small():
    assert sum(map(len, contents(HELD).values())) < 6 * 1024 * 1024


def test_every_table_of_the_manifest_exists_as_described(data):
    entries = manifest_of(HELD)["tables"]
    listed = {manifest.MANIFEST}
    for entry in entries:
        path = HELD / entry["file"]
        files = [path]
        if path.suffix == ".shp":
            files = [path.with_suffix(end) for end in (".cpg", ".dbf", ".prj", ".shp", ".shx")]
        listed |= {str(file.relative_to(HELD)) for file in files}
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
        assert digest == entry["sha256"]
        assert len(data.table(entry["file"])) == entry["rows"]
        assert entry["title"]
    assert listed == set(contents(HELD))


def test_every_source_has_licence_attribution_address_edition_and_day(raw):
    manifest = manifest_of(HELD)
    known = {entry["key"]: entry for entry in manifest["sources"]}
    assert {key for table in manifest["tables"] for key in table["made_from"]} == set(known)
    for key, entry in known.items():
        for field in ("title", "publisher", "licence", "attribution", "edition"):
            assert entry[field].strip()
        assert entry["url"].startswith("https://")
        assert entry["licence_url"].startswith("https://")
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", entry["retrieved"])
        found = (raw / SOURCES[key].path).read_bytes()
        assert entry["sha256"] == hashlib.sha256(found).hexdigest()


def linked(raw, folder: Path) -> Path:
    """The folder with links to the official files, any of which a test may replace."""
    for source in SOURCES.values():
        path = folder / source.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(raw / source.path)
    return folder


@pytest.fixture
def official_copy(raw, tmp_path):
    return linked(raw, tmp_path / "sources")


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.unlink()
    save(path, text.replace(old, new, 1))


def drop_line(path: Path, start: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.unlink()
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) == len(lines) - 1
    save(path, "".join(kept))


def drop_shape(path: Path, code: str) -> None:
    frame = gpd.read_file(f"zip://{path.resolve()}")
    path.unlink()
    parts = path.parent / "parts"
    parts.mkdir()
    frame[frame.iloc[:, 0] != code].to_file(parts / "cut.shp")
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts.iterdir():
            archive.write(part, part.name)


def as_html(path: Path, _) -> None:
    path.unlink()
    save(path, "<!DOCTYPE html><title>Sign in</title>")


BOUNDARY = "boundaries/LSOA_20{}_BGC_leicestershire.zip"
LABELS = "places/place_labels_charnwood.csv"
MSOA_NAMES = "places/msoa_names_leicestershire.csv"
POSTCODES = "postcodes/code_point_open_2025-10_le.csv"


@pytest.mark.parametrize(
    ("name", "damage", "argument", "parts"),  # a list without the file's name where two files disagree
    [
        (LOOKUP, replace_text, ("E01025699", "E0102569"), [Path(LOOKUP).name, "column 'LSOA11CD'", "'E0102569'"]),
        (LOOKUP, drop_line, ("E01025699",), ["LSOA_2011", "against the exact-fit lookup", "E01025699"]),
        (BOUNDARY.format("11"), drop_shape, ("E01025699",), ["LSOA_2011", "expected a row for E01025699, found none"]),
        (BOUNDARY.format("21"), drop_shape, ("E01034006",), ["LSOA_2021", "expected a row for E01034006, found none"]),
        ("boundaries/WD_2022_BGC_charnwood.zip", as_html, (None,), ["WD_2022", "expected a zipped shapefile"]),
        (LABELS, replace_text, ("lat,", "north,"), [LABELS, "line 1: expected a column 'lat'"]),
        (MSOA_NAMES, drop_line, ("E02005346",), ["MSOA names: expected a row for Charnwood"]),
        (POPULATION21, drop_line, ("E01025699",), [POPULATION21, "expected a row for E01025699, found none"]),
        (POSTCODES, replace_text, ("LE1 1AD", "LE1 1AA"), [POSTCODES, "line 2, column 'postcode'", "LE1 1AA"]),
        (POLICE, as_html, (None,), [POLICE, "expected a police.uk archive zip"]),
    ],
)  # fmt: skip
def test_a_failing_build_names_the_file_and_leaves_the_data_as_they_were(
    official_copy, tmp_path, capsys, name, damage, argument, parts
):
    directory = tmp_path / "held" / "data"
    shutil.copytree(HELD, directory)
    before = contents(directory)
    damage(official_copy / name, *argument)
    assert main(["build", "--sources", str(official_copy), "--data", str(directory)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    for part in parts:
        assert part in said.err
    assert contents(directory) == before
    assert {path.name for path in directory.parent.iterdir()} == {"data", ".data.lock"}


def test_a_missing_source_is_named_before_anything_is_read(official_copy, tmp_path):
    (official_copy / POLICE).unlink()
    (official_copy / LOOKUP).unlink()
    text = message(build, official_copy, tmp_path / "data")
    assert POLICE in text
    assert LOOKUP in text
    assert not (tmp_path / "data").exists()


def test_a_folder_of_other_files_is_never_replaced(raw, tmp_path, capsys):
    note = save(tmp_path / "letters" / "note.txt", "Dear all")
    for target in (note.parent, note, note / "data"):
        assert main(["build", "--sources", str(raw), "--data", str(target)]) == 1
        said = capsys.readouterr().err
        assert str(target) in said
        assert "--data" in said
    assert contents(tmp_path) == {"letters/note.txt": b"Dear all"}


@pytest.fixture
def damaged(tmp_path):
    """A copy of the data held, to be damaged."""
    return shutil.copytree(HELD, tmp_path / "data")


def checked(directory, capsys):
    """Exit code of `check`, its lines on either stream, and that no line is a traceback."""
    code = main(["check", "--data", str(directory)])
    said = capsys.readouterr()
    lines = (said.out + said.err).splitlines()
    assert not any("Traceback" in line for line in lines)
    return code, lines


def test_check_passes_on_the_data_held_and_on_a_build(built, capsys):
    for directory in (HELD, built[0]):
        code, lines = checked(directory, capsys)
        assert code == 0
        assert len(lines) == 1
        assert "all tables agree" in lines[0]


def test_check_prints_a_line_for_each_damaged_file(damaged, capsys):
    (damaged / "places/labels.csv").unlink()
    (damaged / "boundaries/lsoa11.prj").unlink()
    with (damaged / "imd/iod2019.csv").open("a") as file:
        file.write("\n")
    code, lines = checked(damaged, capsys)
    assert code == 1
    assert len(lines) == 3
    for file, part in (
        ("places/labels.csv", "expected the file"),
        ("lsoa11.shp", "found no lsoa11.prj"),
        ("imd/iod2019.csv", "it changed after the build"),
    ):
        assert [line for line in lines if file in line and part in line]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (None, "expected the manifest of a data folder"),
        ("", "expected a manifest in JSON"),
        ("[]", "found no list of tables"),
        ('{"tables": []}', "found no list of sources"),
    ],
)
def test_check_without_a_usable_manifest(damaged, capsys, text, part):
    (damaged / manifest.MANIFEST).unlink()
    if text is not None:
        save(damaged / manifest.MANIFEST, text)
    code, lines = checked(damaged, capsys)
    assert code == 1
    assert part in lines[0]


def test_check_names_the_line_of_a_faulty_list(damaged, capsys):
    with (damaged / "priority_neighbourhoods.csv").open("a") as file:
        file.write("South Charnwood,E01099999,,,,,,\n")
    code, lines = checked(damaged, capsys)
    assert code == 1
    count = len((HELD / "priority_neighbourhoods.csv").read_text().splitlines())
    assert any(f"line {count + 1}, lsoa11cd" in line for line in lines)


def edit(directory, file, change):
    """Change a table and enter its new hash, so that only the sums can tell."""
    path = directory / file
    frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    frame = change(frame)
    if path.suffix == ".parquet":
        frame.to_parquet(path, index=False)
    else:
        frame.to_csv(path, index=False)
    manifest = manifest_of(directory)
    for entry in manifest["tables"]:
        if entry["file"] == file:
            entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    save(directory / MANIFEST, json.dumps(manifest))


def more(column, where):
    """Add 1 to a column in the first row that `where` picks."""

    def change(frame):
        frame.loc[frame.index[where(frame)][0], column] += 1
        return frame

    return change


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "change", "parts"),
    [
        ("crime/lsoa.parquet", more("incidents", lambda f: f["month"] == "2025-11"), ["crime 2025-11", "differ"]),
        ("crime/lsoa.parquet", lambda f: f.iloc[1:], ["crime/lsoa.parquet: expected", "crime 2019-12"]),
        ("crime/coverage.csv", more("rows", lambda f: f["month"] == "2024-02"), ["coverage 2024-02: the parts"]),
        ("imd/iod2019.csv", more("imd_score", lambda f: f["lsoa11cd"] == "E01025699"), ["IoD 2019, E01025699"]),
        ("imd/iod2025.csv", more("imd_score", lambda f: f["lsoa21cd"] == "E01034006"), ["IoD 2025, E01034006"]),
    ],
)  # fmt: skip
def test_check_finds_what_no_longer_adds_up(damaged, capsys, file, change, parts):
    edit(damaged, file, change)
    code, lines = checked(damaged, capsys)
    assert code == 1
    assert len(lines) == len(parts) if "differ" not in parts else 1
    for part in parts:
        assert any(part in line for line in lines)


def test_parquet_is_read_as_it_was_written_and_cells_of_one_text_share_it(tmp_path):
    table = pd.DataFrame({"kind": ["Drugs", "Robbery", None, "Drugs"], "count": [3, 1, 2, 4]})
    parquet.write(table, tmp_path / "a.parquet")
    found = parquet.read(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(found, table)
    assert found["kind"].iloc[0] is found["kind"].iloc[3]
    assert parquet.rows(tmp_path / "a.parquet") == len(table)
