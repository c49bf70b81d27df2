"""Message boxes: one look, plain text, never larger than the screen, each with a name under which F1 tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QMessageBox, QPushButton, QScrollArea, QSpacerItem, QWidget

from hengbiao.qt import style

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

Role = QMessageBox.ButtonRole
_TEXTS: Final = ("qt_msgbox_label", "qt_msgbox_informativelabel")
_WIDTH: Final = 85
"""Steps of space that a box is wide at least."""
_LEAST: Final = 20
"""Steps of space that a text keeps on the smallest screen."""


class Box(QMessageBox):
    """A message box named `name`; texts that the screen has no room for scroll."""

    def __init__(
        self, parent: QWidget | None, name: str, title: str, text: str, more: str = "", mark: str = "mark-explain"
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIconPixmap(style.icon(mark).pixmap(style.space(8)))
        self.setText(text)
        if more:
            self.setInformativeText(more)
        grid = self.layout()
        if isinstance(grid, QGridLayout):  # a width at which short sentences stand on one line
            grid.addItem(QSpacerItem(style.space(_WIDTH), 0), grid.rowCount(), 0, 1, grid.columnCount())

    def offer(
        self, name: str, text: str, role: QMessageBox.ButtonRole, act: Callable[[], object] | None = None
    ) -> QPushButton:
        """A button that acts when it is pressed; told of by F1 under `name`."""
        button = self.addButton(text, role)
        button.setObjectName(name)
        if act:
            button.clicked.connect(lambda _checked=False: act())
        return button

    def usual(self, enter: QPushButton, escape: QPushButton) -> None:
        """What Enter and Esc press."""
        self.setDefaultButton(enter)
        self.setEscapeButton(escape)

    def showEvent(self, event: QShowEvent) -> None:
        """Show; where it is higher than the screen the longest text scrolls."""
        super().showEvent(event)
        over = self.height() - style.room(self).height()
        labels = [label for label in cast("list[QLabel]", self.findChildren(QLabel)) if label.objectName() in _TEXTS]
        if over > 0 and labels:
            _scroll(self, max(labels, key=lambda label: label.height()), over)


def tell_file(parent: QWidget | None, title: str, text: str, more: str, path: Path) -> Box:
    """Say that `path` was written and offer to open its folder; the open box."""
    box = Box(parent, "file", title, text, more, "mark-balanced")
    folder = QUrl.fromLocalFile(str(path.resolve().parent))
    box.offer("folder", _translated("打开文件夹(&O)"), Role.ActionRole, lambda: QDesktopServices.openUrl(folder))
    known = box.offer("known", _translated("知道了"), Role.RejectRole)
    box.usual(known, known)
    box.open()
    return box


def _translated(text: str) -> str:
    return QCoreApplication.translate("Boxes", text)


def _scroll(box: QMessageBox, label: QLabel, over: int) -> None:
    """Put a label of the box into an area that is lower by `over`."""
    grid = box.layout()
    if not isinstance(grid, QGridLayout):
        return
    area = QScrollArea(box)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setAccessibleName(label.text())
    size = label.size()
    row, column, rows, columns = cast("tuple[int, int, int, int]", grid.getItemPosition(grid.indexOf(label)))
    grid.removeWidget(label)
    area.setWidget(label)
    bar = area.verticalScrollBar().sizeHint().width()
    area.setMinimumWidth(size.width() + bar)
    area.setFixedHeight(max(style.space(_LEAST), size.height() - over))
    grid.addWidget(area, row, column, rows, columns)
