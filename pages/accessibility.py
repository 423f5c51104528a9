"""The accessibility statement that the Regulations of 2018 ask of a public body."""

import streamlit as st

from charnwood import words
from charnwood.ui import page

data = page.open_page(
    "Accessibility statement",
    lambda data: f"For the {data.place.title}. We want as many people as possible to be able to use it.",
)

st.header("What you can do here", anchor=False)
st.markdown(
    "- use every page with a keyboard alone\n"
    "- zoom to 400% without scrolling sideways, tables apart\n"
    "- read every chart and map as a sentence and as a table\n"
    "- use light or dark colours, as your device is set, and no movement if your device asks for none\n"
    "- use a phone 320 pixels wide"
)

st.header("How accessible it is", anchor=False)
st.markdown(
    "This website is **partially compliant** with the Web Content Accessibility Guidelines (WCAG) version 2.2, "
    "level AA, because of the points listed below."
)
st.subheader("What is not yet accessible", anchor=False)
st.markdown("\n".join(f"- {issue}" for issue in words.standing_text.KNOWN_ISSUES))

st.header("Tell us of a problem, or ask for another format", anchor=False)
st.markdown(
    "If you cannot read something here, need it in large print, easy read, audio or braille, or find a problem "
    f"that is not listed, contact [{data.place.council}]({data.place.council_page}). Say which page it is, and "
    "what you need."
)

st.header("If you are not happy with the answer", anchor=False)
st.markdown(
    "The Equality and Human Rights Commission (EHRC) enforces the Public Sector Bodies (Websites and Mobile "
    "Applications) (No. 2) Accessibility Regulations 2018 (the ‘accessibility regulations’). If you are not "
    "happy with how your complaint is answered, contact the "
    "[Equality Advisory and Support Service (EASS)](https://www.equalityadvisoryservice.com/)."
)

st.header("Technical information", anchor=False)
st.markdown(
    "Whoever publishes this website is committed to making it accessible, as the accessibility regulations ask. "
    "Every page is tested with axe-core, in light and dark colours, at 320 and 1280 pixels; the test allows no "
    "finding. Journeys by keyboard, focus, the size of targets, single-key shortcuts, reflow at 400% zoom and reduced "
    "movement have tests of their own. It has not been tested with screen readers, nor by disabled people."
)
st.header("How this statement was made", anchor=False)
st.markdown(
    "It was prepared on 24 November 2026, from a self-assessment with the tests named above on that day. "
    "It is reviewed whenever a page or the software underneath changes, and at least once a year."
)
