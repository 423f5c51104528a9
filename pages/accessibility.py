"""The accessibility statement that the Regulations of 2018 ask of a public body."""

import streamlit as st

from charnwood import words
from charnwood.ui import page

told = words.accessibility
data = page.open_page("Accessibility statement", lambda data: told.lead(data.place))

st.header("What you can do here", anchor=False)
st.markdown("\n".join(f"- {use}" for use in told.USES))

st.header("How accessible it is", anchor=False)
st.markdown(told.COMPLIANCE)
st.subheader("What is not yet accessible", anchor=False)
st.markdown("\n".join(f"- {issue}" for issue in told.KNOWN_ISSUES))

st.header("Tell us of a problem, or ask for another format", anchor=False)
st.markdown(told.contact(data.place))

st.header("If you are not happy with the answer", anchor=False)
st.markdown(told.ENFORCEMENT)

st.header("Technical information", anchor=False)
st.markdown(told.TECHNICAL)
st.header("How this statement was made", anchor=False)
st.markdown(told.prepared(data.place))
