"""An address as a QR code, for the telephones of those who listen or hold a sheet of paper."""

from __future__ import annotations

import base64
import io

import segno

from charnwood import palette

QUIET = 4  # modules of paper around the code, which a telephone needs to find it


def png(address: str) -> bytes:
    """The code as a picture of points, for slides and Word."""
    return _drawn(address, "png")


def svg(address: str) -> str:
    """The code as an SVG, for a PDF."""
    return _drawn(address, "svg").decode()


def inline(address: str) -> str:
    """The code as an SVG in an address of its own, for a page."""
    return f"data:image/svg+xml;base64,{base64.b64encode(_drawn(address, 'svg')).decode()}"


def _drawn(address: str, kind: str) -> bytes:
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind=kind, scale=16, border=QUIET, dark=palette.INK, light=palette.PAPER)
    return out.getvalue()
