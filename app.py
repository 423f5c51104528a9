"""The server: the pages of `charnwood/ui/frame.py` behind the app's own files, headers and closed doors."""

import sys

import streamlit as st

from charnwood import ROOT
from charnwood.checks import DataError
from charnwood.ui import floor
from charnwood.web import server

st.secrets.load_if_toml_exists()  # a hosting service may give the variables of charnwood/settings.py as secrets
floor.log_no_messages()
try:
    app = st.App(
        ROOT / "charnwood" / "ui" / "frame.py",
        lifespan=server.ready,
        routes=server.routes(),
        middleware=server.middleware(),
        on_script_error=floor.caught,  # where it comes of a key or a click, before the page
    )
except DataError as error:
    sys.exit(f"The server does not start.\n{error}")
