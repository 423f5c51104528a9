"""Indicators as rates: beside England by the official file alone, never made up, one way round, and by small area."""

import pytest
from conftest import FILE7

from charnwood import figures, words
from charnwood.drawing import exhibits
from charnwood.official.deprivation import MAPPED
from charnwood.official.indicators import INDICATORS

PEOPLE = "Total population: mid 2015 (excluding prisoners)"
WORKING = "Working age population 18-59/64: for use with Employment Deprivation Domain (excluding prisoners)"


def test_englands_rates_are_those_of_all_its_small_areas(data, official):
    """As published with the Indices of 2019: 12.9% and 9.9%."""
    rows = official(FILE7[2019])
    for measure, score, people, told in (
        ("income", "Income Score (rate)", PEOPLE, 12.9),
        ("employment", "Employment Score (rate)", WORKING, 9.9),
    ):
        weights = [int(row[people]) for row in rows]
        expected = (
            100 * sum(float(row[score]) * w for row, w in zip(rows, weights, strict=True)) / sum(weights)
        )
        assert data.england[2019][measure] == pytest.approx(expected, rel=1e-6)
        assert round(expected, 1) == told


def test_what_the_files_do_not_hold_is_said_and_not_made_up(data):
    assert set(data.england[2019].index) == {"income", "employment"}
    assert data.england[2025].empty
    table = figures.rates.people_table(data, [data.whole], 2025).set_index("Indicator")
    assert set(table["England"]) == {"not held", "rate not held"}
    assert table.loc["Children in families on low incomes (IDACI)", "Charnwood"] == "rate not held"
    assert "(IDACI)" in words.rates.counts_alone(figures.rates.rates(data, data.whole, 2025))
    assert words.rates.counts_alone(figures.rates.rates(data, data.whole, 2019)) == ""
    assert table.loc["Children in families on low incomes (IDACI)", "Charnwood, people counted"] > 1_000
    said = words.rates.beside_england(figures.rates.rates(data, data.whole, 2025), "Charnwood")
    assert said == "England's figures are not in the files held of this edition."


@pytest.mark.parametrize("key", ["loughborough-east", "south-charnwood", "E01025699"])
def test_a_rate_is_the_published_one_weighted_or_people_counted_by_all_whom_it_can_be_about(
    data, key, official
):
    area = data.areas[key]
    table = figures.rates.rates(data, area, 2019).set_index("indicator")
    rows = {row["LSOA code (2011)"]: row for row in official(FILE7[2019])}
    mine = [rows[code] for code in area.lsoa11]
    for indicator, score, people in (
        ("income_domain_numerator", "Income Score (rate)", PEOPLE),
        ("employment_domain_numerator", "Employment Score (rate)", WORKING),
    ):
        total = sum(int(row[people]) for row in mine)
        expected = 100 * sum(float(row[score]) * int(row[people]) for row in mine) / total
        assert table.loc[indicator, "area"] == pytest.approx(expected)
        assert table.loc[indicator, "area"] == pytest.approx(
            100 * table.loc[indicator, "counted"] / total, abs=0.6
        )
    held = data.indicators[2019].loc[list(area.lsoa11)]
    for indicator in (one for one in INDICATORS[2019] if one.measure in ("idaci", "idaopi")):
        counted = held[indicator.key].dropna()
        people = data.iod[2019].loc[counted.index, indicator.people]
        assert table.loc[indicator.key, "area"] == pytest.approx(100 * counted.sum() / people.sum())


@pytest.mark.parametrize("year", MAPPED)
def test_rates_agree_with_those_that_a_briefing_tells(data, year):
    for area in (*data.neighbourhoods, data.areas["ward-loughborough-woodthorpe"]):
        told = figures.deprivation.weighted(data.rows(area, year), ["income_score"])["income_score"]
        table = figures.rates.rates(data, area, year).set_index("indicator")
        assert table.loc["income_domain_numerator", "area"] == pytest.approx(100 * told)


@pytest.mark.parametrize("year", MAPPED)
def test_each_domain_and_indicator_has_bars_with_the_most_deprived_first(data, year):
    area = data.areas["loughborough-east"]
    for key, name in figures.rates.options(data, year).items():
        shown = exhibits.profile.bars(data, area, year, key)
        assert name in shown.name
        assert "nan" not in shown.finding
        bars = shown.figure.data[0]
        lower = key == "connectivity_score"
        assert list(bars.x) == sorted(bars.x, reverse=not lower)
        assert len(shown.table) == len(area.codes(MAPPED[year].vintage))


def test_per_cent_stands_as_per_cent_and_lower_is_worse_stands_last(data):
    table = figures.rates.people_table(data, data.neighbourhoods, 2025)
    assert table["More deprived if"].tolist()[-1:] == ["lower"]
    assert set(table["More deprived if"][:-1]) == {"higher"}
    shares = table[table["Unit"].str.startswith("%")]
    for area in data.neighbourhoods:
        assert shares[area.name].str.fullmatch(r"[\d.]+%|(rate )?not held").all()
