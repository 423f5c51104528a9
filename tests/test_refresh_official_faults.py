"""refresh official: servers and files at fault, a full disk and a kill leave what is held, and say what is wrong."""

import errno
import os
import shutil

import pytest
from conftest import FILE7, contents, save
from conftest import refresh as run
from local_server import breaks_off, fails, hangs, html
from official_server import code_point
from refreshed import POSTCODES
from test_refresh_official import TIMES, entry

from charnwood.store import fetch, manifest, refresh_official

pytestmark = pytest.mark.usefixtures("remembered")


def truncated(handler):
    return breaks_off(handler, b"LSOA code (2011),", Content_Length="10000000")


def told_inside(code):
    def fault(handler):
        handler.as_json({"error": {"code": code, "message": "Cannot perform query.", "details": []}})
        return True

    return fault


@pytest.mark.parametrize(
    ("what", "fault", "parts"),
    [
        ("iod", html, ["/files/File_7_2019.csv: ", "expected text, found a web page"]),
        ("iod", truncated, ["/files/File_7_2019.csv: ", "peer closed connection", TIMES]),
        ("iod", fails, ["/files/File_7_2019.csv: ", "status 500 Internal Server Error", TIMES]),
        ("iod", hangs, ["/files/File_7_2019.csv: ", "timed out", TIMES]),
        ("boundaries", html, ["/rest/services", "expected JSON, found text/html"]),
        ("boundaries", fails, ["/rest/services", "status 500", TIMES]),
        ("boundaries", told_inside(400), ["found error 400: Cannot perform query."]),
        ("boundaries", told_inside(503), ["found error 503: Cannot perform query.", TIMES]),
        ("postcodes", html, ["/downloads: ", "expected text, found a web page"]),
        ("postcodes", truncated, ["/downloads", "peer closed connection", TIMES]),
    ],
)
def test_a_server_at_fault_changes_nothing_and_is_named(
    folder, server, monkeypatch, capsys, what, fault, parts
):
    monkeypatch.setattr(fetch, "TIMEOUT", 0.05 if fault is hangs else 30)
    server.fault = fault
    before = contents(folder)
    code, said = run(capsys, folder, what)
    assert code == 1
    for part in (server.url, *parts):
        assert part in said
    assert contents(folder) == before
    assert len(server.waits) == (fetch.ATTEMPTS - 1 if TIMES in parts else 0)


def without_system(page):
    return {key: value for key, value in page.items() if key != "crs"}


def in_degrees(page):
    return {**page, "crs": {"type": "name", "properties": {"name": "EPSG:4326"}}}


def endless(page):
    return {**page, "properties": {"exceededTransferLimit": True}}


def endless_and_empty(page):
    return {**page, "features": [], "properties": {"exceededTransferLimit": True}}


def one_short(page):
    return {**page, "features": page["features"][1:], "properties": {}}


def unnamed(page):
    for feature in page["features"]:
        feature["properties"] = {"FID": 1}
    return page


def no_shape(page):
    page["features"][0]["geometry"] = None
    return page


def far_away(page):
    page["features"][0]["geometry"] = {
        "type": "Polygon",
        "coordinates": [[[0, 0], [9e9, 0], [0, 9e9], [0, 0]]],
    }
    return page


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (without_system, "expected coordinates in EPSG:27700, found no coordinate system"),
        (in_degrees, "expected coordinates in EPSG:27700, found EPSG:4326"),
        (endless, "expected 99 areas, found"),
        (endless_and_empty, "expected a page of areas, found an empty one that announces more"),
        (one_short, "expected a row for E010"),
        (unnamed, "expected 'LSOA11CD', found FID"),
        (no_shape, "expected a polygon, found nothing"),
        (far_away, "expected coordinates in Great Britain"),
        (lambda page: {"objectIds": []}, "expected a page of areas, found"),
        (lambda page: [], "expected an answer of an ArcGIS server, found []"),
    ],
)
def test_a_page_at_fault_changes_nothing_and_is_named(folder, server, capsys, change, part):
    server.page = change
    server.repeats = change is endless
    before = contents(folder)
    code, said = run(capsys, folder, "boundaries")
    assert code == 1
    assert said.startswith(server.url)
    assert part in said
    assert contents(folder) == before


@pytest.mark.parametrize("names", [{}, {"Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"}])
def test_a_server_without_the_layer(folder, server, capsys, names):
    server.layers = {name: frame for name, frame in server.layers.items() if name in names}
    code, said = run(capsys, folder, "boundaries")
    assert code == 1
    assert f"expected a layer LSOA 2011 BGC among {len(names)}, found none" in said
    assert "--from" in said


