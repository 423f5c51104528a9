"""An area's profile: indicators recounted from the official files, likeness, movement, the page."""

import math

import numpy as np
import pandas as pd
import pytest
from conftest import FILE7
from streamlit.testing.v1 import AppTest
from test_file8 import FILE8, PART, SPLIT, WHOLE

from charnwood import ROOT, english, figures, words
from charnwood.official import indicators
from charnwood.official.areas import LSOA, WARD
from charnwood.official.deprivation import DOMAINS, MAPPED
from charnwood.official.indicators import COUNT, INDICATORS

CODE = {2019: "lsoa11_code", 2025: "lsoa21_code"}
WEIGHT = "Total population: mid 2015 (excluding prisoners)"
POPULATION21 = "population/population_lsoa21_mid2011_mid2022_leicestershire.csv"


@pytest.mark.parametrize("year", MAPPED)
def test_the_registry_describes_every_column_once(year, official):
    header = list(official(FILE8[year])[0])
    assert header == [CODE[year], *(i.key for i in INDICATORS[year])]
    assert len({(i.name, i.unit) for i in INDICATORS[year]}) == len(INDICATORS[year])
    assert {i.domain for i in INDICATORS[year]} <= {d.key for d in DOMAINS}
    assert all(i.unit and i.worse in ("higher", "lower") for i in INDICATORS[year])


@pytest.mark.parametrize("year", MAPPED)
def test_an_indicator_said_to_be_of_the_district_is_one_figure_there(year, official, district_of):
    for indicator in INDICATORS[year]:
        found = {(district_of[row[CODE[year]]], row[indicator.key]) for row in official(FILE8[year])}
        assert (len(found) == 8) is indicator.district, indicator.key


@pytest.mark.parametrize("year", MAPPED)
def test_each_indicator_points_the_way_that_its_registry_says(year, data):
    """Its rank correlation with its domain, or with a sub-domain of it, in Leicester and Leicestershire."""
    parts = {
        "education": ["education", "children_young_people", "adult_skills"],
        "barriers": ["barriers", "geographical_barriers", "wider_barriers"],
        "living_environment": ["living_environment", "indoors", "outdoors"],
    }
    for indicator in INDICATORS[year]:
        values = data.indicators[year][indicator.key]
        sign = 1 if indicator.worse == "higher" else -1
        found = [
            values.corr(-data.iod[year][f"{part}_rank"], method="spearman") * sign
            for part in parts.get(indicator.domain, [indicator.domain])
        ]
        assert max(found) > 0.15, indicator.key


def weights(official, year):
    """Population of each LSOA by plain csv: the denominators of 2019, the estimates of mid-2022."""
    if year == 2019:
        return {row["LSOA code (2011)"]: int(row[WEIGHT]) for row in official(FILE7[2019])}
    rows = official(POPULATION21)
    return {row["LSOA 2021 Code"]: int(row["Mid-2022: Population"]) for row in rows}


CHECKED = [
    (2019, "household_overcrowding_indicator", 100),
    (2019, "road_distance_to_a_gp_surgery_indicator_km", 1),
    (2019, "mood_and_anxiety_disorders_indicator", 1),
    (2025, "adult_skills_and_english_language_proficiency_indicator", 100),
    (2025, "connectivity_score", 1),
    (2025, "burglary_rate_per_1_000_at_risk_properties", 1),
]


@pytest.mark.parametrize(("year", "key", "times"), CHECKED)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_weighted_indicators_of_each_priority_neighbourhood(data, official, place, year, key, times):
    area = data.neighbourhoods[place]
    values = {row[CODE[year]]: float(row[key]) for row in official(FILE8[year])}
    people = weights(official, year)
    codes = area.codes(MAPPED[year].vintage)
    expected = times * sum(values[c] * people[c] for c in codes) / sum(people[c] for c in codes)
    table = figures.indicators.indicator_values(data, area, year).set_index("indicator")
    assert table.loc[key, "area"] == pytest.approx(expected, rel=1e-9)
    assert table.loc[key, "lsoas"] == len(codes)


@pytest.mark.parametrize("year", MAPPED)
def test_people_are_summed_and_blanks_are_counted(data, official, district_of, year):
    for key in (i.key for i in INDICATORS[year] if i.kind == COUNT):
        cells = {row[CODE[year]]: row[key] for row in official(FILE8[year])}
        table = figures.indicators.indicator_values(data, data.areas["charnwood"], year).set_index(
            "indicator"
        )
        own = [cell for code, cell in cells.items() if district_of[code] == "E07000130"]
        county = [cell for code, cell in cells.items() if district_of[code] != "E06000016"]
        assert table.loc[key, "area"] == table.loc[key, "charnwood"] == sum(float(c) for c in own if c)
        assert table.loc[key, "leicestershire"] == sum(float(c) for c in county if c)
        assert table.loc[key, "lsoas_without_value"] == own.count("")


