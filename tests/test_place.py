"""Everything particular to a place stands in place.toml: its faults, a second district, no name in the source."""

import io
import re
import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pptx
import pytest
from browser import map_frame, server, settled
from conftest import FILE7, message, save
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, drawing, figures
from charnwood.__main__ import main
from charnwood.briefing.files import BRIEFINGS, make_briefing
from charnwood.official import place
from charnwood.official.areas import WARD
from charnwood.public import find, map_page, pages, site
from charnwood.store import consistency, dataset

OTHER = ROOT / "tests" / "places" / "north-west-leicestershire.toml"
CODE, NAME = "E07000134", "North West Leicestershire"
HELD = (ROOT / "data" / place.PLACE_FILE).read_text(encoding="utf-8")
REMEDY = "Correct the keys named here"


def faults(tmp_path, *changes):
    """What is said of the project's place.toml after these replacements."""
    text = HELD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return message(place.read, save(tmp_path / place.PLACE_FILE, text))


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('code = "E07000130"', 'code = "Charnwood"', ["code: expected the code of a district", "'Charnwood'"]),
        ('name = "Charnwood"', "name = 5", ["name: expected a name of 1 to 80 plain characters", "found 5"]),
        ('name = "Charnwood"', 'name = "<b>"', ["name: expected a name of 1 to 80 plain characters, found '<b>'"]),
        ('kind = "borough"', 'kind = "Borough!"', ["kind: expected what prose calls the district"]),
        ('kind = "borough"', 'kind = "distrct"', ["kind: expected what prose calls the district", "'distrct'"]),
        ('code = "E07000130"', 'code = "E0700O130"', ["place.toml: 1 fault\n", "code: expected the code of a district"]),
        ('kind = "borough"', "", ["kind: expected what prose calls the district", "found nothing"]),
        ('accent = "#0b5d75"', 'accent = "teal"', ["accent: expected a colour such as", "'teal'"]),
        ('accent = "#0b5d75"', 'accent = "#ffcc00"', ["accent: expected a contrast of 4.5 to white or more, found 1.5"]),
        ("https://www.charnwood.gov.uk/", "http://x.example", ["council.page: expected an address", "'http://x"]),
        ('key = "leicestershire"', 'key = "Leics Police"', ["police.key: expected the force", "'Leics Police'"]),
        ('area = "LE"', 'area = "le"', ["postcodes.area: expected a postcode area in capitals", "'le'"]),
        ("lsoas_2001 = 100", 'lsoas_2001 = "100"', ["local.lsoas_2001: expected a number of LSOAs, found '100'"]),
        ('police = "police/', 'police = "/etc/', ["files.police: expected a path under the folder of sources"]),
        ('police = "police/', 'police = "../', ["files.police: expected a path under the folder of sources"]),
        ('lookup = "', 'look_up = "', ["files.look_up: expected only keys that are known", "files.lookup: expected"]),
        ('title = "Charn', 'titel = "Charn', ["titel: expected only keys", "title: expected", "found nothing"]),
        ("E07000129 =", "E7000129 =", ["county.districts.E7000129: expected the code of a district"]),
        ('"Blaby"', "[1]", ["county.districts.E07000129: expected a name", "found [1]"]),
        ('E07000130 = "Charnwood"', 'E07000130 = "C"', ["county.districts: expected districts other than Charnwood, it"]),
        ('area = "LE"', 'area = ["LE", "DE"]', ["files.postcodes: expected a file for each of 2 postcode areas, found 1"]),
        ('since = "May 2023"', 'since = "2023"', ["wards.since: expected a month and a year, such as May 2023"]),
        ("edition = 2019", "edition = 2018", ["neighbourhoods.edition: expected an edition that is held, 2019 or 2025"]),
        ('name = "Leicestershire"\n', 'name = "Charnwood"\n', ["county.name: expected a name that is neither"]),
        ('code = "E06000016"', 'code = "E07000129"', ["city.code: expected none of the county's districts"]),
        ('name = "Leicester"', "", ["city.code: expected city.code and city.name, or neither, found it alone"]),
        ('former = "28', 'former_ = "28', ["wards.former_: expected only keys", "files.ward22: expected wards.former and"]),
    ],
)  # fmt: skip
def test_a_fault_names_file_key_expected_found_and_what_to_do(tmp_path, old, new, parts):
    text = faults(tmp_path, (old, new))
    for part in (f"{place.PLACE_FILE}: ", *parts, REMEDY):
        assert part in text


