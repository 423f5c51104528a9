"""Streamlit's AppTest, looking once for components among the installed packages instead of before every run.

The look takes 0.1 s of processor time, more than most pages. Imported by conftest.py and by robot.py.
"""

import functools

from streamlit.components.v2 import manifest_scanner

LOOK = "scan_component_manifests"

if hasattr(manifest_scanner, LOOK):  # without it the tests are slower, and test_contracts.py says so
    setattr(manifest_scanner, LOOK, functools.cache(getattr(manifest_scanner, LOOK)))
