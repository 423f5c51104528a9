"""What strangers may send and what an operator may forbid: hostile addresses, markup, read-only data."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from browser import PAGES, replica
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, drawing, figures, words
from charnwood.checks import DataError

MARKUP = "<img src=x onerror=alert(1)>"
PIECES = (
    *(
        MARKUP,
        "<script>alert(1)</script>",
        "</script><svg onload=alert(1)>",
        "javascript:alert(1)",
        "{{7*7}}",
    ),
    *(
        "{% for x in y %}",
        "${jndi:ldap://a}",
        "' OR 1=1 --",
        "../../etc/passwd",
        "\x00",
        "\r\nSet-Cookie: a=b",
    ),
    *(
        "[x](javascript:alert(1))",
        "![x](https://evil.example/x)",
        "`",
        "$x$",
        "%00",
        "%2e%2e%2f",
        "\u202e",
        "\ufeff",
    ),
    *(
        "E01025699",
        "E01999999",
        "own~",
        "own~a~E01025699",
        "own~<b>~E01025699",
        "~~~",
        "any.",
        "all.imd-decile-0",
    ),
    *(
        "any.imd-rank-99999999999999999999",
        "ward-syston",
        "loughborough-east,",
        ",,,,",
        "-1",
        "NaN",
        "1e309",
        "2019",
    ),
    *(
        "安全",
        "نص",
        "Ж",
        "🏴",
        "é",
        "ß",
        "İ",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ),
)
KEYS = ("area", "areas", "edition", "measure", "show", "rule", "own", "table", "find")


def hostile(count=700):
    """Texts of one to four pieces, some very long; the same at every run."""
    chance = random.Random(6)
    texts = [*PIECES, "", " ", "A" * 100_000, "own~" + "a" * 5000 + "~E01025699", ".".join(["any"] * 5000)]
    while len(texts) < count:
        texts.append("".join(chance.choices(PIECES, k=chance.randint(2, 4))))
    return texts


def test_seven_hundred_hostile_texts_are_refused_or_read_by_every_parser(data):
    read = {"area": 0, "rule": 0}
    for text in hostile():
        try:
            area = figures.own_area.resolve(data, text)
            read["area"] += 1
            assert set(area.lsoa21) <= set(data.lsoa[2021].index)
            assert "<" not in area.name
        except DataError:
            pass
        try:
            figures.rules.parse(text)
            read["rule"] += 1
        except DataError:
            pass
        found = figures.own_area.pasted(data.names, text)
        assert set(found.lsoa21) <= set(data.lsoa[2021].index)
        assert "<" not in words.own_area.pasted(found, "Charnwood")
        figures.own_area.tidy(text)
    assert read["area"] >= 3


def test_hostile_searches_find_areas_or_nothing_and_echo_no_markup(data):
    for text in hostile(150):
        found = figures.search.find(data, text)
        assert {hit.key for hit in found.hits} <= set(data.areas)
        assert "<" not in words.search.said(data, found)


@pytest.mark.parametrize("name", ["map.py", "your_area.py", "chosen.py", "own.py", "crime.py"])
def test_hostile_addresses_neither_break_nor_echo(name):
    page = AppTest.from_file(ROOT / "pages" / name, default_timeout=60)
    for text in (*PIECES, "A" * 20_000):
        for key in KEYS[:8]:
            page.query_params[key] = text
        page.run()
        assert not page.exception, text
        told = " ".join(
            str(e.value) for kind in ("markdown", "caption", "info", "error") for e in getattr(page, kind)
        )
        for sign in ("<img", "<script", "onerror", "javascript:", "evil.example"):
            assert sign not in told


def test_markup_in_an_address_runs_nothing(visit):
    page = visit(
        "own?own=own~%3Cimg%20src=x%20onerror=alert(1)%3E~E01025699&area=%3Cscript%3Ealert(1)%3C/script%3E"
    )
    page.get_by_text("unknown choice").first.wait_for()
    # What an image of the page could set off, it has by the time that a later one has failed
    page.evaluate(
        "() => new Promise(failed => { const last = new Image(); last.onerror = failed; last.src = 'data:,'; })"
    )
    assert page.errors == []
    assert page.locator("img[src=x]").count() == 0


def test_names_from_files_reach_the_map_as_text_and_never_as_markup_or_template():
    values = pd.Series({"E01": 1})
    texts = pd.Series({"E01": "</script><b>{{ 7 * 7 }}{% raw %}"})
    view = drawing.map_layer.view(2011, values, texts, drawing.scales.decile_scale(), (), "IMD")
    view.add_to(drawing.map_layer.shell("Charnwood", (52.7, -1.1)))
    script = view._template.module.script(view, {})
    assert "</script>" not in script
    assert "{{ 7 * 7 }}{% raw %}" in script
    assert view.render() == ""


def test_the_shared_map_keeps_nothing_of_a_visit():
    shared = drawing.map_layer.shell("Charnwood", (52.7, -1.1))
    before = list(shared._children)
    values, texts = pd.Series({"E01": 1}), pd.Series({"E01": "One"})
    for _ in range(3):
        drawing.map_layer.view(2011, values, texts, drawing.scales.decile_scale(), (), "IMD").add_to(shared)
    assert list(shared._children) == before
    assert drawing.map_layer.shell("Charnwood", (52.7, -1.1)) is shared


COLD = {
    "crime?area=ward-syston": "Syston ward: ",
    "deprivation?areas=loughborough-west": "Loughborough West",
    "data": "Sources and licences, which months are held",
}


def test_it_runs_where_it_may_write_nothing_and_a_deep_link_on_a_cold_server_has_its_frame(visit):
    """As in a container: neither the data nor the home folder can be written to, by root neither.

    Asked are the first page that a server ever gives, and pages that nobody has asked for yet.
    """
    powerless = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        held, home = Path(folder) / "data", Path(folder) / "home"
        shutil.copytree(ROOT / "data", held)
        home.mkdir()
        for path in [*held.rglob("*"), held, home]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        for place in (held, home):
            attempt = [*powerless, sys.executable, "-c", f"open({str(place / 'x')!r}, 'w')"]
            refused = subprocess.run(attempt, capture_output=True, text=True, check=False)
            assert "PermissionError" in refused.stderr
        with replica(*powerless, CHARNWOOD_MODE="public", CHARNWOOD_DATA=str(held), HOME=str(home)) as (
            at,
            _,
        ):
            for path, text in COLD.items():
                page = visit(path, base=at)
                assert page.locator("h1").inner_text() == PAGES[path.split("?")[0]]
                assert page.locator("nav .pages a").count() == len(PAGES)
                assert text in page.locator("[data-testid=stMain]").inner_text()
                assert page.errors == []
        for path in (held, home):
            path.chmod(0o755)
        for path in held.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
