"""refresh crime: servers and files at fault, a full disk and a kill leave what is held, and say what is wrong."""

import errno
import io
import os
import shutil
import zipfile

import httpx
import pandas as pd
import pytest
from conftest import (
    POLICE,
    contents,
    message,
    street_csv,
    street_row,
)
from local_server import breaks_off, fails, hangs, html
from police_server import archive_of
from refreshed import GAP, NEW
from test_refresh_crime import is_as_built, run

from charnwood.__main__ import main
from charnwood.store import (
    consistency,
    dataset,
    fetch,
    folder_swap,
    manifest,
    refresh_crime,
)

pytestmark = pytest.mark.usefixtures("remembered", "cut")


def truncated(handler):
    """Announces the whole part, sends half of it and hangs up."""
    whole = handler.publisher.archive
    start = len(whole) - fetch.DIRECTORY_GUESS
    return breaks_off(
        handler,
        whole[start : start + 1_000],
        206,
        Content_Range=f"bytes {start}-{len(whole) - 1}/{len(whole)}",
        Content_Length=str(fetch.DIRECTORY_GUESS),
    )


def short(handler):
    """Sends less than its Content-Range says, and says so nowhere."""
    whole = handler.publisher.archive
    start = len(whole) - fetch.DIRECTORY_GUESS
    handler.answer(206, b"PK", Content_Range=f"bytes {start}-{len(whole) - 1}/{len(whole)}")
    return True


def another_part(handler):
    handler.part(handler.publisher.archive, Content_Range="bytes 0-9/100")
    return True


def no_range_named(handler):
    handler.answer(206, b"PK")
    return True


def whole_file(handler):
    handler.answer(200, handler.publisher.archive, Content_Type="application/zip")
    return True


def changes(handler):
    police = handler.publisher
    police.etag = f'"{len(police.asked)}"'
    return False


def in_circles(handler):
    handler.answer(302, b"", Location=handler.path)
    return True


TIMES = f"{fetch.ATTEMPTS} times"


@pytest.mark.parametrize(
    ("fault", "parts"),
    [
        (html, ["a whole answer (200, text/html)", "--from"]),
        (truncated, ["found peer closed connection", TIMES]),
        (short, ["2 bytes where 65,536 were announced", TIMES]),
        (another_part, ["expected the part bytes=-65536 of 100 bytes", "bytes 0-9/100"]),
        (no_range_named, ["expected the part bytes=-65536", "Content-Range ''"]),
        (whole_file, ["expected a server that sends parts of its archive", "--from"]),
        (changes, ["it changed while it was read", "Run it again"]),
        (hangs, ["expected an answer, found timed out", TIMES]),
        (fails, ["found status 500 Internal Server Error", TIMES]),
        (in_circles, ["expected an answer", "redirects"]),
    ],
)
def test_a_server_at_fault_changes_nothing_and_is_named(folder, police, monkeypatch, capsys, fault, parts):
    monkeypatch.setattr(fetch, "TIMEOUT", 0.05 if fault is hangs else 30)
    police.fault = fault
    before = contents(folder)
    code, said = run(capsys, folder, "--from", f"{police.url}/latest.zip")
    assert code == 1
    for part in (f"{police.url}/latest.zip: ", *parts, "The data held stay as they are"):
        assert part in said
    assert contents(folder) == before
    assert len(police.waits) == (fetch.ATTEMPTS - 1 if TIMES in parts else 0)


def zipped(**content):
    """An archive whose newest member has this content, or further members of these names."""

    def make(street):
        out = io.BytesIO(archive_of({NEW[1]: content.get("street", street[NEW[1]])}, others=10))
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            for name in content.get("more", ()):
                archive.writestr(name, street[NEW[1]])
        return out.getvalue()

    return make


