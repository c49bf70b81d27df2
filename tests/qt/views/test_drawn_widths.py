"""What Qt draws is as wide as what forms.text measures, so that no line runs over its cell."""

import pytest
from PySide6.QtGui import QFontMetricsF

from hengbiao.forms import text
from hengbiao.forms.grid import Cell, Grid, Paper, Style
from hengbiao.forms.heights import reflow
from hengbiao.qt import fonts
from hengbiao.qt.views.look import cell_font

WORDS = "2021年是“十四五”开局之年,也是深化改革的关键之年,救护员5000人次,(普及1,200人)。"


def grid_of(style: Style) -> Grid:
    cell = Cell(0, 0, 1, 1, WORDS, style)
    return Grid("", (300.0,), (20.0,), (cell,), (0, 0), {}, Paper(), least=(20.0,))


@pytest.mark.parametrize("size", [9.0, 10.0, 10.5, 12.0, 16.0])
@pytest.mark.parametrize("body", [11.0, 12.3, 13.0, 14.6, 16.25, 19.5])
def test_drawn_and_measured_widths_agree(qapp, size, body):
    fonts.load()
    style = reflow(grid_of(Style(size=size)), 700, size=body).cells[0].style
    drawn = QFontMetricsF(cell_font(fonts.FAMILY, style, 96)).horizontalAdvance(WORDS)
    assert drawn == pytest.approx(text.width(WORDS, text.face_of(style), style.size), rel=0.005)
