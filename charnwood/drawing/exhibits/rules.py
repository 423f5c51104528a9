"""Exhibits of the page How neighbourhoods are chosen."""

from __future__ import annotations

from charnwood import figures, words
from charnwood.drawing import map_views
from charnwood.drawing.exhibits.registry import Exhibit, exhibit, of_view
from charnwood.figures.rules import Rule
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset


@exhibit("chosen-map")
def chosen(data: Dataset, rule: Rule, year: int, area: Area | None = None) -> Exhibit:
    """What a rule takes, beside the Priority Neighbourhoods."""
    view = map_views.chosen(data, year, rule)
    return of_view(
        view,
        f"Rule {figures.rules.as_text(rule)}. {view.source}",
        area.codes(view.vintage) if area else (),
        f"{view.source} {view.note} {words.standing_text.NAMES}",
    )
