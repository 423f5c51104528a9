"""A rank belongs to an LSOA: wards and own areas that hold a part of an LSOA of 2011 take its share."""

import pytest
from conftest import FILE7, LOOKUP, POPULATION21

from charnwood import english, figures, words
from charnwood.drawing import exhibits
from charnwood.official.areas import LSOA, SHARES, VILLAGE, WARD
from charnwood.official.deprivation import MAPPED, average_score

SCORE = "Index of Multiple Deprivation (IMD) Score"
DECILE = "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"
PEOPLE = "Total population: mid 2015 (excluding prisoners)"
WOODTHORPE, OUTWOODS = "ward-loughborough-woodthorpe", "ward-loughborough-outwoods-shelthorpe"
# The areas of any kind that hold a part, and not the whole, of an LSOA of 2011
OF_PARTS = {
    WOODTHORPE,
    OUTWOODS,
    *("E01034002", "E01034003", "E01034004", "E01034005", "E01034006", "E01034007"),
}


@pytest.fixture(scope="module")
def by_hand(official):
    """Score, share in the most deprived 30% and residents of a list of 2021 LSOAs in 2019's edition, from the raw files."""
    parent = {row["LSOA21CD"]: row["LSOA11CD"] for row in official(LOOKUP)}
    people = {
        row["LSOA 2021 Code"]: int(row["Mid-2022: Population"].replace(",", ""))
        for row in official(POPULATION21)
    }
    imd = {row["LSOA code (2011)"]: row for row in official(FILE7[2019])}

    def told(codes):
        weight = {code: people[code] for code in codes}
        score = sum(weight[c] * float(imd[parent[c]][SCORE]) for c in codes) / sum(weight.values())
        worst = sum(weight[c] for c in codes if int(imd[parent[c]][DECILE]) <= 3)
        return score, 100 * worst / sum(weight.values()), sum(weight.values())

    return told


def test_which_areas_hold_a_part_of_an_lsoa(data):
    assert {key for key, area in data.areas.items() if (data.inside(area) < 1).any()} == OF_PARTS


@pytest.mark.parametrize(
    "key", [WOODTHORPE, OUTWOODS, "own~Bell Foundry~E01025699.E01034002", "own~Alone~E01034005"]
)
def test_a_group_with_parts_takes_the_share_of_their_residents(data, by_hand, key):
    area = figures.own_area.resolve(data, key)
    score, share, residents = by_hand(area.lsoa21)
    found = figures.deprivation.summary(data.rows(area, 2019))
    assert found["imd_score"] == pytest.approx(score, abs=1e-9)
    assert found["share_30"] == pytest.approx(share, abs=1e-9)
    assert found["population"] == residents == data.residents(area)
    contributions = figures.deprivation.profile(data.rows(area, 2019))["contribution"].sum()
    assert contributions == pytest.approx(score, abs=0.002)


def test_the_named_wards(data):
    facts = {
        key: figures.deprivation.summary(data.rows(data.areas[key], 2019)) for key in (WOODTHORPE, OUTWOODS)
    }
    assert (facts[WOODTHORPE]["lsoas"], facts[WOODTHORPE]["parts"]) == (1, 1)
    assert round(facts[WOODTHORPE]["imd_score"], 1) == 11.2
    assert round(facts[WOODTHORPE]["share_30"]) == 33
    assert (facts[OUTWOODS]["lsoas"], facts[OUTWOODS]["parts"]) == (6, 1)
    said = words.deprivation.group_position(
        data.areas[WOODTHORPE], data.rows(data.areas[WOODTHORPE], 2019), 2019
    )
    assert "of its one area and part of another of 2011" in said
    assert "a part in the most deprived 30%" in said


def test_people_counted_by_an_indicator_are_shared_out(data, official):
    area = data.areas[WOODTHORPE]
    counts = figures.indicators.indicator_values(data, area, 2019)
    counts = counts[counts["kind"] == "count"].set_index("indicator")["area"]
    share = data.inside(area)
    held = data.indicators[2019].loc[share.index, list(counts.index)]
    assert counts.to_dict() == pytest.approx(held.mul(share, axis=0).sum().to_dict())
    halves = [data.areas[key] for key in ("E01034002", "E01034003")]
    assert sum(data.inside(half)["E01025717"] for half in halves) == pytest.approx(1)


@pytest.mark.parametrize("key", sorted(key for key in OF_PARTS if not key.startswith("ward")))
def test_an_lsoa_that_was_a_part_has_the_figures_of_the_whole_and_says_so(data, key):
    area = data.areas[key]
    rows = data.rows(area, 2019)
    assert rows["imd_rank"].tolist() == [data.iod[2019].loc[area.lsoa11[0], "imd_rank"]]
    assert "the larger area of which" in words.deprivation.group_position(area, rows, 2019)
    assert "larger area" in words.deprivation.vintage_note(data, area, 2019)
    assert "larger area" not in words.deprivation.group_position(area, data.rows(area, 2025), 2025)


