"""Your area: what there is to know about a place, in plain words, for the people who live there."""

import streamlit as st

from charnwood import choices, contacts, plain, selection, ui, words

data = ui.open_page(
    "Your area",
    "Type your postcode, street or village. You get the main facts about the area, and who can help. "
    "What you type is not kept.",
)

choices.find(data, "area")
options = {None: "None chosen", **choices.area_options(data)}
key = choices.choose("area", "Or choose an area from the list", options, None, placeholder="None chosen")
if key is None:
    st.info("Find an area above to read about it.")
else:
    area = selection.resolve(data, key)
    st.header(area.name, anchor=False)
    st.markdown(f"{plain.people(data, area)}\n\n{plain.neighbourhood(data, area)}")

    st.subheader("How the area compares", anchor=False)
    st.markdown(f"**{plain.standing(data, area)}**")
    st.markdown(f"{plain.METHOD} {plain.MEANING}")
    st.markdown("\n".join(f"- {line}" for line in plain.topics(data, area)))
    st.caption(words.source_iod(plain.YEAR))

    held = data.contacts_of(area)
    strengths, rest = held[held["kind"] == "strength"], held[held["kind"] != "strength"]
    good = [plain.good(data, area), *(plain.contact(row) for _, row in strengths.iterrows())]
    if any(good):
        st.subheader(contacts.KINDS["strength"], anchor=False)
        st.markdown("\n".join(f"- {line}" for line in good if line))

    st.subheader("Crime", anchor=False)
    st.markdown("\n".join(f"- {line}" for line in plain.crimes(data, area)))
    st.caption(f"{plain.CRIME_NOTE} {words.source_police(data.place, data.period)}")

    with st.expander("Months of crime data"):
        ui.coverage_strip(data)

    for kind, rows in rest.groupby("kind", sort=False):
        st.subheader(contacts.KINDS[str(kind)], anchor=False)
        st.markdown("\n".join(f"- {plain.contact(row)}" for _, row in rows.iterrows()))
    st.caption("To print this page or keep it as a file, use your browser's menu: Print.")
    ui.onward(area, plain.YEAR)
ui.glossary(data)
