"""Street points, hexagons and outcomes: sums kept, ranks by hand, recounts, and never an address."""

import zipfile

import numpy as np
import pandas as pd
import polars
import pytest
from conftest import CHARNWOOD, POLICE, archive_months, message
from pyproj import Transformer

from charnwood import drawing, figures, words
from charnwood.official import incidents
from charnwood.store import dataset

AREAS = ["charnwood", "south-charnwood", "E01025720", "E01025717", "ward-sileby-seagrave"]


@pytest.fixture(scope="module")
def period(data):
    return incidents.last_covered(data.coverage)


@pytest.mark.parametrize("key", AREAS)
@pytest.mark.parametrize("kind", ["incidents", "crimes", "drugs"])
def test_street_points_hexagons_and_areas_sum_to_the_same(data, period, key, kind):
    area = data.areas[key]
    counts = data.incidents(area)
    whole = figures.incident_kinds.select(counts[counts["month"].isin(period)], kind)["incidents"].sum()
    table = figures.streets.hotspots(data, area, kind, period)
    assert table["count"].sum() == figures.streets.hexagons(data, table)["count"].sum() == whole
    assert table["share"].sum() == pytest.approx(100)
    assert ((table["low"] <= table["count"]) & (table["count"] <= table["high"])).all()
    assert table["location"].str.startswith("On or near ").all()
    assert set(table["lsoa21cd"]) <= set(area.lsoa21)


def test_points_are_never_added_up_across_new_map_points(data):
    held = incidents.held_months(data.coverage)
    east = data.areas["loughborough-east"]
    for first, last in [("2022-05", "2022-06"), ("2022-07", "2022-09"), ("2024-01", "2025-12")]:
        months = [month for month in held if first <= month <= last]
        one_side = data.street[data.street["lsoa21cd"].isin(east.lsoa21) & data.street["month"].isin(months)]
        found = figures.streets.hotspots(data, east, "incidents", months)
        assert found["count"].sum() == one_side["incidents"].sum()
    for first, last in [("2022-06", "2022-07"), ("2019-12", "2025-12"), ("2022-07", "2022-06")]:
        said = message(figures.streets.hotspots, data, east, "incidents", [first, last])
        assert "never added up" in said
        assert "2022-07" in said


def test_points_of_one_count_share_a_rank(data, period):
    table = figures.streets.hotspots(data, data.areas["charnwood"], "incidents", period)
    counts = data.street[data.street["month"].isin(period)].groupby(["location", "longitude", "latitude"])
    most = counts["incidents"].sum().sort_values()
    assert table.iloc[0][["rank", "location", "count"]].tolist() == [1, most.index[-1][0], most.iloc[-1]]
    ranks = table.groupby("count")["rank"].agg(["min", "max"])
    assert (ranks["min"] == ranks["max"]).all()
    for count, rank in ranks["min"].items():
        assert rank == 1 + (table["count"] > count).sum()


def test_the_first_point_recounted_by_another_library(data, raw, period):
    with zipfile.ZipFile(raw / POLICE) as members:
        rows = polars.concat(
            polars.read_csv(members.read(name), infer_schema=False)
            for name in members.namelist()
            if name[:7] in period
        )
    table = figures.streets.hotspots(data, data.areas["E01025720"], "shoplifting", period)
    here = rows.filter((polars.col("LSOA code") == "E01025720") & (polars.col("Crime type") == "Shoplifting"))
    counted = here.group_by("Location", "Longitude", "Latitude").len().sort("len", descending=True)
    assert table["count"].tolist() == counted["len"].to_list()
    assert table.loc[0, "location"] == counted["Location"][0]


def test_each_point_is_in_the_hexagon_that_is_nearest(data, period):
    table = figures.streets.hotspots(data, data.areas["E01025720"], "incidents", period)
    cells = figures.streets.hexagons(data, table)
    to_grid = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    points, centres = (
        np.column_stack(to_grid.transform(frame["longitude"], frame["latitude"])) for frame in (table, cells)
    )
    far = np.hypot(*(points[:, None, :] - centres[None, :, :]).transpose(2, 0, 1))
    assert far.min(axis=1).max() <= figures.streets.HEXAGON + 2
    nearest = far.argmin(axis=1)
    sums = (
        pd.Series(table["count"].to_numpy()).groupby(nearest).sum().reindex(range(len(cells)), fill_value=0)
    )
    assert sums.tolist() == cells["count"].tolist()


def test_a_hexagon_is_wide_enough_to_hold_many_homes(data):
    steps = np.array(figures.streets.corners(data))
    to_grid = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    x, y = to_grid.transform(-1.15 + steps[:, 1], 52.74 + steps[:, 0])
    here = to_grid.transform(-1.15, 52.74)
    assert np.hypot(x - here[0], y - here[1]) == pytest.approx([200] * 6, abs=1.5)


def test_the_map_shows_hexagons_and_no_point(data, period):
    area = data.areas["south-charnwood"]
    found = figures.streets.hotspots(data, area, "incidents", period)
    view = drawing.map_views.spots(data, area, "incidents", period, found)
    assert view.values.notna().sum() == len(area.lsoa21)
    assert len(view.table) == len(found)
    sent = drawing.map_layer.Cells(view.cells).cells
    for longitude in found["longitude"]:
        assert str(longitude) not in sent
    assert "<" not in sent
    assert len(sent) < 20_000
    whole = data.areas["charnwood"]
    every = drawing.map_views.spots(
        data, whole, "incidents", period, figures.streets.hotspots(data, whole, "incidents", period)
    )
    assert len(drawing.map_layer.Cells(every.cells).cells) < 80_000


