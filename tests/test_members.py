"""Members are counted by their postcodes: in the browser as in Python, from a small file, and nothing leaves the page."""

import gzip
import json
import random
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from plain import TRANSLATE
from plain import pages as opener
from playwright.sync_api import expect

from charnwood import ROOT, assets, figures, words
from charnwood.official.deprivation import MAPPED
from charnwood.public import members, site
from charnwood.store import dataset

ASSETS = ROOT / "charnwood" / "public" / "assets"
OTHERS = ["SW1A 1AA", "75008", "90210", "K1A 0B1", "=1+1", "Joan, 12 High Street", "LE99 9ZZ", "LE11"]
SHAPES = (
    str.lower,
    str.title,
    lambda one: one.replace(" ", ""),
    lambda one: one.replace(" ", "-"),
    lambda one: f'"{one}",Joan',
)


@pytest.fixture(scope="module")
def held():
    """The data, also for hypothesis, whose tests take no fixture of a function."""
    return dataset.load(ROOT / "data")


@pytest.fixture
def open_page(data, chrome):
    around = site.site(data)
    folder = f"/assets/{assets.versioned('public')}"
    files = {
        "/members": ("text/html", members.page(data, around)),
        "/members.html": ("text/html", members.page(data, around, ".html")),
        f"/{members.address(data)}": ("text/javascript", members.content(data).decode()),
        **{
            f"{folder}/{name}": ("text/javascript", (ASSETS / name).read_text())
            for name in ("search.js", "members.js")
        },
    }
    with opener(chrome, files) as open_:
        yield open_


def messy(data, size):
    """Lines as people send them: postcodes in every shape, with slips, among others that are none."""
    chance = random.Random(4)
    postcodes = list(data.table("places/postcodes.parquet")["postcode"])
    lines = [chance.choice((*SHAPES, str))(one) for one in chance.sample(postcodes, size)]
    slips = [one.replace("0", "O").replace("1", "l") for one in chance.sample(postcodes, 200)]
    turned = [one[:-2] + one[-1] + one[-2] for one in chance.sample(postcodes, 200)]
    return [*lines, *slips, *turned, *OTHERS, "", "LE11 5AA and LE12 7RX"]


def test_the_browser_counts_as_python_does(data, open_page):
    lines = messy(data, 2_000)
    page = open_page("/members")
    page.add_script_tag(url=f"/{members.address(data)}")
    found, tally = page.evaluate(
        """([text, years, shares]) => {
            const index = charnwoodMembers.prepare(window.charnwoodPostcodes);
            const found = charnwoodMembers.read(index, text);
            return [found, charnwoodMembers.count(index, found.known, years, shares)]; }""",
        ["\n".join(lines), list(MAPPED), [10, 20, 30]],
    )
    read = figures.members.read(data, lines)
    assert [tuple(found[name]) for name in ("known", "unknown", "elsewhere", "without")] == [
        read.known,
        read.unknown,
        read.elsewhere,
        read.without,
    ]
    assert len(read.known) > 2_200
    told = figures.members.counts(data, read.known)
    names = [area.name for area in data.neighbourhoods]
    assert [tally["neighbourhood"][i] or 0 for i in range(3)] == [
        told["neighbourhood"].get(n, 0) for n in names
    ]
    assert tally["ward"][-1] == told["ward"][""]
    for year in MAPPED:
        assert tally[f"decile{year}"][:10] == told[f"decile{year}"].tolist()
        assert tally[f"share{year}"] == told[f"share{year}"].tolist()


def test_every_postcode_lies_where_the_official_files_say(data, official):
    """Deciles and neighbourhood of postcodes by another way: rows of the official files and of the editable list."""
    placed, rows = figures.members.placed(data), figures.members.places(data)
    deciles = {
        row["LSOA code (2011)"]: row[
            "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"
        ]
        for row in official(
            "iod2019/File_7_IoD2019_all_ranks_deciles_published_scores_population_denominators.csv"
        )
    }
    for row in rows[rows["lsoa11cd"] != ""].itertuples():
        assert int(row.decile2019) == int(deciles[row.lsoa11cd])
    priority = {code: area.name for area in data.neighbourhoods for code in area.lsoa11}
    own = rows[rows["lsoa11cd"].isin(priority)]
    assert own["neighbourhood"].tolist() == [
        priority[code] for code in own["lsoa11cd"]
    ]  # those split in 2021 too
    assert own["neighbourhood"].notna().sum() == rows["neighbourhood"].notna().sum()
    assert len(placed) == len(data.table("places/postcodes.parquet"))
    beyond = placed.isin(rows.index[rows["lsoa21cd"] == ""])
    codes = data.table("places/lookup.csv")["ladcd"].unique()
    table = data.table("places/postcodes.parquet")
    assert not table["ladcd"].isin(codes)[beyond.to_numpy()].any()


@pytest.mark.slow
@given(st.data())
def test_the_parts_sum_to_the_list_whatever_its_order_and_case(held, drawn):
    postcodes = list(figures.members.placed(held).index)
    chosen = drawn.draw(st.lists(st.sampled_from(postcodes), max_size=30))
    others = drawn.draw(st.lists(st.sampled_from([*OTHERS, " "]), max_size=5))
    lines = drawn.draw(st.permutations([*chosen, *others]))
    read = figures.members.read(held, [line.lower() for line in lines])
    assert Counter(read.known) == Counter(chosen)
    found = len(read.known) + len(read.unknown) + len(read.elsewhere) + len(read.without)
    assert found == len([line for line in lines if line.strip()])
    told = figures.members.counts(held, read.known)
    placed = {told[f"decile{year}"].sum() for year in MAPPED}
    assert {told[by].sum() for by in ("neighbourhood", "ward", "district")} == {len(chosen)}
    assert len(placed) == 1
    assert placed.pop() <= len(chosen)