def test_an_indicator_without_any_value_is_empty_and_a_blank_has_no_weight():
    rate = next(i for i in INDICATORS[2025] if i.blank and i.kind != COUNT)
    people = pd.DataFrame({"population": {"a": 100, "b": 300, "c": 600}}).assign(inside=1.0)
    empty = pd.DataFrame({rate.key: {"a": np.nan}})
    assert math.isnan(figures.indicators.combined(empty, people, [rate])[rate.key])
    values = pd.DataFrame({rate.key: {"a": 0.2, "b": 0.4, "c": np.nan}})
    assert figures.indicators.combined(values, people, [rate])[rate.key] == pytest.approx(
        100 * (20 + 120) / 400
    )


def test_counts_are_compared_as_rates_and_crime_rates_are_no_part_of_it(data):
    """Of 2025 the rates of children and of older people are not known."""
    for year, of in ((2019, 28), (2025, 18)):
        rates = figures.rates.rates(data, data.areas["loughborough-east"], year)
        assert figures.rates.worse_than_district(rates, "charnwood")[1] == of
        own = figures.rates.rates(data, data.areas["charnwood"], year)
        assert figures.rates.worse_than_district(own, "charnwood")[0] == 0


def test_the_drivers_are_the_largest_products_of_people_and_score(data, official):
    area = data.areas["south-charnwood"]
    rows = {row["LSOA code (2011)"]: row for row in official(FILE7[2019])}
    products = {
        c: int(rows[c][WEIGHT]) * float(rows[c]["Index of Multiple Deprivation (IMD) Score"])
        for c in area.lsoa11
    }
    shares = figures.deprivation.drivers(data, area, 2019)
    assert shares.index.tolist() == sorted(products, key=products.get, reverse=True)
    for code, product in products.items():
        assert shares.loc[code, "score_share"] == pytest.approx(100 * product / sum(products.values()))
    assert shares["population_share"].sum() == pytest.approx(100)


@pytest.mark.parametrize("year", MAPPED)
def test_likeness_by_hand(data, official, year):
    """The five nearest of E01025699, from the official ranks alone."""
    n, v = MAPPED[year].areas, MAPPED[year].vintage
    held = set(data.iod[year].index)
    scores = {}
    for row in official(FILE7[year]):
        if row[f"LSOA code ({v})"] in held:
            ranks = [int(row[f"{d.official} Rank (where 1 is most deprived)"]) for d in DOMAINS]
            scores[row[f"LSOA code ({v})"]] = [
                -23 * math.log(1 - (n + 1 - rank) / n * (1 - math.exp(-100 / 23))) for rank in ranks
            ]
    apart = {code: math.dist(score, scores[WHOLE]) for code, score in scores.items() if code != WHOLE}
    expected = sorted(apart, key=apart.get)[:5]
    near = figures.likeness.similar_lsoas(data, WHOLE, year)
    assert near.index.tolist() == expected
    assert near["distance"].tolist() == pytest.approx([apart[code] for code in expected])
    assert set(near["ladnm"]) <= set(data.iod[year]["ladnm"])


def test_distance_is_zero_to_itself_symmetric_and_by_hand():
    frame = pd.DataFrame([[0, 0, 0], [3, 4, 0], [0, 0, 12]], ["a", "b", "c"], ["x", "y", "z"])
    table = pd.DataFrame({code: figures.likeness.distances(frame, frame.loc[code]) for code in frame.index})
    assert table.loc["a"].tolist() == [0, 5, 12]
    assert table.loc["b", "c"] == 13
    assert (table == table.T).all().all()


def test_nothing_is_like_itself(data):
    for key in (WHOLE, "E01025727"):
        assert key not in figures.likeness.similar_lsoas(data, key, 2025, 600).index
    for area in data.areas.values():
        if area.kind == WARD:
            near = figures.likeness.similar_areas(data, area, 2025)
            assert area.key not in near.index
            assert len(near) == 5
            assert near["distance"].is_monotonic_increasing


def test_a_group_is_compared_with_groups_and_a_split_area_part_by_part(data):
    assert "LSOA" not in figures.likeness.similar_table(data, data.areas["loughborough-west"], 2019)
    both = figures.likeness.similar_table(data, data.areas[SPLIT], 2025)
    assert both["Like"].nunique() == 2
    assert len(both) == 10
    assert len(figures.likeness.similar_table(data, data.areas[PART], 2019)) == 5


def test_the_rank_of_a_split_area_stands_beside_both_parts(data, official):
    then = next(r for r in official(FILE7[2019]) if r["LSOA code (2011)"] == SPLIT)
    now = {r["LSOA code (2021)"]: r for r in official(FILE7[2025])}
    rank = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
    moved = figures.change.change(data, data.areas[SPLIT])
    assert set(moved["lsoa21cd"]) == {PART, "E01034007"}
    assert set(moved["rank_2019"]) == {int(then[rank])}
    for row in moved.itertuples():
        assert row.rank_2025 == int(now[row.lsoa21cd][rank])
        assert row.percentile_2019 == pytest.approx(100 * int(then[rank]) / 32844)
        assert row.percentile_2025 == pytest.approx(100 * row.rank_2025 / 33755)
        assert row.split
        assert pd.isna(row.deciles_moved)
    table = figures.change.change_table(moved)
    assert set(table["Relative to England"]) == {"not compared: split in 2021"}
    assert set(table["Area of 2011"]) == {f"part of {SPLIT}"}
    assert not [column for column in table if "score" in column.lower()]
    assert "nothing is averaged" in words.change.split_note(moved)
    assert "larger area" in words.change.change_summary(figures.change.change(data, data.areas[PART]), "E")


