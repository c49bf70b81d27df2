"""The window every dialog is: never larger than its screen, what is asked scrolls inside, its last row always shows."""

from typing import Final, cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from hengbiao.qt import style

_NEVER: Final = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


class Dialog(QDialog):
    """A QDialog laid out in a column whose last row, the buttons, stays in sight whatever the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area: _Area | None = None

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's own
        """Show or hide; first of all see to it that it fits its screen."""
        if visible:
            self._settle()
            sized = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
            self.resize((self.size() if sized else self._wanted()).boundedTo(style.room(self)))
        super().setVisible(visible)
        self._reveal()

    def _wanted(self) -> QSize:
        """The size at which everything shows, where nobody gave it one."""
        wanted, column = self.sizeHint().expandedTo(self.minimumSize()), self.layout()
        width = min(wanted.width(), style.room(self).width())
        flowing = column.totalHeightForWidth(width) if column and column.hasHeightForWidth() else 0
        return QSize(width, max(wanted.height(), flowing))

    def _settle(self) -> None:
        """Once: divide the column; who was given the keys has them afterwards too."""
        if self._area is None:
            begin = self.focusWidget()
            self._area = _split(self)
            for box in cast("list[QComboBox]", self.findChildren(QComboBox)):
                box.setToolTip(box.currentText())  # what is chosen may be longer than the box
                box.currentTextChanged.connect(box.setToolTip)
            if begin:
                begin.setFocus()

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab, and bring what then has the keys into sight."""
        found = super().focusNextPrevChild(next_)
        self._reveal()
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What grows while it is open does not grow over the lower edge of the screen."""
        super().resizeEvent(event)
        screen, frame = self.screen().availableGeometry(), self.frameGeometry()
        if self.isVisible() and frame.bottom() > screen.bottom() and frame.top() > screen.top():
            self.move(frame.left(), max(screen.top(), screen.bottom() - frame.height()))

    def _reveal(self) -> None:
        focus = self.focusWidget()
        if self._area and focus and self._area.isAncestorOf(focus):
            self._area.ensureWidgetVisible(focus, 0, style.space(2))


def _split(dialog: QDialog) -> "_Area | None":
    """Put all but the last row of the dialog's column into an area that can scroll; None for another layout.

    Nothing leaves the dialog on its way, so the keys go through it in the order they did.
    """
    column = dialog.layout()
    if not isinstance(column, QBoxLayout):
        return None
    sheet = QWidget(dialog)
    inner = QVBoxLayout(sheet)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(column.spacing())
    while column.count() > 1:
        stretch = column.stretch(0)
        item = column.takeAt(0)
        if layout := item.layout():
            inner.addLayout(layout, stretch)
            continue
        if widget := item.widget():
            inner.addChildWidget(widget)
        inner.addItem(item)  # the very item: a widget tells no second one that its size changed
        inner.setStretch(inner.count() - 1, stretch)
    area = _Area(sheet, dialog, column)
    column.insertWidget(0, area, 1)
    return area


class _Area(QScrollArea):
    """As large as what is in it, as long as the screen has room for that."""

    def __init__(self, sheet: QWidget, dialog: QDialog, column: QBoxLayout) -> None:
        super().__init__(dialog)
        self._sheet, self._dialog, self._column = sheet, dialog, column
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(sheet)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is in it wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """The size that the content would like, within the room."""
        return self._within(self._sheet.sizeHint())

    def minimumSizeHint(self) -> QSize:
        """The least size of the content, within the room."""
        least, layout = self._sheet.minimumSizeHint(), self._sheet.layout()
        width = max(least.width(), self.viewport().width() if self.isVisible() else 0)
        flowing = layout.totalMinimumHeightForWidth(width) if layout and layout.hasHeightForWidth() else 0
        return self._within(QSize(least.width(), max(least.height(), flowing)))

    def hasHeightForWidth(self) -> bool:
        """As the content has it."""
        return self._sheet.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """The height of the content in this width, within the room."""
        return min(self._sheet.heightForWidth(width), self._room().height())

    def _within(self, wanted: QSize) -> QSize:
        """A bar to scroll by takes its width too."""
        room, flowing = self._room(), self._sheet.heightForWidth(wanted.width())
        high = max(wanted.height(), flowing) > room.height()
        bar = self.verticalScrollBar().sizeHint().width() if high else 0
        return QSize(wanted.width() + bar, wanted.height()).boundedTo(room)

    def _room(self) -> QSize:
        """What the screen leaves beside the frame, the margins and the last row."""
        column = self._column
        margins, last = column.contentsMargins(), column.itemAt(column.count() - 1)
        below = last.minimumSize().height() if last else 0
        beside = QSize(margins.left() + margins.right(), margins.top() + margins.bottom() + column.spacing() + below)
        return (style.room(self._dialog) - beside).expandedTo(QSize(1, style.space(12)))
