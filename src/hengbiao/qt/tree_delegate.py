"""Draws a line of the project tree: name and mark at the left, small signs of what else is known at the right."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hengbiao.qt import style
from hengbiao.qt.models.project_tree_model import SIGNS

Index = QModelIndex | QPersistentModelIndex


class TreeDelegate(QStyledItemDelegate):
    """The name gives way to the signs, so that they never cover it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the line, then its signs."""
        signs: list[QIcon] = index.data(SIGNS) or []
        if not signs:
            super().paint(painter, option, index)
            return
        line = QStyleOptionViewItem(option)
        self.initStyleOption(line, index)
        rect, side, gap = QRect(_of(line, "rect")), _of(line, "decorationSize").height(), style.space(1)
        taken = len(signs) * (side + gap)
        room = rect.width() - taken - side - 4 * gap
        text = _of(line, "fontMetrics").elidedText(_of(line, "text"), Qt.TextElideMode.ElideRight, room)
        line.text = text  # type: ignore[attr-defined]
        widget = _of(line, "widget")
        chosen = widget.style() if widget else QApplication.style()
        chosen.drawControl(QStyle.ControlElement.CE_ItemViewItem, line, painter, widget)
        left = rect.right() - taken
        for at, sign in enumerate(signs):
            sign.paint(painter, QRect(left + at * (side + gap), rect.center().y() - side // 2, side, side))


def _of(option: QStyleOptionViewItem, name: str) -> Any:
    """A field of an option: the stubs of Qt have none of them."""
    return getattr(option, name)
