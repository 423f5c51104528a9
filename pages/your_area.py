"""Your area: what there is to know about a place, in plain words, for the people who live there."""

import streamlit as st

from charnwood import figures, words
from charnwood.official import contacts
from charnwood.ui import controls, page

data = page.open_page(
    "Your area",
    "Type your postcode, street or village. You get the main facts about the area, and who can help. "
    "What you type is not kept.",
)

controls.find(data, "area")
options = {None: "None chosen", **controls.area_options(data)}
key = controls.choose("area", "Or choose an area from the list", options, None, placeholder="None chosen")
if key is None:
    st.info("Find an area above to read about it.")
else:
    area = figures.own_area.resolve(data, key)
    st.header(area.name, anchor=False)
    st.markdown(f"{words.residents.people(data, area)}\n\n{words.residents.neighbourhood(data, area)}")

    st.subheader("How the area compares", anchor=False)
    st.markdown(f"**{words.residents.standing(data, area)}**")
    st.markdown(f"{words.residents.METHOD} {words.residents.MEANING}")
    st.markdown("\n".join(f"- {line}" for line in words.residents.topics(data, area)))
    st.caption(words.standing_text.source_iod(words.residents.YEAR))

    held = data.contacts_of(area)
    strengths, rest = held[held["kind"] == "strength"], held[held["kind"] != "strength"]
    good = [
        words.residents.good(data, area),
        *(words.residents.contact(row) for _, row in strengths.iterrows()),
    ]
    if any(good):
        st.subheader(contacts.KINDS["strength"], anchor=False)
        st.markdown("\n".join(f"- {line}" for line in good if line))

    st.subheader("Crime", anchor=False)
    st.markdown("\n".join(f"- {line}" for line in words.residents.crimes(data, area)))
    st.caption(
        f"{page.age(data)} {words.residents.CRIME_NOTE} {words.standing_text.source_police(data.place, data.period)}"
    )

    with st.expander("Months of crime data"):
        page.coverage_strip(data)

    for kind, rows in rest.groupby("kind", sort=False):
        st.subheader(contacts.KINDS[str(kind)], anchor=False)
        st.markdown("\n".join(f"- {words.residents.contact(row)}" for _, row in rows.iterrows()))
    st.caption("To print this page or keep it as a file, use your browser's menu: Print.")
    page.onward(area, words.residents.YEAR)
page.glossary(data)
