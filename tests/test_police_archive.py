"""An archive of police.uk months: what it holds, what it lacks, and archives that cannot be used."""

import zipfile

import pytest
from conftest import (
    CHARNWOOD,
    message,
    save,
    street_csv,
    street_row,
    street_zip,
)
from test_crime import BLABY, LOCATOR, NOWHERE, archive, at

from charnwood.official import police


def test_every_row_is_counted_once_in_coverage(tmp_path):
    month = "2025-01"
    kinds = {
        "located": [("E01025699", at(5)), ("E01034006", at(12)), ("E01025679", at(12)), ("", at(5))],
        "unlocated": [("", NOWHERE), ("E01025679", NOWHERE)],
        "outside": [("E01025629", at(55)), ("E01000150", at(500)), ("", at(500)), ("E01025629", NOWHERE)],
    }
    rows = [street_row(month=month, code=c, point=p) for places in kinds.values() for c, p in places]
    counts = archive(tmp_path, {month: rows})
    coverage = counts.coverage.iloc[0]
    assert coverage["rows"] == 10
    assert [coverage[part] for part in kinds] == [4, 2, 4]
    assert counts.lsoa["incidents"].sum() == counts.street["incidents"].sum() == 4
    assert counts.district.set_index("ladcd")["incidents"].to_dict() == {CHARNWOOD: 4, BLABY: 2}


def test_months_between_the_first_and_the_last_are_listed_as_missing(tmp_path):
    counts = archive(tmp_path, {m: [street_row(month=m) for _ in range(3)] for m in ("2024-11", "2025-02")})
    assert counts.coverage["month"].tolist() == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert counts.coverage["status"].tolist() == ["held", "missing", "missing", "held"]
    assert counts.coverage["rows"].isna().tolist() == [False, True, True, False]


def test_the_archive_of_another_force_and_further_members_are_left_alone(tmp_path):
    path = street_zip(tmp_path / "police.zip", {"2025-11": street_csv(street_row())})
    with zipfile.ZipFile(path, "a") as more:
        more.writestr("2025-11/2025-11-leicestershire-outcomes.csv", "x\n")
        more.writestr("2025-11/2025-11-derbyshire-street.csv", "x\n")
    counts = police.read_archive(path, "leicestershire", LOCATOR)
    assert counts.coverage["rows"].tolist() == [1]


def corrupted(path):
    raw = bytearray(street_zip(path, {"2025-11": street_csv(*[street_row()] * 500)}).read_bytes())
    start = raw.find(b"street.csv") + len(b"street.csv")
    raw[start : start + 30] = bytes(range(200, 230))
    save(path, bytes(raw))


def flipped(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        out.writestr("2025-11/2025-11-leicestershire-street.csv", street_csv(street_row()))
    save(path, path.read_bytes().replace(b"Baxter", b"Baxtor", 1))


def twice(path):
    street_zip(path, {"2025-11": street_csv(street_row())})
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("more/2025-11-leicestershire-street.csv", street_csv(street_row()))


def leading_out(path):
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("../2025-11-leicestershire-street.csv", street_csv(street_row()))


def bomb(path):
    street_zip(path, {"2025-11": street_csv(*[street_row()] * 200_000)})


def lying_about_its_size(path):
    """A member that unpacks to more than its entries say."""
    content = street_csv(*[street_row()] * 500)
    true, false = (size.to_bytes(4, "little") for size in (len(content), 1_000))
    save(path, street_zip(path, {"2025-11": content}).read_bytes().replace(true, false))


@pytest.mark.parametrize(
    ("damage", "parts"),
    [
        (lambda path: save(path, "<!DOCTYPE html><title>Down</title>"), ["expected a police.uk archive zip"]),
        (lambda path: save(path, b""), ["expected a police.uk archive zip"]),
        (lambda path: None, ["expected a police.uk archive zip"]),
        (corrupted, ["2025-11/2025-11-leicestershire-street.csv", "expected a whole member"]),
        (flipped, ["2025-11/2025-11-leicestershire-street.csv", "expected a whole member"]),
        (lambda path: street_zip(path, {}), ["expected YYYY-MM/YYYY-MM-leicestershire-street.csv"]),
        (lambda path: street_zip(path, {"2025-13": b""}), ["found no such file"]),
        (twice, ["expected one street file for 2025-11"]),
        (leading_out, ["'../2025-11-leicestershire-street.csv': expected a path inside the archive"]),
        (bomb, ["packed at most 100 times", "found 34,600,129 bytes"]),
        (lying_about_its_size, ["2025-11-leicestershire-street.csv", "expected a whole member"]),
        (
            lambda path: street_zip(path, {"2025-11": street_csv(street_row(month="2025-10"))}),
            ["2025-11-leicestershire-street.csv", "line 2, column 'Month'"],
        ),
    ],
    ids=[
        "html",
        "empty",
        "absent",
        "corrupted",
        "checksum",
        "no street file",
        "no month",
        "twice",
        "leads out",
        "bomb",
        "false size",
        "month",
    ],
)
def test_an_archive_that_cannot_be_used_is_named(tmp_path, damage, parts):
    path = tmp_path / "police.zip"
    damage(path)
    text = message(police.read_archive, path, "leicestershire", LOCATOR)
    assert text.startswith(str(path))
    for part in [*parts, "Download the archive again from data.police.uk"]:
        assert part in text
