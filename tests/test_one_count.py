"""One area, one count: whatever counts the same incidents of the same months gives the same number."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charnwood import drawing, figures, tables, words
from charnwood.briefing import story
from charnwood.drawing.exhibits import parameters
from charnwood.official import incidents
from charnwood.words import crime

CRIMES, ASB, ALL = "crimes", "anti-social-behaviour", "incidents"
OF_TOTAL = {CRIMES: "crimes", ASB: "asb", ALL: "incidents"}
# A whole LSOA, a part, a parent that was split, wards of parts, a ward whole and one of one LSOA, a former ward, a
# neighbourhood, a village, own areas of two and of a part, the town centre, the smallest count, the borough
AREAS = (
    "E01025699",
    "E01034002",
    "E01025679",
    "ward-loughborough-outwoods-shelthorpe",
    "ward-loughborough-woodthorpe",
    "ward-syston",
    "ward-south-charnwood",
    "former-ward-loughborough-shelthorpe",
    "south-charnwood",
    "place-syston",
    "own~Two~E01025699.E01025720",
    "own~Parts~E01034002.E01025754",
    "E01025720",
    "E01025754",
    "charnwood",
)


def counted(data, codes, kind):
    """Incidents of LSOAs of 2021 in the latest twelve covered months, straight from the rows held."""
    rows = data.counts[data.counts["month"].isin(data.period) & data.counts["lsoa21cd"].isin(codes)]
    asb = rows["crime_type"] == incidents.ASB
    return int(rows.loc[{CRIMES: ~asb, ASB: asb, ALL: asb | ~asb}[kind], "incidents"].sum())


def counts(data, area, kind):
    """The count of an area by each function that pages, files and tables take it from."""
    period, total = data.period, OF_TOTAL[kind]
    whole = "streets" if figures.streets.periods(data)["latest"] == period else ""
    months = figures.crime.crime_months(data, area)
    signals = figures.signals.monthly_counts(data.incidents(area), data.coverage, kind)
    types = figures.crime.types(data, area)["Count"]
    compared = figures.comparison.types(data, [area]).set_index("Type")[f"{area.name}, count"]
    by = {
        f"table crime by {by}": tables.crime_counts(data, by, area, period[0], period[-1]) for by in tables.BY
    }
    own = types[[incidents.ASB]] if kind == ASB else types.drop(incidents.ASB) if kind == CRIMES else types
    found = {
        "month by month": months.loc[period, total].sum(),
        "signals": signals[period].sum(),
        "types": own.sum(),
        "types side by side": compared[own.index].sum(),
        "funnel": figures.funnel.funnel(data, kind, period).areas.loc[list(area.lsoa21), "count"].sum(),
        **{name: table[total].sum() for name, table in by.items()},
    }
    if whole:
        found[whole] = figures.streets.hotspots(data, area, kind, period)["count"].sum()
    if kind != ALL:
        found["beside the rest"] = figures.crime.against_rest(data, area)[total].count
        rates = figures.comparison.rates(data, [area]).set_index("kind")
        found["rates"] = rates.loc[total, "count"]
    if kind == CRIMES:
        found["outcomes"] = figures.streets.outcomes(data, area, kind, period)["count"].sum()
        for year in (2019, 2025):
            rows = figures.crime.domain_and_counts(data, area, year)
            vintage = 2011 if year == 2019 else 2021
            found[f"domain {year}"] = rows.loc[list(area.codes(vintage)), "count"].sum()
    if kind == ALL and (visited := figures.visitors.visited(data, area)):
        found["visitors"] = visited.total
    return {name: int(count) for name, count in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize("key", AREAS)
def test_every_function_counts_the_same(data, key):
    area = figures.own_area.resolve(data, key)
    for kind in OF_TOTAL:
        expected = counted(data, area.lsoa21, kind)
        assert {name: n for name, n in counts(data, area, kind).items() if n != expected} == {}


@settings(max_examples=5)
@given(st.data())
def test_every_own_area_has_one_count(data, draw):
    codes = draw.draw(st.sets(st.sampled_from(sorted(data.lsoa[2021].index)), min_size=1, max_size=40))
    area = figures.own_area.resolve(data, f"own~Drawn~{'.'.join(sorted(codes))}")
    kind = draw.draw(st.sampled_from(list(OF_TOTAL)))
    expected = counted(data, area.lsoa21, kind)
    assert {name: n for name, n in counts(data, area, kind).items() if n != expected} == {}


WHAT = {
    "crimes?": CRIMES,
    "(?:incidents?|cases?) of anti-social behaviour": ASB,
    "incidents?(?! of| had| at)": ALL,
}


def told(text, period):
    """What a text counts in the latest twelve months, by kind: numbers beside the words of each, in such sentences."""
    ways = (crime.during(period), crime.shortly_during(period), crime.period_named(period))
    when = "|".join(re.escape(way) for way in ways)
    for sentence in re.split(r"(?<=[.:])\s+(?=[A-Z-])|\n", text):
        if re.search(when, sentence):
            for what, kind in WHAT.items():
                for number in re.findall(rf"(?<![\d.,])(no|[\d,]+) {what}\b", sentence):
                    yield kind, 0 if number == "no" else int(number.replace(",", "")), sentence


def texts(data, area):
    """What pages, cards, slides and files say of an area's crime: the findings of all exhibits of one area, and the rest."""
    chosen = {"area": area, "areas": [area], "year": 2025, "kind": CRIMES, "period": "latest"}
    for key, make in drawing.exhibits.REGISTRY.items():
        names = [choice.name for choice in parameters.chosen_by(make)]
        if {"area", "areas"} & set(names) and set(names) <= set(chosen) and key != "signals-districts":
            yield key, make(data, *(chosen[name] for name in names)).finding
    yield "card and profile", "\n".join(words.crime.rate_sentences(data, area))
    yield "your area", "\n".join(words.residents.crimes(data, area))
    step = story._crime(data, area, 2025, date(2026, 1, 15))
    yield "briefing", " ".join([*step.told, step.method])


@pytest.mark.slow
@pytest.mark.parametrize(
    "key", ["E01034002", "ward-loughborough-outwoods-shelthorpe", "E01025754", "charnwood"]
)
def test_every_sentence_counts_the_same(data, key):
    area = figures.own_area.resolve(data, key)
    expected = {kind: counted(data, area.lsoa21, kind) for kind in OF_TOTAL}
    said = {}
    for place, text in texts(data, area):
        for kind, number, sentence in told(text, data.period):
            said.setdefault(place, set()).add(kind)
            assert number == expected[kind], f"{place}: {sentence}"
    assert {place for place, kinds in said.items() if CRIMES in kinds} >= {
        "card and profile",
        "your area",
        "briefing",
    }
    assert len(said) >= 6