def flipped(street):
    raw = bytearray(archive_of({NEW[1]: street[NEW[1]]}, others=10))
    raw[1_000] ^= 0xFF
    raw[2_000] ^= 0xFF
    return bytes(raw)


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda street: b"<!DOCTYPE html><title>Sign in</title>", "expected a police.uk archive zip"),
        (lambda street: archive_of({NEW[1]: street[NEW[1]]})[:-30], "expected a police.uk archive zip"),
        (flipped, "expected a whole member"),
        (zipped(street=street_csv(street_row(month="2025-10"))), f"column 'Month': expected {NEW[1]}"),
        (zipped(street=b"<!DOCTYPE html>"), "line 1: expected Crime ID"),
        (zipped(street=street_csv(street_row()).replace(b"LSOA code", b"LSOA")), "line 1: expected Crime ID"),
        (zipped(street=street_csv(*[street_row()] * 100_000)), "packed at most 100 times"),
        (zipped(more=[f"more/{NEW[1]}-leicestershire-street.csv"]), f"expected one street file for {NEW[1]}"),
        (zipped(more=[f"../{NEW[1]}-leicestershire-street.csv"]), "expected a path inside the archive"),
    ],
    ids=["html", "cut off", "flipped", "month", "html inside", "header", "bomb", "twice", "leads out"],
)
def test_a_false_archive_changes_nothing_and_is_named(folder, police, street, capsys, make, part):
    police.archive = make(street)
    before = contents(folder)
    code, said = run(capsys, folder, "--from", f"{police.url}/latest.zip")
    assert code == 1
    assert said.startswith(f"{police.url}/latest.zip")
    assert part in said
    assert contents(folder) == before


def test_too_many_requests_are_waited_for_as_long_as_asked(folder, police, capsys):
    def busy(handler):
        if len(police.asked) > 3:
            return False
        asked = ("7", "Thu, 01 Jan 1970 00:00:00 GMT", "soon")[len(police.asked) - 1]
        handler.answer(429 if len(police.asked) < 3 else 503, b"", Retry_After=asked)
        return True

    police.fault = busy
    assert run(capsys, folder, "--from", f"{police.url}/latest.zip")[0] == 0
    assert police.waits[:2] == [7, 0]
    assert len(police.waits) == 3
    assert 0 < police.waits[2] <= 30
    assert is_as_built(folder)


def test_a_redirect_to_another_host_is_followed(folder, police, capsys):
    elsewhere = police.url.replace("127.0.0.1", "localhost")

    def moved(handler):
        if handler.path != "/old.zip":
            return False
        handler.answer(302, b"", Location=f"{elsewhere}/latest.zip")
        return True

    police.fault = moved
    assert run(capsys, folder, "--from", f"{police.url}/old.zip")[0] == 0
    assert is_as_built(folder)


def test_a_redirect_from_https_to_http_is_refused():
    asked = httpx.Request("GET", "https://police.example/latest.zip")
    moved = httpx.Response(302, headers={"location": "http://police.example/latest.zip"}, request=asked)
    assert "expected a redirect to https" in message(fetch._refuse_fall, moved)
    fetch._refuse_fall(httpx.Response(302, headers={"location": "/archive.zip"}, request=asked))


@pytest.mark.parametrize(
    ("limit", "value", "part"),
    [("LARGEST", 1_000, "expected parts of at most 1,000 bytes"), ("BUDGET", -1, "bytes in -1 seconds")],
)
def test_a_part_too_large_or_too_slow_is_refused(folder, police, monkeypatch, capsys, limit, value, part):
    monkeypatch.setattr(fetch, limit, value)
    code, said = run(capsys, folder, "--from", f"{police.url}/latest.zip")
    assert code == 1
    assert part in said


def test_the_manifest_keeps_no_key_of_an_address(folder, police, capsys):
    address = police.url.replace("//", "//user:secret@")
    police.fault = lambda handler: handler.path != "/latest.zip" and not handler.part(police.archive)
    assert run(capsys, folder, "--from", f"{address}/latest.zip?key=secret", "--months", NEW[1])[0] == 0
    text = (folder / manifest.MANIFEST).read_text(encoding="utf-8")
    assert f'"from": "{police.url}/latest.zip"' in text
    assert "secret" not in text


