"""One line above the form: what it is called, where to jump in it, the 金额单位."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from hengbiao.qt import style
from hengbiao.qt.elided import ElidedLabel


class FillHead(QWidget):
    """Shows title and lines of a form; `wanted` names the part of the form that someone wants to see."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._left, self._title, self._right = ElidedLabel(self), ElidedLabel(self), QLabel(self)
        self._title.setProperty("role", "title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label, name in ((self._left, "预算单位"), (self._title, "表名"), (self._right, "金额单位")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAccessibleName(self.tr(name))
        self._jumps = QWidget(self)
        self._buttons: dict[str, QToolButton] = {}
        self._compose()

    def show_page(self, title: str, left: str, right: str, parts: tuple[tuple[str, str], ...]) -> None:
        """Show these texts, and a button for each (key, words) of the parts that can be jumped to."""
        self._title.setText(title)
        self._left.setText(left)
        self._right.setText(right)
        if tuple(self._buttons) != tuple(key for key, _ in parts):
            self._offer(parts)

    def _compose(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(style.space(3))
        self._row = QHBoxLayout(self._jumps)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._left.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        line.addWidget(self._left, 1)
        line.addWidget(self._title, 3)
        line.addWidget(self._jumps)
        line.addWidget(self._right)

    def _offer(self, parts: tuple[tuple[str, str], ...]) -> None:
        while self._row.count():
            widget = self._row.takeAt(0).widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        self._buttons = {}
        if parts:
            self._row.addWidget(QLabel(self.tr("跳到"), self._jumps))
        for key, words in parts:
            button = self._buttons[key] = QToolButton(self._jumps)
            button.setText(self.tr(words))
            button.setAccessibleName(self.tr("跳到") + self.tr(words))
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, key=key: self.wanted.emit(key))
            self._row.addWidget(button)
