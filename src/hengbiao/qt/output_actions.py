"""What leaves the window on paper or as a file: 导出, 打印, 发领导看."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from hengbiao.domain.refusal import Refusal
from hengbiao.qt import errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog

    from hengbiao.domain.tree import Tree
    from hengbiao.exchange.prints import Print
    from hengbiao.formats.writing import Written
    from hengbiao.forms.folio import Folio
    from hengbiao.forms.layout import Layout
    from hengbiao.qt.dialogs.export_dialog import Wish
    from hengbiao.qt.dialogs.print_dialog import PrintDialog
    from hengbiao.qt.jobs import Job, Report
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.printing import Setup
    from hengbiao.qt.session import Session

_KINDS: Final = {"xlsx": "Excel 工作簿 (*.xlsx)", "docx": "Word 文档 (*.docx)", "pdf": "PDF 文件 (*.pdf)"}
_AT_ONCE: Final = 40
"""Forms that are laid out while a dialog waits."""


class OutputActions(QObject):
    """Exports and prints on behalf of the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        actions = window.actions_
        for name, act in {"export": self.ask_export, "print": self.ask_print, "leader": self.show_leader}.items():
            actions[name].triggered.connect(act)

    # Export

    def ask_export(self) -> None:
        """Ask what and where to, then export in a thread."""
        from hengbiao.forms.layouts import layouts
        from hengbiao.qt.dialogs.export_dialog import ExportDialog

        if session := self._ready():
            shown, records = self._window.editor.layout_id, self._window.projects.chosen()
            dialog = ExportDialog(session.tree, records, layouts(), shown, session.unsettled(), self._window)
            dialog.prefer(self._scope(), str(self._window.settings.get("export/suffix", "")))
            dialog.accepted.connect(lambda: self._ask_target(session, dialog.wish()))
            dialog.open()

    def export(self, tree: Tree, wish: Wish, target: Path) -> Job:
        """Export in a thread: progress after half a second, then what came of it."""
        from hengbiao.qt.dialogs.exported_dialog import ExportedDialog

        job = self._write(tree, wish, target)
        job.done.connect(lambda written: self._open(ExportedDialog(written, self._window)))
        return job

    def _write(self, tree: Tree, wish: Wish, target: Path) -> Job:
        from hengbiao.qt.exporting import export

        session = self._window.session
        unsettled = session.unsettled() if session else {}
        work = partial(export, tree, self._layout(wish.layout), wish, target, unsettled)
        return self._window.files.run(work, self.tr("正在导出…"))

    def _ask_target(self, session: Session, wish: Wish) -> None:
        self._window.settings.put("export/suffix", wish.suffix)
        target = session.path.parent / f"{self._file_name(session, wish.wanted)}.{wish.suffix}"
        use = partial(self._export_to, session.tree, wish)
        self._window.files.ask_file(self.tr("导出到"), use, _KINDS[wish.suffix], target)

    def _export_to(self, tree: Tree, wish: Wish, file: str) -> None:
        self.export(tree, wish, Path(file))

    def _file_name(self, session: Session, wanted: Print) -> str:
        """The form's name for one form, else that of the document and what of it."""
        from hengbiao.exchange.exports import file_names
        from hengbiao.exchange.prints import BOOKLET, SUMMARY

        if len(wanted.records) == 1:
            return next(iter(file_names(session.tree, wanted.records).values()))
        return session.path.stem + {BOOKLET: self.tr(" 整册"), SUMMARY: self.tr(" 汇总表")}.get(wanted.what, "")

    # 发领导看

    def show_leader(self) -> None:
        """Make a PDF of the form (of a unit: its booklet) beside the document, and put the file on the clipboard."""
        from hengbiao.exchange.prints import BOOKLET, FORMS, Print
        from hengbiao.forms.layouts import serving
        from hengbiao.qt.dialogs.export_dialog import Wish

        session = self._ready()
        item = session.tree.headings.get(self._window.record) if session else None
        if session is None or item is None:
            return
        tree, shown = session.tree, self._window.editor.layout_id
        if item.kind == "unit":
            wanted = Print(BOOKLET, tuple(part.id for part in tree.parts(item.id)))
            name, layout = item.name or session.path.stem, shown
        else:
            wanted = Print(FORMS, (item.id,))
            name = self._file_name(session, wanted)
            layout = serving(self._layout(shown), item.kind).id
        target = session.path.parent / (self.tr("%s（发领导看）.pdf") % _as_name(name))
        job = self._write(tree, Wish("pdf", wanted, layout), target)
        job.done.connect(self._hand_over)

    def _hand_over(self, written: Written) -> None:
        from PySide6.QtCore import QMimeData, QUrl
        from PySide6.QtGui import QDesktopServices, QGuiApplication

        from hengbiao.qt.dialogs.exported_dialog import ExportedDialog

        path = written.path.resolve()
        if written.readback and written.readback.differences:
            self._open(ExportedDialog(written, self._window))
            return
        content = QMimeData()
        content.setUrls([QUrl.fromLocalFile(str(path))])
        QGuiApplication.clipboard().setMimeData(content)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
        told = self.tr("已做成“%s”（%d 页）并复制，到微信或邮件里粘贴（Ctrl+V）就能发出")
        self._window.status.show_notice(told % (path.name, written.pages))

    # Print

    def ask_print(self) -> None:
        """Ask what to print and how; where there is no printer, offer a PDF."""
        from hengbiao.qt.dialogs.print_dialog import PrintDialog
        from hengbiao.qt.printing import printers

        if session := self._ready():
            layout = self._layout(self._window.editor.layout_id)
            count = partial(self._folio, session, layout)
            dialog = PrintDialog(printers(), self._kept(layout.id), count, self._window)
            dialog.offer(session.tree, self._window.projects.chosen(), self._scope())
            dialog.accepted.connect(lambda: self._print(session, layout, dialog))
            dialog.saving.connect(lambda: self._save_instead(session, dialog.wanted))
            dialog.open()

    def _print(self, session: Session, layout: Layout, dialog: PrintDialog) -> None:
        from hengbiao.qt.printing import printer_for

        setup, wanted, pages = dialog.setup, dialog.wanted, dialog.pages
        self._keep(layout.id, setup)
        try:
            printer = printer_for(setup)
        except Refusal as refusal:
            errors.tell(self._window, self.tr("没有打印"), str(refusal))
            return
        self.print(session, layout, wanted, pages, printer)

    def print(self, session: Session, layout: Layout, wanted: Print, pages: str, printer: Any) -> Job:
        """Print in a thread what is wanted of a document; the pages as a person names them."""
        from hengbiao.exchange.prints import folio_of

        serving = self._serving(session.tree, layout, wanted)
        lay = partial(folio_of, session.tree, serving, wanted, session.unsettled())
        job = self._window.files.run(partial(_printed, lay, pages, printer), self.tr("正在打印…"))
        job.done.connect(self._printed)
        return job

    def _printed(self, count: int) -> None:
        self._window.status.show_notice(self.tr("已送到打印机，共 %d 页") % count)

    def _save_instead(self, session: Session, wanted: Print) -> None:
        from hengbiao.qt.dialogs.export_dialog import Wish

        layout = self._serving(session.tree, self._layout(self._window.editor.layout_id), wanted)
        self._ask_target(session, Wish("pdf", wanted, layout.id))

    def _folio(self, session: Session, layout: Layout, wanted: Print) -> Folio | None:
        """The pages of what is wanted; None where it would take long."""
        from hengbiao.exchange.prints import folio_of, forms_in

        layout = self._serving(session.tree, layout, wanted)
        if len(forms_in(session.tree, layout, wanted)) > _AT_ONCE:
            return None
        return folio_of(session.tree, layout, wanted, session.unsettled())

    def _serving(self, tree: Tree, layout: Layout, wanted: Print) -> Layout:
        """The layout, or where it draws none of the forms wanted another that does."""
        from hengbiao.exchange.prints import FORMS, forms_in
        from hengbiao.forms.layouts import serving

        if wanted.what != FORMS or not wanted.records or forms_in(tree, layout, wanted):
            return layout
        return serving(layout, tree.headings[wanted.records[0]].kind)

    def _kept(self, layout: str) -> Setup:
        from hengbiao.qt.printing import DUPLEX, Setup

        get, none = partial(self._window.settings.get), Setup()
        duplex = str(get(f"print/{layout}/duplex", none.duplex))
        copies = str(get(f"print/{layout}/copies", none.copies))
        return Setup(
            printer=str(get(f"print/{layout}/printer", none.printer)),
            copies=int(copies) if copies.isdecimal() else none.copies,
            collate=self._window.settings.flag(f"print/{layout}/collate", otherwise=none.collate),
            duplex=duplex if duplex in DUPLEX else none.duplex,
        )

    def _keep(self, layout: str, setup: Setup) -> None:
        for name, value in setup._asdict().items():
            self._window.settings.put(f"print/{layout}/{name}", value)

    # Inside

    def _ready(self) -> Session | None:
        self._window.editor.commit_pending()
        return self._window.session

    def _layout(self, key: str) -> Layout:
        """A layout, in the 金额单位 on show where it is the one on show."""
        from hengbiao.forms.layout import in_unit
        from hengbiao.forms.layouts import load_layout

        editor = self._window.editor
        layout = load_layout(key)
        return in_unit(layout, editor.money_unit) if key == editor.layout_id else layout

    def _scope(self) -> str:
        """The booklet or summary, where the preview shows it; else ""."""
        scope = getattr(self._window.editor.view(), "scope", "")
        return scope if scope in {"booklet", "summary"} else ""

    def _open(self, dialog: QDialog) -> None:
        dialog.open()


def _printed(lay: Callable[..., Folio], pages: str, printer: Any, report: Report) -> int:
    """Lay out, then print the pages that a person names; how many. Copies follow where the printer makes none."""
    from hengbiao.qt.printing import pages_named, paint, repeated

    folio = lay(report=report)
    try:
        numbers = pages_named(pages, len(folio))
    except ValueError as fault:
        raise Refusal("页码", "", str(fault), "请改页码，或空着打印全部") from fault
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return paint(folio, repeated(numbers, copies, collate=printer.collateCopies()), printer, report)


def _as_name(text: str) -> str:
    return text.replace("/", "／").replace("\\", "＼")
