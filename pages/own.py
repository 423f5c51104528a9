"""An area of a reader's own, put together from LSOAs, for use on every other page."""

import streamlit as st

from charnwood import drawing, words
from charnwood.official.deprivation import MAPPED
from charnwood.ui import controls, map, own_area_editor, page

data = page.open_page(
    "Choose your own area",
    "Put small areas together: click them on the map, draw a line round them, take a whole ward, or paste codes. "
    "Then use your area on every page of this dashboard.",
)

area, year = own_area_editor.edit(data)
codes = area.codes(MAPPED[year].vintage) if area else ()
with st.container():  # one, whatever is in it, so that the map below keeps its place and its frame
    if area is None:
        st.markdown("**Nothing is in your area yet.**")
    else:
        people = words.areas.people(area, data.residents(area))
        st.markdown(f"**{people}** {words.deprivation.group_position(area, data.rows(area, year), year)}")
        controls.explain(data, [area], year)
        page.onward(area, year)
view = drawing.map_views.own(data, year, area)
map.show_view(
    data,
    view,
    codes,
    view.source,
    lambda code: own_area_editor.toggle(data, year, code),
    lambda line: own_area_editor.draw(data, year, line),
)
st.caption(f"{view.source} {words.standing_text.OWN_AREA} {words.standing_text.NAMES}")
page.glossary(data)
