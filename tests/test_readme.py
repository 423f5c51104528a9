"""The README's commands exist and run, and its layout and pictures are there."""

import re
import shlex

import pytest

from charnwood import ROOT
from charnwood.__main__ import main, parser

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/python -m charnwood (.+)$", README, flags=re.MULTILINE)
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.startswith(("build", "refresh"))])
def test_a_command_of_the_readme_runs(command, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out


def test_every_command_is_in_the_readme_and_those_that_need_files_or_a_network_parse():
    used = {command.split()[0] for command in COMMANDS}
    listed = parser()._subparsers._group_actions[0].choices
    assert used == set(listed)
    build = next(c for c in COMMANDS if c.startswith("build"))
    assert parser().parse_args(shlex.split(build)).sources
    for refresh in (c for c in COMMANDS if c.startswith("refresh")):
        assert parser().parse_args(shlex.split(refresh)).what


def test_make_targets_of_the_readme_exist():
    named = set(re.findall(r"\bmake ([a-z]+)", README))
    assert {"run", "test", "screenshots", "bench"} <= named <= TARGETS


def test_files_of_the_readme_exist():
    for name in re.findall(r"\]\((docs/[^)]+)\)", README):
        assert (ROOT / name).is_file(), name
    for name in re.findall(r"^([a-z]+(?:\.py|/)) ", README, flags=re.MULTILINE):
        assert (ROOT / name).exists(), name
    for name in set(re.findall(r"`((?:data|charnwood|tests)/[\w./]+)`", README)):
        assert (ROOT / name).exists(), name


def test_windows_commands_name_files_that_exist():
    for name in re.findall(r"-r (\S+)", README):
        assert (ROOT / name).is_file()


def test_versions_are_pinned():
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        if line and not line.startswith(("#", "-")):
            assert "==" in line, line
