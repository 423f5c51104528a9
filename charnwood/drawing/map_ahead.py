"""The colours of every view of the map page, which its script shows before the server has answered a choice."""

from __future__ import annotations

from typing import Any

from charnwood.cache import of_data
from charnwood.drawing import map_layer, map_views
from charnwood.official.deprivation import MAPPED
from charnwood.store.dataset import Dataset

FIRST = next(iter(map_views.SHOWN))


@of_data(2)
def views(data: Dataset) -> dict[str, dict[str, dict[str, map_views.MapView]]]:
    """Every view by edition, measure and way to show, named as a reader chooses them; of rates that way is ""."""
    return {
        str(year): {
            name: {"": map_views.make(data, year, measure, FIRST)}
            if measure in map_views.CRIME
            else {text: map_views.make(data, year, measure, shown) for shown, text in map_views.SHOWN.items()}
            for measure, name in map_views.measures(data).items()
        }
        for year in MAPPED
    }


def script(data: Dataset) -> str:
    """The script with them: of each its vintage, scale by its place in a list, classes in the order of codes, title."""
    made = views(data)
    scales = list(
        dict.fromkeys(v.scale for of in made.values() for ways in of.values() for v in ways.values())
    )

    def told(view: map_views.MapView) -> list[Any]:
        classes = view.scale.classes(view.values.sort_index())
        return [view.vintage, scales.index(view.scale), classes, view.title]

    content = {
        "scales": [[scale.colours, scale.labels] for scale in scales],
        "views": {
            year: {name: {way: told(view) for way, view in ways.items()} for name, ways in measures.items()}
            for year, measures in made.items()
        },
    }
    return f"window.charnwoodViews={map_layer.in_script(content)};\n"