@pytest.mark.parametrize(
    ("packed", "part"),
    [
        (lambda area: code_point(area)[:-40], "expected a whole zip, found"),
        (lambda area: code_point(area, header="Postcode,Quality\n"), "column headers: expected PC,PQ,EA,NO"),
        (lambda area: code_point(area, name="Data/CSV/ab2.csv"), "expected Data/CSV/le.csv"),
        (lambda area: code_point(area + area.partition(b"\n")[0]), "expected each value once"),
        (lambda area: code_point(area.replace(b",459318,", b",959318,", 1)), "expected 700,000 or less"),
    ],
)
def test_a_false_zip_of_postcodes_changes_nothing_and_is_named(folder, server, raw, capsys, packed, part):
    server.files["/files/codepo_gb.zip"] = packed((raw / POSTCODES).read_bytes())
    before = contents(folder)
    code, said = run(capsys, folder, "postcodes")
    assert code == 1
    assert said.startswith(f"{server.url}/downloads")
    assert part in said
    assert contents(folder) == before


def test_a_zip_that_would_unpack_to_absurd_sizes_is_refused(folder, server, monkeypatch, capsys):
    monkeypatch.setattr(refresh_official, "LARGEST", 1_000)
    code, said = run(capsys, folder, "postcodes")
    assert code == 1
    assert "expected at most 1,000 bytes" in said


def test_a_file_7_of_another_vintage_is_refused(folder, server, raw, capsys):
    text = (raw / FILE7[2019]).read_bytes()
    server.files["/files/File_7_2025.csv"] = text
    before = contents(folder)
    code, said = run(capsys, folder, "iod", "--edition", "2025")
    assert code == 1
    assert "expected a column 'LSOA code (2021)'" in said
    server.files["/files/File_7_2025.csv"] = text.replace(b"(2011)", b"(2021)").replace(b"(2019)", b"(2024)")
    code, said = run(capsys, folder, "iod", "--edition", "2025")
    assert code == 1
    assert "File_7_2025.csv: " in said
    assert contents(folder) == before


def test_too_many_requests_are_waited_for_as_long_as_asked(folder, server, capsys):
    def busy(handler):
        if len(server.asked) > 2:
            return False
        handler.answer(429, b"", Retry_After="7")
        return True

    server.fault = busy
    assert run(capsys, folder, "postcodes")[0] == 0
    assert server.waits == [7, 7]


def test_a_server_too_busy_inside_its_answer_is_asked_again(folder, server, capsys):
    server.fault = lambda handler: len(server.asked) < 3 and told_inside(429)(handler)
    assert run(capsys, folder, "boundaries")[0] == 0
    assert len(server.waits) == 2


def test_a_file_too_large_is_refused(folder, server, monkeypatch, capsys):
    monkeypatch.setattr(fetch, "LARGEST", 1_000)
    code, said = run(capsys, folder, "postcodes")
    assert code == 1
    assert "expected at most 1,000 bytes, found more" in said


@pytest.mark.parametrize("place", ["fetched", "copy"])
def test_a_full_disk_changes_nothing_and_is_named(folder, server, monkeypatch, capsys, place):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(
        *(("pathlib.Path.write_bytes", full) if place == "fetched" else (shutil, "copytree", full))
    )
    before = contents(folder)
    code, said = run(capsys, folder, "boundaries")
    assert code == 1
    assert "No space left on device" in said
    assert "stay as they are" in said
    assert contents(folder) == before


def test_boundaries_from_an_address_without_an_ending(folder, server, raw, capsys):
    server.files["/files/shapes"] = (raw / "boundaries/WD_2025_BGC_leicestershire.zip").read_bytes()
    code, said = run(
        capsys, folder, "boundaries", "--from", f"{server.url}/files/shapes?format=shp&key=secret"
    )
    assert code == 0
    assert "boundaries/ward25.shp: 24 rows, as before; no value changed." in said
    assert entry(folder, "ward25")["fetched"]["from"] == f"{server.url}/files/shapes"


def test_the_manifest_names_no_key_and_no_path(folder, server, tmp_path, raw, capsys):
    path = save(tmp_path / "secret" / "le.csv", (raw / POSTCODES).read_bytes())
    assert run(capsys, folder, "postcodes", "--from", path)[0] == 0
    assert entry(folder, "postcodes")["file"] == "le.csv"
    assert entry(folder, "postcodes")["edition"] == "October 2025"
    assert run(capsys, folder, "postcodes")[0] == 0
    text = (folder / manifest.MANIFEST).read_text()
    assert "secret" not in text
    assert "redirect" not in text
