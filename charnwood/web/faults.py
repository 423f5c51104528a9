"""A fault that nobody foresaw: a line in the log that says where and with which choices, and a sentence for who asked.

Never what somebody typed: the message of an error may hold that, so it stays out, and so does all of an address that
is no choice.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charnwood import ROOT, settings, words
from charnwood.figures import own_area

LOG = logging.getLogger(__name__)
# Keys of the address that hold choices, and what a choice looks like; the name of an own area was typed
CHOICES = ("area", "areas", "edition", "measure", "show", "period", "span", "table", "type", "rule", "own")
CHOICE = re.compile(r"[A-Za-z0-9.-]{1,200}")
OWN = f"{own_area.PREFIX}{own_area.BETWEEN}"


class Floor:
    """ASGI middleware: a fault of any route ends in a sentence, and in the log without what was typed."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; where it fails before an answer began, answer with a sentence."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:  # whatever it is, the reader gets a sentence
            asked = dict(Request(scope).query_params)
            first = "/" + "/".join(map(_chosen, scope["path"].split("/")[1:]))
            where = logged(LOG, error, asked, first)
            if not begun:
                answer = PlainTextResponse(words.pages.FAULT + told(error, where), 500)
                await answer(scope, receive, send)


def logged(log: logging.Logger, error: Exception, asked: Mapping[str, str], page: str = "") -> str:
    """Log where an error was raised and with which choices; returns where."""
    where = _where(error)
    log.error(
        "%s at %s.%s Choices: %s",
        type(error).__name__,
        where,
        f" Address: {page}." if page else "",
        choices(asked) or "none",
    )
    return where


def told(error: Exception, where: str) -> str:
    """What an officer reads of an error beside its sentence: its kind and the line; the public nothing."""
    return "" if settings.public() else f" {type(error).__name__} at {where.split(' < ', maxsplit=1)[0]}."


def choices(asked: Mapping[str, str]) -> str:
    """What of an address may be logged: known keys with what can only have been chosen."""
    return ", ".join(
        f"{key}={','.join(map(_chosen, asked[key].split(',')))}" for key in CHOICES if key in asked
    )


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
