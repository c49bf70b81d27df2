"""The editor of a cell whose words come from the vocabulary: a combo box that also takes other words."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from hengbiao.qt.views.cell_editor import ENDS, IDLE


class ChoiceEditor(QComboBox):
    """One cell being chosen; sends what CellEditor sends."""

    done = Signal(str)
    typed = Signal(str)
    rested = Signal(str)

    def __init__(self, parent: QWidget, words: tuple[str, ...], *, by_typing: bool) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFrame(False)
        self.addItems(list(words))
        self._by_typing = by_typing
        self._composing = False
        self.begun = self.touched = self.closing = False
        self._quiet = QTimer(self, singleShot=True, interval=IDLE)
        self._quiet.timeout.connect(self._rest)
        line = self.lineEdit()
        assert line is not None  # noqa: S101 - an editable combo box has one
        self._line = line
        line.installEventFilter(self)
        line.textEdited.connect(self._edited)
        self.activated.connect(self._chosen)

    @property
    def composing(self) -> bool:
        """Whether an input method has an open composition."""
        return self._composing

    def start(self, text: str) -> None:
        """Begin with `text`, all of it selected; the list opens where nothing was typed yet."""
        self.setEditText(text)
        self._line.selectAll()
        if not self._by_typing:
            QTimer.singleShot(0, self, self.showPopup)

    def text(self) -> str:
        """What was typed or chosen."""
        return self._line.text()

    def setPlaceholderText(self, text: str) -> None:
        """Show `text` grey while the line is empty."""
        self._line.setPlaceholderText(text)

    def mark_refused(self, refused: bool) -> None:  # noqa: FBT001
        """A choice is never refused."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line that end typing, and its composition."""
        if watched is self._line and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        if watched is self._line and isinstance(event, QKeyEvent) and not self._composing:
            how = ENDS.get((Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))
            if how and event.type() == QEvent.Type.KeyPress:
                self.done.emit(how)
                return True
            if how and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
        if watched is self._line and isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._left(event.reason())
        return super().eventFilter(watched, event)

    def _left(self, reason: Qt.FocusReason) -> None:
        if reason == Qt.FocusReason.ActiveWindowFocusReason:
            self.rested.emit(self.text())
        elif reason != Qt.FocusReason.PopupFocusReason:
            QTimer.singleShot(0, self, lambda: self.done.emit("leave"))

    def _chosen(self) -> None:
        self.touched = True
        self.done.emit("stay")

    def _edited(self, text: str) -> None:
        self._quiet.start()
        self.touched = True
        if not self._composing:
            self.typed.emit(text)

    def _rest(self) -> None:
        if not self._composing:
            self.rested.emit(self.text())
