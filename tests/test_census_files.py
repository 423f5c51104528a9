"""Tables of the Census in the layouts of their publishers, and what cannot be one."""

import pytest
from conftest import csv_text, message, save
from test_census import CODES, COUNTS, DEPRIVATION, ETHNIC, HEAD, NOTE, ROWS, TENURE, path_of

from charnwood.__main__ import main
from charnwood.official import census, place
from charnwood.store import build


def nomis_wide():
    """As Nomis writes it: titles, a head with codes under mnemonic, quoted totals, a column of %, totals, notes."""
    shares = [[number for count in row[1:] for number in (f"{count:,}", "10.0")] for row in ROWS]
    head = ["2021 super output area - lower layer", "mnemonic"]
    for name in ("Total: All households", *DEPRIVATION.categories.values()):
        head += [name, "%"]
    body = [
        [f"Charnwood 002{code[-1]}", code, *cells] for (code, *_), cells in zip(ROWS, shares, strict=True)
    ]
    other = ["Elsewhere 001A", "E01000001", *["1", "10.0"] * 6]
    top = '"TS011 - Households by deprivation dimensions"\n"ONS Crown Copyright Reserved [from Nomis]"\n\n"Units","Households"\n"Date","2021"\n\n'
    total = ["Column Total", "-", *["9", "10.0"] * 6]
    return top + csv_text(head, [*body, other, total]) + f'\n\n"{NOTE}"\n'


def nomis_bulk():
    """As the bulk download has it: the table's name before each category, the measure after it."""
    names = ["Total: All households", *DEPRIVATION.categories.values()]
    head = [
        "date",
        "geography",
        "geography code",
        *(f"Household deprivation: {n}; measures: Value" for n in names),
    ]
    return csv_text(head, [["2021", "Charnwood 002A", *row] for row in ROWS], "\r\n")


def nomis_long():
    """As the API of Nomis gives it: a row for each LSOA and category, the total among them."""
    head = [
        "DATE_NAME",
        "GEOGRAPHY_NAME",
        "GEOGRAPHY_CODE",
        "C2021_HHDEP_6_NAME",
        "MEASURES_NAME",
        "OBS_VALUE",
    ]
    names = ["Total: All households", *DEPRIVATION.categories.values()]
    rows = [
        ["2021", "x", row[0], name, "Value", n]
        for row in ROWS
        for name, n in zip(names, row[1:], strict=True)
    ]
    return csv_text(head, rows)


def ons_long():
    """As ONS's own download has it: codes of categories beside them, one of which does not apply, and no total."""
    head = ["Lower layer Super Output Areas Code", "Lower layer Super Output Areas"]
    head += [
        "Household deprivation (6 categories) Code",
        "Household deprivation (6 categories)",
        "Observation",
    ]
    names = ["Does not apply", *DEPRIVATION.categories.values()]
    rows = [
        [row[0], "x", at - 1, name, n]
        for row in ROWS
        for at, (name, n) in enumerate(zip(names, [0, *row[2:]], strict=True))
    ]
    return csv_text(head, rows)


@pytest.mark.parametrize(
    "text",
    [
        csv_text(HEAD, ROWS),
        "﻿" + csv_text(HEAD, ROWS[::-1], "\r\n"),
        nomis_wide(),
        nomis_bulk(),
        nomis_long(),
        ons_long(),
    ],
    ids=["given", "BOM and CRLF", "Nomis", "Nomis bulk", "Nomis long", "ONS long"],
)
def test_every_layout_gives_the_same_counts(tmp_path, text):
    frame = census.read_census(save(tmp_path / "a.csv", text), DEPRIVATION, CODES)
    assert list(frame) == ["lsoa21cd", *DEPRIVATION.columns]
    assert dict(zip(frame["lsoa21cd"], frame.iloc[:, 1:].to_numpy().tolist(), strict=True)) == COUNTS


def test_parts_and_sums_of_categories_in_a_nomis_table_are_passed_over(tmp_path):
    names = ["Owned", *TENURE.categories.values(), "Social rented", "Private rented"]
    head = ["2021 super output area - lower layer", "mnemonic", "Total: All households", *names]
    counts = {name: at + 1 for at, name in enumerate(TENURE.categories.values())}
    row = ["x", "E01025699", sum(counts.values()), *(counts.get(name, 99) for name in names)]
    frame = census.read_census(save(tmp_path / "a.csv", csv_text(head, [row])), TENURE, CODES[:1])
    assert frame.iloc[0, 1:].tolist() == list(counts.values())
    detail = [f"White: {name}" for name in ("Irish", "Roma")]
    head = ["mnemonic", "Total: All usual residents", *ETHNIC.categories.values(), *detail]
    frame = census.read_census(
        save(tmp_path / "b.csv", csv_text(head, [["E01025699", 15, 1, 2, 3, 4, 5, 1, 3]])), ETHNIC, CODES[:1]
    )
    assert frame.iloc[0, 1:].tolist() == [1, 2, 3, 4, 5]


