"""The page that counts a list of people by their postcodes, and the file of postcodes that its script looks them up in.

All is done in the browser: the file comes once the page is used, and the list goes nowhere.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pandas as pd

from charnwood import assets, clean, drawing, figures, words
from charnwood.cache import of_data
from charnwood.official.areas import SHARES
from charnwood.official.deprivation import MAPPED
from charnwood.public import search_index
from charnwood.public.site import Site
from charnwood.public.templating import render
from charnwood.store.dataset import Dataset

MOST_BYTES = 100_000  # of that file, packed with gzip


@of_data(2)
def content(data: Dataset) -> bytes:
    """The file as a script, which a page takes also from a folder without a server: the same data, the same bytes."""
    rows, placed = figures.members.places(data), figures.members.placed(data)
    names = {by: [str(one) for one in rows[by].dropna().unique()] for by in ("ward", "district")}
    names["neighbourhood"] = [area.name for area in data.neighbourhoods]
    own = {
        "places": [_place(row, names) for row in rows.to_dict("records")],
        "names": names,
        "postcodes": search_index.sectors(placed.index, placed.tolist()),
        "rules": {
            "areas": data.place.postcode_areas,
            "written": figures.members.WRITTEN,
            "cells": figures.members.CELLS,
            "postcode": clean.POSTCODE,
            "takenFor": clean.TAKEN_FOR,
            "units": search_index.UNITS,
        },
    }
    return f"window.charnwoodPostcodes={drawing.map_layer.in_script(own)};".encode()


def _place(row: dict[str, Any], names: dict[str, list[str]]) -> list[Any]:
    """A row of `places`: codes and name, numbers of its ward, district and neighbourhood (-1 for none), deciles (0)."""
    numbers = [
        -1 if pd.isna(row[by]) else names[by].index(row[by]) for by in ("ward", "district", "neighbourhood")
    ]
    deciles = [0 if pd.isna(row[f"decile{year}"]) else int(row[f"decile{year}"]) for year in MAPPED]
    return [row["lsoa11cd"], row["lsoa21cd"], "" if pd.isna(row["name"]) else row["name"], *numbers, *deciles]


@of_data(2)
def address(data: Dataset) -> str:
    """Where that file is, with a hash of its content."""
    return f"{assets.PREFIX}/postcodes-{hashlib.sha256(content(data)).hexdigest()[:8]}.js"


def page(data: Dataset, site: Site, end: str = "") -> str:
    """The page, with all that its script says."""
    own = words.members
    said = {
        "said": own.SAID,
        "numbers": own.NUMBERS,
        "tables": own.tables(data),
        "columns": own.COLUMNS,
        "each": own.EACH,
        "elsewhere": own.ELSEWHERE,
        "copy": [own.COPY, own.COPIED],
        "district": data.place.name,
        "area": words.search.areas(data.place),
        "region": data.place.region,
        "source": own.source(data),
        "example": figures.members.placed(data).index[-1],
        "years": list(MAPPED),
        "shares": list(SHARES),
        "fewest": own.FEWEST,
        "most": [own.MOST_LINES, own.MOST_BYTES],
    }
    return render(
        "members.html",
        end=end,
        site=site,
        here="members",
        words=own,
        lead=own.lead(data),
        notes=own.notes(data),
        said=json.dumps(said, ensure_ascii=False),
        postcodes=address(data),
    )
