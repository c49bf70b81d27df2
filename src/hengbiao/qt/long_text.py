"""长文本: a roomy editor under the form for the text under the cursor, with the number of its characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from hengbiao.qt import style

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from hengbiao.domain.change import Ref
    from hengbiao.domain.document import Step
    from hengbiao.forms.grid import Slot
    from hengbiao.qt.views.grid_view import GridView

_IDLE: Final = 2000
"""Milliseconds without a key after which what was typed is committed, as in a cell."""
_LINES: Final = 7
_LEAST: Final = 3
"""Lines of the box, and how few of them a low window leaves it: a sixth of its own."""


class LongText(QWidget):
    """Edits one text field of a grid; `closed` tells that the person is done with it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("longText")
        self.setAccessibleName(self.tr("长文本"))
        self.text = TextBox(self)
        self._title, self._count = QLabel(self), QLabel(self)
        self._grid: GridView | None = None
        self._ref: Ref | None = None
        self._step: Step | None = None
        self._kept = ""
        self._quiet = QTimer(self, singleShot=True, interval=_IDLE)
        self._quiet.timeout.connect(self.commit)
        self.text.textChanged.connect(self._typed)
        self.text.left.connect(self.commit)
        self.text.ended.connect(self._close)
        self._compose()
        self.hide()

    def show_field(self, grid: GridView | None, ref: Ref | None) -> None:
        """Edit the field under the cursor of `grid` from now on; what is no text is only said to be none."""
        if (grid, ref) == (self._grid, self._ref):
            self.refresh()
            return
        self.commit()
        self._grid, self._ref, self._step = grid, ref, None
        self._put(self._now())
        self._title.setText(self._name())
        self.text.setEnabled(self._slot() is not None)

    def refresh(self) -> None:
        """Show what the field now holds, unless something else is being typed here."""
        now = self._now()
        if now != self._kept and self.text.toPlainText() == self._kept:
            self._put(now)

    def commit(self) -> None:
        """Commit what was typed; commits in one field are one step."""
        self._quiet.stop()
        slot, words = self._slot(), self.text.toPlainText()
        if self._grid is None or slot is None or words == self._kept:
            return
        sheet, writer = self._grid.sheet_model.sheet, self._grid.writer
        step, refusals = writer.write(sheet, writer.label(sheet, slot), {slot: words}, self._step)
        self._step, self._kept = step or self._step, words
        if slot in refusals:
            self._grid.noticed.emit(refusals[slot].sentence)

    def _slot(self) -> Slot | None:
        """Where the field stands in the grid; None where it is no text that can be typed."""
        if self._grid is None or self._ref is None:
            return None
        model = self._grid.sheet_model
        cell = model.cell(model.index_of(self._ref))
        text = cell is not None and cell.style.show.kind == "text" and model.sheet.is_entry(cell)
        return cell.slot if cell is not None and text else None

    def _now(self) -> str:
        slot = self._slot()
        if self._grid is None or slot is None:
            return ""
        sheet = self._grid.sheet_model.sheet
        return sheet.draft_text(sheet.grid.by_slot[slot])

    def _name(self) -> str:
        slot = self._slot()
        if self._grid is None or slot is None:
            return self.tr("这一格不是文字，在表里直接填写")
        return self._grid.writer.label(self._grid.sheet_model.sheet, slot)[1:]

    def _put(self, words: str) -> None:
        with QSignalBlocker(self.text):
            self.text.setPlainText(words)
            self.text.moveCursor(QTextCursor.MoveOperation.End)
        self._kept = words
        self._say()

    def _typed(self) -> None:
        self._say()
        self._quiet.start()

    def _say(self) -> None:
        count = sum(not character.isspace() for character in self.text.toPlainText())
        self._count.setText(self.tr("共 {0} 字").replace("{0}", str(count)))

    def _close(self) -> None:
        self.commit()
        self.closed.emit()

    def _compose(self) -> None:
        gap = style.space(1)
        self._title.setProperty("role", "title")
        self._count.setProperty("role", "muted")
        self._count.setAccessibleName(self.tr("字数"))
        done = QPushButton(self.tr("回到表格"), self)
        done.setToolTip(self.tr("Ctrl+Enter 或 Esc"))
        done.setAutoDefault(False)
        done.clicked.connect(self._close)
        head = QHBoxLayout()
        for widget in (self._title, self._count):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(done)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, gap, style.space(3), gap)
        outer.setSpacing(gap)
        outer.addLayout(head)
        outer.addWidget(self.text)
        self.text.setMinimumHeight(round(self.text.fontMetrics().lineSpacing() * (_LEAST - 0.5)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be no higher than the window around it bears."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Be no higher than the window around it bears."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = self.text.fontMetrics().lineSpacing()
        lines = min(_LINES, max(_LEAST, self.window().height() // line // 6))
        self.text.setMaximumHeight(round(line * (lines + 0.5)))


class TextBox(QPlainTextEdit):
    """Plain text; `left` tells that the keys go elsewhere, `ended` that Ctrl+Enter or Esc was pressed."""

    left = Signal()
    ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("长文本内容"))
        self.setTabChangesFocus(True)
        self._composing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Esc end, unless they belong to an open composition."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        done = event.key() == Qt.Key.Key_Escape or (enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if done and not self._composing:
            event.accept()
            self.ended.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know whether a composition is open."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits; a menu in front does not."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._composing = False
            self.left.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as clean text."""
        from hengbiao.qt.views.clipboard import clean

        self.insertPlainText(clean(source.text()))