def test_all_faults_are_told_at_once(tmp_path):
    text = faults(tmp_path, ('area = "LE"', ""), ('accent = "#', 'accent = "'), ("[local]", "[lokal]"))
    assert text.startswith(f"{tmp_path / place.PLACE_FILE}: 3 faults")
    for part in ("postcodes.area", "accent", "lokal.lsoas_2001"):
        assert part in text


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (None, "expected the settings of a place"),
        ("code = ", "expected TOML in UTF-8"),
        (b"\x81", "line 1: expected UTF-8 text"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path, content, part):
    path = tmp_path / place.PLACE_FILE
    if content is not None:
        save(path, content)
    assert part in message(place.read, path)


@pytest.mark.parametrize("key", place.RETIRED)
def test_a_key_of_an_earlier_release_is_passed_over(tmp_path, key):
    table, name = key.split(".")
    text = HELD.replace(f"[{table}]", f'[{table}]\n{name} = "University"', 1)
    assert text != HELD
    assert place.read(save(tmp_path / place.PLACE_FILE, text)) == place.read(ROOT / "data" / place.PLACE_FILE)


def test_the_theme_has_the_colour_of_the_place():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    accent = place.read(ROOT / "data" / place.PLACE_FILE).accent
    assert theme["primaryColor"] == theme["light"]["linkColor"] == accent


