"""The neighbourhoods on one screen: figures counted anew, words, files, and that it is one screen."""

import datetime
import io

import pandas as pd
import pytest
from playwright.sync_api import expect
from pptx import Presentation
from starlette.applications import Starlette
from starlette.testclient import TestClient

from charnwood import figures, words
from charnwood.briefing import addresses, glance
from charnwood.official.deprivation import CHOSEN, DOMAINS, NEWEST
from charnwood.web import menu, server

DAY = datetime.date(2026, 1, 2)
CHANGED = {
    "crimes": "Crimes, January to April 2025 (in 2024)",
    "asb": "Anti-social behaviour, same months",
}


def test_counts_are_those_of_the_small_areas(data):
    """By each area's codes in the lists of deciles, and by raw counts of the months."""
    for area in figures.glance.shown(data):
        held = figures.glance.of(data, area)
        for year, codes in ((CHOSEN, area.lsoa11), (NEWEST, area.lsoa21)):
            deciles = data.iod[year].loc[list(codes), "imd_decile"]
            assert held.small[year] == len(codes)
            assert held.deprived[year] == {share: sum(deciles <= share / 10) for share in (10, 20, 30)}
        counts = data.counts[
            data.counts["month"].isin(data.period) & data.counts["lsoa21cd"].isin(area.lsoa21)
        ]
        asb = counts.loc[counts["crime_type"] == "Anti-social behaviour", "incidents"].sum()
        assert (held.against["crimes"].count, held.against["asb"].count) == (
            counts["incidents"].sum() - asb,
            asb,
        )
        assert sum(held.moved.values()) == len(area.lsoa21)
        rows = data.own(NEWEST).loc[list(area.lsoa21)]
        added = {d: (rows[f"{d.key}_contribution"] * rows["population"]).sum() for d in DOMAINS}
        assert list(held.weightiest) == sorted(added, key=added.get, reverse=True)[:2]


def test_rates_without_visitors_leave_those_areas_out_on_both_sides(data):
    why = figures.visitors.reasons(data, data.period)
    residents = figures.population.of_lsoas(data, data.period)
    counts = data.counts[data.counts["month"].isin(data.period)]
    crimes = counts[counts["crime_type"] != "Anti-social behaviour"].groupby("lsoa21cd")["incidents"].sum()
    area = data.areas["loughborough-west"]
    quiet = figures.visitors.quiet(data, area)["crimes"]
    for codes, rate in (
        ([c for c in area.lsoa21 if not why[c]], quiet.rate),
        ([c for c in why.index if not why[c] and c not in area.lsoa21], quiet.rest_rate),
    ):
        assert rate == pytest.approx(1_000 * crimes.reindex(codes).sum() / residents[codes].sum())
    assert figures.visitors.quiet(data, data.whole)["crimes"].rest_rate is None
    assert figures.visitors.quiet(data, data.areas["E01025699"]) == {}


def test_more_and_fewer_are_said_only_where_an_interval_says_so(data):
    table = words.glance.table(data, figures.glance.shown(data))
    for area in figures.glance.shown(data):
        held = figures.glance.of(data, area)
        cell = table.loc["Crimes for every 1,000 people", area.name]
        told = {"higher": "more than", "lower": "fewer than"}.get(
            held.against["crimes"].found.verdict, "no clear"
        )
        assert told in cell
        for kind, fact in CHANGED.items():
            found = held.changed[kind]
            word = {"higher": "more", "lower": "fewer"}.get(found.found.verdict, words.glance.CHANCE)
            assert table.loc[fact, area.name] == f"{found.count:,} ({found.before:,}): {word}"
        assert f"({NEWEST})" in table.loc["In short", area.name]
        assert ("(without areas" in table.loc["In short", area.name]) == bool(held.apart)
    plain = words.plain.glance(data, figures.glance.shown(data))
    assert plain.loc[table.index.drop("What weighs most (2025)")].equals(
        table.drop("What weighs most (2025)")
    )


def test_its_files_have_addresses_and_hold_the_same_words(data):
    client = TestClient(Starlette(routes=server.routes()))
    starts = {"pptx": b"PK", "pdf": b"%PDF", "png": b"\x89PNG"}
    for kind, start in starts.items():
        answer = client.get(f"/{addresses.at_a_glance(data, kind)}")
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert f"charnwood-neighbourhoods-at-a-glance.{kind}" in answer.headers["Content-Disposition"]
    assert client.get("/briefing/glance.html").status_code == 404
    assert client.get("/briefing/glance.pdf?edition=2019").status_code == 404
    shown = glance.content(data, DAY)
    (slide,) = Presentation(io.BytesIO(glance.KINDS["pptx"](data, DAY))).slides
    (held,) = [shape.table for shape in slide.shapes if shape.has_table]
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in held.rows]
    assert rows == [["", *shown["names"]], *shown["rows"]]
    assert glance.KINDS["pdf"](data, DAY) == glance.KINDS["pdf"](data, DAY)
    numbers = pd.read_csv(io.BytesIO(client.get("/table/glance.csv").content), nrows=4)
    assert list(numbers["Area"]) == shown["names"]


def test_it_fills_one_screen_and_the_page_shows_it_whole(visit, data):
    page = visit(menu.GLANCE, 1280, height=720)
    table = page.get_by_role("table").first
    expect(table.get_by_role("row")).to_have_count(1 + len(words.glance.table(data, [data.whole])))
    page.goto(f"{page.url.partition(menu.GLANCE)[0]}present?area=glance")
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("() => document.documentElement.scrollHeight <= innerHeight")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Leave").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words.glance.TITLE)
