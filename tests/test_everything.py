"""Everything about each small area in one file: figures of the official files, as CSV and as a workbook."""

import io
import json
import re
import zipfile

import pandas as pd
import pytest
from conftest import FILE7, POPULATION21
from lxml import etree

from charnwood import figures, words
from charnwood.__main__ import main
from charnwood.briefing import addresses, workbook

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CODES = {2019: "LSOA code (2011)", 2025: "LSOA code (2021)"}
INCOME = {
    2019: "Income Rank (where 1 is most deprived)",
    2025: "Income Rank (where 1 is most deprived)",
}


@pytest.fixture(scope="module")
def whole(data):
    return figures.everything.table(data, [data.whole]).set_index("lsoa21cd")


def test_every_small_area_has_one_row_with_the_figures_of_the_official_files(data, whole, official):
    assert list(whole.index) == list(data.whole.lsoa21)
    for year, code in CODES.items():
        rows = {row[code]: row for row in official(FILE7[year])}
        for lsoa21cd, row in whole.iterrows():
            given = rows[row["lsoa11cd"] if year == 2019 else lsoa21cd]
            assert row[f"income_rank_{year}"] == int(given[INCOME[year]]), lsoa21cd
    people = {row["LSOA 2021 Code"]: row for row in official(POPULATION21)}
    column = next(reversed(people["E01025699"]))
    assert whole["residents"].to_dict() == {code: int(people[code][column]) for code in whole.index}
    households = official("census2021/TS011_household_deprivation_lsoa21_leicestershire.csv")
    total = {row[next(iter(row))]: row for row in households}
    assert set(whole.index) <= set(total)


def test_what_is_split_says_so_and_parts_sum_to_their_neighbourhood(data, whole):
    split = whole.index[whole["part_of_lsoa11"] == "yes"]
    assert set(split) == set(whole.index[whole["lsoa11cd"].duplicated(keep=False)]) != set()
    assert whole.loc[["E01034005", "E01034007"], "part_of_lsoa11"].tolist() == ["yes", "yes"]
    for area in data.neighbourhoods:
        rows = whole[whole["neighbourhood"] == area.name]
        assert set(rows.index) == set(area.lsoa21)
        recent = data.incidents(area)
        recent = recent[recent["month"].isin(data.period)]["incidents"].sum()
        assert rows["crimes"].sum() + rows["asb"].sum() == recent
        assert rows["residents"].sum() == data.residents(area)
    rate = 1_000 * whole["crimes"] / figures.population.of_lsoas(data, data.period)
    assert (whole["crimes_per_1000"] - rate).abs().max() < 0.01


def cells(content, number):
    """Rows of a sheet as texts, by another reader than what wrote it."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = [
            "".join(one.itertext())
            for one in etree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")
        ]
        sheet = etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        told = [(cell.get("t"), cell.findtext(f"{SHEET}v")) for cell in row]
        rows.append([shared[int(value)] if kind == "s" else value for kind, value in told])
    return sheet, rows


def test_the_workbook_says_what_the_table_says(data):
    content = workbook.xlsx(data, data.neighbourhoods)
    assert content == workbook.xlsx(data, data.neighbourhoods)
    sheet, rows = cells(content, 1)
    table = workbook.table(data, data.neighbourhoods)
    assert rows[0] == list(table)
    assert len(rows) == len(table) + 1
    for row, given in zip(rows[1:], table.itertuples(index=False), strict=True):
        told = [value for value in row if value is not None]
        held = [value for value in given if not pd.isna(value) and value != ""]
        assert [str(v) for v in told[:3]] == list(held[:3])
        assert len(told) == len(held)
        assert float(told[-1]) == pytest.approx(held[-1])
    pane = next(sheet.iter(f"{SHEET}pane"))
    assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")
    assert not list(sheet.iter(f"{SHEET}f"))
    _, notes = cells(content, 2)
    said = "\n".join(str(cell) for row in notes for cell in row if cell)
    for heading, meaning in words.everything.meanings(
        data, figures.everything.table(data, [data.whole]).columns
    ):
        assert heading in said
        assert meaning in said
    for line in words.everything.sources(data):
        assert line in said


def test_headings_are_different_and_none_is_a_key(data, whole):
    columns = whole.reset_index().columns
    headings = words.everything.headings(data, columns)
    assert len(set(headings.values())) == len(columns)
    assert not [heading for heading in headings.values() if re.search("[a-z]_[a-z]", heading)]


def test_the_files_have_addresses(data):
    links = addresses.everything(data)
    assert len(links) == 4
    for address in links:
        path, _, query = address.partition("?")
        folder, _, name = path.partition("/")
        key, _, kind = name.partition(".")
        choices = dict(part.split("=") for part in query.replace("%2C", ",").split("&"))
        made = addresses.ask(data, folder, key, kind, choices)
        assert made.kind == kind
        assert len(made.make()) > 5_000


def test_the_command_prints_it(data, loaded, capsys):
    assert main(["table", "everything", "--area", "Loughborough East", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    area = next(area for area in data.neighbourhoods if area.name == "Loughborough East")
    assert [row["lsoa21cd"] for row in rows] == list(area.lsoa21)
    assert all(row["neighbourhood"] == area.name for row in rows)
