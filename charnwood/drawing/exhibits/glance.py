"""The sum of the Priority Neighbourhoods and the district on one screen."""

from __future__ import annotations

from charnwood import figures, words
from charnwood.drawing.exhibits.registry import Exhibit, exhibit
from charnwood.official import incidents
from charnwood.official.deprivation import CHOSEN, NEWEST
from charnwood.store.dataset import Dataset


@exhibit("glance")
def together(data: Dataset) -> Exhibit:
    """The numbers of the page at a glance, a row per area; its words are `words.glance.table`."""
    held = incidents.held_months(data.coverage)
    return Exhibit(
        words.glance.title(data),
        " ".join(words.glance.notes(data)),
        f"{words.standing_text.source_iod(CHOSEN)} {words.standing_text.source_iod(NEWEST)} "
        f"{words.standing_text.source_police(data.place, held, of=[data.period])}",
        figures.glance.table(data, figures.glance.shown(data)),
    )
