"""回收站: units, projects and department forms that were deleted, to be brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from hengbiao.domain import money
from hengbiao.domain.fields import kind_of
from hengbiao.domain.tree import heading
from hengbiao.exchange.naming import record_name
from hengbiao.qt import style
from hengbiao.qt._ui.recycle_dialog import Ui_RecycleDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.lines import Head, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from hengbiao.exchange.recall import Deleted

_KINDS: Final = {"unit": "预算单位", "department": "部门整体", "project": "项目"}
_TELLING: Final = (("goal", "绩效目标"), ("purpose", "资金用途"), ("duties", "职责"))


class RecycleDialog(Dialog):
    """`restoring` carries the ids of the records that are wanted back."""

    restoring = Signal(list)

    def __init__(self, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self._writable = writable
        self.form = form = Ui_RecycleDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        form.list.set_heads(
            (
                Head(self.tr("名称"), 18),
                Head(self.tr("类别"), 6),
                Head(self.tr("预算单位"), 12),
                Head(self.tr("年度"), 4),
                Head(self.tr("预算数（万元）"), 7, figures=True),
                Head(self.tr("谁删除"), 6),
                Head(self.tr("删除时间"), 11.5),
            )
        )
        form.list.set_empty(self.tr("回收站是空的。删除的单位、项目和部门整体都会留在这里，可以原样恢复。"))
        form.list.moved.connect(self._show_record)
        form.list.opened.connect(self._restore)
        form.restore.clicked.connect(self._restore)
        name_close(form.buttons, self.tr("关闭"))
        style.fit(self, 280, 150)
        form.list.setFocus()

    def show_deleted(self, found: Sequence[Deleted], told: str = "") -> None:
        """List what was deleted, last first."""
        self.form.list.show_lines([_line(one) for one in found])
        self.form.told.setText(told or (self.tr("%d 件") % len(found) if found else self.tr("回收站是空的")))
        self.form.restore.setEnabled(bool(found) and self._writable)
        self.form.restore.setDefault(self.form.restore.isEnabled())
        self._show_record()

    def _restore(self) -> None:
        lines = self.form.list.lines.lines
        keys = [lines[row].about.record.id for row in self.form.list.rows()]
        if keys and self._writable:
            self.restoring.emit(keys)

    def _show_record(self) -> None:
        line = self.form.list.line()
        self.form.sides.setVisible(line is not None)
        if line:
            self.form.sides.show_sides(_content(line.about))


def _line(one: Deleted) -> Line:
    item = heading(one.record)
    total = money.show(item.total, "万元") if item.total is not None else ""
    name = record_name(item) + (f"（连同 {one.forms} 张表）" if one.forms else "")
    unit = "" if item.kind == "unit" else one.unit
    return Line(
        (name, _KINDS[item.kind], unit, str(item.year or ""), total, one.author, one.at[:16].replace("T", " ")), one
    )


def _content(one: Deleted) -> list[tuple[str, str]]:
    """What a person tells the record by."""
    record = one.record
    texts = [(title, getattr(record, name)) for name, title in _TELLING if getattr(record, name, "")]
    rows = getattr(record, "indicators", ())
    told = "\n".join(f"{row.level2}　{row.name}　{row.target}" for row in rows)
    listed = [(f"绩效指标 {len(rows)} 条", told)] if rows else []
    return [*texts, *listed][:3] or [(_KINDS[kind_of(record)], "（没有填写内容）" if not one.forms else "")]