def test_movement_of_the_whole_borough(data):
    moved = figures.change.change(data, data.areas["charnwood"])
    assert len(moved) == 102
    same = moved[~moved["split"]]
    assert len(same) == 96
    assert same["deciles_moved"].tolist() == (same["decile_2025"] - same["decile_2019"]).tolist()
    assert "of 96 LSOAs unchanged since 2011" in words.change.change_summary(moved, "Charnwood")


@pytest.mark.parametrize(
    ("deciles", "text"),
    [(0, "same decile"), (1, "1 decile less deprived"), (-2, "2 deciles more deprived"), (None, "not compared: split in 2021")],
)  # fmt: skip
def test_movement_in_words(deciles, text):
    assert figures.change.movement(deciles) == text


def test_the_difference_of_scores_agrees_with_the_scores_beside_it():
    points = pd.Series({"income": 20.06, "crime": 5.01})
    other = pd.Series({"income": 10.0, "crime": 6.0}, name="Charnwood")
    text = words.deprivation.contribution_compared(points, other, "X")
    assert "9.1 points more than Charnwood as a whole (16.0)" in text
    assert "Income (+10.1)" in text
    assert "Crime" not in text
    assert "same IMD score" in words.deprivation.contribution_compared(other, other, "X")


@pytest.mark.slow
@pytest.mark.parametrize("year", MAPPED)
def test_every_area_of_any_kind_has_a_profile_in_both_editions(data, year):
    for area in data.areas.values():
        rows = data.rows(area, year)
        assert len(rows)
        assert words.deprivation.score_drivers(figures.deprivation.drivers(data, area, year), area.name, year)
        alike = figures.likeness.similar_table(data, area, year)
        assert words.deprivation.most_alike(alike, area, year)
        codes = area.codes(MAPPED[year].vintage)
        other = (
            codes != (area.key,) if area.kind == LSOA else bool((data.rows(area, year)["inside"] < 1).any())
        )
        assert bool(words.deprivation.vintage_note(data, area, year)) is other


def shown(**query):
    page = AppTest.from_file(ROOT / "pages" / "profile.py", default_timeout=60)
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


@pytest.mark.parametrize("edition", ["2019", "2025"])
@pytest.mark.parametrize(
    "key",
    [WHOLE, SPLIT, PART, "ward-sileby-seagrave", "former-ward-birstall-wanlip", "charnwood", "south-charnwood"],
)  # fmt: skip
def test_the_page_of_any_area(key, edition, data):
    page = shown(area=key, edition=edition)
    assert not page.exception
    assert not page.error
    text = " ".join(
        [
            *(element.value for element in (*page.markdown, *page.caption)),
            *(element.proto.body for element in page.get("html")),
        ]
    )
    assert f"people lived in {data.areas[key].name} in mid-2022" in text
    assert words.standing_text.CHANGED in text
    assert "Period: see the Index's technical report." in text
    assert "affluent" not in text
    told = " ".join(element.value for element in page.info)
    assert bool(told) is bool(words.deprivation.vintage_note(data, data.areas[key], int(edition)))
    assert "https://www.charnwood.gov.uk/" in text
    assert "https://www.police.uk/pu/your-area/leicestershire-police/" in text


def test_the_page_of_a_part_says_whose_figures_it_shows():
    told = shown(area=PART, edition="2019").info[0].value
    assert f"part of a larger area, Birstall Wanlip & Riverside A ({SPLIT})" in told


def test_no_period_is_invented(data):
    values = figures.indicators.indicator_values(data, data.areas["charnwood"], 2025)
    assert set(values["period"]) == {indicators.PERIOD}


def test_deciles_by_domain_in_words(data, official):
    rows = {r["LSOA code (2011)"]: r for r in official(FILE7[2019])}
    column = "Crime Decile (where 1 is most deprived 10% of LSOAs)"
    codes = data.areas["loughborough-east"].lsoa11
    count = sum(int(rows[code][column]) <= 2 for code in codes)
    east, one = data.areas["loughborough-east"], data.areas["E01025699"]
    text = words.deprivation.domain_deciles(data.rows(east, 2019), east, 2019)
    assert f"crime ({english.number(count)})" in text
    single = words.deprivation.domain_deciles(data.rows(one, 2019), one, 2019)
    assert f"crime {rows['E01025699'][column]}," in single
    none = data.iod[2019][(data.iod[2019].filter(regex="_decile$") > 2).all(axis=1)].head(2)
    assert "neither of its two LSOAs is" in words.deprivation.domain_deciles(none, east, 2019)
