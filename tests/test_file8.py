"""File 8 of the Indices, as the CSV held and as gov.uk's workbook: what is read, and what cannot be."""

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from conftest import csv_text, message, save

from charnwood.official import file8
from charnwood.official.deprivation import MAPPED
from charnwood.official.indicators import COUNT, INDICATORS, official_columns, read_indicators
from charnwood.store import refresh_official
from charnwood.store.official_tables import indicator_table

FILE8 = {year: f"iod{year}/underlying_indicators_leicestershire.csv" for year in MAPPED}
SPLIT, PART, WHOLE = "E01025679", "E01034006", "E01025699"


def lines(*rows):
    """A file of the edition of 2025 with these rows: changes of a valid one, by column."""
    columns = official_columns(MAPPED[2025])
    valid = dict.fromkeys(columns, "0.5") | {i.key: "10" for i in INDICATORS[2025] if i.kind == COUNT}
    valid["lsoa21_code"] = "E01013600"
    return csv_text(list(columns), [list((valid | row).values()) for row in rows])


def faults(tmp_path, text):
    return message(read_indicators, save(tmp_path / "file8.csv", text), MAPPED[2025])


def test_a_valid_file_is_read_and_sorted(tmp_path):
    text = lines(
        {"lsoa21_code": "E01013601"}, {"income_deprivation_affecting_children_index_idaci_numerator": ""}
    )
    frame = read_indicators(save(tmp_path / "file8.csv", text), MAPPED[2025])
    assert frame["lsoa21cd"].tolist() == ["E01013600", "E01013601"]
    assert frame["income_domain_numerator"].tolist() == [10, 10]
    assert np.isnan(frame["income_deprivation_affecting_children_index_idaci_numerator"][0])


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ([{"income_domain_numerator": ""}], ["line 2, column 'income_domain_numerator'", "expected a value"]),
        ([{"acute_morbidity_indicator": " "}], ["line 2, column 'acute_morbidity_indicator'", "a value"]),
        ([{}, {}], ["line 3, column 'lsoa21_code'", "expected each value once", "E01013600"]),
        ([{"lsoa21_code": "E0101360"}], ["line 2, column 'lsoa21_code'", "'E0101360'"]),
        ([{"household_overcrowding_indicator_rooms": "14.5"}], ["expected 1 or less", "14.5"]),
        ([{"employment_domain_numerator": "-5"}], ["expected 0 or more", "-5"]),
        ([{"employment_domain_numerator": "5.5"}], ["expected a whole number", "5.5"]),
        ([{"patient_to_gp_ratio": "many"}], ["expected a number", "'many'"]),
    ],
)  # fmt: skip
def test_a_faulty_row_is_named(tmp_path, rows, parts):
    text = faults(tmp_path, lines(*rows))
    for part in ("file8.csv", *parts):
        assert part in text


def test_a_wrong_header_is_named(tmp_path):
    text = faults(tmp_path, lines({}).replace("connectivity_score", "connectivity"))
    assert "line 1: expected a column 'connectivity_score'" in text


def test_a_file_of_the_other_edition_is_refused(raw):
    assert "expected a column 'lsoa21_code'" in message(read_indicators, raw / FILE8[2019], MAPPED[2025])


def workbook(path, rows, code="LSOA code (2021)", short=0):
    """File 8 as gov.uk lays it out: notes, then sheets with some of the columns each; the last is `short` of rows."""
    keys = list(rows[0])[1:]
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(10, 2, "Indicator")
        for part, own in ((keys[:14], rows), (keys[14:], rows[short:][::-1])):
            sheet = book.add_worksheet(f"Domain of {part[0]}"[:31])
            heads = [key.replace("_", " ").capitalize() for key in part]
            sheet.write_row(0, 0, [code, "LSOA name (2021)", "Local Authority District code (2024)", *heads])
            for line, row in enumerate(own, 1):
                sheet.write_row(line, 0, [next(iter(row.values())), "A", "B"])
                for column, key in enumerate(part, 3):
                    if row[key]:
                        sheet.write(line, column, float(row[key]) if row[key][0].isdigit() else row[key])
    return path


def test_the_workbook_of_gov_uk_is_read_as_the_table_is(raw, official, tmp_path):
    edition = MAPPED[2025]
    path = workbook(tmp_path / "file8.xlsx", official(FILE8[2025]))
    found = read_indicators(path, edition)
    pd.testing.assert_frame_equal(found, read_indicators(raw / FILE8[2025], edition))
    assert refresh_official._which(path, None) == ("indicators", edition)
    heading = "Core homelessness rate (% of households)"
    assert file8.plain(heading) == "core_homelessness_rate_percent_of_households"
    heading = "Violence with injury, rate per 1,000 'at-risk population'"
    assert file8.plain(heading) == "violence_with_injury_rate_per_1_000_at_risk_population"


@pytest.mark.parametrize(
    ("change", "given", "part"),
    [
        ({}, {"short": 1}, "expected a row for E01013600, found none"),
        ({}, {"code": "LSOA code (2011)"}, "the sheets: expected a column 'LSOA code (2021)', found none"),
        ({"patient_to_gp_ratio": "many"}, {}, "line 2, column 'patient_to_gp_ratio': expected a number, found 'many'"),
        ({"patient_to_gp_ratio": None}, {}, "expected a column 'patient_to_gp_ratio'"),
        ({"income_domain_numerator": ""}, {}, "line 2, column 'income_domain_numerator': expected a value"),
    ],
)  # fmt: skip
def test_a_fault_of_the_workbook_is_named(official, tmp_path, change, given, part):
    rows = [dict(row) for row in official(FILE8[2025])[:3]]
    rows[0] |= change
    kept = [{key: cell for key, cell in row.items() if change.get(key, "") is not None} for row in rows]
    path = workbook(tmp_path / "file8.xlsx", kept, **given)
    text = message(read_indicators, path, MAPPED[2025])
    assert str(path) in text
    assert part in text


def test_a_workbook_that_breaks_off_is_told(official, tmp_path):
    path = workbook(tmp_path / "file8.xlsx", official(FILE8[2025])[:3])
    path.write_bytes(path.read_bytes().replace(b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet9.xml"))
    assert "expected a whole workbook" in message(read_indicators, path, MAPPED[2025])


def test_a_build_refuses_indicators_of_other_areas(raw, tmp_path, data):

    with (raw / FILE8[2025]).open() as file:
        kept = [line for line in file if not line.startswith(WHOLE)]
    path = save(tmp_path / "file8.csv", "".join(kept))
    known = pd.DataFrame({"lsoa21cd": [line.split(",")[0] for line in kept[1:]] + [WHOLE]})
    assert f"expected a row for {WHOLE}" in message(indicator_table, path, MAPPED[2025], known, data.place)
