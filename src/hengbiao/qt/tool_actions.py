"""Undo and redo, and what the tool and help menus do: check, verify, about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from hengbiao.domain import arrange
from hengbiao.qt.jobs import waiting

if TYPE_CHECKING:
    from hengbiao.domain.change import Change
    from hengbiao.domain.document import Reversal, Undone
    from hengbiao.qt.jobs import Job
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.session import Session
    from hengbiao.qt.verifying import Checking

_CHECKED_ON_OPENING: Final = 8_000_000
"""Bytes of a file up to which the store itself holds every edit against its hash before it opens."""


class ToolActions(QObject):
    """Acts on the document as a whole."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.checking: Checking | None = None
        self.job: Job | None = None
        actions = window.actions_
        for name, act in {
            "undo": lambda: self._step(back=True),
            "redo": lambda: self._step(back=False),
            "find": window.ui.filter.setFocus,
            "check": self.check,
            "verify": self.verify,
            "words": self.show_words,
            "about": self.about,
        }.items():
            actions[name].triggered.connect(act)

    def check(self) -> None:
        """Check every form again and unfold the findings."""
        session, pane = self._window.session, self._window.ui.findings
        self._window.editor.commit_pending()
        if session:
            pane.model.insist()
            self._window.idle.add(pane.model.check_all())
            pane.set_open(True)
            pane.list_view().setFocus()

    def verify(self) -> None:
        """Hold every edit of the file against its hash, in a thread, and say what came of it."""
        from hengbiao.store.verify import verify

        session = self._window.session
        if session:
            path = session.path
            job = self._window.files.run(lambda report: verify(path, report), self.tr("正在校验文件…"))
            job.done.connect(self._verified)

    def show_words(self) -> None:
        """Show what is remembered for completion."""
        from hengbiao.qt.dialogs.words_dialog import WordsDialog

        WordsDialog(self._window.editor.words, self._window.settings, self._window).open()

    def verify_saved(self, session: Session) -> None:
        """Say that everything is on disk, and once every edit was read back and held against its hash, say that too."""
        from hengbiao.qt.jobs import Job
        from hengbiao.store.verify import verify

        path, notice = session.path, self._window.status.show_notice
        said = self.tr("全部内容已保存在 %s") % path.name
        if path.stat().st_size > _CHECKED_ON_OPENING:
            notice(said + self.tr("，正在后台校验"))
            self._verify_apart(session)
            self._checking_says(said + self.tr("，已回读校验"))
            return
        notice(said)
        job = Job(lambda report: verify(path, report))
        job.done.connect(lambda found: self._verified(found) if found else notice(said + self.tr("，已回读校验")))
        job.failed.connect(lambda fault: self._speak_up(str(fault)))
        job.start()

    def verify_quietly(self) -> None:
        """Verify in the background what opening left unchecked, and speak up only where something is wrong."""
        session = self._window.session
        if session and session.path.stat().st_size > _CHECKED_ON_OPENING:
            self._verify_apart(session)

    def _verify_apart(self, session: Session) -> None:
        """Begin a process that holds every edit against its hash; what is wrong is told."""
        from hengbiao.qt.verifying import verify_apart

        self.checking = verify_apart(session.path, self._window)
        self.checking.told.connect(self._speak_up)
        session.closing.connect(self.checking.stop)

    def _checking_says(self, sentence: str) -> None:
        if self.checking:
            show = self._window.status.show_notice
            self.checking.ended.connect(lambda code: None if code else show(sentence))

    def about(self) -> None:
        """Version and licence."""
        import platform

        import PySide6

        from hengbiao.qt import errors

        text = self.tr(
            "衡表 %s\n绩效目标申报表的填报、核对与打印\n\n"
            "Python %s，PySide6 %s（LGPL）\n字体：思源黑体、思源宋体（OFL）\n程序许可：Apache License 2.0",
        )
        box = errors.tell(
            self._window,
            self.tr("关于衡表"),
            text % (errors.version(), platform.python_version(), PySide6.__version__),
            good=True,
            name="about",
        )
        box.setIconPixmap(self._window.windowIcon().pixmap(64))

    def _step(self, *, back: bool) -> None:
        self._window.editor.commit_pending()
        session = self._window.session
        if session is None:
            return
        from hengbiao.qt.great_step import BACK

        if session.document.weight(back=back) > BACK:
            self._step_off_thread(session, back=back)
            return
        with waiting():
            done = session.document.undo() if back else session.document.redo()
        if done:
            self._tell_step(done, back=back)

    def _step_off_thread(self, session: Session, *, back: bool) -> None:
        """The same for thousands of changes; the window waits for it behind a dialog."""
        from hengbiao.qt import errors
        from hengbiao.qt.great_step import reverting

        job = self.job = reverting(session.store, session.document, back=back, parent=self._window)
        job.done.connect(lambda found: self._take_over(session, found))
        job.cancelled.connect(lambda: self._window.status.show_notice(self.tr("已取消，什么也没有改")))
        where = self._window.files.whereabouts
        job.failed.connect(lambda fault: errors.tell_fault(self._window, fault, where()))
        job.start()

    def _take_over(self, session: Session, found: Reversal | None) -> None:
        if found:
            with waiting():
                done = session.revert(found)
            self._tell_step(done, back=found.back)

    def _tell_step(self, done: Undone, *, back: bool) -> None:
        verb = self.tr("已撤销") if back else self.tr("已重做")
        left = self.tr("；%d 处后来又改过，没有动") % len(done.skipped) if done.skipped else ""
        self._go_to(done.changes)
        self._window.status.show_notice(f"{verb}“{done.label}”{left}")

    def _go_to(self, changes: tuple[Change, ...]) -> None:
        """Show what was undone or redone where it is not the record on show."""
        session, touched = self._window.session, {change.ref.record for change in changes}
        there = [key for key in touched if session and key in session.tree.headings]
        if session and there and self._window.record not in touched:
            self._window.show_record(arrange.in_order(session.tree, there)[0])

    def _speak_up(self, sentence: str) -> None:
        from hengbiao.qt import errors

        errors.tell(self._window, self.tr("校验文件"), sentence)

    def _verified(self, problems: list[str]) -> None:
        if problems:
            from hengbiao.qt import errors

            errors.tell(self._window, self.tr("校验文件"), "\n".join(problems[:10]))
        else:
            self._window.status.show_notice(self.tr("校验完成：文件完好，每一次修改都与记录一致"))
