"""What other packages do not promise and the dashboard builds on, one test each: the table of docs/upgrading.md.

They run without a browser and a server, so that an upgrade fails here first, and with a sentence.
"""

import inspect
import re
import tomllib
from unittest.mock import Mock

import apptest
import pytest
import streamlit as st
import streamlit_folium
import test_contracts_drawing as others
from conftest import holds
from streamlit import config, error_util
from streamlit.components.v2 import component_manager, manifest_scanner
from streamlit.runtime.scriptrunner import script_runner
from streamlit.web.server.starlette import starlette_server
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from charnwood import ROOT, assets, drawing
from charnwood.ui import floor, hooks
from charnwood.web import index_page, map_script, middleware, prefix, server

OWN = assets.FOLDERS["own"]
LIST = (ROOT / "docs" / "upgrading.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def scripts():
    """All scripts that Streamlit sends to a browser, Plotly's among them."""
    folder = index_page.STREAMLIT / "static/js"
    return "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))


# Streamlit


@pytest.mark.parametrize(
    "place", ["LANGUAGE", "TITLE", "HEAD_END", "ADVERTISED", "UNSCRIPTED", "BODY", "FONT"]
)
def test_streamlit_index(place):
    text = (index_page.STREAMLIT / "index.html").read_text(encoding="utf-8")
    holds(len(getattr(index_page, place).findall(text)) == 1, "Streamlit", f"its index.html ({place})")
    others = [at for at in re.findall(r'(?:src|href)="([^"]*)"', text) if not at.startswith("./")]
    holds(not others, "Streamlit", f"its index.html, which asks for {others} that the CSP forbids")


@pytest.mark.parametrize("part", [*index_page.PARTS, index_page.MAP_PART])
def test_streamlit_parts(part):
    files = index_page._needed(part)
    holds(files and files[0].startswith(f"{part}."), "Streamlit", f"the files of its part {part}")


def test_streamlit_hashed_names():
    files = [path for path in (index_page.STREAMLIT / "static").rglob("*") if path.is_file()]
    plain = [path.name for path in files if not re.search(r"[.-][\w-]{8}\.\w+$", path.name)]
    holds(files and not plain, "Streamlit", f"names of files that browsers keep for a year: {plain[:3]}")


def test_streamlit_doors():
    """Those that pages use are open, the others closed; a new one is to be looked at."""
    used = {"health", "script-health-check", "host-config", "stream", "bidi-components/{path:path}"}
    paths = [route.path for route in create_streamlit_routes(Mock()) if hasattr(route, "path")]
    doors = {path.split("/_stcore/")[1] for path in paths if "/_stcore/" in path}
    opened = {door for door in doors if not middleware.CLOSED.search(f"/_stcore/{door}")}
    holds(opened <= used, "Streamlit", f"its addresses: nobody has judged {sorted(opened - used)}")
    closed = {"metrics", "upload_file/{session_id}/{file_id}", "agent/interact", "agent/openapi.json"}
    holds(
        closed <= doors, "Streamlit", f"addresses that are closed here, now without {sorted(closed - doors)}"
    )
    holds(any(path.startswith("/component/") for path in paths), "Streamlit", "where a map's frame lies")


def test_streamlit_app():
    made = st.App(
        ROOT / "charnwood/ui/frame.py", routes=server.routes(), middleware=[], lifespan=server.ready
    )
    holds(callable(made), "Streamlit", "st.App")
    holds(hasattr(st.secrets, "load_if_toml_exists"), "Streamlit", "how secrets become variables")
    assert not (ROOT / "charnwood/ui/pages").exists(), "Streamlit would run its files without the frame"


def test_streamlit_prefix():
    source = inspect.getsource(create_streamlit_routes)
    holds('config.get_option("server.baseUrlPath")' in source, "Streamlit", "when it reads its baseUrlPath")
    config.set_option(prefix.OPTION, "/some/where/")
    assert prefix.taken() == "/some/where"
    holds(config.get_option(prefix.OPTION) == "", "Streamlit", "how its baseUrlPath is set")
    assert prefix.taken() == ""


def test_streamlit_options():
    known = config.get_config_options()
    said = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))

    def names(section, before):
        for key, value in section.items():
            yield from names(value, f"{before}{key}.") if isinstance(value, dict) else [f"{before}{key}"]

    unknown = [name for name in names(said, "") if name not in known]
    holds(not unknown, "Streamlit", f"its options: {unknown} of .streamlit/config.toml")


