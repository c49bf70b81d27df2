"""The bar under the editor that finds and replaces text in a form or in the whole document."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from hengbiao.qt import style

SCOPES: Final = (("form", "本表"), ("document", "整个文件"))
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FindBar(QWidget):
    """Two lines to type in and what can be done with them.

    `changed` tells that something else is looked for, `stepped` 1 or -1, `replace` and `replace_all` what was asked,
    `closed` that the bar went.
    """

    changed = Signal()
    stepped = Signal(int)
    replace = Signal()
    replace_all = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.wanted, self.new = self._line("查找", "查找内容"), self._line("替换为", "替换为")
        self.scope = QComboBox(self)
        self.scope.setAccessibleName(self.tr("查找范围"))
        for key, words in SCOPES:
            self.scope.addItem(self.tr(words), key)
        self.count = QLabel(self)
        self.count.setAccessibleName(self.tr("找到几处"))
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self._compose()
        self.wanted.textChanged.connect(lambda _: self.changed.emit())
        self.scope.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.hide()

    def open_for(self, text: str, *, replacing: bool) -> None:
        """Show the bar, with a text to look for where one is given, ready to type."""
        for widget in (self.new, self._new_label, *self._replacers):
            widget.setVisible(replacing)
        self.show()
        if text:
            self.wanted.setText(text)
        self.wanted.selectAll()
        self.wanted.setFocus()
        self.changed.emit()

    def whole_document(self) -> bool:
        """Whether all of the document is looked through."""
        return bool(self.scope.currentData() == "document")

    def say(self, words: str, *, found: bool) -> None:
        """Say how many there are; what needs one is offered where there is one."""
        self.count.setText(words)
        for button in (*self._steppers, *self._replacers):
            button.setEnabled(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Shift+Enter back, Esc closes; in the second line Enter replaces."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER:
                self._entered(watched, event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._close()
                return True
        return super().eventFilter(watched, event)

    def _entered(self, watched: QObject, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if watched is self.new and not back:
            self.replace.emit()
        else:
            self.stepped.emit(-1 if back else 1)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(self.tr(name))
        line.setPlaceholderText(self.tr(hint))
        line.setClearButtonEnabled(True)
        line.installEventFilter(self)
        return line

    def _compose(self) -> None:
        self._new_label = QLabel(self.tr("替换为"), self)
        self._steppers = (
            self._button("上一处", lambda: self.stepped.emit(-1), "Shift+Enter、Shift+F3"),
            self._button("下一处", lambda: self.stepped.emit(1), "Enter、F3"),
        )
        self._replacers = (
            self._button("替换", self.replace.emit, "替换这一处，再到下一处"),
            self._button("全部替换", self.replace_all.emit, "一次替换全部，可以一次撤销"),
        )
        close = self._button("关闭", self._close, "Esc")
        grid = QGridLayout(self)
        gap = style.space(1)
        grid.setContentsMargins(0, gap, style.space(3), gap)
        grid.setSpacing(gap)
        first = (QLabel(self.tr("查找"), self), self.wanted, *self._steppers, self.scope, self.count, close)
        for col, widget in enumerate(first):
            grid.addWidget(widget, 0, col)
        for col, widget in enumerate((self._new_label, self.new, *self._replacers)):
            grid.addWidget(widget, 1, col)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(5, 2)

    def _button(self, words: str, act: object, tip: str) -> QPushButton:
        button = QPushButton(self.tr(words), self)
        button.setAccessibleName(self.tr(words))
        button.setToolTip(self.tr(tip))
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False: act())  # type: ignore[operator]
        return button
