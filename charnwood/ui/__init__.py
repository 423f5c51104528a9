"""The only Streamlit of the package: what pages share."""
