"""A small picture of how a 表样 looks: its own grid, drawn as boxes, labels as dark bars and entries as light ones."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from hengbiao.domain.target import Target
from hengbiao.forms.form import Form, Row, field_kind
from hengbiao.forms.grid import Cell, Grid, Value
from hengbiao.forms.layout import Layout
from hengbiao.forms.render import render
from hengbiao.qt import style

_ROWS = 9
_WORDS, _AMOUNT, _TARGET = "全年开办培训", 4_500_000, Target("≥", "12", "期")


def picture(layout: Layout, size: QSize, ratio: float = 1.0) -> QPixmap:
    """The upper part of the first form of a layout with something in every cell, `size` logical pixels large."""
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(style.colour("surface"))
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, render(layout, _filled(layout)), QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return made


def _filled(layout: Layout) -> Form:
    plan = layout.plan()
    fields = {path: _value(plan.kind, path) for path in plan.fields}
    tables = {
        table: tuple(Row({_field(name): _value(plan.kind, name, table) for name in names}) for _ in range(_ROWS))
        for table, names in plan.columns.items()
    }
    return Form(plan.kind, fields, tables, {"unit.name": _WORDS, "n": "1"})


def _field(column: str) -> str:
    return column.partition("/")[0]


def _value(kind: str, path: str, table: str = "") -> Value:
    sort = field_kind(kind, _field(path) if table else path, table)
    if sort == "amount":
        return _AMOUNT
    return _TARGET if sort == "target" else _WORDS


def _draw(painter: QPainter, grid: Grid, room: QRectF) -> None:
    scale = room.width() / sum(grid.widths)
    lefts, tops = _edges(grid.widths, scale), _edges(grid.heights, scale)
    for cell in grid.cells:
        rect = QRectF(lefts[cell.col], tops[cell.row], 0, 0)
        rect.setRight(lefts[cell.col + cell.cols])
        rect.setBottom(tops[cell.row + cell.rows])
        if rect.top() < room.bottom():
            _draw_cell(painter, cell, rect, scale)


def _edges(sizes: tuple[float, ...], scale: float) -> list[float]:
    found = [0.0]
    for each in sizes:
        found.append(found[-1] + each * scale)
    return found


def _draw_cell(painter: QPainter, cell: Cell, rect: QRectF, scale: float) -> None:
    label = cell.style.role in {"label", "head"}
    if cell.style.border:
        painter.setPen(style.colour("line"))
        painter.setBrush(style.colour("raised" if label else "surface"))
        painter.drawRect(rect)
    if cell.value not in (None, ""):
        _draw_bar(painter, cell, rect, scale)


def _draw_bar(painter: QPainter, cell: Cell, rect: QRectF, scale: float) -> None:
    """A bar as long as the text is, as high as its small letters."""
    dark = cell.style.role in {"title", "label", "head"}
    height = max(1.5, cell.style.size * scale * 0.55)
    width = min(rect.width() * 0.8, len(str(cell.value).split("\n")[0]) * cell.style.size * scale)
    left = rect.left() + rect.width() * 0.08 if cell.style.align == "left" else rect.center().x() - width / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.colour("muted") if dark else QColor(style.colour("line")))
    painter.drawRoundedRect(QRectF(left, rect.center().y() - height / 2, width, height), height / 3, height / 3)
