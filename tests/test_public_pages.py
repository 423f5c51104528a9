"""The plain pages: as published, and by the server; each read by a parser of its own."""

import json
import random
import re
import sys

import httpx
import lxml.etree
import lxml.html
import pandas as pd
import pytest
from conftest import contents, message, save
from hypothesis import given
from hypothesis import strategies as st
from nginx import nginx
from test_residents import JARGON
from test_words import FORBIDDEN

from charnwood import ROOT, drawing, figures, words
from charnwood.official import incidents as official_incidents
from charnwood.official.areas import WARD
from charnwood.public import areas, faults, feeds, in_browser, kept, pages, publish, site
from charnwood.store import dataset

CODE = re.compile(r"\bE0[15]\d{6}\b")
TEN = (
    *("loughborough-east", "loughborough-west", "south-charnwood", "charnwood", "ward-syston", "ward-anstey"),
    *("former-ward-syston-east", "E01025699", "E01025753", "E01034002"),
)
BASE = "https://www.example.org/n"


@pytest.fixture(scope="module")
def published(data, tmp_path_factory):
    """The folder as published, and its counts."""
    out = tmp_path_factory.mktemp("public") / "site"
    return out, publish.publish(data, out, site.site(data), BASE)


@pytest.fixture(scope="module")
def read(published):
    """Each page of the folder, parsed, by its path."""
    folder = published[0]
    found = sorted(folder.rglob("*.html"))
    return {
        path.relative_to(folder).as_posix(): lxml.html.fromstring(path.read_text(encoding="utf-8"))
        for path in found
    }


def told(page):
    """What is in sight of a page's main part."""
    main = page.find(".//main")
    for hidden in main.xpath(".//style|.//script|.//title"):
        hidden.text = ""
    return " ".join(main.text_content().split())


def test_every_area_and_every_page_is_published_without_a_fault(data, published, read):
    folder, counts = published
    assert counts["pages"] == len(read)
    assert {f"area/{key}.html" for key in data.areas} <= set(read)
    assert {"index.html", "glance.html", "areas.html", "about.html", "404.html"} <= set(read)
    assert faults.of_folder(folder) == []
    assert counts["bytes"] == sum(len(raw) for raw in contents(folder).values()) < 40_000_000


def test_every_page_has_one_heading_and_a_skip_link_to_what_follows_the_navigation(read):
    for name, page in read.items():
        (heading,) = page.xpath("//h1")
        assert heading.text_content().strip(), name
        (main,) = page.xpath("//main[@id='main']")
        assert heading in list(main.iter()), name
        assert page.xpath("//a")[0].get("href") == "#main", name
        assert page.xpath("//nav//a[@aria-current]") or name.startswith(("area/", "404", "about", "access"))
        assert len(page.xpath("//title/text()")[0]) > 5


def test_no_page_needs_another_host_a_font_or_a_script(read):
    for name, page in read.items():
        needed = page.xpath("//script/@src|//link[not(@rel='alternate')]/@href|//img/@src|//iframe/@src")
        assert [link for link in needed if "//" in link and not link.startswith(("data:", BASE))] == [], name
        assert "@font-face" not in lxml.html.tostring(page, encoding="unicode"), name


def test_no_code_and_no_word_of_the_field_is_in_sight(read):
    for name, page in read.items():
        text = told(page)
        assert not CODE.search(text), name
        assert not [phrase for phrase in FORBIDDEN if phrase in text.lower()], name
        assert "nan" not in text.lower().split(), name
        if not name.startswith(("about", "accessibility", "map", "area/")):
            assert not JARGON.search(text), (name, JARGON.search(text))
        if name.startswith("area/"):
            # Sources are named as they are
            assert not JARGON.search(text[: text.index("Sources Source:")].replace("Indices", "")), name


def test_the_first_page_names_no_small_area(data, read):
    text = told(read["index.html"])
    assert not [area.name for area in data.areas.values() if area.kind == "LSOA" and area.name in text]
    assert "most deprived" not in text


def test_every_ward_of_the_first_pages_map_stands_in_the_list_below_it(data, read):
    """Some are too small to press; the list on the same page is their equal."""
    linked = [read["index.html"].xpath(f"//{where}//a/@href") for where in ("svg", "details")]
    assert sorted(linked[0]) == sorted(linked[1])
    assert len(linked[1]) == sum(area.kind == WARD for area in data.areas.values())


def test_a_stretch_unlike_others_is_not_told_as_a_change_that_stays(data):
    for one in data.breaks:
        apart = "before and after it do not compare" in words.plain.marked(one)
        assert apart == one.lasting
        assert ("were unlike others" in words.plain.marked(one)) != apart


