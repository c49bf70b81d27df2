"""快捷键一览: every key by where it works, narrowed down while one types."""

from collections.abc import Sequence

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem, QWidget

from hengbiao.qt import style
from hengbiao.qt._ui.shortcuts_dialog import Ui_ShortcutsDialog
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.initials import matcher
from hengbiao.qt.key_list import Key
from hengbiao.qt.views.lines_view import WholeLine


class ShortcutsDialog(Dialog):
    """Lists `keys` under their groups."""

    def __init__(self, keys: Sequence[Key], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_ShortcutsDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self._keys = keys
        self.form.list.setItemDelegate(WholeLine(self.form.list))
        header = self.form.list.header()
        for column in (0, 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.form.search.textChanged.connect(self._show)
        style.fit(self, 210, 150)
        self._show("")

    def _show(self, text: str) -> None:
        fits = matcher(text)
        found = [one for one in self._keys if fits(f"{one.words} {one.group} {one.keys} {one.told}")]
        self.form.list.clear()
        for group in dict.fromkeys(one.group for one in found):
            self._add_group(group, [one for one in found if one.group == group])
        self.form.count.setText(self.tr("共 %d 项") % len(found) if found else self.tr("没有找到，换一个词试试"))

    def _add_group(self, group: str, keys: Sequence[Key]) -> None:
        top = QTreeWidgetItem(self.form.list, [group])
        top.setFirstColumnSpanned(True)
        font = QFont(self.font())
        font.setBold(True)
        top.setFont(0, font)
        for one in keys:
            item = QTreeWidgetItem(top, [one.words, one.keys, one.told])
            item.setToolTip(2, one.told)
        top.setExpanded(True)
