"""Every view on phones and desks, dark."""

import pytest
from browser import CARD, PAGES
from screens import check


@pytest.mark.parametrize("path", [*PAGES, CARD])
def test_a_view_is_whole_accessible_and_private(visit, address, path):
    check(visit, path, "dark", address)
