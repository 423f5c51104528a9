"""Tables as text: every figure as it should be written, every name harmless, every column sortable."""

import re

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from charnwood import markup

CELL = re.compile(r"<t[hd][^>]*>([^<]*)")


def body(frame, **given_):
    rows = markup.table(frame, "About", **given_).split("<tbody>")[1].split("<tr>")[1:]
    return [CELL.findall(row.split("</tbody>")[0]) for row in rows]


def test_numbers_are_written_for_people_and_a_missing_one_is_empty():
    frame = pd.DataFrame(
        {
            "Area": ["A", "B"],
            "Rank": pd.array([32844, None], dtype="Int64"),
            "Score": [12.3456, np.nan],
            "Rate": [1234.56, -0.25],
            "Same": [True, False],
        }
    )
    assert body(frame) == [["A", "32,844", "12.346", "1,234.6", "yes"], ["B", "", "", "-0.2", "no"]]
    assert body(frame, as_rounded=True)[0][2:4] == ["12.3456", "1,234.56"]


def test_figures_stand_on_the_right_and_the_first_cell_heads_its_row():
    text = markup.table(pd.DataFrame({"Area": ["A"], "Code": ["E01"], "Rank": [1]}), "Ranks")
    assert '<table class="figures n3">' in text
    assert '<tr><th scope="row">A<td>E01<td>1' in text
    assert text.count('<th scope="col"><button type="button">') == 3
    assert 'role="region" tabindex="0" aria-label="Ranks"' in text


@given(st.lists(st.text(), min_size=1, max_size=4, unique=True), st.text())
def test_no_text_of_a_file_becomes_markup(texts, about):
    text = markup.table(pd.DataFrame({name: [name] for name in texts}), about)
    plain = re.sub(r"</?(div|table|thead|tbody|tr|th|td|button|a)( [^<>]*)?>", "", text)
    assert "<" not in plain
    assert ">" not in plain


def test_addresses_of_sources_are_links_and_other_words_are_not():
    cells = markup.table(
        pd.DataFrame({"Address": ["https://www.gov.uk/a?b=1&c=2", "javascript:alert(1)"]}), "x"
    )
    assert '<a href="https://www.gov.uk/a?b=1&amp;c=2">' in cells
    assert cells.count("<a ") == 1


def test_an_empty_table_has_its_heads():
    assert markup.table(pd.DataFrame({"Area": [], "Rank": []}), "None").count("<th ") == 2
