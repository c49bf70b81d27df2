"""Asks what to export, in which 表样, as what, and says what travels."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QDialogButtonBox, QRadioButton, QWidget

from hengbiao.domain.tree import Tree
from hengbiao.exchange.attachments import has_estimates
from hengbiao.exchange.drafts import foot_note
from hengbiao.exchange.prints import BOOKLET, FORMS, Print, forms_in
from hengbiao.forms.layout import Layout
from hengbiao.qt import style
from hengbiao.qt._ui.export_dialog import Ui_ExportDialog
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.regions import short_names

_COUNTED = 200
"""Most forms whose errors are counted while a person waits."""


class Wish(NamedTuple):
    """What a person wants exported: `suffix` is xlsx, docx or pdf, `layout` an id."""

    suffix: str
    wanted: Print
    layout: str


class ExportDialog(Dialog):
    """`wish` holds the answer once accepted. `records` are selected, `layout` is the 表样 it is shown in."""

    def __init__(
        self,
        tree: Tree,
        records: Sequence[str],
        layouts: Sequence[Layout],
        layout: str,
        unsettled: Mapping[str, int],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._tree, self._layouts, self._unsettled = tree, {each.id: each for each in layouts}, unsettled
        self._names = dict(short_names(layouts))
        self._preferred = layout
        self.form = Ui_ExportDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.form.layoutBox.setMinimumWidth(style.space(110))
        self.form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))
        self._ok = self.form.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("导出…"))
        self.form.layoutBox.activated.connect(self._prefer)
        self.form.layoutBox.currentIndexChanged.connect(self._tell)
        self.form.scope.changed.connect(self._offer_layouts)
        self.form.scope.offer(tree, records)

    def prefer(self, scope: str, suffix: str) -> None:
        """Begin with this choice of what, where it is offered, and as what."""
        if any(button.objectName() == scope for button in self.form.scope.buttons.buttons()):
            self.form.scope.choose(scope)
        if suffix in (known := self._formats()):
            known[suffix].setChecked(True)

    def wish(self) -> Wish:
        """The answer."""
        suffix = next(suffix for suffix, button in self._formats().items() if button.isChecked())
        attached = self.form.estimates.isVisibleTo(self) and self.form.estimates.isChecked()
        wanted = self.form.scope.wanted._replace(estimates=attached)
        return Wish(suffix, wanted, str(self.form.layoutBox.currentData()))

    @property
    def records(self) -> tuple[str, ...]:
        """The forms that are exported."""
        layout = self._layouts.get(str(self.form.layoutBox.currentData()))
        return forms_in(self._tree, layout, self.form.scope.wanted) if layout else ()

    def _formats(self) -> dict[str, QRadioButton]:
        return {"xlsx": self.form.excelButton, "docx": self.form.wordButton, "pdf": self.form.pdfButton}

    def _prefer(self) -> None:
        self._preferred = str(self.form.layoutBox.currentData())

    def _offer_layouts(self) -> None:
        """Offer the layouts that draw some of what is chosen, the preferred one first chosen."""
        wanted, box = self.form.scope.wanted, self.form.layoutBox
        fit = [each for each in self._layouts.values() if forms_in(self._tree, each, wanted)]
        box.blockSignals(True)
        box.clear()
        for each in fit or self._layouts.values():
            box.addItem(self._names[each.id], each.id)
        box.setCurrentIndex(max(0, box.findData(self._preferred)))
        box.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        """Say what travels, what stays behind and what the foot will say."""
        records, wanted = self.records, self.form.scope.wanted
        self.form.estimates.setVisible(wanted.what == FORMS and has_estimates(self._tree, records))
        self._ok.setEnabled(bool(records))
        parts = [self._counted(records)] if records else [self.tr("还没有选要导出的表")]
        left = len(wanted.records) - len(records) if wanted.what == FORMS else 0
        if records and left:
            parts.append(self.tr("%d 张这个表样里没有，不导出") % left)
        if 0 < len(records) <= _COUNTED and (note := foot_note(self._tree, records, self._unsettled)):
            parts.append(self.tr("页脚注明“%s”") % note)
        if records:
            parts.append(self.tr("不带说明、历史和没有采用的灰字"))
        self.form.travels.setText("；".join(parts) + "。")

    def _counted(self, records: Sequence[str]) -> str:
        kinds = [self._tree.headings[record].kind for record in records]
        names = {"project": self.tr("%s 张项目表"), "department": self.tr("%s 张部门整体表")}
        counted = [text % f"{count:,}" for kind, text in names.items() if (count := kinds.count(kind))]
        front = self.tr("封面、目录和 ") if self.form.scope.wanted.what == BOOKLET else ""
        return self.tr("导出 ") + front + "、".join(counted)
