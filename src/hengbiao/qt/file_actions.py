"""What the file menu does: new, open, save, copy."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, QTimer

from hengbiao.domain import shape
from hengbiao.domain.refusal import Refusal
from hengbiao.qt import errors
from hengbiao.qt.file_drop import FileDrop
from hengbiao.qt.jobs import waiting
from hengbiao.qt.session import Session
from hengbiao.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from hengbiao.domain.change import Change
    from hengbiao.domain.tree import Tree
    from hengbiao.qt.dialogs.unit_dialog import UnitFacts
    from hengbiao.qt.jobs import Job, Report
    from hengbiao.qt.main_window import MainWindow

_REGION: Final = "new/region"
SUFFIX: Final = ".hengbiao"
DOCUMENTS: Final = (f"衡表文件 (*{SUFFIX})",)
"""What documents are asked for and written as."""

_DOCUMENTS: Final = DOCUMENTS[0]
_OFFICE: Final = frozenset({".xls", ".xlsx", ".et", ".csv", ".doc", ".docx", ".wps", ".pdf"})
_TAKE_OVER: Final = (
    "请用 WPS 打开它，选中要的内容复制，再到“填表”或“列表”里粘贴；连一级、二级指标一起复制，粘贴时会归入各组"
)


class FileActions(QObject):
    """Acts on files on behalf of the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._opening, self._next = False, ""
        FileDrop(window)
        actions = window.actions_
        for name, act in {
            "new": self.new,
            "open": self.ask_open,
            "save": self.save,
            "saveCopy": self.ask_copy,
        }.items():
            actions[name].triggered.connect(act)

    # New and open

    def new(self) -> None:
        """Ask for the first unit and a file name, then open the new document."""
        self.begin("")

    def begin(self, region: str) -> None:
        """The same with `region` chosen beforehand, "" for that of the last new document."""
        last = str(self._window.settings.get(_REGION, ""))
        advice = self.tr("这是另建一个文件。要在现在的文件里加项目，请取消，再用“新建项目”（Ctrl+Shift+N）。")
        self.ask_unit(self.tr("新建"), self._ask_new_file, region or last, advice if self._window.session else "")

    def ask_unit(self, title: str, use: Callable[[UnitFacts], None], region: str = "", advice: str = "") -> None:
        """Ask for a 预算单位, `region` chosen beforehand and `advice` said, and hand it to `use`."""
        from hengbiao.forms.layouts import layouts
        from hengbiao.qt.dialogs.unit_dialog import UnitDialog
        from hengbiao.qt.regions import known_regions

        dialog = UnitDialog(title, known_regions(layouts()), self._window)
        dialog.choose_region(region)
        dialog.advise(advice)
        dialog.accepted.connect(lambda: use(dialog.facts()))
        dialog.open()

    def create(self, path: Path, facts: UnitFacts) -> None:
        """Make a document with one unit and one empty project at `path`, where no file may be, and open it."""
        from hengbiao.exchange.documents import make

        try:
            make(path, self.tr("新建"), partial(_first_records, facts))
        except Refusal as refusal:
            self._refused(self.tr("没有新建"), refusal)
        else:
            self.open(str(path))

    def ask_open(self) -> None:
        """Ask for a document and open it."""
        self.ask_file(self.tr("打开"), self.open, _DOCUMENTS)

    def open(self, file: str) -> None:
        """Open a document in place of the current one; a refusal leaves the current one open."""
        path = Path(file)
        current = self._window.session
        if path.suffix.lower() in _OFFICE and path.is_file():
            self._refused(self.tr("打不开"), Refusal(path, "", self.tr("这不是衡表文件"), self.tr(_TAKE_OVER)))
            return
        if current and path.exists() and current.path.samefile(path):
            return
        if self._opening:
            self._next = file
            return
        self._window.editor.commit_pending()
        try:
            session = self._session(path)
        except Refusal as refusal:
            self._not_opened(path, refusal)
        else:
            if session:
                self._window.settings.opened(path)
                self._window.show_session(session)
                self._window.start.watch(session)

    def _session(self, path: Path) -> Session | None:
        """The document at `path`, off this thread where someone looks at the window; None where that was cancelled."""
        if not self._window.isVisible():
            with waiting():
                return Session(Store.open(path), self._window)
        from hengbiao.qt.opening import opened

        self._opening = True
        try:
            return opened(path, self._window)
        finally:
            self._opening = False
            if self._next:  # asked for meanwhile by a second start
                QTimer.singleShot(0, self._window, partial(self.open, self._next))
                self._next = ""

    # Save, copy

    def save(self) -> None:
        """Take in the cell being typed, and check what is on disk: every step was written as it was made."""
        self._window.editor.commit_pending()
        session = self._window.session
        if session and not self._window.carrying.bring_back():
            self._window.tools.verify_saved(session)

    def ask_copy(self) -> None:
        """Ask where to, then write a checked copy; the window stays with the original."""
        self._window.editor.commit_pending()
        session = self._window.session
        if session:
            name = self.tr("%s 副本") % session.path.stem
            target = session.path.with_name(name + SUFFIX)
            self.ask_file(self.tr("保存副本"), self._copy, _DOCUMENTS, target)

    def run(self, work: Callable[[Report], Any], name: str) -> Job:
        """Start a job, watched; what it refuses is told."""
        from hengbiao.qt.jobs import Job, watch

        job = Job(work)
        watch(job, name, self._window)
        job.failed.connect(lambda fault: errors.tell_fault(self._window, fault, self.whereabouts()))
        job.start()
        return job

    def whereabouts(self) -> str:
        """Where the data is, in a sentence."""
        session = self._window.session
        if session is None:
            return self.tr("现在没有打开文件。")
        if session.saved_at is None:
            return self.tr("打开以来没有修改。文件在 %s") % session.path
        return self.tr("到 %s 为止的每一步修改都已保存在 %s") % (f"{session.saved_at:%H:%M:%S}", session.path)

    # Inside

    def _ask_new_file(self, facts: UnitFacts) -> None:
        self._window.settings.put(_REGION, facts.region)
        from hengbiao.qt.asking import home_folder

        name = f"{facts.name} {facts.year}年绩效目标{SUFFIX}".replace("/", "／")
        use = partial(self._create_at, facts)
        self.ask_file(self.tr("新文件放在哪里"), use, _DOCUMENTS, home_folder() / name)

    def _create_at(self, facts: UnitFacts, file: str) -> None:
        self.create(Path(file), facts)

    def ask_file(
        self,
        title: str,
        use: Callable[[str], object],
        kind: str,
        suggestion: Path | None = None,
    ) -> None:
        """Ask for a file to open, or with a `suggestion` for one to write."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # with the list of its completion, which outlives it
        dialog.setNameFilter(kind)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile if suggestion else QFileDialog.FileMode.ExistingFile)
        if suggestion:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(kind.rpartition(".")[2].rstrip(")"))
            dialog.setDirectory(str(suggestion.parent))
            dialog.selectFile(suggestion.name)
        else:
            dialog.setDirectory(str(self.usual_folder()))
        dialog.fileSelected.connect(use)
        dialog.open()

    def usual_folder(self) -> Path:
        """Where the next document will lie: beside the open one, the one before, or in the user's documents."""
        from hengbiao.qt.asking import home_folder

        session, recent = self._window.session, self._window.settings.recent()
        if session or recent:
            return session.path.parent if session else Path(recent[0]).parent
        return home_folder()

    def _copy(self, file: str) -> None:
        session = self._window.session
        if session:
            job = self.run(lambda report: session.store.save_copy(file, report), self.tr("正在保存副本…"))
            job.done.connect(lambda _made: self._window.status.show_notice(self.tr("副本已保存并校验：%s") % file))

    def _not_opened(self, path: Path, refusal: Refusal) -> None:
        """Say why, and offer what can be done about it: rebuild from the log, or a backup."""
        from hengbiao.store.errors import Damaged

        box = errors.tell(self._window, self.tr("打不开"), str(refusal), name="damaged")
        if isinstance(refusal, Damaged):
            from hengbiao.qt.boxes import Role

            if refusal.repairable:
                box.offer("repair", self.tr("修复文件(&R)"), Role.ActionRole, lambda: self._rebuild(path))
            restore = partial(self._window.recovery.show_backups, path)
            box.offer("restore", self.tr("从备份恢复(&B)…"), Role.ActionRole, restore)

    def _rebuild(self, path: Path) -> None:
        """Make what the window reads anew from the log of a damaged document, then open it."""
        from hengbiao.store.store import rebuild

        job = self.run(lambda report: rebuild(path, report), self.tr("正在修复…"))
        job.done.connect(lambda _made: self.open(str(path)))

    def _refused(self, title: str, refusal: Refusal) -> None:
        errors.tell(self._window, title, str(refusal))


def _first_records(facts: UnitFacts, tree: Tree) -> list[Change]:
    unit = shape.add_unit(tree, **facts._asdict())
    project = shape.add_project(tree.changed(unit.changes), unit.record)
    return [*unit.changes, *project.changes]
