"""The files that pages ask for and browsers keep, by their address: those made of the data, and those of the package."""

from __future__ import annotations

from pathlib import Path

from charnwood import assets
from charnwood.public import map_page, members, search_index
from charnwood.store.dataset import Dataset

# Addresses of the files that are made; each carries a hash of its content
MADE = rf"/{assets.PREFIX}/(find-[0-9a-f]{{8}}\.json|(plain-map|postcodes)-[0-9a-f]{{8}}\.js)"


def made(data: Dataset) -> dict[str, bytes]:
    """What is made of the data: the index of the search box, all that the map runs, the postcodes of the whole area."""
    return {
        search_index.address(data): search_index.content(data),
        map_page.address(data): map_page.script(data).encode(),
        members.address(data): members.content(data),
    }


def scripts() -> dict[str, Path]:
    """The scripts that stand in the package."""
    folder = f"{assets.PREFIX}/{assets.versioned('public')}"
    return {
        f"{folder}/{name}": assets.FOLDERS["public"] / name for name in ("search.js", "members.js", "copy.js")
    }
