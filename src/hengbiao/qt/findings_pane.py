"""审核结果: a strip with the counts that unfolds into the list; a double click or Enter goes to the cell."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from hengbiao.qt import style
from hengbiao.qt.models.findings_model import FINDING, FindingsModel

QWIDGETSIZE_MAX: Final = 16_777_215
"""What Qt means by no limit."""


class FindingsPane(QFrame):
    """The findings of the document; `chosen` carries the Ref of the one to go to."""

    chosen = Signal(object)
    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FindingsModel(self)
        self._fold = QToolButton()
        self._fold.setObjectName("fold")
        self._fold.setCheckable(True)
        self._fold.setAccessibleName(self.tr("展开或收起审核结果"))
        self._title = QLabel(self.tr("审核结果"))
        self._title.setProperty("role", "title")
        self._counts = QLabel()
        self._hint = QLabel(self.tr("双击跳到单元格"))
        self._hint.setProperty("role", "muted")
        self._current = QCheckBox(self.tr("只看当前表"))
        self._record = ""
        self._list = self._new_list()
        self._lay_out()
        self._fold.toggled.connect(self._unfold)
        self._current.toggled.connect(self._narrow)
        self.model.recounted.connect(self.say_counts)
        self._unfold(False)
        self.say_counts()

    def is_open(self) -> bool:
        """Whether the list is unfolded."""
        return self._fold.isChecked()

    def set_open(self, unfolded: bool) -> None:  # noqa: FBT001 - a slot
        """Unfold or fold the list."""
        self._fold.setChecked(unfolded)

    def say_counts(self) -> None:
        """Bring the strip up to date."""
        parts = [f"{count} {self.model.name(severity)}" for severity, count in self.model.counts().items() if count]
        self._counts.setText("　".join(parts) or (self.tr("没有发现问题") if self.model.checked else self._not_yet()))
        self.setAccessibleDescription(self._counts.text())

    def show_record(self, record: str) -> None:
        """Follow the window to another form."""
        self._record = record
        self._narrow()

    def list_view(self) -> QTreeView:
        """The list, for the focus."""
        return self._list

    def _new_list(self) -> QTreeView:
        view = QTreeView()
        view.setObjectName("findingsList")
        view.setModel(self.model)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setHeaderHidden(True)
        view.setAllColumnsShowFocus(True)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setAccessibleName(self.tr("审核结果列表"))
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.header().setStretchLastSection(True)
        view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        view.header().setResizeContentsPrecision(20)
        view.header().resizeSection(1, style.space(50))
        view.activated.connect(self._go)
        return view

    def _lay_out(self) -> None:
        self._strip = strip = QHBoxLayout()
        strip.setContentsMargins(style.space(2), style.space(0.5), style.space(3), style.space(0.5))
        strip.setSpacing(style.space(2))
        for widget in (self._fold, self._title, self._counts):
            strip.addWidget(widget)
        strip.addStretch(1)
        strip.addWidget(self._hint)
        strip.addWidget(self._current)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(strip)
        column.addWidget(self._list, 1)

    def _unfold(self, unfolded: bool) -> None:  # noqa: FBT001 - a slot
        self._list.setVisible(unfolded)
        self._hint.setVisible(unfolded)
        self._current.setVisible(unfolded)
        self._fold.setIcon(self._arrow(unfolded))
        strip = self._strip.sizeHint().height()
        self.setMinimumHeight(strip + style.space(10) * unfolded)
        self.setMaximumHeight(QWIDGETSIZE_MAX if unfolded else strip)
        self.folded.emit(not unfolded)

    def _not_yet(self) -> str:
        return self.tr("正在审核…") if self.model.lines_wait() else ""

    def _arrow(self, unfolded: bool) -> QIcon:  # noqa: FBT001 - as _unfold
        return style.icon("fold" if unfolded else "unfold")

    def _narrow(self) -> None:
        self.model.only(self._record if self._current.isChecked() else "")

    def _go(self, index: QModelIndex) -> None:
        found = index.data(FINDING)
        if found:
            self.chosen.emit(found.ref)