def test_streamlit_collects():
    """Not after each run: the option is hidden, so it must still be asked for, before the one collection there is."""
    source = inspect.getsource(script_runner.ScriptRunner._on_script_finished)
    before, _, after = source.partition("gc.collect")
    holds('config.get_option("runner.postScriptGC")' in before, "Streamlit", "its option postScriptGC")
    holds("gc.collect" not in after, "Streamlit", "how often it collects garbage")
    assert config.get_option("runner.postScriptGC") is False


def test_streamlit_components():
    """AppTest looks through all installed packages before each run, but for what tests/apptest.py does."""
    source = inspect.getsource(component_manager.BidiComponentManager.discover_and_register_components)
    look = getattr(manifest_scanner, apptest.LOOK, None)
    holds(f"{apptest.LOOK}()" in source and look, "Streamlit", "how it looks for components")
    assert look() is look()


def test_streamlit_errors(caplog):
    """It logs an error, with what somebody typed in its message, before it asks us: the filter must be on that logger."""
    logger = error_util._LOGGER
    logger.addHandler(caplog.handler)
    floor.log_no_messages()
    try:
        error_util._log_uncaught_app_exception(KeyError("14 Nanpantan Road"))
        logger.warning("something else")
    finally:
        logger.removeHandler(caplog.handler)
        logger.removeFilter(floor._without_error)
    holds("Nanpantan" not in caplog.text, "Streamlit", "where it logs an error of a page")
    holds("something else" in caplog.text, "Streamlit", "the name of its logger of errors")
    assert config.get_option("logger.enableRich") is False


def selectors():
    """Names of Streamlit's and Plotly's elements in the styles and the script of the pages."""
    text = "".join((OWN / name).read_text(encoding="utf-8") for name in ("page.css", "page.js", "first.js"))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    found = re.findall(
        r"""data-(?:testid|baseweb)="?([\w-]+)|\.(st[A-Z]\w+|js-plotly-plot|main-svg|hoverlayer)""", text
    )
    return sorted({one or other for one, other in found} | {"data-stale"})


@pytest.mark.parametrize("name", selectors())
def test_streamlit_selectors(name, scripts):
    there = any(mark in scripts for mark in (f"`{name}`", f'"{name}"', f"'{name}'", f".{name}", f"`{name} "))
    package = "Plotly" if name in ("js-plotly-plot", "main-svg", "hoverlayer") else "Streamlit"
    holds(there, package, f"the name of its element {name}")


@pytest.mark.parametrize(
    "name",
    [
        "combobox",
        "aria-expanded",
        "data-test-script-state",
        "notRunning",
        "data-test-connection-state",
        "CONNECTED",
    ],
)
def test_streamlit_boxes(name, scripts):
    """page.js hears by them what is chosen on the map page before the server does, and when a run has ended."""
    assert name in (OWN / "page.js").read_text(encoding="utf-8")
    holds(
        re.search(f"""[`"']{name}[`"']""", scripts), "Streamlit", f"what tells of a choice or a run ({name})"
    )


def test_streamlit_addresses(scripts):
    heard = re.search(r"addEventListener\([\"'`]popstate[\"'`],this\.onHistoryChange", scripts)
    holds(heard, "Streamlit", "how it hears that a person goes back, by which links open pages")
    holds("history.pushState" in scripts, "Streamlit", "how it writes choices into the address")


