"""An area of a reader's own, put together from LSOAs, for use on every other page."""

from functools import partial

from charnwood import words
from charnwood.drawing import exhibits
from charnwood.ui import controls, figure, map, own_area_editor, page

data = page.open_page(
    "Draw your own area",
    "Put small areas together: click them on the map, draw a line round them, take a whole ward, or paste codes. "
    "Then use your area on every page of this dashboard.",
)

area, year = own_area_editor.edit(data)
map.show(
    data,
    exhibits.maps.own(data, year, area),
    controls.acting(partial(own_area_editor.toggle, year)),
    controls.acting(partial(own_area_editor.draw, year)),
)
if area:
    position = words.deprivation.group_position(area, data.rows(area, year), year)
    people = words.areas.people(area, data.residents(area))
    figure.said(data, f"**{people}** {position}", words.standing_text.source_iod(year))
    controls.explain(data, [area], year)
    page.onward(area, year)
page.glossary(data)
