"""An area of a reader's own, put together from LSOAs, for use on every other page."""

import streamlit as st

from charnwood import choices, editor, notes, ui, views, words
from charnwood.deprivation import MAPPED

data = ui.open_page(
    "Choose your own area",
    "Put small areas together: click them on the map, draw a line round them, take a whole ward, or paste codes. "
    "Then use your area on every page of this dashboard.",
)

area, year = editor.edit(data)
codes = area.codes(MAPPED[year].vintage) if area else ()
with st.container():  # one, whatever is in it, so that the map below keeps its place and its frame
    if area is None:
        st.markdown("**Nothing is in your area yet.**")
    else:
        people = words.people(area, data.residents(area))
        st.markdown(f"**{people}** {words.group_position(area, data.rows(area, year), year)}")
        choices.explain(data, [area], year)
        ui.onward(area, year)
view = views.own(data, year, area)
ui.show_view(
    data,
    view,
    codes,
    view.source,
    lambda code: editor.toggle(data, year, code),
    lambda line: editor.draw(data, year, line),
)
st.caption(f"{view.source} {notes.OWN_AREA} {notes.NAMES}")
ui.glossary(data)
