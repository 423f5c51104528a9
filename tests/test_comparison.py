"""Areas side by side: rates against an independent recount, and words that only a test allows."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, poisson

from charnwood import figures, words
from charnwood.official import incidents
from charnwood.official.incidents import last_covered
from charnwood.store import dataset

DATA = dataset.current()
CODES = sorted(DATA.lsoa[2021].index)


def test_counts_are_those_of_the_raw_rows(incidents, district_of):
    east = DATA.areas["loughborough-east"]
    period = set(last_covered(DATA.coverage))
    kinds = {"crimes": 0, "asb": 0}
    for month, code, kind, _ in incidents:
        if month in period and code in {*east.lsoa11, *east.lsoa21}:
            kinds["asb" if kind == "Anti-social behaviour" else "crimes"] += 1
    table = figures.comparison.rates(DATA, [east]).set_index("kind")
    assert table["count"].to_dict() == kinds
    assert table.loc["crimes", "rate"] == pytest.approx(1000 * kinds["crimes"] / DATA.residents(east))


def test_limits_are_exact(data):
    row = figures.comparison.rates(data, [data.areas["ward-syston"]]).iloc[0]
    low, high = (row[side] * row["residents"] / 1000 for side in ("low", "high"))
    assert poisson.sf(row["count"] - 1, low) == pytest.approx(0.025)
    assert poisson.cdf(row["count"], high) == pytest.approx(0.025)


areas_of_some = st.lists(
    st.sets(st.sampled_from(CODES), min_size=1, max_size=12), min_size=2, max_size=4
).map(
    lambda sets: [
        figures.own_area.resolve(DATA, figures.own_area.key(f"A{i}", s)) for i, s in enumerate(sets)
    ]
)


@pytest.mark.slow
@given(areas_of_some)
@settings(max_examples=40)
def test_higher_is_said_only_where_the_interval_excludes_one(areas):
    table = figures.comparison.rates(DATA, areas)
    tested = figures.comparison.pairs(DATA, areas)
    assert len(tested) == 2 * len(list(itertools.combinations(areas, 2)))
    by_name = {area.name: area for area in areas}
    rate = table.set_index(["kind", "area"])
    for row in tested.itertuples():
        shared = set(by_name[row.area].lsoa21) & set(by_name[row.than].lsoa21)
        assert (row.finding == figures.comparison.SHARED) is bool(shared)
        mine, other = rate.loc[(row.kind, row.area)], rate.loc[(row.kind, row.than)]
        assert mine["rate"] >= other["rate"]
        if not shared:
            # the exact binomial test that the interval inverts
            share = mine["residents"] / (mine["residents"] + other["residents"])
            total = mine["count"] + other["count"]
            few = min(mine["count"], other["count"]) < 10
            clear = not few and binom.sf(mine["count"] - 1, total, share) < 0.025
            assert (row.finding == figures.intervals.TOO_FEW) is bool(few)
            assert (row.finding == figures.intervals.HIGHER) is bool(clear)
    text = " ".join(words.comparison.compared(tested, table, DATA.period))
    assert ("higher than" in text) is bool((tested["finding"] == figures.intervals.HIGHER).any())


def test_sentences_name_each_pair_once(data):
    table = figures.comparison.rates(data, data.neighbourhoods)
    tested = figures.comparison.pairs(data, data.neighbourhoods)
    rate = table.set_index(["kind", "area"])["rate"]["crimes"]
    assert words.comparison.compared(tested, table, DATA.period)[0] == (
        f"Crimes from January to December 2025: the rate of Loughborough East ({rate['Loughborough East']:.1f} per 1,000 residents) is higher than "
        f"that of Loughborough West ({rate['Loughborough West']:.1f})."
    )
    assert "lower" not in " ".join(words.comparison.compared(tested, table, DATA.period))


def test_tables_hold_each_area_and_its_comparators(data):
    table = figures.rates.people_table(data, data.neighbourhoods, 2019)
    names = [area.name for area in data.neighbourhoods]
    assert list(table)[1:7] == [*names, "Charnwood", "Leicestershire", "England"]
    for area in data.neighbourhoods:
        alone = figures.rates.people_table(data, [area], 2019)
        assert table[area.name].equals(alone[area.name])
    whole = figures.rates.people_table(data, [data.areas["charnwood"]], 2019)
    assert list(whole)[1:4] == ["Charnwood", "Leicestershire", "England"]
    kinds = figures.comparison.types(data, data.neighbourhoods)
    assert len(kinds) == 14
    rates = figures.comparison.rates(data, data.neighbourhoods)
    for name in names:
        own = rates[rates["area"] == name]["count"].sum()
        assert kinds[f"{name}, count"].sum() == own


def test_months_not_held_stay_empty(data):
    months = figures.comparison.months(data, data.neighbourhoods)
    held = incidents.held_months(data.coverage)
    assert months.notna().all(axis=1).sum() == len(held)
    assert months.loc["2023-06"].isna().all()
