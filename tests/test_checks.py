"""The CSV reader: what it accepts, and one message with every fault at its real line."""

import io

import pytest
from conftest import csv_text, message, save
from hypothesis import given
from hypothesis import strategies as st

from charnwood import clean
from charnwood.checks import LSOA_CODE, Column, Faults, read_csv, require_codes

HEADER = ["LSOA code (2011)", "Total population", "Score", "Name"]
COLUMNS = {
    "LSOA code (2011)": Column("lsoa11cd", pattern=LSOA_CODE, unique=True),
    "Total population": Column("population", "int", 0, 20_000),
    "Score": Column("score", "float", 0, 1, blank=True),
    "Name": Column("name"),
}
HEAD = ",".join(HEADER)
GOOD = "E01025699,1493,0.3,Charnwood 002A"


def read(text, **named):
    content = text.encode() if isinstance(text, str) else text
    return read_csv(io.BytesIO(content), COLUMNS, file="small.csv", **named)


def refused(text, **named):
    return message(read, text, **named)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n{GOOD}\n",
        f"{HEAD}\n{GOOD}",
        f"{HEAD}\r\n{GOOD}\r\n",
        f"\ufeff{HEAD}\r\n{GOOD}\r\n",
        f'{HEAD}\nE01025699,"1,493",0.3,Charnwood 002A\n',
        f"{HEAD}\n E01025699 , 1493 ,3e-1, Charnwood 002A \n",
        f"\n{HEAD}\n\n{GOOD}\n\n",
        "Name,Score,Total population,LSOA code (2011)\nCharnwood 002A,.3,1493,E01025699\n",
    ],
    ids=["lf", "no end", "crlf", "bom", "thousands", "spaces", "empty lines", "other order"],
)
def test_accepted_forms(text):
    frame = read(text)
    assert frame.to_numpy().tolist() == [["E01025699", 1493, 0.3, "Charnwood 002A"]]
    assert list(frame) == ["lsoa11cd", "population", "score", "name"]
    assert frame["population"].dtype == "int64"


def test_a_blank_is_missing_only_where_it_may_be():
    frame = read(f"{HEAD}\nE01025699,1493,,A\n")
    assert frame["score"].isna().all()
    text = refused(f"{HEAD}\nE01025699,,0.3,A\nE01025700,12,0.3,\n")
    assert "line 2, column 'Total population': expected a value, found ''" in text
    assert "line 3, column 'Name': expected a value, found ''" in text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["line 1: expected a column 'Score'", "found an empty file"]),
        (f"{HEAD}\n", ["line 2: expected at least one row, found the end of the file"]),
        (f"{GOOD}\n{GOOD}\n", ["line 1: expected a column 'LSOA code (2011)', found 'E01025699'"]),
        (f"{HEAD},Score\n{GOOD},1\n", ["1 fault\n", "line 1: expected one column 'Score', found 2 of them"]),
        (f"{HEAD}\n{GOOD}\n{HEAD}\n", ["line 3, column 'LSOA code (2011)'", "line 3, column 'Score'"]),
        (f"{HEAD}\n{GOOD},\n", ["line 2: expected 4 cells, found 5"]),
        (f"{HEAD}\n{GOOD}\nE01025700,1\n", ["line 3: expected 4 cells, found 2"]),
        (f"{HEAD}\nE01025699,many,0.3,A\n", ["line 2, column 'Total population': expected a number", "'many'"]),
        (f"{HEAD}\nE01025699,1.5,0.3,A\n", ["column 'Total population': expected a whole number, found '1.5'"]),
        (f'{HEAD}\nE01025699,"1,49",0.3,A\n', ["expected a number, found '1,49'"]),
        (f"{HEAD}\nE01025699,14-9,.,A\n", ["expected a number, found '14-9'", "expected a number, found '.'"]),
        (f"{HEAD}\nE01025699,nan,inf,A\n", ["expected a number, found 'nan'", "expected a number, found 'inf'"]),
        (f"{HEAD}\nE01025699,-1,0.3,A\n", ["column 'Total population': expected 0 or more, found '-1'"]),
        (f"{HEAD}\nE01025699,20001,0.3,A\n", ["expected 20,000 or less, found '20001'"]),
        (f"{HEAD}\nE01025699,1,1.01,A\n", ["line 2, column 'Score': expected 1 or less, found '1.01'"]),
        (f"{HEAD}\n{GOOD}\n{GOOD}\n", ["line 3, column 'LSOA code (2011)': expected each value once"]),
        (f"{HEAD}\nE0102569,1,0,A\n", ["expected the form E01\\d{6}, found 'E0102569'"]),
        (f"{HEAD}\n{GOOD}\n".encode() + b"E01025700,1,0,\x81\n", ["line 3: expected UTF-8 text, found 0x81"]),
        (f'{HEAD}\n{GOOD}\nE01025700,1,0,"A\nE01025701,1,0,B\n', ["line 3: expected cells whose quotes close"]),
    ],
)  # fmt: skip
def test_refused_files_name_file_place_expected_and_found(text, parts):
    found = refused(text)
    assert found.startswith("small.csv: ")
    for part in parts:
        assert part in found
    assert found.splitlines()[-1].strip().endswith(".")  # the remedy
    assert len(found.splitlines()) >= 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{HEAD}\n{GOOD}\n\n\nE01025700,x,0,B\n", 5),
        (f"{HEAD}\r\n{GOOD}\r\n\r\nE01025700,x,0,B\r\n", 4),
        (f'{HEAD}\nE01025699,1,0,"A\nB"\nE01025700,x,0,B\n', 4),
        (f'{HEAD}\nE01025699,1,0,"A\nB"\n\nE01025700,x,0,"B\nC"\n', 5),
        (f"\n\n{HEAD}\nE01025700,x,0,B\n", 4),
        (f"\ufeff{HEAD}\nE01025700,x,0,B", 2),
    ],
)
def test_the_line_named_is_the_real_line_of_the_file(text, line):
    assert f"line {line}, column 'Total population': expected a number" in refused(text)


