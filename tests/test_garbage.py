"""Garbage: collected between runs and never kept for ever, though most of memory is set aside."""

import gc
import weakref
from types import SimpleNamespace

import pytest

from charnwood.web import memory


class Ring:
    """What only the collector can free."""

    def __init__(self):
        self.me = self


@pytest.fixture(scope="module")
def shown():
    """The data that the server shows; set `shown.data` to change them."""
    shown = SimpleNamespace(data=Ring())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory.dataset, "held", lambda: shown.data)
        yield shown


@pytest.fixture(scope="module")
def keeper(shown):
    """A keeper that has looked through all memory once, which takes long in a process as large as that of tests."""
    keeper = memory.Keeper(whole=3600)
    assert keeper.tidy()
    keeper.due += 3600  # however slow the machine is
    yield keeper
    gc.unfreeze()


def test_what_stays_is_looked_through_once(keeper):
    kept = [Ring() for _ in range(1000)]
    before = gc.get_freeze_count()
    assert not keeper.tidy()
    assert gc.get_freeze_count() >= before + len(kept)
    assert len(gc.get_objects()) < 1000


def test_new_garbage_goes_at_once_and_what_was_set_aside_when_its_time_has_come(keeper):
    ring = Ring()
    gone = weakref.ref(ring)
    del ring
    assert not keeper.tidy()
    assert gone() is None
    ring = Ring()
    gone = weakref.ref(ring)
    keeper.tidy()
    del ring  # after it was set aside
    assert not keeper.tidy()
    assert gone() is not None
    keeper.due = 0
    assert keeper.tidy()
    assert gone() is None


def test_data_that_were_replaced_go_with_all_that_was_set_aside(shown, keeper):
    gone = weakref.ref(shown.data)
    shown.data = Ring()
    assert keeper.tidy()
    assert gone() is None
    assert not keeper.tidy()
    shown.data = None
    assert keeper.tidy()
    assert not keeper.tidy()
