"""What stands in the editor without a document: new by region, the files opened last, practice, help."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from hengbiao.qt import style
from hengbiao.qt._ui.start_page import Ui_StartPage
from hengbiao.qt.models.sheet_model import Index
from hengbiao.qt.recent import Recent

RECENT: Final = int(Qt.ItemDataRole.UserRole)
"""The Recent of a line."""

_NARROW: Final = 215
"""Width in fifths of a line below which the list stands under the cards."""

_WIDEST: Final = 400
"""Width of the page on a large screen, in fifths of a line."""


class StartPage(QScrollArea):
    """`chosen` carries a file to open, `forgotten` one to leave out of the list, `begun` the region of a new one."""

    chosen = Signal(str)
    forgotten = Signal(str)
    begun = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_StartPage()
        sheet = QWidget()
        self.form.setupUi(sheet)  # type: ignore[no-untyped-call]
        self.setWidget(sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("开始"))
        self._cards: list[QToolButton] = []
        self._painted: object = None
        self._files = QStandardItemModel(self)
        self._dress()
        form = self.form
        form.recent.setModel(self._files)
        form.recent.setItemDelegate(_Lines(form.recent))
        form.recent.activated.connect(self._open)
        form.recent.clicked.connect(self._open)
        form.recent.installEventFilter(self)
        form.recent.selectionModel().currentChanged.connect(self._consider)
        form.forgetButton.clicked.connect(self._forget)

    def show_recent(self, files: Iterable[Recent]) -> None:
        """List the files opened last."""
        here = self.form.recent.currentIndex().row()
        self._files.clear()
        for file in files:
            self._files.appendRow(_line(file))
        full = self._files.rowCount() > 0
        form = self.form
        for widget in (form.recent, form.recentNote, form.forgetButton):
            widget.setVisible(full)
        form.empty.setVisible(not full)
        form.recent.setCurrentIndex(self._files.index(min(max(here, 0), self._files.rowCount() - 1), 0))
        self._consider()

    def show_regions(self, regions: Sequence[tuple[str, str, str]]) -> None:
        """Offer a card for each (id, name, description) of a region."""
        for number, (key, name, description) in enumerate(regions):
            card = QToolButton()
            card.setProperty("role", "card")
            card.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            card.setText(name)
            card.setToolTip(description)
            card.setAccessibleName(self.tr("新建：%s") % name)
            card.setAccessibleDescription(description)
            card.clicked.connect(lambda _=False, key=key: self.begun.emit(key))
            card.setProperty("region", key)
            self._cards.append(card)
            self.form.cardsLayout.addWidget(card, number // 3, number % 3)
        QTimer.singleShot(0, self, self._paint_cards)

    def focus_first(self) -> None:
        """Give the keys to the files opened last, or without any to the first card."""
        targets: list[QWidget] = [self.form.recent] if self._files.rowCount() else [*self._cards]
        (targets or [self.form.openButton])[0].setFocus()

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Del in the list leaves a file out of it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            self._forget()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page keeps to the middle of a large screen."""
        super().resizeEvent(event)
        side = max(style.space(6), (self.width() - style.space(_WIDEST)) // 2)
        self.form.column.setContentsMargins(side, style.space(4), side, style.space(4))
        ways = QBoxLayout.Direction
        narrow = self.width() < style.space(_NARROW)
        self.form.halves.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        QTimer.singleShot(0, self, self._paint_cards)

    def changeEvent(self, event: QEvent) -> None:
        """The pictures are drawn anew for another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._cards:
            QTimer.singleShot(0, self, self._paint_cards)

    # Inside

    def _dress(self) -> None:
        form = self.form
        form.emblem.setPixmap(style.icon("hengbiao").pixmap(style.space(14)))
        form.banner.setSpacing(style.space(4))
        form.words.setSpacing(0)
        form.column.setSpacing(style.space(6))
        form.halves.setSpacing(style.space(10))
        form.cardsLayout.setSpacing(style.space(3))
        for column in (form.left, form.right):
            column.setSpacing(style.space(2))
        form.newTitle.setMinimumHeight(form.openButton.sizeHint().height())
        form.recent.setMinimumWidth(style.space(90))
        form.empty.setMinimumWidth(style.space(90))
        for button, icon in ((form.openButton, "open-on-accent"), (form.helpButton, "help")):
            button.setIcon(style.icon(icon))

    def _card_size(self) -> QSize:
        """As large as the page lets three of them stand beside the list, and two above one another."""
        wide = (min(self.width(), style.space(_WIDEST)) - style.space(180)) / 3
        high = (self.height() - style.space(90)) / 2
        side = max(style.space(30), min(wide, high, style.space(66)))
        return QSize(round(side), round(side * 0.82))

    def _paint_cards(self) -> None:
        """Draw the pictures once the page is on the screen: reading six 表样 is not on the way to the first paint."""
        from hengbiao.forms.layouts import layouts
        from hengbiao.qt.form_picture import picture

        size = self._card_size()
        if not self.isVisible() or (size, style.colour("surface")) == self._painted:
            return
        self._painted = (size, style.colour("surface"))
        firsts = {layout.region: layout for layout in reversed(layouts())}
        for card in self._cards:
            layout = firsts[card.property("region")]
            card.setIconSize(size)
            card.setIcon(QIcon(picture(layout, size, self.devicePixelRatioF())))

    def _current(self) -> Recent | None:
        index = self.form.recent.currentIndex()
        return index.data(RECENT) if index.isValid() else None

    def _consider(self) -> None:
        self.form.forgetButton.setEnabled(self._current() is not None)

    def _open(self, index: QModelIndex) -> None:
        found: Recent = index.data(RECENT)
        if not found.missing:
            self.chosen.emit(str(found.path))

    def _forget(self) -> None:
        found = self._current()
        if found:
            self.forgotten.emit(str(found.path))


def _line(file: Recent) -> QStandardItem:
    item = QStandardItem(file.path.stem)
    item.setEditable(False)
    item.setData(file, RECENT)
    item.setToolTip(str(file.path))
    item.setData(f"{file.path.stem}，{file.missing or file.said}", Qt.ItemDataRole.AccessibleTextRole)
    return item


class _Lines(QStyledItemDelegate):
    """Two lines a file: its name; how it stands and where it lies, or in grey why it cannot be opened."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines and the gaps around them."""
        return QSize(style.space(60), style.space(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as the style does, then the lines."""
        file: Recent = index.data(RECENT)
        self.initStyleOption(option, index)
        item: Any = option
        item.text = ""
        item.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, item, painter, item.widget)
        room = item.rect.adjusted(style.space(3), style.space(1), -style.space(3), -style.space(1))
        upper = QRect(room.topLeft(), QSize(room.width(), room.height() // 2))
        painter.save()
        painter.setPen(style.colour("faint" if file.missing else "text"))
        _write(painter, upper, file.path.stem)
        painter.setPen(style.colour("muted"))
        _write(painter, upper.translated(0, upper.height()), f"{file.missing or file.said}　·　{file.path.parent}")
        painter.restore()


def _write(painter: QPainter, room: QRect, text: str) -> None:
    fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), fitting)
