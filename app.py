"""The server: the pages of `charnwood/frame.py`, the map's assets, headers and compression."""

import streamlit as st
import xstatic.pkg.leaflet
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from charnwood import ROOT, server

app = st.App(
    ROOT / "charnwood" / "frame.py",
    routes=[
        Mount("/assets/leaflet", StaticFiles(directory=xstatic.pkg.leaflet.BASE_DIR)),
        Route("/present", server.present),
        Route("/assets/map/shapes-{version}.js", server.shapes),
        Mount("/assets/map", StaticFiles(directory=ROOT / "charnwood" / "assets")),
    ],
    middleware=[Middleware(server.SecurityHeaders), Middleware(GZipMiddleware)],
)
