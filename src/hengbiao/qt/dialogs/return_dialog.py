"""退回: remarks pinned to the fields of a unit's forms, and the file that carries them back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from hengbiao.exchange.naming import record_name, unit_name
from hengbiao.exchange.pins import called, forms, places, said
from hengbiao.exchange.returns import Pinned, pinned
from hengbiao.exchange.send import file_name
from hengbiao.qt import asking, style
from hengbiao.qt._ui.return_dialog import Ui_ReturnDialog
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.lines import Head, Line

if TYPE_CHECKING:
    from hengbiao.domain.change import Ref
    from hengbiao.domain.tree import Tree


@dataclass(frozen=True, slots=True)
class Wish:
    """What goes back to which unit: texts at their places, remarks that are taken away, and the files to write."""

    unit: str
    added: tuple[tuple[Ref, str], ...]
    removed: tuple[Pinned, ...]
    targets: tuple[Path, ...]


class ReturnDialog(Dialog):
    """`wish` holds the answer once accepted; begins at the place `at` where that is given."""

    def __init__(self, tree: Tree, folder: Path, at: Ref | None, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_ReturnDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._tree = tree
        self._added: list[tuple[Ref, str]] = []
        self._removed: list[Pinned] = []
        form.list.set_empty(self.tr("还没有意见。在下面选表和栏目，写一句，按“记下这条”。"))
        form.list.set_heads(
            (
                Head(self.tr("表"), 11),
                Head(self.tr("栏目"), 11),
                Head(self.tr("现在的内容"), 11),
                Head(self.tr("意见"), 18),
                Head(self.tr("谁，何时"), 9),
            )
        )
        form.folder.setText(str(folder))
        form.document.setChecked(True)
        form.text.setFixedHeight(style.space(17))
        for one in tree.units:
            form.unit.addItem(unit_name(tree, one.id), one.id)
        form.unit.setCurrentIndex(max(0, form.unit.findData(unit)))
        form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))
        form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        style.fit(self, 330, 170)
        self._show_unit()
        if at:
            form.formBox.setCurrentIndex(max(0, form.formBox.findData(at.record)))
            self._show_form()
            offered = [form.fieldBox.itemData(row) for row in range(form.fieldBox.count())]
            form.fieldBox.setCurrentIndex(offered.index(at) if at in offered else 0)
        self._connect()
        self._show_value()
        self._list()
        form.text.setFocus()

    def wish(self) -> Wish:
        """The answer."""
        return Wish(self._unit(), tuple(self._added), tuple(self._removed), tuple(self._targets()))

    def _connect(self) -> None:
        form = self.form
        form.unit.currentIndexChanged.connect(self._turn_to_unit)
        form.formBox.currentIndexChanged.connect(self._show_form)
        form.fieldBox.currentIndexChanged.connect(self._show_value)
        form.text.textChanged.connect(self._refresh)
        form.folder.textChanged.connect(self._refresh)
        form.document.toggled.connect(self._refresh)
        form.workbook.toggled.connect(self._refresh)
        form.list.moved.connect(self._refresh)
        form.add.clicked.connect(self._add)
        form.remove.clicked.connect(self._remove)
        form.browse.clicked.connect(self._browse)
        form.ok.clicked.connect(self.accept)

    def _unit(self) -> str:
        return str(self.form.unit.currentData() or "")

    def _turn_to_unit(self) -> None:
        self._added, self._removed = [], []
        self._show_unit()
        self._list()

    def _show_unit(self) -> None:
        box = self.form.formBox
        box.blockSignals(True)
        box.clear()
        for record, name in forms(self._tree, self._unit()) if self._unit() else ():
            box.addItem(name, record)
        box.setCurrentIndex(min(1, box.count() - 1))
        box.blockSignals(False)
        self._show_form()

    def _show_form(self) -> None:
        box = self.form.fieldBox
        box.blockSignals(True)
        box.clear()
        for place in places(self._tree, str(self.form.formBox.currentData() or "")) if self._unit() else ():
            box.addItem(place.name, place.ref)
        box.blockSignals(False)
        self._show_value()

    def _show_value(self) -> None:
        ref: Ref | None = self.form.fieldBox.currentData()
        now = " ".join(said(self._tree, ref).split()) if ref else ""
        self.form.now.setText(self.tr("现在：%s") % f"{now[:24]}{'…' if len(now) > 24 else ''}" if now else "")
        self._refresh()

    def _standing(self) -> list[Pinned]:
        there = pinned(self._tree, self._unit()) if self._unit() else ()
        return [one for one in there if one not in self._removed]

    def _list(self) -> None:
        old = [
            Line(self._texts(one.ref, one.remark.text, f"{one.remark.by} {one.remark.at[:10]}"), one, "mark-info")
            for one in self._standing()
        ]
        new = [Line(self._texts(ref, text, self.tr("这次")), (ref, text), "line-added") for ref, text in self._added]
        self.form.list.show_lines([*old, *new])
        self._refresh()

    def _texts(self, ref: Ref, text: str, who: str) -> tuple[str, ...]:
        name = record_name(self._tree.headings[ref.record])
        return name, called(self._tree, ref), said(self._tree, ref), text, who

    def _add(self) -> None:
        ref: Ref | None = self.form.fieldBox.currentData()
        text = self.form.text.toPlainText().strip()
        if ref and text:
            self._added.append((ref, text))
            self.form.text.clear()
            self._list()
            self.form.text.setFocus()

    def _remove(self) -> None:
        lines = self.form.list.lines.lines
        for about in [lines[row].about for row in self.form.list.rows()]:
            if isinstance(about, Pinned):
                self._removed.append(about)
            else:
                self._added.remove(about)
        self._list()

    def _refresh(self) -> None:
        form, count = self.form, len(self.form.list.lines.lines)
        form.add.setEnabled(bool(form.text.toPlainText().strip()) and form.fieldBox.currentIndex() >= 0)
        form.remove.setEnabled(bool(form.list.rows()))
        names = "、".join(target.name for target in self._targets())
        told = self.tr("%d 条意见，写成 %s") % (count, names) if count and names else self.tr("先记下意见，再退回")
        typed = self.tr("；下面写的这条还没有记下") if form.add.isEnabled() else ""
        form.told.setText(told + typed)
        form.ok.setEnabled(bool(count and names and not typed) and Path(form.folder.text().strip()).is_dir())
        form.ok.setDefault(form.ok.isEnabled())

    def _targets(self) -> list[Path]:
        """Names that are free: 单位_年度_日期_退回."""
        if not self._unit():
            return []
        folder = Path(self.form.folder.text().strip())
        named = Path(file_name(self._tree, [self._tree.headings[self._unit()]]))
        stem = self.tr("%s_退回") % named.stem
        wanted = ((self.form.document, ".hengbiao"), (self.form.workbook, ".xlsx"))
        return [_free(folder, stem, suffix) for box, suffix in wanted if box.isChecked()]

    def _browse(self) -> None:
        place = Path(self.form.folder.text().strip())
        asking.ask_folder(self, self.tr("退回文件放到哪里"), place, self.form.folder.setText)


def _free(folder: Path, stem: str, suffix: str) -> Path:
    path, number = folder / f"{stem}{suffix}", 2
    while path.exists():
        path, number = folder / f"{stem}（{number}）{suffix}", number + 1
    return path
