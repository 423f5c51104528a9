"""The documentation: every command runs or parses, and what it names is there and named in full."""

import ast
import functools
import importlib
import importlib.util
import re
import shlex
import stat
import subprocess
import tomllib
from urllib.parse import parse_qsl

import pytest
from packaging.requirements import Requirement

from charnwood import ROOT, settings
from charnwood.__main__ import main, parser
from charnwood.briefing import addresses
from charnwood.public import pages
from charnwood.web import limits, menu, public_pages

DOCS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
}
TEXT = "\n".join(DOCS.values())
COMMANDS = list(dict.fromkeys(re.findall(r"\.venv/bin/python -m charnwood ([a-z][^`\n]*)", TEXT)))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
ALL = "briefing --all"
# Programs of a shell block that are not ours, and so are not run here
OTHERS = {"sudo", "mkdir", "kubectl", "docker", "python3"}


def outputs():
    """docs/outputs.py, which renews README, as a module."""
    spec = importlib.util.spec_from_file_location("outputs", ROOT / "docs" / "outputs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SHOWN = [found["command"] for found in outputs().BLOCK.finditer(DOCS["README.md"])]


@functools.cache
def subcommands():
    return parser()._subparsers._group_actions[0].choices


def rows(doc, heading):
    """First cells of the table whose head is `heading`, without backticks."""
    table = re.search(
        rf"^\| {re.escape(heading)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", DOCS[doc], flags=re.MULTILINE
    )
    return [[cell.strip(" `") for cell in line.strip("|").split(" | ")] for line in table[1].splitlines()]


@pytest.mark.slow
def test_readme_is_short_and_shows_what_its_commands_print():
    assert len(DOCS["README.md"].splitlines()) <= 120
    assert len(SHOWN) == 3
    assert outputs().renewed(DOCS["README.md"]) == DOCS["README.md"]


# That of all briefings is run in test_exports.py
RUN = [c for c in COMMANDS if c not in SHOWN and not c.startswith(("build", "refresh", "publish", ALL))]


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    RUN,
)
def test_a_command_of_the_documentation_runs(command, loaded, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out


def test_commands_that_need_files_or_a_network_parse():
    given = [
        parser().parse_args(shlex.split(c))
        for c in COMMANDS
        if c.startswith(("build", "refresh", "publish", ALL))
    ]
    assert len(given) >= 9


def test_every_command_table_and_option_is_documented():
    assert [row[0] for row in rows("docs/commands.md", "command")] == [
        *sorted(subcommands(), key=["build", "refresh", "check", "table", "briefing", "publish"].index)
    ]
    names = next(a.choices for a in subcommands()["table"]._actions if a.dest == "name")
    assert sorted(row[0] for row in rows("docs/commands.md", "table")) == sorted(names)
    for name, command in subcommands().items():
        for option in (o for a in command._actions for o in a.option_strings if o.startswith("--")):
            assert f"`{option}" in TEXT or f" {option}" in TEXT, f"{name} {option}"
    for kind in next(a.choices for a in subcommands()["briefing"]._actions if a.dest == "format"):
        assert f"`{kind}`" in DOCS["docs/commands.md"]


def test_pages_are_those_of_the_menu_and_every_address_is_one():
    listed = [(title, address) for title, address, _ in rows("docs/pages.md", "page")]
    assert listed == [(title, f"/{path}") for _, title, path in menu.PAGES]
    plain = {f"/{path}" for path in ("find", "area", menu.DASHBOARD, public_pages.HOME, *pages.PLAIN)}
    known = {f"/{path}" for _, _, path in menu.PAGES} | {"/present"} | plain
    found = re.findall(r"`(/[a-z-]*)(?:\?[^`]*)?`", TEXT)
    assert len(found) > 20
    assert set(found) <= known


def test_addresses_of_files_name_files(data):
    found = re.findall(r"`/(table|picture|briefing)/([\w-]+)\.(\w+)\?([^`]*)`", TEXT)
    assert {folder for folder, *_ in found} == set(addresses.FOLDERS)
    for folder, name, kind, query in found:
        assert addresses.ask(data, folder, name, kind, dict(parse_qsl(query))).name.endswith(f".{kind}")


def test_pages_of_the_tables_are_in_the_menu():
    shown = {row[-1] for row in rows("docs/commands.md", "table")}
    assert shown <= {title for _, title, _ in menu.PAGES}


def test_targets_of_make_exist():
    named = set(re.findall(r"\bmake ([a-z-]+)", TEXT.replace("make it", "")))
    assert {"run", "test", "lint", "screenshots", "outputs", "bench", "load", "audit"} <= named
    assert named <= TARGETS


def test_every_line_of_a_shell_block_is_known():
    """Make, our own command, pytest on a file that exists, or a program that is no part of this project."""
    for line in "\n".join(re.findall(r"```sh\n(.*?)\n```", TEXT, flags=re.DOTALL)).splitlines():
        program, *words = (word for word in shlex.split(line) if not re.match(r"[A-Z_]+=", word))
        if program == "make" or program in OTHERS:
            continue
        assert program.split("/", 1)[-1] in (
            "bin/python",
            "charnwood-venv/bin/pip",
            "charnwood-venv/bin/charnwood",
        ), line
        if "pytest" in words:
            assert all((ROOT / word).is_file() for word in words if word.endswith(".py")), line
        elif "-m" in words:
            assert words[words.index("-m") + 1] in ("charnwood", "pip"), line


def test_links_and_files_exist():
    for doc, text in DOCS.items():
        for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", text):
            at = (ROOT / doc).parent / target if target else ROOT / doc
            assert at.exists(), f"{doc}: {target}"
            heads = re.findall(r"^#+ (.+)$", at.read_text(), flags=re.MULTILINE) if anchor else []
            assert not anchor or anchor in {
                re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in heads
            }
    folders = "data|charnwood|tests|docs|benchmarks|deploy|pages|\\.ci|\\.streamlit"
    for name in set(re.findall(rf"`((?:{folders})/[\w./-]*)`", TEXT)) | set(
        re.findall(r" -[rc] (\S+)", TEXT)
    ):
        assert (ROOT / name).exists(), name
    for name in set(re.findall(r"`((?:official|store|ui|web)/\w+\.py)`", TEXT)):
        assert (ROOT / "charnwood" / name).is_file(), name


def test_names_of_the_code_in_the_documentation_exist():
    rooms = [path.parent.name for path in (ROOT / "charnwood").glob("*/__init__.py")]
    found = set(
        re.findall(rf"`(?:charnwood\.)?((?:{'|'.join([*rooms, 'cache'])})\.[\w.]+)(?:\([^`]*\))?`", TEXT)
    )
    assert {"figures.crime.rate", "figures.intervals.compare", "cache.of_data"} <= found
    for name in found:
        room, *parts = name.split(".")
        value = importlib.import_module(f"charnwood.{room}")
        for at, part in enumerate(parts, 1):
            if not hasattr(value, part):
                importlib.import_module(".".join(["charnwood", room, *parts[:at]]))
            value = getattr(value, part)


def test_the_picture_of_the_rooms_is_the_contract_and_readme_lists_them():
    contract = next(c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    layers = [layer.replace(" |", ",") for layer in contract["layers"]]
    ground = layers.index("official") + 1
    rooms = [name for layer in layers[:ground] for name in layer.split(", ") if name != "__main__"]
    picture = DOCS["docs/architecture.md"].split("```")[1]
    drawn = re.findall(rf"(?m)^[ |+-]*\b({'|'.join(rooms)})\b", picture)
    assert drawn == rooms
    assert f"the ground: {'; '.join(layers[ground:])}" in " ".join(picture.split())
    for room in rooms:
        if room != "tables":
            assert re.search(rf"^{room}/ ", DOCS["README.md"], flags=re.MULTILINE), room
            assert f"- **{room}** " in DOCS["docs/architecture.md"], room


def test_the_figure_in_three_steps_is_the_one_on_the_page(data):
    from charnwood import figures, words

    area = data.areas["loughborough-east"]
    text = DOCS["docs/architecture.md"]
    assert f"“{words.crime.rate_sentences(data, area)[0].split(': ')[1].rstrip('.')}”" in text
    count, residents = (
        int(figures.crime.recent(data, figures.tally.of(data, area))["crimes"]),
        data.residents(area),
    )
    assert f"1,000 × {count:,} crimes / {residents:,} residents" in text


def test_every_variable_is_read_in_one_module_and_documented():
    known = set(re.findall(r"CHARNWOOD_[A-Z_]+", (ROOT / "charnwood" / "settings.py").read_text()))
    assert known == {value for value in vars(settings).values() if str(value).startswith("CHARNWOOD_")}
    told = (ROOT / name for name in ("Containerfile", "compose.yaml", "Makefile"))
    deployed = (path for path in (ROOT / "deploy").rglob("*") if path.is_file() and path.suffix != ".pyc")
    others = "\n".join(path.read_text() for path in (*told, *deployed))
    assert set(re.findall(r"CHARNWOOD_[A-Z_]+", TEXT + others)) == known
    assert {row[0] for row in rows("docs/deploy.md", "variable")} == known
    readers = [
        p for p in (ROOT / "charnwood").rglob("*.py") if re.search(r"os\.(environ|getenv)", p.read_text())
    ]
    assert [path.name for path in readers] == ["settings.py"]


def test_the_limits_that_an_operator_reads_are_those_of_the_server():
    text = DOCS["docs/deploy.md"]
    assert f"more than {limits.BURST} messages in {limits.SECONDS} s" in text
    assert f"{limits.AT_ONCE} are made at a time and {limits.WAITING} wait" in text
    assert f"asks for {limits.WANTED:,} descriptors and keeps {limits.LEFT} free" in text


def requirements(name):
    lines = (line.split(" #")[0].strip() for line in (ROOT / name).read_text().splitlines())
    return {r.name: r for r in (Requirement(line) for line in lines if line and line[0] not in "#-")}


def test_pins_are_exact_and_within_the_ranges_of_pyproject():
    pinned, allowed = requirements("constraints.txt"), PROJECT["project"]["dependencies"]
    ranges = {r.name: r for r in map(Requirement, allowed)}
    assert list(ranges) == list(requirements("requirements.txt"))
    for listed in ("requirements.txt", "requirements-test.txt"):
        for name, requirement in requirements(listed).items():
            (pin,) = requirement.specifier
            assert pin.operator == "==", name
            assert name not in ranges or ranges[name].specifier.contains(pin.version), name
            assert pinned.get(name, requirement).specifier == requirement.specifier, name


def test_the_installed_command_is_main_and_brings_every_file():
    module, name = PROJECT["project"]["scripts"]["charnwood"].split(":")
    assert getattr(importlib.import_module(module), name) is main
    brought = {
        path
        for package, patterns in PROJECT["tool"]["setuptools"]["package-data"].items()
        for pattern in patterns
        for path in (ROOT / package.replace(".", "/")).glob(pattern)
    }
    files = {p for p in (ROOT / "charnwood").rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")}
    assert files <= brought


def test_the_timer_and_the_cron_line_run_commands_that_exist_on_the_folder_of_the_runbook():
    service = (ROOT / "deploy/charnwood-refresh.service").read_text()
    cron = (ROOT / "deploy/charnwood-refresh.cron").read_text()
    for text in (service, cron):
        found = re.findall(r"-m charnwood ([a-z ]+)", text)
        assert [parser().parse_args(shlex.split(command)).run.__name__ for command in found] == [
            "run_refresh",
            "run_check",
        ]
        folder = re.search(r"CHARNWOOD_DATA=(\S+)", text)[1]
        assert f"served data in `{folder}`" in DOCS["docs/data.md"]
    assert "OnCalendar=" in (ROOT / "deploy/charnwood-refresh.timer").read_text()


@pytest.mark.parametrize("fails", ["nothing", "refresh", "check"])
def test_the_cron_line_prints_only_where_something_fails(tmp_path, fails):
    line = (ROOT / "deploy/charnwood-refresh.cron").read_text().splitlines()[-1].split("charnwood ", 1)[1]
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "$3 was asked"\n[ "$3" != {fails} ]\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    run = subprocess.run(
        ["sh", "-c", line.replace("/opt/charnwood", str(tmp_path))],
        capture_output=True,
        text=True,
        check=False,
    )
    said = {"nothing": "", "refresh": "refresh was asked\n", "check": "refresh was asked\ncheck was asked\n"}
    assert (run.stdout, run.stderr) == (said[fails], "")


def test_functions_modules_and_pages_are_as_short_as_contributing_says():
    said = re.search(
        r"Functions under (\d+) lines, modules under (\d+), pages under (\d+)", DOCS["CONTRIBUTING.md"]
    )
    most = dict(zip(("functions", "modules", "pages"), map(int, said.groups()), strict=True))
    long = []
    for path in [*(ROOT / "charnwood").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]:
        text = path.read_text(encoding="utf-8")
        kind = "pages" if path.parent.name == "pages" else "modules"
        long += [f"{path}: {lines} lines"] if (lines := len(text.splitlines())) >= most[kind] else []
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                long += [f"{path}: {node.name}, {lines} lines"] if lines >= most["functions"] else []
    assert long == []
