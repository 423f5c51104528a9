"""A page for residents: what there is to know about a place, in plain words, for the people who live there."""

from datetime import date

import streamlit as st

from charnwood import figures, settings, words
from charnwood.official import contacts
from charnwood.public import pages
from charnwood.ui import controls, page
from charnwood.web import public_pages

data = page.open_page(
    "A page for residents",
    lambda data: (
        f"Type your postcode, street or village. You get the main facts about the area{', and who can help' if data.has_contacts else ''}. "
        "What you type is not kept."
    ),
)

controls.find(data, "area")
options = {None: "None chosen", **controls.area_options(data)}
key = controls.choose("area", "Or choose an area from the list", options, None, placeholder="None chosen")
if key is None:
    st.info(words.pages.FIND_FIRST)
else:
    area = figures.own_area.resolve(data, key)
    st.header(area.name, anchor=False)
    st.html(pages.body(data, area, public_pages.around(data, settings.public())))
    st.caption(page.age(data))
    st.caption(words.pages.PRINT)
    page.in_plain_words(area)
if data.has_contacts and not settings.public():
    st.caption(words.plain.to_try(contacts.untried(data.contacts, date.today())))
page.glossary(data)
