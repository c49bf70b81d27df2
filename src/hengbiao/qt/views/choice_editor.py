"""The editor of a cell with words of the vocabulary to choose from; other words are taken too."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from hengbiao.qt import style
from hengbiao.qt.views.cell_editor import CellEditor

_MOST = 10
"""Words in sight at once."""


def _sheet() -> str:
    ground, line, pad = style.colour("surface").name(), style.colour("grid").name(), style.space(1)
    frame = f"QListWidget {{ background: {ground}; border: 1px solid {line}; }}"
    return f"{frame} QListWidget::item {{ padding: {pad}px; }}"


class ChoiceEditor(CellEditor):
    """A CellEditor with words to choose from: arrows choose, typing narrows them down, a click takes one."""

    def __init__(self, parent: QWidget, words: tuple[str, ...], *, by_typing: bool) -> None:
        super().__init__(parent, by_typing=by_typing)
        self.words = words
        self.choices = QListWidget(parent)
        self.choices.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.choices.setFocusProxy(self)
        self.choices.setFrameShape(QFrame.Shape.Box)
        self.choices.setStyleSheet(_sheet())
        self.choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.choices.setAccessibleName(self.tr("可选的词"))
        self.choices.itemPressed.connect(self._take)
        self.choices.hide()
        self.destroyed.connect(self.choices.deleteLater)
        self.typed.connect(self.narrow)

    def start(self, text: str) -> None:
        """Begin with `text` selected, its word chosen in the list of all."""
        super().start(text)
        self.begin_list(text)

    def begin_list(self, text: str) -> None:
        """The list as the editor opens: all words, the one that stands there chosen."""
        self.selectAll()
        self.offer(self.words, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose; what ends typing takes the chosen word."""
        key = event.key()
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not self.composing and self.choices.count():
            row = self.choices.currentRow() + (1 if key == Qt.Key.Key_Down else -1)
            self.choices.setCurrentRow(max(0, min(row, self.choices.count() - 1)))
            event.accept()
            return
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab} and not self.composing:
            self._put(self.choices.currentItem())
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The list opens with the editor."""
        super().showEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        """The list goes with the editor."""
        super().hideEvent(event)
        self.choices.hide()

    def moveEvent(self, event: QMoveEvent) -> None:
        """The list stays at its cell."""
        super().moveEvent(event)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list is as wide as its cell."""
        super().resizeEvent(event)
        self._place()

    def narrow(self, text: str) -> None:
        """Offer the words that a text fits, the first of them chosen."""
        from hengbiao.qt.initials import matcher

        found = tuple(filter(matcher(text), self.words))
        self.offer(found, found[0] if text.strip() and found else "")

    def offer(self, words: tuple[str, ...], chosen: str) -> None:
        """Show these words, one of them chosen."""
        self.choices.clear()
        self.choices.addItems(list(words))
        self.choices.setCurrentRow(words.index(chosen) if chosen in words else -1)
        self._place()

    def _place(self) -> None:
        count = min(self.choices.count(), _MOST)
        if not count or not self.isVisible():
            self.choices.hide()
            return
        height = count * self.choices.sizeHintForRow(0) + 2 * self.choices.frameWidth() + 2
        room = self.choices.parentWidget()
        under = self.geometry().bottom() + 2
        top = under if room is None or under + height <= room.height() else max(0, self.y() - height - 2)
        self.choices.setFixedSize(max(self.width(), self.choices.sizeHintForColumn(0) + 24), height)
        self.choices.move(QPoint(self.x(), top))
        self.choices.show()
        self.choices.raise_()

    def _put(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.text() != self.text():
            super().start(item.text())
            self.touched = True

    def _take(self, item: QListWidgetItem) -> None:
        self._put(item)
        self.done.emit("stay")
