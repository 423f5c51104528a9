"""Where a fault that nobody foresaw ends: one sentence with a way to start again, and a line in the log.

The log says where it was and with which choices, never what somebody typed; the message of an error may hold
that, so it stays out.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit import error_util

from charnwood import ROOT, settings, words
from charnwood.figures import own_area
from charnwood.ui import html

LOG = logging.getLogger(__name__)
AGAIN = "Start again with the same choices"
# Keys of the address that hold choices, and what a choice looks like; the name of an own area was typed
CHOICES = ("area", "areas", "edition", "measure", "show", "period", "span", "table", "type", "rule", "own")
CHOICE = re.compile(r"[A-Za-z0-9.-]{1,200}")
OWN = f"{own_area.PREFIX}{own_area.BETWEEN}"


def caught(error: Exception) -> bool:
    """Tell the reader, in the page, and the log of an error; always true, as `st.App` asks of its handler."""
    where = _where(error)
    asked = {key: str(value) for key, value in st.query_params.items()}
    LOG.error("%s at %s. Choices: %s", type(error).__name__, where, choices(asked) or "none")
    detail = "" if settings.public() else f" {type(error).__name__} at {where.split(' < ', maxsplit=1)[0]}."
    st.error(words.pages.FAULT + detail)
    st.html(f'<p><a href="?{html.escape(urlencode(asked, safe=",~"))}" target="_self">{AGAIN}</a></p>')
    return True


def choices(asked: Mapping[str, str]) -> str:
    """What of an address may be logged: known keys with what can only have been chosen."""
    return ", ".join(
        f"{key}={','.join(map(_chosen, asked[key].split(',')))}" for key in CHOICES if key in asked
    )


def log_no_messages() -> None:
    """Keep Streamlit from logging the message of an error, before it calls `caught`."""
    logging.getLogger(error_util.__name__).addFilter(_without_error)


def _without_error(record: logging.LogRecord) -> bool:
    return record.exc_info is None


def _chosen(text: str) -> str:
    if text.startswith(OWN):
        codes = text.rsplit(own_area.BETWEEN, 1)[1]
        return f"{OWN}…{own_area.BETWEEN}{codes if CHOICE.fullmatch(codes) else '…'}"
    return text if CHOICE.fullmatch(text) else "…"


def _where(error: Exception) -> str:
    """File and line of an error, from where it was raised to where it was called; ours alone where it passed ours."""
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    ours = [f for f in frames if Path(f.filename).is_relative_to(ROOT) and "site-packages" not in f.filename]
    return " < ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in ours or frames[:1]) or "unknown"


def _short(name: str) -> str:
    path = Path(name)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
