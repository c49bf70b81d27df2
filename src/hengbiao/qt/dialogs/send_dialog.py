"""上报/下发: what travels and what does not, under which name, where to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from hengbiao.domain import money
from hengbiao.exchange.naming import unit_name
from hengbiao.exchange.recall import recycled
from hengbiao.exchange.send import file_name
from hengbiao.qt import asking, style
from hengbiao.qt._ui.send_dialog import Ui_SendDialog
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.lines import Head, Line
from hengbiao.qt.volumes import volumes
from hengbiao.store import places

if TYPE_CHECKING:
    from hengbiao.domain.tree import Heading
    from hengbiao.qt.session import Session

_UNIT = "万元"


class SendDialog(Dialog):
    """`unit` (a record, "" for all), `folder` and `history` hold the answer once accepted.

    `mistakes` is how many errors the document has, None where that is not known.
    """

    def __init__(self, session: Session, mistakes: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_SendDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._session, self._tree, self._mistakes = session, session.tree, mistakes
        self._unsettled = session.unsettled()
        self._deleted = len(recycled(session.store))
        self._places: dict[str, places.Place] = {}
        form.list.set_heads(
            (
                Head(self.tr("预算单位"), 20),
                Head(self.tr("年度"), 4),
                Head(self.tr("项目"), 4, figures=True),
                Head(self.tr("部门整体"), 5),
                Head(self.tr("预算合计（万元）"), 9, figures=True),
                Head(self.tr("未填预算数"), 6, figures=True),
                Head(self.tr("未决"), 4, figures=True),
            )
        )
        self._offer()
        form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))
        form.ok.clicked.connect(self.accept)
        form.browse.clicked.connect(self._browse)
        form.unit.currentIndexChanged.connect(self._tell)
        form.history.toggled.connect(self._tell)
        form.folder.currentTextChanged.connect(self._tell_target)
        style.fit(self, 250, 145)
        self._tell()

    def unit(self) -> str:
        """The record of the unit to hand on; "" for all."""
        return str(self.form.unit.currentData() or "")

    def folder(self) -> Path:
        """Where to."""
        at = self.form.folder.findText(self.form.folder.currentText())
        chosen = self.form.folder.itemData(at) if at >= 0 else None
        return Path(chosen or self.form.folder.currentText().strip())

    def place(self) -> places.Place:
        """Where to, as that was when it was offered or named."""
        return self._places.setdefault(str(self.folder()), places.stand(self.folder()))

    def history(self) -> bool:
        """Whether history and what was deleted travel too."""
        return self.form.history.isChecked()

    def _offer(self) -> None:
        form, tree = self.form, self._tree
        if len(tree.units) > 1:
            form.unit.addItem(self.tr("全部 %d 个预算单位") % len(tree.units), "")
        for unit in tree.units:
            year = tree.unit_year(unit.id)
            form.unit.addItem(unit_name(tree, unit.id) + (f"（{year}）" if year else ""), unit.id)
        for one in volumes():
            form.folder.addItem(style.icon("save-copy"), f"{one.name}  {one.folder}", str(one.folder))
            self._places[str(one.folder)] = places.stand(one.folder)
        beside = str(self._session.path.parent)
        form.folder.addItem(style.icon("folder"), beside, beside)
        for at in range(form.folder.count()):
            form.folder.setItemData(at, form.folder.itemText(at), Qt.ItemDataRole.ToolTipRole)

    def _units(self) -> list[Heading]:
        chosen = self.unit()
        return [one for one in self._tree.units if chosen in ("", one.id)]

    def _tell(self) -> None:
        units, form = self._units(), self.form
        form.list.show_lines([self._line(one) for one in units])
        forms = sum(len(self._tree.parts(unit.id)) for unit in units)
        sent = self.tr("%d 个预算单位、%d 张表的当前内容，连同审核说明、状态和退回意见") % (len(units), forms)
        past = self.tr("全部修改历史（%d 处，含谁在何时改了什么）和已删除的 %d 件") % (
            self._session.store.edits,
            self._deleted,
        )
        form.travels.setText(self.tr("随文件送出：") + sent + (f"；{past}" if self.history() else "") + self.tr("。"))
        gone = self.tr("、已删除的 %d 件") % self._deleted if self._deleted else ""
        left = "" if self.history() else gone + self.tr("、修改历史")
        form.stays.setText(self.tr("不送出：没有写入的草稿%s。") % left)
        form.warning.setText(self._warning(units))
        form.warning.setVisible(bool(form.warning.text()))
        self._tell_target()

    def _line(self, unit: Heading) -> Line:
        tree = self._tree
        projects = tree.projects(unit.id)
        known = [item.total for item in projects if item.total is not None]
        blank = len(projects) - len(known)
        open_ones = sum(self._unsettled.get(key, 0) for key in (unit.id, *(item.id for item in tree.parts(unit.id))))
        texts = (
            unit_name(tree, unit.id),
            str(tree.unit_year(unit.id) or ""),
            str(len(projects)),
            self.tr("有") if tree.department(unit.id) else self.tr("没有"),
            money.show(sum(known), _UNIT) if known else "",
            str(blank) if blank else "",
            str(open_ones) if open_ones else "",
        )
        return Line(texts, unit.id, "mark-explain" if open_ones or blank else "mark-balanced")

    def _warning(self, units: list[Heading]) -> str:
        keys = [key for unit in units for key in (unit.id, *(item.id for item in self._tree.parts(unit.id)))]
        open_ones = sum(self._unsettled.get(key, 0) for key in keys)
        parts = [self.tr("未决 %d 处：对方也会看到") % open_ones] * bool(open_ones)
        parts += [self.tr("文件里还有 %d 处错误（须改）") % (self._mistakes or 0)] * bool(self._mistakes)
        return self.tr("%s。不妨碍上报。") % "；".join(parts) if parts else ""

    def _tell_target(self) -> None:
        units, form = self._units(), self.form
        there = bool(form.folder.currentText().strip()) and self.folder().is_dir()
        gone = there and self.place().is_gone
        target = self.folder() / file_name(self._tree, units) if units and there and not gone else None
        if gone:
            told = self.tr("选它时的 U 盘或网络文件夹已经拔出或断开，请插好或换一个文件夹")
        elif target is None:
            told = self.tr("请选一个已有的文件夹") if units else self.tr("文件里还没有预算单位")
        elif target.exists():
            told = self.tr("%s：已有同名文件，其中别人的修改会合并进来，不会覆盖") % target.name
        else:
            told = self.tr("写成 %s，写完回读校验") % target.name
        form.target.setText(told)
        form.ok.setEnabled(target is not None)
        form.ok.setDefault(target is not None)

    def _browse(self) -> None:
        place = self.folder() if self.folder().is_dir() else self._session.path.parent
        asking.ask_folder(self, self.tr("放到哪个文件夹"), place, self.form.folder.setEditText)
