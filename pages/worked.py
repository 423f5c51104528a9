"""Whether something that was done in an area had an effect on what was recorded there."""

import streamlit as st

from charnwood import words
from charnwood.drawing import exhibits
from charnwood.ui import figure, page, worked_choices

data = page.open_page(words.worked.TITLE, words.worked.LEAD)

page.only_with_crime(data)
question = worked_choices.choose(data)
figure.show(data, exhibits.worked.counts(data, *question.choices))

st.header("Month by month", anchor=False)
figure.show(data, exhibits.worked.months(data, *question.choices))
page.coverage_strip(data)
st.caption(f"{page.age(data)} {words.standing_text.CAUTION} {words.standing_text.NEAR}")
page.glossary(data)