def test_cells_and_header_faults_name_their_real_lines():
    assert "line 4: expected 4 cells, found 1" in refused(f"{HEAD}\n{GOOD}\n\nE01\n")
    assert "line 2: expected a column 'Score'" in refused("\nLSOA code (2011),Total population,Name\n")


def test_a_file_without_header_counts_from_its_first_line():
    text = refused("E01025699,x,0,A\n", header=HEADER)
    assert "line 1, column 'Total population'" in text


def test_all_faults_of_a_file_come_at_once():
    text = refused(f"{HEAD}\nE0102,x,2,\nE01025700,-1,0,B\n")
    assert text.startswith("small.csv: 5 faults")
    for part in ("'E0102'", "'x'", "'2'", "found ''", "'-1'"):
        assert part in text


def test_many_faults_are_counted():
    text = refused(HEAD + "\n" + "".join(f"E010{n:05},x,0,A\n" for n in range(20)))
    assert "20 faults" in text
    assert "and 12 more" in text


def test_a_file_that_is_not_there(tmp_path):
    text = message(read_csv, tmp_path / "none.csv", COLUMNS)
    assert "none.csv" in text
    assert "Check the path." in text


def test_codes_are_compared_both_ways():
    faults = Faults("file")
    require_codes(faults, ["E01000001", "E01000003"], ["E01000001", "E01000002"], "codes")
    assert faults.lines == [
        "codes: expected a row for E01000002, found none",
        "codes: expected only known codes, found E01000003",
    ]


NAMES = st.text(
    st.characters(categories=["L", "N", "P"]) | st.sampled_from(' \n",'), min_size=1, max_size=12
).filter(lambda text: text.strip() == text and clean.cell(text))
ROWS = st.lists(
    st.tuples(
        st.integers(0, 999_999),
        st.integers(0, 20_000),
        st.none() | st.floats(0, 1, allow_nan=False),
        NAMES,
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[0],
)


@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_what_was_written_is_read(rows, end, mark, commas):
    written = [
        [f"E01{code:06}", f"{count:,}" if commas else count, "" if score is None else repr(score), name]
        for code, count, score, name in rows
    ]
    text = ("\ufeff" if mark else "") + csv_text(HEADER, written, end)
    frame = read(text)
    assert frame["lsoa11cd"].tolist() == [row[0] for row in written]
    assert frame["population"].tolist() == [row[1] for row in rows]
    assert [None if s != s else s for s in frame["score"]] == [row[2] for row in rows]
    plain = [name if name.isascii() and name.isprintable() else clean.cell(name) for *_, name in rows]
    assert frame["name"].tolist() == plain


@given(ROWS, st.integers(0, 11), st.integers(0, 3))
def test_a_fault_is_found_on_its_line_wherever_it_stands(rows, place, blanks):
    place %= len(rows)
    lines = [HEAD, *[f"E01{row[0]:06},{'x' if n == place else row[1]},," + "A" for n, row in enumerate(rows)]]
    lines[place + 1 : place + 1] = [""] * blanks
    assert f"line {place + 2 + blanks}, column 'Total population'" in refused("\n".join(lines))


def test_a_path_is_named_as_given(tmp_path):
    path = save(tmp_path / "small.csv", "Nothing\n")
    assert message(read_csv, path, COLUMNS).startswith(f"{path}: ")
