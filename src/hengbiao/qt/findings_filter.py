"""How the findings of the whole document are grouped, and which of them are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from hengbiao.qt import style
from hengbiao.qt.models.finding_lines import EXPLAINED, GROUPINGS, RANK, Asked

if TYPE_CHECKING:
    from hengbiao.qt.models.findings_model import FindingsModel


class FindingsFilter(QWidget):
    """Two boxes and a line for words; `asked` follows every choice."""

    asked = Signal()

    def __init__(self, model: FindingsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._by, self._class, self._text = self._groupings(), self._classes(model), self._words()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.space(2))
        for part in (self._by, self._class, self._text):
            row.addWidget(part)
        for box in (self._by, self._class):
            box.currentIndexChanged.connect(self.asked)
        self._text.textChanged.connect(self.asked)

    def wish(self) -> Asked:
        """What is chosen."""
        return Asked(str(self._by.currentData()), str(self._class.currentData()), self._text.text())

    def _groupings(self) -> QComboBox:
        box = QComboBox()
        for key, name in GROUPINGS.items():
            box.addItem(self.tr(name), key)
        box.setAccessibleName(self.tr("审核结果的分组"))
        return box

    def _classes(self, model: FindingsModel) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("全部级别"), "")
        for key in RANK:
            box.addItem(model.name(key).partition("（")[0], key)
        box.addItem(self.tr("已说明"), EXPLAINED)
        box.setAccessibleName(self.tr("只列这一级别"))
        return box

    def _words(self) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(self.tr("筛选审核结果"))
        line.setPlaceholderText(self.tr("筛选：项目、规则号或字句"))
        line.setClearButtonEnabled(True)
        line.setMinimumWidth(style.space(34))
        return line
