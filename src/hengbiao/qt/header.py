"""The row above the form: where one is, in which 表样 the form is shown, and in which 金额单位."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Signal

from hengbiao.qt import style
from hengbiao.qt.models.outline import label

if TYPE_CHECKING:
    from hengbiao.domain.tree import Tree
    from hengbiao.qt._ui.main_window import Ui_MainWindow


class Header(QObject):
    """`chosen` carries the id of a layout and a 金额单位; choosing a layout brings the unit that it prints."""

    chosen = Signal(str, str)

    def __init__(self, ui: Ui_MainWindow) -> None:
        super().__init__(ui.layoutBox)
        self._ui = ui
        ui.layoutBox.currentIndexChanged.connect(self._choose)
        ui.moneyBox.currentIndexChanged.connect(self._tell)

    def offer(self, tree: Tree) -> None:
        """Offer the layouts, that of the region of the first unit chosen."""
        from hengbiao.forms.layouts import layouts

        self._fill()
        box = self._ui.layoutBox
        regions = [tree.unit(unit.id).region for unit in tree.units[:1]]
        found = next((layout.id for layout in layouts() if layout.region in regions), box.itemData(0))
        with QSignalBlocker(box):
            box.setCurrentIndex(box.findData(found))
        self._choose()

    def say_place(self, tree: Tree, record: str) -> None:
        """Name a record and the unit above it; "" names nothing."""
        item = tree.headings.get(record)
        unit = tree.headings.get(item.unit) if item else None
        names = [label(one) for one in dict.fromkeys((unit, item)) if one]
        self._ui.breadcrumb.setText("  ›  ".join(names))

    def _fill(self) -> None:
        from hengbiao.forms.layouts import layouts
        from hengbiao.qt.regions import short_names

        box = self._ui.layoutBox
        with QSignalBlocker(box):
            for key, name in () if box.count() else short_names(layouts()):
                box.addItem(name, key)
        box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + style.space(8))

    def _choose(self) -> None:
        from hengbiao.forms.layouts import load_layout

        with QSignalBlocker(self._ui.moneyBox):
            self._ui.moneyBox.setCurrentText(load_layout(str(self._ui.layoutBox.currentData())).money_unit)
        self._tell()

    def _tell(self) -> None:
        self.chosen.emit(str(self._ui.layoutBox.currentData()), self._ui.moneyBox.currentText())
