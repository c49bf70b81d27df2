"""Documents on sticks and shares in the window: where the work is, and bringing it back to its place."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hengbiao.domain.document import Document, Event, Step
from hengbiao.qt import errors

if TYPE_CHECKING:
    from hengbiao.domain.tree import Tree
    from hengbiao.exchange.away import Back
    from hengbiao.qt.jobs import Report
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.session import Session
    from hengbiao.store.store import Store


class Bringing:
    """The work of a job: what lies at the place is merged first; `steps` are what came from there."""

    def __init__(self, store: Store, tree: Tree) -> None:
        self.steps: list[Step] = []
        self._store, self._tree = store, tree

    def __call__(self, _report: Report | None = None) -> Back:
        """Write back; Refusal where the place is gone or full: the work stays here."""
        from hengbiao.exchange.away import write_back

        document = Document(self._tree, self._store.append)
        document.subscribe(self._note)
        return write_back(self._store, document)

    def _note(self, event: Event) -> None:
        self.steps.append(Step(event.label, event.changes))


class Carrying(QObject):
    """Says in the status bar where the work on a stick or a share is, and brings it back on 保存 and on leaving."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._under_way = False
        window.status.away.clicked.connect(self.bring_back)

    def follow(self, session: Session | None) -> None:
        """Keep up with a document."""
        away = session.store.away if session else ""
        self._say("")
        if session and away:
            session.saved.connect(lambda _at: self._say_pending())
            left = session.store.pending
            here = self.tr("%s上的文件，在本机副本上填写") % away
            self._say(self.tr("上次的修改还没有写回原处") if left else here, open_=left)

    def bring_back(self) -> bool:
        """Bring work back in a thread, as 保存 does; False where there is nothing of that kind."""
        from hengbiao.exchange.away import SAFE

        session = self._window.session
        if session is None or not session.store.away:
            return False
        if not session.store.pending:
            self._say(self.tr("与原处一致，%s") % SAFE)
            return True
        if not self._under_way:
            self._under_way = True
            work = Bringing(session.store, session.tree)
            job = self._window.files.run(work, self.tr("正在写回原处并校验…"))
            job.done.connect(lambda back: self._brought(work, back))
            job.failed.connect(lambda _fault: self._failed())
        return True

    def bring_back_now(self) -> Back:
        """Bring work back before the document is left; Refusal where the place is gone or full."""
        from hengbiao.exchange.away import NOTHING

        session = self._window.session
        if session is None or not session.store.pending:
            return NOTHING
        work = Bringing(session.store, session.tree)
        back = work()
        session.catch_up(work.steps)
        return back

    def tell_leftovers(self) -> None:
        """On the start: tell of work that was never brought back."""
        from hengbiao.store.working import leftovers

        session = self._window.session
        found = [one for one in leftovers() if not (session and session.path == one.target)]
        if found:
            names = "\n".join(f"{one.target}（{one.at:%Y-%m-%d %H:%M}）" for one in found)
            head = self.tr("下面的文件在 U 盘或网络文件夹上，上次的修改还在本机，没有写回去。")
            sentence = head + self.tr("插好后打开它们，就接着上次的往下填：\n%s")
            errors.tell(self._window, self.tr("没有写回的修改"), sentence % names)

    def _brought(self, work: Bringing, back: Back) -> None:
        from hengbiao.exchange.away import SAFE

        self._under_way = False
        session = self._window.session
        if session:
            session.catch_up(work.steps)
            self._say(f"{SAFE}（{datetime.now().astimezone():%H:%M:%S}）")
            self._window.status.show_notice(str(back))

    def _failed(self) -> None:
        self._under_way = False
        self._say(self.tr("没有写回，修改都在本机"), open_=True)

    def _say_pending(self) -> None:
        session = self._window.session
        if session and not self._under_way:
            self._say(self.tr("修改在本机，还没有写回原处"), open_=True)

    def _say(self, sentence: str, *, open_: bool = False) -> None:
        self._window.status.show_away(sentence, open_=open_)