def test_streamlit_socket(scripts):
    script = index_page.inline("server")
    named = [re.escape(name) for name in re.findall(r"\b[A-Z_]{8,}\b|\w+(?=: (?:\[|false))", script)]
    read = all(re.search(rf"\b{name}\b", scripts) for name in named) and "window.__streamlit" in scripts
    holds(len(named) == 4 and read, "Streamlit", "how it is told where its server is, before it asks")
    holds("enableBypass===!0" in scripts, "Streamlit", "that its socket opens at once where it is told so")


def test_streamlit_delays():
    source = inspect.getsource(starlette_server._bind_socket)
    holds("socket.socket(family=family)" in source, "Streamlit", "how it makes the socket it listens on")


def test_streamlit_markup():
    (text,) = [
        (index_page.STREAMLIT / "static/js" / name).read_text(encoding="utf-8")
        for name in index_page._needed("Html")[:1]
    ]
    holds("sanitize(" in text and "USE_PROFILES:{html:!0}" in text, "Streamlit", "how st.html cleans markup")


# streamlit-folium


def test_streamlit_folium_frame():
    frame = map_script.map_frame()
    holds(frame, "streamlit-folium", "the document of its frame")
    holds('id="map_div"' in frame[1], "streamlit-folium", "where its frame has the map")
    name = f"component/{streamlit_folium._component_func.name}"
    holds(name == map_script.FRAME, "streamlit-folium", f"its name, now {name}")


@pytest.mark.parametrize(
    "part",
    ["window.Streamlit=", "setComponentValue(", "streamlit:setComponentValue", ".returned_objects.includes("],
)
def test_streamlit_folium_tells(part):
    """map.js tells the page of a click by the former two; asked for nothing, the frame itself stays silent."""
    holds(
        part in (map_script.map_frame() or "  ")[2],
        "streamlit-folium",
        f"how its frame tells of a click ({part})",
    )


@pytest.fixture
def drawn(monkeypatch):
    """What the frame of a map gets, and what its page is told after a click there."""
    sent, told, state = {}, [], {}
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **given: sent.update(given))
    monkeypatch.setattr(st, "session_state", state)
    shell = drawing.map_layer.shell("Anywhere", (52.7, -1.1))
    layer = drawing.map_layer.View(2011, "a", ["One"], ["E01"], drawing=True, key={})
    layer.add_child(drawing.map_layer.Cells(drawing.map_layer.Hexagons([], [])))
    hooks.draw_map(shell, layer, 500, told.append)
    state[sent["key"]] = {"code": "E01"}
    sent["on_change"]()
    return sent, told


def test_streamlit_folium_call(drawn):
    sent, told = drawn
    holds(
        sent["returned_objects"] == [] and sent["default"] == {}, "streamlit-folium", "what it asks of a map"
    )
    holds(told == [{"code": "E01"}], "streamlit-folium", "where it leaves what the frame told")
    asked = [*sent["js_links"], *sent["css_links"], *re.findall(r"https?://[^\s\"']+", sent["header"])]
    holds(not asked, "streamlit-folium", f"what a map's frame asks of the web: {asked}")
    holds("charnwood.begin(map_div" in sent["script"], "streamlit-folium", "the map's name in its frame")
    for part in ("charnwood.layer({", "charnwood.cells(feature_group_feature_group_0", "map_div.addLayer("):
        holds(part in sent["feature_group"], "streamlit-folium", f"how it writes a feature group ({part})")


# The list and the code


def test_the_list_names_every_test_and_every_place():
    here = {*globals(), *vars(others)}
    here = {name for name in here if name.startswith("test_") and not name.startswith("test_the_")}
    rows = [line.split("|") for line in LIST.splitlines() if line.startswith("| ") and "`test_" in line]
    assert {re.search(r"`(test_\w+)`", row[3])[1] for row in rows} == here
    for row in rows:
        for place in re.findall(r"`([\w/.]+\.\w+)`", row[2]):
            assert (ROOT / place).exists(), f"docs/upgrading.md names {place}, which is not there"
