"""Draws a line of the project tree: name and mark at the left, small signs of what else is known at the right."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from hengbiao.qt import style
from hengbiao.qt.models.project_tree_model import SIGNS

Index = QModelIndex | QPersistentModelIndex


class TreeDelegate(QStyledItemDelegate):
    """The name gives way to the signs, so that they never cover it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Where there are signs, end the name in … before them."""
        super().initStyleOption(option, index)
        signs = _signs(index)
        if signs:
            side, gap = _of(option, "decorationSize").height(), style.space(1)
            room = _of(option, "rect").width() - len(signs) * (side + gap) - side - 4 * gap
            text = _of(option, "fontMetrics").elidedText(_of(option, "text"), Qt.TextElideMode.ElideRight, room)
            option.text = text  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the line, then its signs."""
        super().paint(painter, option, index)
        rect, side, gap = _of(option, "rect"), _of(option, "decorationSize").height(), style.space(1)
        signs = _signs(index)
        left = rect.right() - len(signs) * (side + gap)
        for at, sign in enumerate(signs):
            sign.paint(painter, QRect(left + at * (side + gap), rect.center().y() - side // 2, side, side))


def _signs(index: Index) -> list[QIcon]:
    return index.data(SIGNS) or []


def _of(option: QStyleOptionViewItem, name: str) -> Any:
    """A field of an option: the stubs of Qt have none of them."""
    return getattr(option, name)