def changed(**cells):
    """The file given with these cells of its first row replaced."""
    first = [
        cells.get(name.replace("-", "_").replace(" ", "_"), cell)
        for name, cell in zip(HEAD, ROWS[0], strict=True)
    ]
    return csv_text(HEAD, [first, ROWS[1]])


ONE = "Household is deprived in one dimension"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (changed(Household_is_deprived_in_one_dimension="many"), [f"line 2, {ONE!r}: expected a whole number, 0 or more, found 'many'"]),
        (changed(Household_is_deprived_in_one_dimension="-3"), [f"line 2, {ONE!r}: expected a whole number", "'-3'"]),
        (changed(Household_is_deprived_in_one_dimension="2.5"), ["expected a whole number", "'2.5'"]),
        (changed(Household_is_deprived_in_one_dimension=""), ["expected a whole number", "found ''"]),
        (changed(total_households=855), ["line 2, E01025699: expected categories that sum to 855, found 856"]),
        (changed(lsoa21_code="E01025700"), ["line 3: expected E01025700 and", "once, found them also on line 2"]),
        (changed(lsoa21_code="E0102569"), ["line 2, column 'lsoa21_code': expected the form", "'E0102569'"]),
        (changed(lsoa21_code="E01000001"), ["LSOAs of TS011: expected a row for E01025699, found none"]),
        (csv_text([*HEAD[:-1], "Household is rich"], ROWS), ["line 1: expected only categories of TS011, found 'household is rich'", "four dimensions', found none"]),
        (csv_text([*HEAD, HEAD[-1]], [[*row, 0] for row in ROWS]), ["line 1: expected one column", "found two of them"]),
        (csv_text(HEAD[:-1], [row[:-1] for row in ROWS]), ["line 1: expected a column 'Household is deprived in four dimensions', found none"]),
        (csv_text(["code", *HEAD[1:]], ROWS), ["line 1: expected a head with one of the columns lsoa21_code", "found code; total_households"]),
        (csv_text(HEAD, [ROWS[0], ROWS[1][:-1]]), ["line 3: expected 7 cells, found 6"]),
        ("", ["line 1: expected a head", "an empty file"]),
        (b"lsoa21_code,\x81", ["line 1: expected UTF-8 text, found 0x81"]),
        ('lsoa21_code,"a\n', ["quotes close"]),
        (ons_long().replace("one dimension", "a dimension"), ["line 4: expected a category of TS011"]),
        (nomis_long().replace("OBS_VALUE", "VALUE").replace("288", "many"), ["line 3", "expected a whole number", "'many'"]),
        (ons_long().replace("E01025700,x,3,Household is deprived in three dimensions,20\n", ""), ["E01025700: expected a count of 'Household is deprived in three dimensions', found none"]),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_expected_found_and_what_to_do(tmp_path, text, parts):
    path = save(tmp_path / "a.csv", text)
    said = message(census.read_census, path, DEPRIVATION, CODES)
    assert said.startswith(f"{path}: ")
    for part in (*parts, "\n  "):
        assert part in said


def test_an_absent_file_is_told(tmp_path):
    assert "expected table TS011 of the Census" in message(
        census.read_census, tmp_path / "a.csv", DEPRIVATION, CODES
    )


def test_a_damaged_file_leaves_the_data_held_as_they_are(raw, data, tmp_path, capsys):
    for source in build.manifest.official_files(data.place).values():
        path = tmp_path / "sources" / source.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(raw / source.path)
    path = tmp_path / "sources" / path_of(data, "ts054")
    text = path.read_text(encoding="utf-8")
    path.unlink()
    save(path, text.replace("E01013600,749,", "E01013600,750,"))
    held = save(tmp_path / "data" / place.PLACE_FILE, (data.directory / place.PLACE_FILE).read_bytes())
    assert main(["build", "--sources", str(tmp_path / "sources"), "--data", str(tmp_path / "data")]) == 1
    said = capsys.readouterr().err
    assert "line 2, E01013600: expected categories that sum to 750, found 749" in said
    assert [file.name for file in held.parent.iterdir()] == [place.PLACE_FILE]
