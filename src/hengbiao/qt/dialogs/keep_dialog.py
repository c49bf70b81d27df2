"""留存: what was kept of the document under which name, and keeping it now."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hengbiao.domain.tree import Tree
from hengbiao.exchange.keep import Kept, kept
from hengbiao.qt import style
from hengbiao.qt._ui.keep_dialog import Ui_KeepDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.lines import Head, Line


class KeepDialog(Dialog):
    """`keeping` carries the name to keep the present state under, `comparing` the name to compare with it."""

    keeping = Signal(str)
    comparing = Signal(str)

    def __init__(self, tree: Tree, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self.form = form = Ui_KeepDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._writable = writable
        form.list.set_heads(
            (
                Head(self.tr("名称"), 8),
                Head(self.tr("留存时间"), 11.5),
                Head(self.tr("谁"), 7),
                Head(self.tr("预算单位"), 8),
            )
        )
        form.list.set_empty(self.tr("还没有留存稿。在下面写个名称（如“一上”），按“留存”。"))
        for button in (form.first, form.second, form.approved):
            button.clicked.connect(lambda _=False, button=button: form.name.setText(button.text()))
            button.setEnabled(writable)
        form.name.setEnabled(writable)
        form.name.textChanged.connect(self._refresh)
        form.keep.clicked.connect(self._keep)
        form.keep.setDefault(True)
        form.compare.clicked.connect(self._compare)
        form.list.opened.connect(self._compare)
        form.list.moved.connect(self._refresh)
        name_close(form.buttons, self.tr("关闭"))
        style.fit(self, 170, 110)
        self.show_tree(tree)
        form.name.setFocus()

    def show_tree(self, tree: Tree) -> None:
        """List what is kept in this tree, and suggest the next name."""
        found = kept(tree)
        self.form.list.show_lines([_line(one, len(tree.units)) for one in found])
        names = {one.label for one in found}
        buttons = (self.form.first, self.form.second, self.form.approved)
        lacking = {one.label for one in found if one.units < len(tree.units)}
        free = [button.text() for button in buttons if button.text() not in names - lacking]
        for button in buttons:
            button.setEnabled(self._writable and button.text() in free)
        self.form.name.setText(free[0] if free else "")
        self.form.told.setText(self.tr("已留存 %d 稿") % len(found) if found else self.tr("还没有留存过"))
        self._refresh()

    def _refresh(self) -> None:
        self.form.keep.setEnabled(self._writable and bool(self.form.name.text().strip()))
        self.form.compare.setEnabled(self.form.list.line() is not None)

    def _keep(self) -> None:
        if self.form.keep.isEnabled():
            self.keeping.emit(self.form.name.text().strip())

    def _compare(self) -> None:
        line = self.form.list.line()
        if line:
            self.comparing.emit(line.about)


def _line(one: Kept, units: int) -> Line:
    reach = f"全部 {units} 个" if one.units == units else f"{units} 个中的 {one.units} 个"
    return Line((one.label, one.at[:16].replace("T", " "), one.by, reach), one.label)
