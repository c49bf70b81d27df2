"""Texts in full, side by side under their titles: what a line of a table has no room for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from hengbiao.qt import style
from hengbiao.qt.elided import ElidedLabel


class Sides(QWidget):
    """Shows as many columns as it is given, each to be read, selected and copied, never typed in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(style.space(2))
        self._columns: list[tuple[QWidget, QLabel, QPlainTextEdit]] = []
        self.setFixedHeight(style.space(28))

    def show_sides(self, sides: Sequence[tuple[str, str]]) -> None:
        """Show (title, text) columns from left to right."""
        while len(self._columns) < len(sides):
            self._new_column()
        for place, (column, title, text) in enumerate(self._columns):
            column.setVisible(place < len(sides))
            if place < len(sides):
                title.setText(sides[place][0])
                text.setAccessibleName(sides[place][0])
                text.setPlainText(sides[place][1])

    def add_editor(self, title: str, hint: str) -> QPlainTextEdit:
        """A last column to type in."""
        column, name, editor = self._new_column()
        self._columns.remove((column, name, editor))
        name.setText(title)
        editor.setObjectName("own")
        editor.setReadOnly(False)
        editor.setAccessibleName(title)
        editor.setPlaceholderText(hint)
        return editor

    def texts(self) -> list[str]:
        """What is on show, title and text."""
        return [
            f"{title.text()} {text.toPlainText()}" for column, title, text in self._columns if not column.isHidden()
        ]

    def _new_column(self) -> tuple[QWidget, QLabel, QPlainTextEdit]:
        column, title, text = QWidget(), ElidedLabel(), QPlainTextEdit()
        title.setProperty("role", "muted")
        title.setTextFormat(Qt.TextFormat.PlainText)
        text.setReadOnly(True)
        text.setObjectName(f"side{len(self._columns)}")
        text.setTabChangesFocus(True)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(style.space(0.5))
        lines.addWidget(title)
        lines.addWidget(text, 1)
        self._row.insertWidget(len(self._columns), column, 1)
        self._columns.append((column, title, text))
        return column, title, text
