"""The editor inside a cell: plain text that wraps like the cell, ends with Enter or Tab, and respects input methods."""

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from hengbiao.qt.views.clipboard import text_of
from hengbiao.qt.views.look import look

IDLE = 2000
"""Milliseconds without a key after which what stands in the cell is committed."""

_PLAIN = Qt.KeyboardModifier.NoModifier
_ENDS = {
    (Qt.Key.Key_Return, _PLAIN): "down",
    (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier): "up",
    (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier): "fill",
    (Qt.Key.Key_Tab, _PLAIN): "next",
    (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier): "previous",
    (Qt.Key.Key_Backtab, _PLAIN): "previous",
    (Qt.Key.Key_Escape, _PLAIN): "cancel",
}

_SAID = {
    "down": "写入，到下一行",
    "up": "写入，到上一行",
    "fill": "写入选中的每一格",
    "next": "写入，到下一格",
    "previous": "写入，到上一格",
    "cancel": "不写入，恢复原来的字",
}
_NEW_LINE = "Alt+Return"


def said() -> list[tuple[str, tuple[str, ...]]]:
    """What the keys do that end the typing in a cell, in words, with these keys; and the one that breaks a line."""
    keys: dict[str, list[str]] = {}
    for (key, held), how in _ENDS.items():
        keys.setdefault(how, []).append(QKeySequence(QKeyCombination(held, key)).toString())
    ends = [(QCoreApplication.translate("CellEditor", _SAID[how]), tuple(found)) for how, found in keys.items()]
    return [*ends, (QCoreApplication.translate("CellEditor", "在单元格里换行"), (_NEW_LINE,))]


_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class CellEditor(QTextEdit):
    """One cell being typed into.

    `done` says how typing ended: down, up, next, previous, fill, cancel or leave; `typed` follows each change of the
    text and `rested` comes after two quiet seconds. While an input method composes, none of them is sent.
    """

    done = Signal(str)
    typed = Signal(str)
    rested = Signal(str)

    def __init__(self, parent: QWidget, *, by_typing: bool) -> None:
        super().__init__(parent)
        self.setObjectName("cellEditor")
        self.setStyleSheet(_sheet(refused=False))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptRichText(False)
        self.document().setDocumentMargin(0)
        self._by_typing = by_typing
        self._composing = False
        self._refused = False
        self._last = ""
        self._leading = 0.0
        self.begun = self.touched = self.closing = False
        self._quiet = QTimer(self, singleShot=True, interval=IDLE)
        self._quiet.timeout.connect(self._rest)
        self.textChanged.connect(self._changed)

    @property
    def composing(self) -> bool:
        """Whether an input method has an open composition."""
        return self._composing

    def start(self, text: str) -> None:
        """Begin with `text`, the caret at its end; this is no change."""
        self.blockSignals(True)
        self.setPlainText(text)
        self._space_lines()
        self._last = text
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.blockSignals(False)

    def text(self) -> str:
        """What was typed, without an open composition."""
        return self.toPlainText()

    def mark_refused(self, refused: bool) -> None:  # noqa: FBT001
        """Show or clear that the text could not be taken."""
        if refused != self._refused:
            self._refused = refused
            self.setStyleSheet(_sheet(refused=refused))

    def set_type(self, font: QFont, leading: float, align: str) -> None:
        """Type like the cell's, its lines `leading` pixels apart."""
        self.setFont(font)
        self._leading = leading
        option = self.document().defaultTextOption()
        option.setAlignment(_ALIGN[align])
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)

    def set_margins(self, side: int, top: int) -> None:
        """Stand where the text of the cell stands."""
        if (self.viewportMargins().left(), self.viewportMargins().top()) != (side, top):
            self.setViewportMargins(side, top, side, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that end typing end it, unless they belong to an open composition."""
        how = None if self._composing else self._ending(event)
        if how:
            event.accept()
            self.done.emit(how)
        elif (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.insertPlainText("\n")
        elif self._composing and event.key() in {
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Tab,
            Qt.Key.Key_Escape,
        }:
            event.accept()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Follow the composition; its end counts as typing."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._quiet.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the cell commits it; a menu or another window in front does not close it."""
        super().focusOutEvent(event)
        reason = event.reason()
        if reason == Qt.FocusReason.PopupFocusReason:
            return
        self._composing = False
        if reason == Qt.FocusReason.ActiveWindowFocusReason:
            self.rested.emit(self.text())
        else:
            self.done.emit("leave")

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the cell from the menus of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._ending(event):
            event.accept()
            return True
        return super().event(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as clean text."""
        self.insertPlainText(text_of(source))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """A page without a text of its own can be pasted too."""
        return source.hasHtml() or super().canInsertFromMimeData(source)

    def _ending(self, event: QKeyEvent) -> str | None:
        key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else event.key()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return _ENDS.get((Qt.Key(key), held)) or (self._arrow(key) if held == _PLAIN and self._by_typing else None)

    def _arrow(self, key: int) -> str | None:
        """Arrows leave a single line begun by typing, as in spreadsheets, where they could not move the caret."""
        cursor = self.textCursor()
        if cursor.hasSelection() or self.document().blockCount() > 1 or self._wraps():
            return None
        ways = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down_only"}
        if cursor.atEnd():
            ways[Qt.Key.Key_Right] = "next"
        return ways.get(Qt.Key(key))

    def _wraps(self) -> bool:
        layout = self.document().firstBlock().layout()
        return layout is not None and layout.lineCount() > 1

    def _space_lines(self) -> None:
        form = QTextBlockFormat()
        form.setLineHeight(self._leading, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        self.document().setUndoRedoEnabled(False)
        cursor.mergeBlockFormat(form)
        self.document().setUndoRedoEnabled(True)

    def _changed(self) -> None:
        """A composition changes what is shown, not what is typed."""
        if self.text() == self._last:
            return
        self._last = self.text()
        self.mark_refused(False)
        self.touched = True
        self._quiet.start()
        if not self._composing:
            self.typed.emit(self.text())

    def _rest(self) -> None:
        if self._composing:
            self._quiet.start()
        else:
            self.rested.emit(self.text())


def _sheet(*, refused: bool) -> str:
    colours = look()
    ground, ink = (colours.wrong_paper, colours.wrong) if refused else (colours.paper, colours.text)
    plain = "border: none; border-radius: 0; padding: 0;"
    return f"QTextEdit#cellEditor {{ {plain} background: {ground.name()}; color: {ink.name()}; }}"
