"""A refresh killed at any instant leaves the old data or the new, never a mixture."""

import shutil
from collections import Counter

import pytest
from conftest import POLICE, save
from killed import killed
from refreshed import HELD, POSTCODES

SHARES = {"crime": [0.02, 0.4, 0.6, 0.8, 0.95, 1], "postcodes": [0.02, 0.4, 0.8, 1]}


@pytest.fixture(scope="module")
def found(raw, cut, tmp_path_factory):
    """What each refresh left, by what it refreshes; of postcodes a list without its first."""
    folder = tmp_path_factory.mktemp("killed")
    lines = (raw / POSTCODES).read_bytes().splitlines(keepends=True)
    places = {"crime": raw / POLICE, "postcodes": save(folder / "le.csv", b"".join(lines[1:]))}
    held = {"crime": cut, "postcodes": HELD}
    folders = {what: shutil.copytree(held[what], folder / what / "data") for what in places}
    refreshes = [(folders[what], what, places[what], SHARES[what]) for what in places]
    return dict(zip(places, killed(*refreshes), strict=True))


@pytest.mark.parametrize("what", SHARES)
def test_a_refresh_killed_at_any_instant_leaves_the_old_or_the_new(found, what):
    assert [dead for dead, _ in found[what]] == [True] * len(SHARES[what])
    assert Counter(content for _, content in found[what]).keys() == {"old", "new"}