@pytest.mark.parametrize("key", TEN)
def test_a_page_says_what_the_dashboard_says(data, read, key):
    area, text = data.areas[key], told(read[f"area/{key}.html"])
    for line in (
        words.residents.standing(data, area),
        words.residents.people(data, area),
        *words.residents.crimes(data, area),
    ):
        assert " ".join(line.split()) in text
    for against in figures.crime.against_rest(data, area).values():
        assert f"{against.count:,} c" in text
    rows = read[f"area/{key}.html"].xpath("//section[h2='Crime']//tbody/tr")
    table = figures.crime.monthly(data.incidents(area), data.coverage)
    shown = [[cell.text_content() for cell in row] for row in rows][::-1]
    assert [row[1] for row in shown] == [
        "not held" if pd.isna(count) else f"{count:,}" for count in table["crimes"]
    ]
    held = [count for count in (row[2] for row in shown) if count != "not held"]
    assert sum(int(count.replace(",", "")) for count in held) == table["asb"].sum()


def test_months_of_a_page_as_counted_from_the_official_archive(read, incidents):
    """E01025699 is the same area in both censuses, so the file's own code counts it."""
    rows = read["area/E01025699.html"].xpath("//section[h2='Crime']//tbody/tr")
    shown = {row[0].text_content(): row[1].text_content() for row in rows}
    mine = [
        month for month, code, kind, _ in incidents if code == "E01025699" and kind != "Anti-social behaviour"
    ]
    assert shown["December 2025"] == str(mine.count("2025-12"))
    assert shown["April 2024"] == str(mine.count("2024-04"))
    assert shown["May 2024"] == "not held"


def test_the_topics_of_a_page_stand_where_their_ranks_are(data, read):
    area = data.areas["ward-anstey"]
    page = read["area/ward-anstey.html"]
    rows = data.rows(area, 2025)
    for number, domain in enumerate(("income", "employment", "education"), 1):
        dots = page.xpath(f"(//svg[@class='scale'])[{number}]//circle/@cx")
        places = [(float(dot.rstrip("%")) / 100 - 0.015) / 0.97 for dot in dots]
        assert sorted(places) == pytest.approx(sorted(rows[f"{domain}_rank"] / 33_755), abs=1e-4)


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 500)), min_size=1, max_size=80).filter(
        lambda held: any(value is not None for value in held)
    )
)
def test_a_line_of_months_is_never_drawn_across_a_gap(held):
    index = official_incidents.month_range(
        "2019-01", f"{2019 + (len(held) - 1) // 12}-{(len(held) - 1) % 12 + 1:02}"
    )
    values = pd.Series(held, index=index, dtype="Int64")
    svg = lxml.etree.fromstring(drawing.public_svg.months({"crimes": values}))
    path = svg.find(".//path").get("d")
    marks = "".join("x" if value is not None else " " for value in held)
    runs = marks.split()
    assert path.count("M") == len(runs)
    assert path.count("L") == sum(len(run) - 1 for run in runs)
    assert len(svg.findall(".//rect[@class='gap']")) == len(re.findall(" +", marks))
    (box,) = [one for one in svg.iter("svg") if one.get("viewBox")]
    top = int(box.get("viewBox").split()[3])
    assert top >= max(value for value in held if value is not None)
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", path)]
    assert [top - y for y in heights] == [value for value in held if value is not None]


def test_the_data_link_has_codes_and_counts(data, published):
    held = json.loads((published[0] / "area/ward-syston.json").read_text(encoding="utf-8"))
    area = data.areas["ward-syston"]
    assert held["lsoa21cd"] == list(area.lsoa21)
    assert held["residents"] == data.residents(area)
    assert held["months"]["2024-06"] is None
    assert sum(one["crimes"] for one in held["months"].values() if one) == int(
        figures.crime.monthly(data.incidents(area), data.coverage)["crimes"].sum()
    )


def test_feeds_and_sitemap_name_pages_that_are_there(data, published):
    folder = published[0]
    for path in feeds.listed(data):
        feed = lxml.etree.fromstring((folder / path).read_bytes())
        link = feed.find("{*}link[@rel='alternate']").get("href")
        assert (folder / "feed" / link).resolve().is_file()
        ids = [one.text for one in feed.iter("{*}id")]
        assert len(ids) == len(set(ids)) > 1
    listed = lxml.etree.fromstring((folder / "sitemap.xml").read_bytes())
    paths = [one.text.removeprefix(f"{BASE}/") for one in listed.iter("{*}loc")]
    assert len(paths) == len(pages.listed(data))
    assert all((folder / path).is_file() for path in paths)
    assert f"Sitemap: {BASE}/sitemap.xml" in (folder / "robots.txt").read_text(encoding="utf-8")


