"""审核情况说明 and 绩效目标审核表 from the window: ask of which forms, as what, where to; write them in a thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from hengbiao.exchange.opinions import Kind
    from hengbiao.formats.writing import Written
    from hengbiao.qt.dialogs.report_dialog import ReportDialog
    from hengbiao.qt.jobs import Job
    from hengbiao.qt.main_window import MainWindow


class ReportActions(QObject):
    """Writes what a review of the open document comes to."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.actions_["report"].triggered.connect(lambda: self.ask("findings"))
        window.actions_["opinion"].triggered.connect(lambda: self.ask("opinion"))

    def ask(self, kind: Kind) -> None:
        """Ask what to write."""
        from hengbiao.qt.dialogs.report_dialog import ReportDialog

        self._window.editor.commit_pending()
        session = self._window.session
        if session:
            dialog = ReportDialog(session.tree, self._window.record, kind, self._window)
            dialog.accepted.connect(lambda: self._ask_target(kind, dialog))
            dialog.open()

    def write(self, kind: Kind, records: tuple[str, ...], target: Path) -> Job | None:
        """Write the report of these forms; a message with the folder one click away when it is done."""
        from hengbiao.exchange.opinions import write_reports

        session = self._window.session
        if session is None:
            return None
        work = partial(write_reports, session.tree, records, target, kind)
        job = self._window.files.run(work, self.tr("正在审核并写出…"))
        job.done.connect(self._written)
        return job

    def _ask_target(self, kind: Kind, dialog: ReportDialog) -> None:
        from PySide6.QtWidgets import QFileDialog

        from hengbiao.qt.dialogs.report_dialog import TITLES

        session, records, suffix = self._window.session, dialog.records(), dialog.suffix()
        if session is None or not records:
            return
        ask = QFileDialog(self._window, TITLES[kind])
        ask.setNameFilter("Excel (*.xlsx)" if suffix == ".xlsx" else "PDF (*.pdf)")
        ask.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        ask.setDefaultSuffix(suffix[1:])
        ask.setDirectory(str(session.path.parent))
        ask.selectFile(f"{session.path.stem} {TITLES[kind]}{suffix}")
        ask.fileSelected.connect(lambda file: self.write(kind, records, Path(file)))
        ask.open()

    def _written(self, written: Written) -> None:
        from hengbiao.qt import boxes

        pages = self.tr("，共 %d 页") % written.pages if written.pages else ""
        told = self.tr("已写出 %d 张表%s：%s") % (written.forms, pages, written.path.name)
        boxes.tell_file(self._window, self.tr("已写出"), told, "\n".join(written.notes[:10]), written.path)
