"""Asks what to print, on which printer and how; without a printer it offers a PDF in its place."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from hengbiao.domain.tree import Tree, empty
from hengbiao.exchange.attachments import has_estimates
from hengbiao.exchange.prints import FORMS, Print
from hengbiao.forms.folio import Folio
from hengbiao.forms.grid import Paper
from hengbiao.qt import style
from hengbiao.qt._ui.print_dialog import Ui_PrintDialog
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.printing import Setup, pages_named

_SIDES: Final = {"printer": "按打印机的设置", "single": "单面", "long": "双面，长边翻转", "short": "双面，短边翻转"}
_LONG: Final = 1000
"""Points that only the long side of A3 has."""

_ALONE: Final = "没有找到打印机。可以存为 PDF，拷到能打印的电脑上打印，版面完全一样。"


class PrintDialog(Dialog):
    """`setup`, `wanted` and `pages` hold the answer once accepted; `saving` asks for a PDF instead.

    `count` tells the pages of what is wanted where that takes no time, else None.
    """

    saving = Signal()

    def __init__(
        self,
        printers: Sequence[str],
        kept: Setup,
        count: Callable[[Print], Folio | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._count = count
        self._folio: Folio | None = None
        self._tree = empty()
        self.form = Ui_PrintDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        buttons = self.form.buttons
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("打印(&P)"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))
        self.pdf: QPushButton = buttons.addButton(self.tr("存为 PDF(&F)…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.pdf.setObjectName("pdf")
        self.pdf.clicked.connect(self._save)
        self._show_printers(printers)
        self._show_setup(kept)
        self.form.scope.changed.connect(self._recount)
        self.form.estimates.toggled.connect(self._recount)
        self.form.pages.textChanged.connect(self._tell)
        self.form.copies.valueChanged.connect(lambda value: self.form.collate.setEnabled(value > 1))
        self.form.printer.setMinimumWidth(style.space(110))

    def offer(self, tree: Tree, records: Sequence[str], chosen: str) -> None:
        """Offer the forms of a document."""
        self._tree = tree
        self.form.scope.offer(tree, records, chosen)

    @property
    def wanted(self) -> Print:
        """What to print."""
        wanted = self.form.scope.wanted
        return wanted._replace(estimates=self._attachable(wanted) and self.form.estimates.isChecked())

    @property
    def pages(self) -> str:
        """Which pages, as typed; "" all."""
        return self.form.pages.text()

    @property
    def setup(self) -> Setup:
        """How to print."""
        form = self.form
        sides = str(form.sides.currentData())
        return Setup(form.printer.currentText(), form.copies.value(), form.collate.isChecked(), sides)

    def _show_printers(self, printers: Sequence[str]) -> None:
        self.form.printer.addItems(list(printers) or [self.tr("（没有打印机）")])
        self.form.banner.setText(self.tr(_ALONE))
        self.form.banner.setVisible(not printers)
        self._able = bool(printers)
        for widget in (self.form.printer, self.form.sides, self.form.copies, self.form.collate, self.form.pages):
            widget.setEnabled(self._able)
        self._ok.setDefault(self._able)
        self.pdf.setDefault(not self._able)

    def _show_setup(self, kept: Setup) -> None:
        form = self.form
        for key, text in _SIDES.items():
            form.sides.addItem(self.tr(text), key)
        form.sides.setCurrentIndex(max(0, form.sides.findData(kept.duplex)))
        form.printer.setCurrentIndex(max(0, form.printer.findText(kept.printer)))
        form.copies.setValue(kept.copies)
        form.collate.setChecked(kept.collate)
        form.collate.setEnabled(self._able and kept.copies > 1)

    def _save(self) -> None:
        self.saving.emit()
        self.reject()

    def _attachable(self, wanted: Print) -> bool:
        return wanted.what == FORMS and has_estimates(self._tree, wanted.records)

    def _recount(self) -> None:
        self.form.estimates.setVisible(self._attachable(self.form.scope.wanted))
        self._folio = self._count(self.wanted)
        self._tell()

    def _tell(self) -> None:
        """Say how many pages on what paper, or what is wrong with the pages that are named."""
        told, able = self._words()
        self.form.told.setText(told)
        self._ok.setEnabled(able and self._able)
        self.pdf.setEnabled(able)

    def _words(self) -> tuple[str, bool]:
        folio = self._folio
        if folio is None:
            return self.tr("表很多，打印时再编排页码。按实际大小打印，不缩放。"), True
        if not len(folio):
            return self.tr("还没有选要打印的表，或这个表样里没有。"), False
        try:
            pages = pages_named(self.pages, len(folio))
        except ValueError as fault:
            return str(fault), False
        papers = {self._named(folio.paper(number)) for number in pages}
        told = self.tr("共 %d 页，%s，按实际大小打印，不缩放。") % (len(pages), "、".join(sorted(papers)))
        return told, True

    def _named(self, paper: Paper) -> str:
        size = "A3" if max(paper.width, paper.height) > _LONG else "A4"
        return f"{size} {self.tr('横向') if paper.width > paper.height else self.tr('纵向')}"
