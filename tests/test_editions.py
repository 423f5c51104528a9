"""Movement between editions: ranks as percent of England, recounted from the official files."""

import pandas as pd
import pytest
from conftest import FILE7

from charnwood import drawing, figures, palette, words
from charnwood.official.deprivation import DOMAINS, IMD

IOD2015 = "iod2015/iod2015_imd_rank_decile_and_published_scores.csv"
RANK = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
SPLIT_PARTS = {"E01034002", "E01034003", "E01034004", "E01034005", "E01034006", "E01034007"}


def ranks(official, year):
    """Rank of each LSOA by plain csv."""
    rows = official(IOD2015 if year == 2015 else FILE7[year])
    code = next(name for name in rows[0] if "code" in name.lower())
    rank = next(name for name in rows[0] if name == RANK or "rank" in name.lower())
    return {row[code]: int(float(row[rank])) for row in rows}


@pytest.mark.parametrize(("first", "last"), [(2019, 2025), (2015, 2019), (2015, 2025)])
def test_percentiles_and_deciles_are_those_of_the_official_ranks(data, official, first, last):
    then, now = ranks(official, first), ranks(official, last)
    moved = figures.change.change(data, data.areas["charnwood"], first, last)
    assert len(moved) == (99 if last == 2019 else 102)
    code = "lsoa11cd" if last == 2019 else "lsoa21cd"
    size = {2015: 32844, 2019: 32844, 2025: 33755}
    for row in moved.to_dict("records"):
        for year, place, rank in ((first, row["lsoa11cd"], then), (last, row[code], now)):
            assert row[f"rank_{year}"] == rank[place]
            assert row[f"percentile_{year}"] == pytest.approx(100 * rank[place] / size[year])
            assert row[f"decile_{year}"] == -(-rank[place] * 10 // size[year])
    split = set(moved.loc[moved["split"], code])
    assert split == (set() if last == 2019 else SPLIT_PARTS)
    assert moved["points_moved"].isna().sum() == len(split)


@pytest.mark.parametrize(("first", "last"), [(2019, 2025), (2015, 2019), (2015, 2025)])
def test_groups_sum_to_the_borough(data, first, last):
    table = figures.change.groups(data, first, last, "imd").set_index("group")
    both = table.loc[["All Priority Neighbourhoods", "Rest of Charnwood"]].sum()
    assert both["compared"] + both["split"] == (99 if last == 2019 else 102)
    assert (table["more"] + table["same"] + table["less"] == table["compared"]).all()
    named = table.loc[[area.name for area in data.neighbourhoods]].sum()
    assert named.equals(table.loc["All Priority Neighbourhoods"])


def test_the_sentence_on_the_neighbourhoods(data):
    text = words.change.groups_said(figures.change.groups(data, 2019, 2025, "imd"), 2019, 2025, "Charnwood")
    assert text == (
        "Of the 15 LSOAs of the Priority Neighbourhoods that can be compared, four stood in a more deprived decile in "
        "2025 than in 2019, seven in the same and four in a less deprived one; of the 81 LSOAs of the rest of Charnwood "
        "that can be compared, 24 stood in a more deprived decile in 2025 than in 2019, 43 in the same and 14 in a less "
        "deprived one."
    )


@pytest.mark.parametrize("measure", [m.key for m in (IMD, *DOMAINS)])
def test_every_lsoa_has_a_class_and_parts_of_split_areas_the_last(data, measure):
    moved = figures.change.change(data, data.areas["charnwood"], measure=measure)
    classes = figures.change.classes(moved)
    assert set(moved.loc[classes == len(figures.change.CLASSES) - 1, "lsoa21cd"]) == SPLIT_PARTS
    steps = moved["deciles_moved"].dropna()
    assert classes[steps.index].tolist() == [max(-3, min(3, s)) + 4 for s in steps]
    view = drawing.map_views.moved(data, 2019, 2025, measure)
    assert len(view.table) == 102
    assert not [column for column in view.table if "score" in column.lower()]


def test_movers_are_the_furthest_and_each_is_listed_once(data):
    moved = figures.change.change(data, data.areas["charnwood"])
    table = figures.change.movers(moved)
    points = sorted(moved["points_moved"].dropna())
    assert table["Moved, % of England"].tolist() == [round(p, 1) for p in points[:10] + points[-10:]]
    few = figures.change.change(data, data.areas["loughborough-west"])
    assert len(figures.change.movers(few)) == len(few)
    assert "from" in words.change.movers_said(few)


@pytest.mark.parametrize("key", ["E01034002", "E01025699", "loughborough-east", "charnwood"])
def test_lines_and_ways_go_together(data, key):
    area = data.areas[key]
    slopes, ways = figures.change.slopes(data, area, "imd"), drawing.change_charts.ways(data, area, "imd")
    assert list(slopes) == [2015, 2019, 2025]
    assert len(slopes) == len(ways.names) == len(area.lsoa21)
    assert set(ways.names) <= set(ways.colours)
    if len(slopes) <= drawing.change_charts.APART:
        split = slopes.index.get_level_values("split").tolist()
        assert [name == drawing.change_charts.WAYS["split"] for name in ways.names] == split
    assert list(figures.change.slopes(data, area, "income")) == [2019, 2025]


def test_of_many_lines_the_furthest_each_way_stand_out(data):
    area = data.areas["charnwood"]
    slopes, ways = figures.change.slopes(data, area, "imd"), drawing.change_charts.ways(data, area, "imd")
    whole = slopes[~slopes.index.get_level_values("split")]
    moved = (whole[2025] - whole[2019]).sort_values()
    names = moved.index.get_level_values("name")
    assert list(ways.colours) == [*names[:2], *names[-2:], "The other 98 areas"]
    assert moved.iloc[1] < 0 < moved.iloc[-2]
    chart = drawing.change_charts.slopes(slopes, ways.names, ways.colours, (2011, 2011, 2021), ways.behind)
    bold = [line for line in chart.data if line.mode == "lines+markers"]
    assert len(chart.data) == 102
    assert [line.hovertemplate.split("<br>")[0] for line in bold] == list(ways.colours)[:4]
    assert len({(line.line.color, line.line.dash, line.marker.symbol) for line in bold}) == 4
    assert {line.line.color for line in chart.data[:98]} == {palette.STILL}
    assert sum(line.showlegend for line in chart.data) == 5


def test_a_part_of_a_split_area_is_never_called_moved(data):
    area = data.areas["E01034002"]
    moved = figures.change.change(data, area)
    assert words.change.movers_said(moved) == "No LSOA here is an area of both editions."
    assert figures.change.movers(moved).empty
    assert "more deprived" not in words.change.newer(moved, area.name)


def test_standing_counts_lsoas_of_each_vintage(data, official):
    table = figures.change.standing(data, data.areas["charnwood"], "imd").set_index("Edition")
    assert table["LSOAs of Charnwood"].tolist() == [99, 99, 102]
    own = set(data.lsoa[2011].index)
    for year, size in ((2015, 32844), (2019, 32844)):
        found = [r for code, r in ranks(official, year).items() if code in own]
        assert table.loc[str(year), "In the most deprived 20%"] == sum(r <= 0.2 * size for r in found)
    assert pd.isna(table).sum().sum() == 0