@pytest.fixture(scope="module")
def other(raw, nation, tmp_path_factory):
    """The data folder of another district, made as README says."""
    folder = tmp_path_factory.mktemp("other")
    shutil.copyfile(OTHER, folder / place.PLACE_FILE)
    assert main(["build", "--sources", str(raw), "--data", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def there(other):
    return dataset.load(other)


def test_a_second_district_is_built_and_takes_no_list_of_the_first(other, there):
    assert consistency.check(other) == []
    assert (there.place.name, there.whole.key) == (NAME, "north-west-leicestershire")
    assert there.neighbourhoods == []
    assert there.contacts.empty
    assert there.reading == ""
    assert not any(area.kind == "Former ward" for area in there.areas.values())
    files = {path.name for path in other.rglob("*") if path.is_file()}
    assert not files & {
        "priority_neighbourhoods.csv",
        "contacts.csv",
        "labels.csv",
        "builtup.geojson",
        "ward22.shp",
    }
    assert "charnwood" not in there.areas


def test_its_figures_are_those_of_the_official_files(there, official, district_of, incidents):
    own = {code for code, district in district_of.items() if district == CODE}
    for vintage, year in ((2011, 2019), (2021, 2025)):
        rows = {row[f"LSOA code ({vintage})"]: row for row in official(FILE7[year])}
        held = there.own(year)
        assert set(held.index) == own & set(rows) == set(there.lsoa[vintage].index)
        rank = next(
            name for name in rows[held.index[0]] if re.match(r"Index of Multiple Deprivation.*Rank", name)
        )
        assert held["imd_rank"].tolist() == [int(rows[code][rank]) for code in held.index]
    assert (len(there.lsoa[2011]), len(there.lsoa[2021])) == (58, 60)
    counted = Counter(month for month, code, _, point in incidents if code in own and point)
    assert there.counts.groupby("month")["incidents"].sum().to_dict() == counted
    rest = [code for code in there.place.districts if code != CODE]
    assert {"E07000130", "E07000129"} < set(rest)
    assert there.county(2019)["ladcd"].nunique() == 7


def test_places_are_told_by_their_own_names(there):
    names = set(there.lsoa[2021]["place"])
    assert {"Coalville", "Whitwick", "Ashby de la Zouch North"} <= names
    assert not any(name.startswith("near ") for name in names)


def test_tables_that_could_name_the_first_are_printed_of_it(other, capsys):
    for name in ("neighbourhoods", "profile", "chosen", "proposed", "standing", "deciles", "alike", "groups"):
        assert main(["table", name, "--data", str(other)]) == 0
        head = capsys.readouterr().out.splitlines()[0]
        assert "," in head
        assert "charnwood" not in head.lower()


def test_briefings_of_all_neighbourhoods_need_some(other, tmp_path, capsys):
    assert main(["briefing", "--all", "--out", str(tmp_path / "all"), "--data", str(other)]) == 1
    assert f"found none of {NAME}" in capsys.readouterr().err


def test_the_briefing_is_made_in_every_format(there):
    files = {kind: make_briefing(there, there.whole, 2019, kind) for kind in BRIEFINGS}
    assert files["pdf"].startswith(b"%PDF")
    page = files["html"].decode()
    show = pptx.Presentation(io.BytesIO(files["pptx"]))
    slides = " ".join(s.text_frame.text for slide in show.slides for s in slide.shapes if s.has_text_frame)
    for text in (page, slides):
        assert NAME in text
        assert not re.search(r"Charnwood|Loughborough|Priority", text)
    assert show.core_properties.author == there.place.title
    assert there.place.accent in page


@pytest.mark.parametrize("count", [0, 4])
def test_any_number_of_neighbourhoods_is_shown(other, tmp_path, monkeypatch, count):
    shutil.copytree(other, tmp_path / "data")
    codes = dataset.load(other).names["lsoa11cd"].unique()
    rows = [f"Part {number},{codes[number]}" for number in range(count)]
    if rows:
        save(tmp_path / "data" / "priority_neighbourhoods.csv", "\n".join(["neighbourhood,lsoa11cd", *rows]))
    save(
        tmp_path / "data" / "contacts.csv",
        "kind,name,area,about,web,phone,email,checked\nhelp,Police,,Call them.,,101,,2026-11-23\n",
    )
    data = dataset.load(tmp_path / "data")
    assert (data.version != dataset.load(other).version) is (count > 0)
    assert [area.name for area in data.neighbourhoods] == [f"Part {number}" for number in range(count)]
    assert data.contacts["name"].tolist() == ["Police"]
    drawn = drawing.images.area_map(
        data, drawing.map_views.make(data, 2019, "imd", "decile"), (), drawing.images.Caption(), "svg"
    )
    assert len(set(re.findall(r"Part \d", drawn.decode()))) == count
    assert drawing.map_layer.shapes_script(data).count('"name":"Part ') == 2 * count
    monkeypatch.setenv("CHARNWOOD_DATA", str(tmp_path / "data"))
    for name in ("map", "deprivation", "change", "chosen", "signals", "streets", "own"):
        shown = AppTest.from_file(ROOT / "pages" / f"{name}.py", default_timeout=60).run()
        assert not shown.exception, name
        if name == "map":
            said = " ".join(element.proto.body for element in shown.get("html"))
            assert ("The four Priority Neighbourhoods are outlined." in said) == bool(count)


def test_settings_of_another_district_than_the_tables_are_refused(other, tmp_path):
    shutil.copytree(other, tmp_path / "data")
    save(tmp_path / "data" / place.PLACE_FILE, HELD)
    text = message(dataset.load, tmp_path / "data")
    assert f"expected {CODE}, the district of these tables, found E07000130" in text


def test_a_district_that_the_files_lack_is_named(raw, tmp_path, capsys):
    save(tmp_path / "data" / place.PLACE_FILE, OTHER.read_text().replace("E07000129", "E07000036"))
    assert main(["build", "--sources", str(raw), "--data", str(tmp_path / "data")]) == 1
    said = capsys.readouterr().err
    assert "districts against place.toml: expected a row for E07000036, found none" in said
    assert "found E07000129" in said


@pytest.fixture(scope="module")
def address(other):
    with server(CHARNWOOD_DATA=str(other)) as running:
        yield running


# Without the pages on crime in place and time, where districts and roads of that name rightly stand
PAGES = ("", "profile", "deprivation", "crime", "your-area", "compare", "data", "chosen", "briefing")


def test_its_pages_open_and_name_no_other_place(visit, address):
    page = visit()
    for path in PAGES:
        if path:
            page.goto(f"{address}/{path}")
            settled(page)
        assert page.title().endswith(f" · {NAME} neighbourhood dashboard"), path
        text = page.inner_text("body")
        assert f"{NAME} neighbourhood dashboard. Data version" in text, path
        assert not re.search("Charnwood|Loughborough", text), path
        assert page.errors == [], path
        if path in ("", "chosen"):
            frame = map_frame(page, 60)
            assert f"Map of {NAME}." in frame.inner_text("h1")
            assert not re.search("Charnwood|Loughborough", frame.inner_text("body"))
        if not path:
            assert page.locator("h1").first.inner_text() == f"{NAME} on a map"
            assert page.get_by_text("Priority Neighbourhood").count() == 0


# Names of the package, its command, its variables and what its scripts share are no names of a place
IDENTIFIERS = re.compile(
    r"from charnwood\b.* import|import charnwood|python -m charnwood|CHARNWOOD_(DATA|PAGES|MODE|HOSTS|FRAME_ANCESTORS)"
    r"|window\.charnwood\w*|\bcharnwood\.(begin|layer|cells|mark)\(|const \{ charnwood \}|\"charnwood(_css)?\"|charnwood-dashboard|charnwood/\w+\.py"
)
PARTICULAR = re.compile(r"charnwood|leicester|loughborough|E0700013\d|\bLE\d|\"le\"|0b5d75", re.IGNORECASE)


def test_no_source_file_names_a_place():
    files = [path for folder in ("charnwood", "pages") for path in sorted((ROOT / folder).rglob("*.*"))]
    files = [path for path in files if path.suffix in (".py", ".js", ".css", ".html", ".typ")]
    assert len(files) > 75
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1)
        if PARTICULAR.search(IDENTIFIERS.sub("", line))
    ]
    assert found == []


def test_plain_pages_are_of_it_and_speak_of_no_neighbourhood_or_contact(there):
    around, listed = site.site(there), pages.listed(there)
    ward = next(area.key for area in there.areas.values() if area.kind == WARD)
    made = {
        path: listed[path](around, "")
        for path in ("", *pages.PLAIN, f"area/{ward}", f"area/{there.whole.key}")
    }
    for path, text in made.items():
        shown = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        assert not re.search("Charnwood|Loughborough", shown) or path in ("map", "about"), path
        assert "Who can help near you" not in shown
        assert "Have your say" not in shown
    assert "Priority Neighbourhood" not in made[""] + made["glance"] + made[f"area/{ward}"]
    assert there.whole.name in made["glance"]


def test_search_and_map_of_the_plain_pages_are_of_it(there):
    around = site.site(there)
    assert "Charnwood" not in map_page.page(there, around)
    assert NAME in map_page.page(there, around)
    village = next(area for area in there.areas.values() if area.name == "Coalville")
    assert figures.search.find(there, "coalvile").hits[0].key == village.key
    assert f'href="area/{village.key}"' in find.page(there, around, "Coalville")
    assert drawing.svg_map.wards(there, str).count("<a ") == sum(a.kind == WARD for a in there.areas.values())
