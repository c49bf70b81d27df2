"""Clipboard blocks: spreadsheets' ways of writing them, and the law that ours read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.qt.views import clipboard

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t"“”<&>'), max_size=12).map(
    clipboard.clean
)
BLOCKS = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(TEXT, min_size=n, max_size=n), min_size=1, max_size=4))


@given(BLOCKS)
def test_text_reads_back(rows):
    block = tuple(map(tuple, rows))
    if block[-1] == ("",):  # a last empty cell is no row to any spreadsheet
        block = block[:-1]
    assert clipboard.read_tsv(clipboard.tsv(block) + "\n" if block else "") == block


@given(BLOCKS)
def test_tables_read_back(rows):
    spaces = [[" ".join(line.split()) for line in cell.split("\n")] for row in rows for cell in row]
    flat = iter("\n".join(lines).strip() for lines in spaces)
    block = tuple(tuple(next(flat) for _ in row) for row in rows)
    assert clipboard.read_html(clipboard.html(block)) == block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ('"a\nb"\tc', (("a\nb", "c"),)),
        ('"say ""hi"""\tx', (('say "hi"', "x"),)),
        ('"三献"工作\t2', (('"三献"工作', "2"),)),
        ('"三献"\t2', (('"三献"', "2"),)),
        ("a\t", (("a", ""),)),
        ("", ()),
        ("\x07铃", (("\ufffd铃",),)),
    ],
)
def test_texts_of_spreadsheets(text, block):
    assert clipboard.read_tsv(text) == block


def test_merged_cells_keep_the_columns_in_line():
    html = "<table><tr><td rowspan=2>甲<td colspan=2>乙</tr><tr><td>丙<td>丁</table><table><tr><td>第二</table>"
    assert clipboard.read_html(html) == (("甲", "乙", ""), ("", "丙", "丁"))


def test_what_a_page_wraps_is_no_break_and_styles_are_no_text():
    html = "<style>td{}</style><table><tr><td>用于\n  培训 and\n  more<p>第二段</p></td></tr></table>"
    assert clipboard.read_html(html) == (("用于培训 and more\n第二段",),)


def test_a_page_without_a_table_and_a_bomb_of_spans():
    assert clipboard.read_html("<p>文字</p>") == ()
    assert len(clipboard.read_html("<table><tr>" + "<td rowspan=999 colspan=999>x" * 50 + "</table>")) < 1001
