"""A copy of the project with one line changed, as whoever keeps it would change it, run in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from charnwood import ROOT


def copied(folder: Path, module: str, before: str, after: str) -> Path:
    """The copy, in a folder that is not there yet; `before` stands once in the module."""
    for part in (
        "charnwood",
        "pages",
        "data",
    ):  # with what is compiled, which Python compiles anew where it is changed
        shutil.copytree(ROOT / part, folder / part)
    path = folder / "charnwood" / module
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")
    return folder


def run(project: Path, script: str, *arguments: object) -> subprocess.CompletedProcess:
    """A script in that project, which must end well; it may import `apptest`."""
    paths = os.pathsep.join((str(project), str(ROOT / "tests")))
    command = [sys.executable, "-c", script, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=project, env={**os.environ, "PYTHONPATH": paths}
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    return done