def test_the_same_data_give_the_same_bytes(published):
    """Made anew from another load of the folder, pages of each kind among them."""
    folder = published[0]
    again = dataset.load(ROOT / "data")
    made = publish.everything(again, site.site(again), BASE)
    assert set(made) == set(contents(folder))
    for path in (
        "index.html",
        "glance.html",
        "areas.html",
        *feeds.listed(again),
        *(f"area/{k}.html" for k in TEN[:4]),
    ):
        content = made[path]()
        assert (content.encode() if isinstance(content, str) else content) == (folder / path).read_bytes(), (
            path
        )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<h1>A</h1><a href="none.html">x</a>', "expected a file at the link 'none.html'"),
        ('<h1>A</h1><a href="#none">x</a>', "expected the place '#none'"),
        ("<h2>A</h2>", "expected one h1, found 0"),
        ("<h1>A</h1><h3>B</h3>", "expected no h3 after h1"),
        ('<h1>A</h1><img src="index.html">', "expected words for a picture"),
        ('<h1 id="a">A</h1><p id="a">', "expected the id 'a' once"),
        ("<h1>A</h1>{}", "expected at most 60,000 bytes packed"),
        ("<h1>A</h1><label>B</label><select><option>C</select>", "expected a label for <select>"),
        ('<h1>A</h1><label for="b">B</label>', "expected an element with the id 'b'"),
        ('<h1>A</h1><a href="index.html"><svg></svg></a>', 'expected words in <a href="index.html">'),
    ],
)
def test_a_page_with_a_fault_leaves_what_was_published(data, tmp_path, monkeypatch, text, fault):
    noise = random.Random(1).randbytes(100_000).hex()
    page = f"<!doctype html><html lang=en-GB><title>x</title><main>{text.format(noise)}</main></html>"
    monkeypatch.setattr(pages, "listed", lambda data: {"": lambda site, end: page})
    monkeypatch.setattr(areas, "as_json", lambda data, area: "")
    monkeypatch.setattr(feeds, "listed", lambda data: {})
    monkeypatch.setattr(pages, "not_found", lambda *given: page)
    save(tmp_path / "site" / publish.MARK, "{}")
    save(tmp_path / "site" / "old.html", "old")
    assert fault in message(publish.publish, data, tmp_path / "site", site.site(data))
    assert set(contents(tmp_path / "site")) == {publish.MARK, "old.html"}
    assert not list(tmp_path.glob(".site.new*"))


def test_a_colour_in_which_text_is_hard_to_read_is_told(data):
    assert faults.colours(data.place.accent) == []
    assert [line.partition(":")[0] for line in faults.colours("#767676")] == [
        "light, accent #767676 on soft #f1f5f6"
    ]
    assert faults.colours("#757575")[0].endswith("Choose a darker accent in place.toml")


def test_a_check_in_a_browser_needs_one_and_says_so(data, tmp_path, monkeypatch):
    """Asked for where there is no browser it is one sentence, and the folder of before stays."""
    monkeypatch.setattr(in_browser.shutil, "which", lambda name: None)
    monkeypatch.setattr(publish, "everything", lambda *given: {})
    save(tmp_path / "site" / publish.MARK, "{}")
    monkeypatch.setattr(publish, "of_each_kind", lambda *given: [])
    told = message(publish.publish, data, tmp_path / "site", site.site(data), check=True)
    assert told.startswith("Looking at pages: expected Chromium, found none. Install Chromium")
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    told = message(publish.publish, data, tmp_path / "site", site.site(data), check=True)
    assert "expected the packages axe-playwright-python and playwright, found none" in told
    assert contents(tmp_path / "site") == {publish.MARK: b"{}"}


def test_one_page_of_each_kind_and_the_longest_stand_for_all(data, published):
    names = publish.of_each_kind(data, published[0])
    assert {"index.html", "404.html", "map.html", "area/charnwood.html"} <= set(names)
    own = {data.areas[name.removeprefix("area/").removesuffix(".html")].kind for name in names if "/" in name}
    assert own == {area.kind for area in data.areas.values()}
    assert len(names) < 25


def test_a_folder_of_somebody_else_is_not_replaced(data, tmp_path):
    save(tmp_path / "home" / "letter.txt", "mine")
    assert "found other files" in message(publish.publish, data, tmp_path / "home", site.site(data))
    assert contents(tmp_path / "home") == {"letter.txt": b"mine"}
    file = save(tmp_path / "file", "")
    assert "expected a folder" in message(publish.publish, data, file, site.site(data))


def test_nginx_shows_the_folder_and_every_link_of_it_leads_somewhere(published, tmp_path):
    files = {"mime.types": "include /etc/nginx/mime.types;"}
    with (
        nginx(tmp_path, "public.conf", files, "/robots.txt", str(published[0])) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as visitor,
    ):
        address = f"http://127.0.0.1:{port}"
        walked, ahead = set(), {"/"}
        while ahead:
            path = ahead.pop()
            walked.add(path)
            answer = visitor.get(path)
            assert answer.status_code == 200, path
            if "text/html" not in answer.headers["Content-Type"]:
                continue
            links = lxml.html.fromstring(answer.text).xpath("//a/@href|//script/@src")
            found = {answer.url.join(link) for link in links if not link.startswith(("tel:", "mailto:"))}
            ahead |= {one.path for one in found if str(one).startswith(address)} - walked
        assert (
            len([path for path in walked if path.endswith(".html")]) >= published[1]["pages"] - 2
        )  # all but the one that is not found; the first is at "/" too
        answer = visitor.get("/area/ward-syston", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        missing = visitor.get("/area/nothing")
        assert missing.status_code == 404
        assert "Page not found" in missing.text
        assert "immutable" in visitor.get(f"/{next(iter(kept.scripts()))}").headers["Cache-Control"]