@pytest.mark.parametrize("year", MAPPED)
def test_only_an_lsoa_is_ranked(data, year):
    own = [
        figures.own_area.resolve(data, f"own~Mine~{codes}")
        for codes in ("E01034002", "E01025699", "E01025717")
    ]
    for area in [*data.areas.values(), *own]:
        said = words.deprivation.group_position(area, data.rows(area, year), year)
        single = area.kind == LSOA and len(area.codes(MAPPED[year].vintage)) == 1
        assert ("(1 is most deprived" in said) == single, said
        assert ("England's is 21.7" in said) != single, said


def test_the_parts_of_the_crime_domain_sum_to_the_district(data):
    """The rows of an area's part and of what is left of the LSOA stand beside each other once."""
    for key in ("E01034002", WOODTHORPE, OUTWOODS, "charnwood"):
        table = figures.crime.domain_and_counts(data, data.areas[key], 2019)
        assert table["count"].sum() == figures.crime.against_rest(data, data.whole)["crimes"].count
        assert table.index.is_unique


@pytest.mark.parametrize("year", MAPPED)
def test_residents_of_a_briefing_add_up_to_those_of_the_area(data, year):
    from charnwood.briefing import story

    for key in (WOODTHORPE, OUTWOODS, "E01034002", "E01034007", "loughborough-west"):
        area = data.areas[key]
        table = story.make_story(data, area, year).steps[0].table
        assert table["Residents (mid-2022)"].sum() == data.residents(area)


def test_englands_average_follows_from_the_transformation(official):
    """21.7 in each edition, and weighted by the residents of 2019 as well."""
    for year, edition in MAPPED.items():
        scores = [float(row[SCORE]) for row in official(FILE7[year])]
        assert average_score(edition.areas) == pytest.approx(sum(scores) / len(scores), abs=0.001)
    rows = [(float(r[SCORE]), int(r[PEOPLE].replace(",", ""))) for r in official(FILE7[2019])]
    weighted = sum(score * people for score, people in rows) / sum(people for _, people in rows)
    assert round(weighted, 1) == round(average_score(MAPPED[2019].areas), 1) == 21.7


@pytest.mark.parametrize("year", MAPPED)
def test_areas_are_like_others_of_their_kind_that_share_no_ground(data, year):
    for area in data.areas.values():
        if area.kind == LSOA:
            continue
        near = figures.likeness.similar_areas(data, area, year)
        for key in near.index:
            assert data.areas[key].kind == (WARD if area.kind == VILLAGE else area.kind)
            assert not set(data.areas[key].lsoa21) & set(area.lsoa21)
        said = words.deprivation.most_alike(figures.likeness.similar_table(data, area, year), area, year)
        far = len(near) < figures.likeness.NEAREST or near["distance"].round(1).iloc[0] > figures.likeness.FAR
        assert said.startswith("Most like") != far, said
        assert "among wards that" in said or area.kind != VILLAGE


def test_a_small_fall_over_a_line_is_told_as_one(data):
    """Loughborough East's three LSOAs of 2019 in the most deprived 20% are two in 2025, because of small steps."""
    east = data.areas["loughborough-east"]
    crossed = figures.change.crossings(figures.change.change(data, east))
    whole = figures.change.change(data, east)
    whole = whole[~whole["split"].fillna(False).astype(bool)]
    sides = [whole[f"percentile_{year}"] <= 20 for year in (2019, 2025)]
    assert set(crossed["name"]) == set(
        whole.loc[sides[0] != sides[1], "name"]
    )  # none is left out, however far it moved
    said = words.change.crossed(figures.change.change(data, east), 2019)
    assert len(said) == len(crossed) > 0
    for (_, row), line in zip(crossed.iterrows(), said, strict=True):
        assert ("by a little" in line) == (abs(row["points_moved"]) <= figures.change.LITTLE)
    little = english.number(int(crossed["by_a_little"].sum()))
    assert words.change.crossed_shortly(figures.change.change(data, east), 2019) == [
        f"{english.capital(english.number(len(crossed)))} small areas crossed the 20% line, {little} of them by only a small step in rank."
    ]
    shown = exhibits.change.standing(data, east, "2019-2025", "imd")
    assert set(said) <= {line.removeprefix("- ") for line in shown.finding.splitlines()}
    for first, last in map(figures.change.span, figures.change.SPANS):
        moved = figures.change.change(data, east, first, last)
        for line in words.change.crossed(moved, first, SHARES):
            assert f" in {first} to " in line
            assert line.endswith(f" in {last}.")
