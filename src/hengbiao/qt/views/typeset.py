"""Lines of text in a cell on screen, broken as everywhere by forms.text."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from hengbiao.forms import text
from hengbiao.forms.grid import Style
from hengbiao.forms.heights import ABOVE, SIDE

_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine
_FLAGS = {
    "left": int(Qt.AlignmentFlag.AlignLeft | _ONE_LINE),
    "center": int(Qt.AlignmentFlag.AlignHCenter | _ONE_LINE),
    "right": int(Qt.AlignmentFlag.AlignRight | _ONE_LINE),
}
_SPARE = {"middle": 0.5, "bottom": 1.0}


def lines(words: str, style: Style, width: float) -> tuple[str, ...]:
    """`words` as the lines they take in a cell `width` wide; at least one."""
    return text.lines(words, width - 2 * side(style), text.face_of(style), style.size)


def leading(style: Style) -> float:
    """From one line to the next."""
    return text.LEADING * style.size


def side(style: Style) -> float:
    """Room left and right of the text of a cell."""
    return SIDE * style.size


def top_of(style: Style, height: float, count: int) -> float:
    """Where the first of `count` lines begins in a cell `height` high; what is taller begins at the top."""
    spare = max(0.0, height - count * leading(style))
    return min(ABOVE * style.size, spare) if style.valign == "top" else spare * _SPARE[style.valign]


def draw(painter: QPainter, rect: QRectF, rows: tuple[str, ...], style: Style) -> None:
    """Draw lines into the rectangle of a cell with the painter's font."""
    step, pad = leading(style), side(style)
    top = rect.top() + top_of(style, rect.height(), len(rows))
    for number, row in enumerate(rows):
        line = QRectF(rect.left() + pad, top + number * step, rect.width() - 2 * pad, step)
        painter.drawText(line, _FLAGS[style.align], row.rstrip())
