"""Renew what README says that commands print: `make outputs`."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from pathlib import Path

from charnwood import ROOT
from charnwood.__main__ import main as run

README = ROOT / "README.md"
BLOCK = re.compile(
    r"```console\n\$ \.venv/bin/python -m charnwood (?P<command>.+)\n(?P<output>(?:(?!```).*\n)*)```"
)


def printed(command: str) -> str:
    """What a command of `python -m charnwood` prints, run in a folder of its own."""
    out, here = io.StringIO(), Path.cwd()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(out):
        os.chdir(folder)
        try:
            run(shlex.split(command))
        finally:
            os.chdir(here)
    return out.getvalue()


def renewed(text: str) -> str:
    """A text whose console blocks show what their commands print now."""

    def block(found: re.Match[str]) -> str:
        head = found.group()[: found.start("output") - found.start()]
        return f"{head}{printed(found['command'])}```"

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