def test_the_file_is_small_and_the_same_each_time(data):
    content = members.content(data)
    assert len(gzip.compress(content, mtime=0)) < members.MOST_BYTES
    assert members.content.__wrapped__(data) == content


def counted(page, text):
    page.get_by_label(words.members.BOX).fill(text)
    page.get_by_role("button", name=words.members.COUNT, exact=True).press("Enter")


def test_a_hand_counted_list(data, open_page):
    """Five of six postcodes by hand: three in a neighbourhood (one twice), one of Leicester, one of Rutland."""
    place = figures.members.places(data)
    at = figures.members.placed(data)
    east = at.index[at.isin(place.index[place["neighbourhood"] == "Loughborough East"])][0]
    leicester = at.index[at.isin(place.index[place["district"] == "Leicester"])][0]
    rutland = at.index[at.isin(place.index[place["district"] == "Rutland"])][0]
    page = open_page("/members", viewport={"width": 320, "height": 800}, color_scheme="dark")
    assert f"/{members.address(data)}" not in page.asked
    counted(page, f"Name, Postcode\nA,{east}\nB,{east.lower()}\nC {leicester}\n{rutland}\nLE99 9ZZ\nM1 1AE")
    expect(page.locator("#results")).to_be_focused()
    said = page.locator("#read").inner_text()
    assert "4 of 6 postcodes were found in area LE." in said
    assert "Listed again: 1 postcode, counted each time." in said
    first = page.locator("#sentences li").first
    expect(first).to_contain_text(
        "2 of 4 members with a postcode of area LE that is in use (50%) live in a Priority Neighbourhood"
    )
    rows = page.locator("[data-of=neighbourhood] tbody tr")
    expect(rows.nth(0)).to_contain_text("Loughborough East")
    expect(rows.nth(0)).to_contain_text("2")
    expect(rows.nth(4)).to_contain_text("Outside Charnwood")
    expect(page.locator("[data-of=district]")).to_contain_text("Rutland")
    expect(page.locator("#not-found")).to_contain_text("LE99 9ZZ")
    page.get_by_label(words.members.ONCE).press("Space")
    expect(first).to_contain_text("1 of 3 members")
    page.get_by_label(words.members.HIDE.split(",")[0]).press("Space")
    expect(page.locator("[data-of=neighbourhood]")).to_contain_text("fewer than 5")
    assert (
        page.locator("#sentences li").count() == 0 or "1 of 3" not in page.locator("#sentences").inner_text()
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert Axe().run(page).response["violations"] == []
    page.evaluate(TRANSLATE)
    page.get_by_role("button", name=words.members.CLEAR).click()
    expect(page.locator("#results")).to_be_hidden()
    assert not page.strangers


@pytest.mark.parametrize(
    ("name", "body", "part"),
    [
        ("list.xlsx", b"PK\x03\x04 and so on", "is no text file"),
        ("list.pdf", b"%PDF-1.7", "is no text file"),
        ("wide.csv", "LE11 3TU\r\n".encode("utf-16"), "1 of 1 postcodes"),
        ("excel.csv", "Zo\xeb;LE11 3TU\r\n".encode("cp1252"), "1 of 1 postcodes"),
        ("long.csv", b"LE11 3TU\n" * 200_001, "at most 200,000 can be counted"),
        ("none.csv", b"Joan\nAnna\n", "No postcode was found in these 2 lines."),
        ("empty.csv", b"", "There is nothing to count yet."),
    ],
)
def test_files_as_people_have_them(open_page, name, body, part):
    page = open_page("/members.html")
    page.get_by_label(words.members.FILE).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": body}
    )
    expect(page.get_by_role("status")).to_contain_text(part)


def test_what_is_saved_holds_every_postcode_and_no_formula(data, open_page, tmp_path):
    page = open_page("/members")
    counted(page, "LE11 3TU\n=LE11 3TX\nLE99 9ZZ")
    for button, name in (
        (words.members.SAVE_EACH, "postcodes.csv"),
        (words.members.SAVE_COUNTS, "counts.csv"),
    ):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        download.value.save_as(tmp_path / name)
    lines = (tmp_path / "postcodes.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("postcode,found,lsoa11cd,lsoa21cd")
    assert lines[3] == "LE99 9ZZ,no"
    assert "IMD decile" in lines[0]
    assert not any(cell[:1] in "=+-@" for line in lines for cell in line.split(",") if cell)


def test_copying_a_sentence_is_told(open_page):
    page = open_page("/members")
    counted(page, "LE11 3TU\nLE12 7RX")
    page.get_by_role("button", name=f"{words.members.COPY}: ").first.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Copied: ")


def test_the_page_holds_what_it_says_as_data(data):
    """Sentences of the script are those of `words`, each with the fields that it fills in."""
    page = members.page(data, site.site(data))
    assert json.dumps(words.members.SAID["read"])[1:-1] in page.replace("&#34;", '"')


def test_fifty_thousand_lines_in_one_go(data, open_page):
    """No stopwatch: a list as long as this is counted whole, each line once."""
    postcodes = list(figures.members.placed(data).index)
    page = open_page("/members")
    page.get_by_label(words.members.BOX).evaluate(
        "(box, text) => { box.value = text; }",
        "\n".join(postcodes[i % len(postcodes)] for i in range(50_000)),
    )
    page.get_by_role("button", name=words.members.COUNT, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("50,000 of 50,000")
