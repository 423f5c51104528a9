"""What other packages do not promise is used in the places that docs/upgrading.md lists, and nowhere else."""

import ast
import re

import pytest

from charnwood import ROOT

INSIDES = {
    r"data-testid|data-baseweb|data-stale|\.st[A-Z]\w+|js-plotly-plot|main-svg|PopStateEvent": {
        "charnwood/ui/assets/page.css",
        "charnwood/ui/assets/page.js",
        "charnwood/ui/assets/first.js",
    },
    r"_stcore|static/js|streamlit\.__file__": {"charnwood/web/"},
    r"streamlit_folium|st_folium": {"charnwood/ui/hooks.py", "charnwood/web/map_script.py"},
    r"setComponentValue|__GLOBAL_DATA__|draw:created": {"charnwood/ui/assets/map.js"},
    r"branca|\b_template\b|default_js": {"charnwood/drawing/map_layer.py"},
    r"pptx\.oxml|makeelement": {"charnwood/briefing/slide_xml.py"},
    r"docx\.(oxml|opc)": {"charnwood/briefing/paper_xml.py"},
    r"from streamlit\.(?!delta_generator)": set(),
}


@pytest.mark.parametrize("pattern", INSIDES)
def test_the_insides_of_others_are_used_nowhere_else(pattern):
    for path in sources():
        text = re.sub(r'""".*?"""|/\*.*?\*/|^\s*#.*?$', "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
        name = path.relative_to(ROOT).as_posix()
        if found := re.search(pattern, text):
            assert name.startswith(tuple(INSIDES[pattern])), f"{found[0]} in {name}: see docs/upgrading.md"


def test_the_private_names_of_others_are_used_nowhere_else():
    """Of what is not ours, names that begin with _ stand in the modules that are listed."""
    allowed = {
        "charnwood/drawing/map_layer.py",
        *(f"charnwood/briefing/{name}_xml.py" for name in ("slide", "paper")),
    }
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix != ".py" or name in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr):
                of = getattr(node.value, "id", "")
                assert of in ("self", "cls") or node.attr == "_replace", (
                    f"{ast.unparse(node)} in {name}: see docs/upgrading.md"
                )


def sources():
    """The project's own code, styles and scripts."""
    folders = [ROOT / "charnwood", ROOT / "pages"]
    files = [path for folder in folders for path in folder.rglob("*")] + [ROOT / "app.py"]
    return [path for path in files if path.suffix in (".py", ".js", ".css")]
