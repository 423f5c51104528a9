"""Every view on phones and desks, light."""

import pytest
from screens import VIEWS, check


@pytest.mark.parametrize("path", VIEWS)
def test_a_view_is_whole_accessible_and_private(visit, address, path):
    check(visit, path, "light", address)
