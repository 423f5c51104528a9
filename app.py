"""The server: the pages of `charnwood/frame.py` behind the app's own files, headers and closed doors."""

import sys

import streamlit as st

from charnwood import ROOT
from charnwood.checks import DataError
from charnwood.web import server

st.secrets.load_if_toml_exists()  # a hosting service may give the variables of charnwood/settings.py as secrets
try:
    app = st.App(
        ROOT / "charnwood" / "ui" / "frame.py",
        lifespan=server.ready,
        routes=server.routes(),
        middleware=server.middleware(),
    )
except DataError as error:
    sys.exit(f"The server does not start.\n{error}")
