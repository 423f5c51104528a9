"""How the server is run: by the team for itself, or before the public. The environment is read here alone."""

from __future__ import annotations

import os
import re
from pathlib import Path

from charnwood import ROOT
from charnwood.checks import DataError

MODE, HOSTS, FRAMES = "CHARNWOOD_MODE", "CHARNWOOD_HOSTS", "CHARNWOOD_FRAME_ANCESTORS"
DATA, PAGES = "CHARNWOOD_DATA", "CHARNWOOD_PAGES"
LOCAL = ("localhost", "127.0.0.1")
HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
SITE = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")
ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[\w./~-]*)?")


def data_folder() -> Path:
    """The data folder: `CHARNWOOD_DATA`, else `data/` of the project."""
    return Path(os.environ.get(DATA) or ROOT / "data")


def public() -> bool:
    """Whether the dashboard stands before the public: `CHARNWOOD_MODE=public`.

    Raises `DataError` for any other word, so that a slip of the pen does not open what should be closed.
    """
    text = os.environ.get(MODE, "")
    if text not in ("", "public"):
        raise DataError(f"{MODE}: expected 'public' or nothing, found {text[:40]!r}. Correct the variable.")
    return bool(text)


def hosts() -> list[str]:
    """Names under which the server answers: `CHARNWOOD_HOSTS`, by commas, this machine always among them.

    Without the variable: this machine alone in public mode, else any (`*`). Raises `DataError` for a
    text that is no host name.
    """
    names = [name.strip().lower() for name in os.environ.get(HOSTS, "").split(",") if name.strip()]
    for name in names:
        if not HOST.fullmatch(name):
            raise DataError(
                f"{HOSTS}: expected names such as statistics.example.org, by commas and without a port, "
                f"found {name[:60]!r}. Correct the variable."
            )
    closed = public()
    if names or closed:
        return list(dict.fromkeys([*names, *LOCAL]))
    return ["*"]


def frame_ancestors() -> str:
    """Sites that may show a page in a frame, for the CSP: `CHARNWOOD_FRAME_ANCESTORS`, by spaces, and this one.

    Raises `DataError` for a text that is no address of a site.
    """
    sites = os.environ.get(FRAMES, "").split()
    for site in sites:
        if not SITE.fullmatch(site):
            raise DataError(
                f"{FRAMES}: expected addresses such as https://www.example.org, by spaces, found {site[:60]!r}. "
                "Correct the variable."
            )
    return " ".join(["'self'", *sites])


def pages() -> str:
    """Where residents read the plain pages, for links in files that travel: `CHARNWOOD_PAGES`, no slash at its end.

    Without it: in public mode the first of `CHARNWOOD_HOSTS`, else "" for nowhere. Raises `DataError` for a text that
    is no address.
    """
    text = os.environ.get(PAGES, "").strip()
    if text and not ADDRESS.fullmatch(text):
        raise DataError(
            f"{PAGES}: expected an address such as https://www.example.org/neighbourhoods, found {text[:60]!r}. "
            "Correct the variable."
        )
    named = [name for name in hosts() if name not in LOCAL and "*" not in name] if public() else []
    return text.rstrip("/") or (f"https://{named[0]}" if named else "")