def test_what_was_fetched_before_a_fault_is_not_fetched_again(folder, police, capsys):
    police.fault = lambda handler: len(police.asked) > 3 and fails(handler)  # the directory, two months
    assert run(capsys, folder, "--from", f"{police.url}/latest.zip")[0] == 1
    kept = folder_swap.beside(folder, "fetched")
    assert len(list(kept.iterdir())) == 2
    spoilt = max(kept.iterdir())
    spoilt.write_bytes(spoilt.read_bytes()[:-1] + b"!")
    police.fault = lambda handler: False
    police.asked.clear()
    assert run(capsys, folder, "--from", f"{police.url}/latest.zip")[0] == 0
    assert len(police.asked) == 3  # the directory, the spoilt month, the month that was missing
    assert is_as_built(folder)
    assert not kept.exists()


@pytest.mark.parametrize("place", ["kept", "table", "copy"])
def test_a_full_disk_changes_nothing_and_is_named(folder, police, monkeypatch, capsys, place):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if place == "kept":
        monkeypatch.setattr("pathlib.Path.write_bytes", full)
    elif place == "table":
        monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    else:
        monkeypatch.setattr(shutil, "copytree", full)
    before = contents(folder)
    code, said = run(capsys, folder, "--from", f"{police.url}/latest.zip")
    assert code == 1
    assert "No space left on device" in said
    assert "stay as they are" in said
    assert contents(folder) == before
    monkeypatch.undo()
    assert run(capsys, folder, "--from", f"{police.url}/latest.zip")[0] == 0
    assert is_as_built(folder)


def test_a_folder_moved_aside_by_a_killed_swap_is_put_back(folder, capsys):
    folder.rename(folder_swap.beside(folder, "before"))
    assert main(["check", "--data", str(folder)]) == 0
    assert "all tables agree" in capsys.readouterr().out


def test_a_reader_in_the_middle_of_a_swap_sees_the_new_data(folder, raw, monkeypatch, capsys):
    verify, swapped = manifest.verify_files, []

    def swap_meanwhile(directory, manifest):
        faults = verify(directory, manifest)
        if not swapped:
            swapped.append(True)
            assert run(capsys, folder, "--from", raw / POLICE)[0] == 0
        return faults

    monkeypatch.setattr(dataset, "verify_files", swap_meanwhile)
    data = dataset.load(folder)
    assert NEW[1] in set(data.counts["month"])
    assert data.version == dataset.load(folder).version


def test_stopping_by_hand_says_so_and_changes_nothing(folder, raw, monkeypatch, capsys):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(refresh_crime.police, "read_month", stop)
    before = contents(folder)
    code, said = run(capsys, folder, "--from", raw / POLICE)
    assert (code, said) == (1, "Stopped; the data held are whole.\n")
    assert contents(folder) == before


def test_a_fault_of_the_api_leaves_what_the_archive_brought(folder, police, street, monkeypatch, capsys):
    police.archive = archive_of({month: street[month] for month in (GAP, NEW[0])})
    monkeypatch.setattr(refresh_crime, "ARCHIVE_URL", f"{police.url}/latest.zip")
    monkeypatch.setattr(refresh_crime, "API_URL", f"{police.url}/api")
    police.fault = lambda handler: handler.path.startswith("/api") and html(handler)
    code, said = run(capsys, folder)
    assert code == 1
    assert "/api/crimes-street-dates: expected JSON, found text/html" in said
    assert consistency.check(folder) == []
    status = dataset.load(folder).coverage.set_index("month")["status"]
    assert status[[GAP, NEW[0]]].tolist() == ["held", "held"]
    assert NEW[1] not in status
