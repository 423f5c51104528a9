"""Where a fault of a page ends that nobody foresaw: one sentence with a way to start again, and a line in the log."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

import streamlit as st
from streamlit import error_util

from charnwood import words
from charnwood.ui import html
from charnwood.web import faults

LOG = logging.getLogger(__name__)
AGAIN = "Start again with the same choices"


def caught(error: Exception) -> bool:
    """Tell the reader, in the page, and the log of an error; always true, as `st.App` asks of its handler."""
    asked = {key: str(value) for key, value in st.query_params.items()}
    where = faults.logged(LOG, error, asked)
    st.error(words.pages.FAULT + faults.told(error, where))
    st.html(f'<p><a href="?{html.escape(urlencode(asked, safe=",~"))}" target="_self">{AGAIN}</a></p>')
    return True


def log_no_messages() -> None:
    """Keep Streamlit from logging the message of an error, before it calls `caught`."""
    logging.getLogger(error_util.__name__).addFilter(_without_error)


def _without_error(record: logging.LogRecord) -> bool:
    return record.exc_info is None
