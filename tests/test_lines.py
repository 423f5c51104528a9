"""Lines of funders: the list, what is typed in, who is inside or touching by an independent count, words, page, command."""

import contextlib
import csv
import io

import pytest
from conftest import csv_text, message, save
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures, words
from charnwood.__main__ import main
from charnwood.checks import DataError
from charnwood.official import lines
from charnwood.official.deprivation import MAPPED
from charnwood.official.lines import COLUMNS, Line

GOOD = ["under 4,950", "2019", "A fund, its questions", "2026-11-26"]
pytestmark = pytest.mark.usefixtures("loaded")


def test_the_list_held_has_the_shares_of_the_index_and_what_funders_publish(data):
    shares = {one.percent for one in data.lines if one.percent}
    assert shares == {10, 15, 20, 30}
    assert [(one.rank, one.editions) for one in data.lines if one.rank] == [(4_949, (2019,))]
    assert all(one.source and one.date for one in data.lines)
    for percent, decile in ((10, 1), (20, 2), (30, 3)):
        for year, edition in MAPPED.items():
            last = Line(percent=percent).last(year)
            assert [-(-rank * 10 // edition.areas) for rank in (last, last + 1)] == [decile, decile + 1]


@pytest.mark.parametrize(
    ("text", "text_read"),
    [
        ("15%", "15%"),
        ("England's most deprived 12.5 per cent", "12.5%"),
        ("top 10 %", "10%"),
        ("under 4,950", "4949"),
        ("Ranks below 4 950", "4949"),
        ("4950 or under", "4950"),
        ("up to rank 4,950", "4950"),
        ("1–4,950", "4950"),
        ("< 2", "1"),
    ],
)
def test_a_line_is_read_as_people_type_it(text, text_read):
    line = lines.parse(text)
    assert line.text == text_read
    assert lines.parse(line.text) == line


@pytest.mark.parametrize(
    "text", ["", "0%", "101%", "0", "under 1", "40,000", "decile 1", "15", "<b>", "5" * 40]
)
def test_what_is_no_line_is_refused(text):
    if text == "15":  # a rank, however narrow
        assert lines.parse(text) == Line(rank=15)
        return
    assert "expected a share such as 15%" in message(lines.parse, text)


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_the_reader(text):
    with contextlib.suppress(DataError):
        assert 0 <= lines.parse(text).last(2025) <= lines.HIGHEST


@pytest.mark.parametrize(
    ("column", "cell", "part"),
    [
        ("line", "some", "line 2, line: expected a share such as 15%"),
        (
            "edition",
            "2018",
            "line 2, edition: expected nothing, or of these, with ; between them: 2019, 2025",
        ),
        ("source", "", "line 2, source: expected 1 to 300 characters"),
        ("source", "=A1", "line 2, source: expected 1 to 300 characters"),
        ("date", "soon", "line 2, date: expected a day such as"),
    ],
)
def test_a_fault_of_the_list_names_its_line(tmp_path, column, cell, part):
    row = [cell if name == column else good for name, good in zip(COLUMNS, GOOD, strict=True)]
    said = message(lines.read_lines, save(tmp_path / lines.LINES_FILE, csv_text(list(COLUMNS), [row])))
    assert part in said
    assert lines.REMEDY in said


def test_a_line_stands_once_for_an_edition_and_the_list_reads_back(tmp_path):
    rows = [GOOD, ["10%", "", "Us", "1/11/2025"], ["4949", "2025", "Us", "2025-11-01"]]
    path = save(tmp_path / lines.LINES_FILE, csv_text(list(COLUMNS), rows))
    found = lines.read_lines(path)
    assert [one.text for one in found] == ["10%", "4949", "4949"]
    again = save(tmp_path / "again.csv", lines.table(found).to_csv(index=False))
    assert lines.read_lines(again) == found
    save(path, csv_text(list(COLUMNS), [GOOD, ["4949", "", "Us", "2025-11-01"]]))
    assert "line 3: expected each line once for an edition" in message(lines.read_lines, path)
    assert lines.read_lines(None) == ()


def test_every_place_has_the_shares_of_the_index_and_its_own_file_may_say_another_source(data):
    assert [one.text for one in lines.with_general(())] == ["10%", "20%", "30%"]
    assert not {one.percent for one in data.edited.lines} & {one.percent for one in lines.GENERAL}
    own = Line(percent=20, editions=(2019,), source="Us", date="2026-01-01")
    found = [one for one in lines.with_general([own]) if one.percent == 20]
    assert [(one.editions, one.source == "Us") for one in found] == [((2019,), True), ((2025,), False)]


def ranks(data, year):
    """Rank and people of every LSOA held, by the csv module alone."""
    with (data.directory / f"imd/iod{year}.csv").open(encoding="utf-8") as file:
        return {row[MAPPED[year].code]: int(row["imd_rank"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("year", MAPPED)
@pytest.mark.parametrize("typed", ["10%", "under 9,000"])
def test_inside_and_touching_are_as_counted_by_hand(data, year, typed):
    """Each pair of polygons is asked; beyond the border the neighbours that the build found."""
    line = lines.parse(typed)
    rank, shapes = ranks(data, year), data.lsoa[MAPPED[year].vintage].geometry
    last = line.last(year)
    taken = {code for code in shapes.index if rank[code] <= last}
    near = {code for code in shapes.index if any(shapes[code].intersects(shapes[other]) for other in taken)}
    near |= {
        row.code
        for row in data.beside.itertuples()
        if rank.get(row.other, 10**6) <= last and row.code in shapes.index
    }
    for key in ("charnwood", "loughborough-east", "ward-syston", "E01025699"):
        area = data.areas[key]
        codes = set(area.codes(MAPPED[year].vintage))
        found = {one.line.text: one for one in figures.lines.reached(data, area, line) if one.year == year}
        one = found[line.text]
        assert set(one.rows.index[one.taken]) == codes & taken
        assert set(one.rows.index[one.beside]) == codes & near - taken
        people = data.rows(area, year)["population"]
        assert one.share(one.taken) == pytest.approx(100 * people[list(codes & taken)].sum() / people.sum())


def test_neighbours_across_the_border_are_known(data):
    """Of both vintages; none of them is the district's own, and all are held by the Index."""
    own = set(data.lsoa[2011].index) | set(data.lsoa[2021].index)
    assert set(data.beside["code"]) <= own
    assert not set(data.beside["other"]) & own
    assert set(data.beside["other"]) <= set(data.iod[2019].index) | set(data.iod[2025].index)
    assert len(data.beside) > 50


def test_shares_agree_with_those_of_the_deprivation_page(data):
    for area in data.neighbourhoods:
        for year in MAPPED:
            told = figures.deprivation.summary(data.rows(area, year))
            for one in figures.lines.reached(data, area):
                if one.year == year and one.line.percent in (10, 20, 30):
                    assert one.share(one.taken) == pytest.approx(told[f"share_{one.line.percent:.0f}"])


def test_a_narrower_line_is_inside_every_wider_one_and_small_areas_say_the_narrowest(data):
    table = figures.lines.small_areas(data, data.whole, lines.parse("1%"))
    for year in MAPPED:
        held = {one.line.text: one for one in figures.lines.reached(data, data.whole) if one.year == year}
        inside = table[table[f"inside_{year}"] != "none"]
        assert (inside[f"rank_{year}"] <= held["30%"].last).all()
        first = table.loc[table[f"inside_{year}"] == "10%", f"rank_{year}"]
        assert len(first)
        assert (first <= held["10%"].last).all()


@pytest.mark.slow
def test_sentences_of_every_area_name_edition_source_and_people(data):
    for area in data.areas.values():
        reached = figures.lines.reached(data, area, lines.parse("under 12,000"))
        for text in (*words.lines.found(area, reached), *words.lines.to_use(area, reached)):
            assert "nan" not in text
            assert "  " not in text
            assert text.endswith(".")
        for text in words.lines.to_use(area, reached):
            assert "Index of Multiple Deprivation 20" in text
            assert "Source: MHCLG" in text


def test_the_page_takes_a_typed_line_and_says_what_it_could_not_read(data):
    page = AppTest.from_file(ROOT / "pages" / "lines.py", default_timeout=60)
    page.query_params["area"] = "loughborough-east"
    page.query_params["line"] = "under 5,000"
    page.run()
    assert not page.exception
    assert [told.value for told in page.info] == []
    bodies = " ".join(element.proto.body for element in page.get("html"))
    assert "Ranks up to 4,999" in bodies
    assert "ranks 1 (the most deprived) to 4,999 of England" in bodies
    page.text_input(key="line").set_value("what?").run()
    assert [told.value for told in page.info] == [words.lines.UNREAD]
    assert "what?" in page.query_params["line"]


def test_the_commands_print_what_the_page_shows(data, capsys):
    asked = ["--area", "South Charnwood", "--line", "under 5,000"]
    assert main(["table", "lines", *asked]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["last_rank"] for row in rows if row["line"] == "4999"} == {"4999"}
    area = data.areas["south-charnwood"]
    assert len(rows) == len(figures.lines.reached(data, area, lines.parse("under 5,000")))
    assert main(["table", "line-areas", *asked]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == len(area.lsoa21)
    with pytest.raises(SystemExit):
        main(["table", "lines", "--line", "what?"])
    assert "expected a share such as 15%" in capsys.readouterr().err
