"""The row above the form: where one is, in which 表样 the form is shown, and in which 金额单位."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Signal

from hengbiao.qt import style
from hengbiao.qt.models.outline import label

if TYPE_CHECKING:
    from hengbiao.domain.tree import Tree
    from hengbiao.forms.layout import Layout
    from hengbiao.qt._ui.main_window import Ui_MainWindow
    from hengbiao.qt.settings import Settings


class Header(QObject):
    """Offers the layouts that draw the kind of record on show, and remembers for each document which was chosen.

    `chosen` carries the id of a layout and a 金额单位 whenever one of them changes; choosing a layout brings the unit
    that it prints. `switched` tells the layouts before and after where a person chose, `noticed` a sentence where a
    layout had to be found.
    """

    chosen = Signal(str, str)
    switched = Signal(str, str)
    noticed = Signal(str)

    def __init__(self, ui: Ui_MainWindow, settings: Settings) -> None:
        super().__init__(ui.layoutBox)
        self._ui, self._settings = ui, settings
        self._document, self._kind, self._shown = "", "", ""
        self._told: set[str] = set()
        self._slim = False
        ui.headerLayout.setContentsMargins(0, 0, style.space(3), 0)
        ui.headerLayout.setSpacing(style.space(2))
        ui.layoutBox.currentIndexChanged.connect(self._choose)
        ui.moneyBox.currentIndexChanged.connect(self._choose_money)

    def open(self, document: str) -> None:
        """From now on the choices are those for this document."""
        self._document, self._kind, self._shown = document, "", ""
        self._told.clear()

    def follow(self, tree: Tree, record: str) -> None:
        """Offer the layouts for a record, chosen the one that was chosen before, else that of its region."""
        item = tree.headings.get(record)
        if item is None:
            return
        kind = item.kind if item.kind in {"project", "department"} else self._kind or "project"
        if kind != self._kind:
            self._kind = kind
            self._fill()
        self._show(self._suited(tree, item.unit, kind))

    def say_place(self, tree: Tree, record: str) -> None:
        """Name a record and the unit above it; "" names nothing."""
        item = tree.headings.get(record)
        unit = tree.headings.get(item.unit) if item else None
        names = [label(one) for one in dict.fromkeys((unit, item)) if one]
        self._ui.breadcrumb.setText("  ›  ".join(names))

    def set_slim(self, slim: bool) -> None:  # noqa: FBT001 - as setVisible
        """The boxes alone, named by their tips, lower than they are."""
        if slim == self._slim:
            return
        ui, self._slim = self._ui, slim
        for words, box in ((ui.layoutLabel, ui.layoutBox), (ui.moneyLabel, ui.moneyBox)):
            words.setVisible(not slim and not box.isHidden())
            box.setToolTip(words.text().partition("(")[0] if slim else "")
        for widget in (ui.layoutBox, ui.moneyBox, ui.tabs):
            style.mark_slim(widget, slim=slim)
        self._fit_box()

    def name_of(self, layout: str) -> str:
        """What people call a layout."""
        from hengbiao.forms.layouts import layouts
        from hengbiao.qt.regions import short_names

        return dict(short_names(layouts()))[layout]

    # Inside

    def _offered(self) -> list[Layout]:
        from hengbiao.forms.layouts import layouts

        return [layout for layout in layouts() if self._kind in layout.plans]

    def _fill(self) -> None:
        from hengbiao.qt.regions import short_names

        box = self._ui.layoutBox
        with QSignalBlocker(box):
            box.clear()
            for key, name in short_names(self._offered()):
                box.addItem(name, key)
        box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + style.space(8))

    def _fit_box(self) -> None:
        """As wide as the longest layout, or where room is short as the chosen one."""
        box = self._ui.layoutBox
        ways = box.SizeAdjustPolicy
        box.setMinimumWidth(style.space(16) if self._slim else 0)
        box.setMinimumContentsLength(2 * len(box.currentText()) if self._slim else 8)
        box.setSizeAdjustPolicy(ways.AdjustToMinimumContentsLengthWithIcon if self._slim else ways.AdjustToContents)

    def _suited(self, tree: Tree, unit: str, kind: str) -> str:
        """The layout that a person chose for such forms of this document, else one of the unit's region."""
        offered = self._offered()
        kept = self._settings.get(self._key(kind))
        region = tree.unit(unit).region
        own = [layout.id for layout in offered if layout.region == region]
        if any(layout.id == kept for layout in offered):
            return str(kept)
        return own[0] if own else self._instead(region, kind)

    def _instead(self, region: str, kind: str) -> str:
        """A layout for a region that has none of its own for such forms, said once."""
        from hengbiao.forms.layouts import layouts, serving
        from hengbiao.forms.vocabulary import regions

        known = next((layout for layout in layouts() if layout.region == region), layouts()[0])
        found = serving(known, kind)
        if kind not in self._told and region:
            self._told.add(kind)
            what = self.tr("部门整体表") if kind == "department" else self.tr("项目表")
            told = self.tr("{0}没有{1}的表样，按“{2}”显示，可在右上“表样”里另选")
            names = (regions().get(region, region), what, self.name_of(found.id))
            self.noticed.emit(told.format(*names))
        return found.id

    def _show(self, layout: str) -> None:
        box = self._ui.layoutBox
        if layout != self._shown or str(box.currentData()) != layout:
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(layout))
            self._fit_box()
            self._bring_money()

    def _choose(self) -> None:
        before, after = self._shown, str(self._ui.layoutBox.currentData())
        self._fit_box()
        self._settings.put(self._key(self._kind), after)
        self._bring_money()
        self.switched.emit(before, after)

    def _choose_money(self) -> None:
        self._settings.put(self._key(f"money/{self._shown}"), self._ui.moneyBox.currentText())
        self._tell()

    def _bring_money(self) -> None:
        from hengbiao.forms.layouts import load_layout

        layout = str(self._ui.layoutBox.currentData())
        kept = str(self._settings.get(self._key(f"money/{layout}"), ""))
        box = self._ui.moneyBox
        with QSignalBlocker(box):
            box.setCurrentText(kept if box.findText(kept) >= 0 else load_layout(layout).money_unit)
        self._tell()

    def _tell(self) -> None:
        self._shown = str(self._ui.layoutBox.currentData())
        self.chosen.emit(self._shown, self._ui.moneyBox.currentText())

    def _key(self, what: str) -> str:
        return f"documents/{self._document}/{what}"
