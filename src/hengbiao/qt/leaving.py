"""What happens before a document is left: text is taken in, work goes back to its stick or share, a backup is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hengbiao.domain.refusal import Refusal
from hengbiao.qt import errors

if TYPE_CHECKING:
    from hengbiao.domain.tree import Tree
    from hengbiao.qt.jobs import Report
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.session import Session


class Leaving(QObject):
    """Keeps the window open where something would be lost or could not be done, until a person says so."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._giving_up = self._under_way = False
        self._without: Tree | None = None

    def may_close(self) -> bool:
        """Whether nothing is lost by closing and all that is done then could be; else it is asked about."""
        if self._under_way:
            return False
        self._window.editor.commit_pending()
        if self._giving_up:
            return True
        if reason := self._window.editor.untaken():
            self._ask(self.tr("还有一格没有写入"), reason, self.tr("放弃这一格并关闭"))
            return False
        if faults := self.secure():
            self._ask(self.tr("关闭前没有做完"), "\n".join(faults), self.tr("仍然关闭"))
            return False
        return True

    def secure(self, reason: str = "exit") -> list[str]:
        """Bring work back to its place and make a backup for `reason`; a sentence for each that could not be done."""
        session = self._window.session
        if session is None or session.store.read_only or self._giving_up:
            return []
        faults = []
        try:
            self._window.carrying.bring_back_now()
        except (Refusal, OSError) as error:
            faults.append(str(error))
        if (session.saved_at or reason != "exit") and session.tree is not self._without:
            faults += self._back_up(reason)
        return faults

    def tell(self, faults: list[str]) -> None:
        """Say what could not be done before another document is shown."""
        if faults:
            errors.tell(self._window, self.tr("离开前没有做完"), "\n".join(faults))

    def _back_up(self, reason: str) -> list[str]:
        session = self._window.session
        try:
            if session:
                self._copy(session, reason)
        except (Refusal, OSError) as error:
            said = getattr(error, "reason", "") or getattr(error, "strerror", "") or str(error)
            return [self.tr("备份没有做成（%s）；文件本身已保存") % said]
        return []

    def _copy(self, session: Session, reason: str) -> None:
        """Make a backup; of what is large in sight of the person, who may do without it."""
        from hengbiao.qt.holding import Holding
        from hengbiao.qt.session import LARGE
        from hengbiao.store.backup import back_up

        def copied(report: Report) -> bool:
            back_up(session.store, reason, progress=report)
            return True

        if session.path.stat().st_size < LARGE or not self._window.isVisible():
            back_up(session.store, reason)
            return
        self._under_way = True
        try:
            made = Holding(copied, self._window).wait(self.tr("修改都已保存。正在做一份备份…"), self.tr("这次不备份"))
            self._without = None if made else session.tree
        finally:
            self._under_way = False

    def _ask(self, title: str, reason: str, leave: str) -> None:
        from hengbiao.qt.boxes import Box, Role

        box = Box(self._window, "leaving", title, reason)
        back = box.offer("back", self.tr("回去改"), Role.RejectRole)
        box.offer("leave", leave, Role.DestructiveRole, self._give_up)
        box.usual(back, back)
        box.open()

    def _give_up(self) -> None:
        self._giving_up = True
        self._window.close()