@pytest.mark.parametrize("counts", [[1], [1, 1, 1], [1, 2, 3, 4, 500], list(range(1, 400))])
def test_every_count_has_a_class_whose_label_holds_it(counts):
    scale = drawing.scales.count_scale(pd.Series(counts))
    assert len(scale.colours) == len(scale.labels) == len(scale.edges) + 1
    assert scale.colour(0) == scale.colours[0]
    for count in counts:
        label = scale.labels[scale.colours.index(scale.colour(count))]
        bounds = [
            int(part.replace(",", "")) for part in label.removeprefix("most: ").split() if part[0].isdigit()
        ]
        assert bounds[0] <= count
        assert count <= bounds[-1] or "or more" in label


def test_outcomes_recounted_by_another_library(data, raw, district_of, period):
    own = [code for code, district in district_of.items() if district == CHARNWOOD]
    with zipfile.ZipFile(raw / POLICE) as members:
        rows = polars.concat(
            polars.read_csv(members.read(name), infer_schema=False)
            for name in members.namelist()
            if name[:7] in period
        )
    crimes = rows.filter(polars.col("LSOA code").is_in(own) & (polars.col("Crime type") != incidents.ASB))
    counted = dict(crimes.group_by("Last outcome category").len().rows())
    table = figures.streets.outcomes(data, data.areas["charnwood"], "incidents", period).set_index("outcome")
    assert table["count"].sum() == crimes.height
    assert table["share"].sum() == pytest.approx(100)
    for group, categories in figures.streets.OUTCOMES.items():
        if group in table.index:
            assert table.loc[group, "count"] == sum(counted.get(category, 0) for category in categories)


def test_every_outcome_held_has_a_group_and_each_category_one_group(data):
    grouped = [category for categories in figures.streets.OUTCOMES.values() for category in categories]
    assert len(grouped) == len(set(grouped))
    assert set(data.counts["outcome"]) <= set(grouped)


def test_an_outcome_that_no_group_knows_keeps_its_name(data, period):
    counts = data.counts.copy()
    counts.loc[counts["outcome"] == "Local resolution", "outcome"] = "Something new"
    altered = dataset.Dataset(
        **{name: getattr(data, name) for name in data.__dataclass_fields__ if name != "results"}
        | {"counts": counts}
    )
    table = figures.streets.outcomes(altered, data.areas["charnwood"], "crimes", period)
    assert "Something new" in set(table["outcome"])
    assert (
        table["count"].sum()
        == figures.streets.outcomes(data, data.areas["charnwood"], "crimes", period)["count"].sum()
    )


def test_anti_social_behaviour_has_no_outcome(data, period):
    table = figures.streets.outcomes(data, data.areas["charnwood"], "anti-social-behaviour", period)
    assert table["count"].sum() == 0
    text = words.streets.outcomes(table, "anti-social-behaviour", "Charnwood", period)
    assert text == "Charnwood: anti-social behaviour has no outcome."


def test_the_periods_are_months_held_whole(data):
    spans = figures.streets.periods(data)
    assert list(spans) == ["latest", "2025", "2024", "2022-07", "2022-01", "2021", "2020", "2019"]
    assert spans["latest"] == incidents.last_covered(data.coverage)
    assert sum(len(months) for key, months in spans.items() if key != "latest") == len(archive_months())
    assert words.streets.period_label("2024", spans["2024"]) == "January to April 2024"


@pytest.mark.slow
@pytest.mark.parametrize("key", AREAS)
@pytest.mark.parametrize("kind", list(figures.incident_kinds.KINDS))
def test_a_place_is_named_as_on_or_near(data, period, key, kind):
    area = data.areas[key]
    found = figures.streets.hotspots(data, area, kind, period)
    text = words.streets.hotspots(found, kind, area.name, period, data.lsoa[2021]["name"])
    assert text.startswith(f"{area.name}: ")
    if found["rank"].eq(1).sum() == 1:
        assert f" {words.streets.near(found.loc[0, 'location'])} in " in text
    for _, row in figures.streets.hexagons(data, found).iterrows():
        assert words.streets.hexagon(row, kind).endswith(f" {words.streets.near(row['location'])}")


def test_no_period_holds_months_on_two_sides_of_the_new_points(data):
    spans = figures.streets.periods(data)
    assert spans["2022-01"] == [f"2022-{n:02}" for n in range(1, 7)]
    assert spans["2022-07"] == [f"2022-{n:02}" for n in range(7, 11)]
    known = figures.breaks.applying(data, ("streets",))
    assert known
    for months in spans.values():
        assert not figures.breaks.met(known, months)


def test_kinds_of_places_have_an_article_and_streets_their_names(data):
    assert words.streets.near("On or near Sparrow Hill") == "on or near Sparrow Hill"
    assert words.streets.near("On or near Shopping Area") == "on or near a shopping area"
    assert words.streets.near("On or near Airport/Airfield") == "on or near an airport/airfield"
    assert words.streets.near(figures.streets.UNNAMED) == "on or near a place without a name"
    named = set(data.street["location"].str.removeprefix("On or near "))
    assert {"Supermarket", "Park/Open Space", "Police Station"} <= named


def test_a_street_stands_once_in_a_place_at_one_of_its_points(data):
    names = figures.streets.named(data)
    assert not names.duplicated(["name", "latitude", "longitude"]).any()
    points = data.street.assign(name=data.street["location"].str.removeprefix("On or near").str.strip())
    held = set(
        zip(points["name"].str.replace("'S ", "'s "), points["latitude"], points["longitude"], strict=True)
    )
    assert set(names.itertuples(index=False, name=None)) <= held
    assert not set(names["name"]) & {"", "Supermarket", "Parking Area", "Park/Open Space"}
    assert (names["name"] == "Alan Moss Road").sum() == 1
