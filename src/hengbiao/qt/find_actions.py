"""Find and replace over the form on show or the whole document."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from hengbiao.domain.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hengbiao.domain.change import Record, Ref
    from hengbiao.domain.tree import Tree
    from hengbiao.qt.find_bar import FindBar
    from hengbiao.qt.jobs import Job
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.models.search import Hit, Left
    from hengbiao.qt.replacing import Written
    from hengbiao.qt.session import Session

_PAUSE: Final = 120
"""Milliseconds without a key before the document is looked through."""
_SLICE: Final = 0.008
_TOLD: Final = 12


class FindActions(QObject):
    """Owns the bar, made when it is first wanted, and what it has found."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bar: FindBar | None = None
        self._hits: list[Hit] = []
        self._at = -1
        self._search: Iterator[tuple[Hit, ...]] = iter(())
        self._quiet = QTimer(self, singleShot=True, interval=_PAUSE)
        self._quiet.timeout.connect(self._begin)
        self._kept: Ref | None = None
        self.job: Job | None = None
        self._running = QTimer(self, interval=0)
        self._running.timeout.connect(self._run)
        for name, replacing in (("findText", False), ("replaceText", True)):
            window.actions_[name].triggered.connect(lambda _=False, how=replacing: self.open(replacing=how))
        for name, step in (("findNext", 1), ("findPrevious", -1)):
            window.actions_[name].triggered.connect(lambda _=False, by=step: self.step(by))

    @property
    def bar(self) -> FindBar:
        """The bar under the editor."""
        if self._bar is None:
            from hengbiao.qt.find_bar import FindBar

            self._bar = FindBar(self._window.ui.editorPane)
            self._window.ui.editorLayout.addWidget(self._bar)
            self._bar.changed.connect(self._quiet.start)
            self._bar.stepped.connect(self.step)
            self._bar.replace.connect(self.replace)
            self._bar.replace_all.connect(self.replace_all)
            self._bar.closed.connect(self._window.focus_editor)
        return self._bar

    def open(self, *, replacing: bool) -> None:
        """Show the bar, looking for what is selected in an open cell."""
        self.bar.open_for(self._window.editor.selected_text(), replacing=replacing)

    def follow(self) -> None:
        """Look again after the document or the form on show has changed."""
        if self._bar is not None and self._bar.isVisible():
            self._quiet.start()

    def step(self, by: int) -> None:
        """Go to the next or previous place, round the ends."""
        if self._bar is None or not self._bar.isVisible():
            self.open(replacing=False)
            return
        self._settle()
        if self._hits:
            self._at = (self._at + by) % len(self._hits) if self._at >= 0 else (0 if by > 0 else len(self._hits) - 1)
            self._show()

    def replace(self) -> None:
        """Replace in the place on show and go on; the first press only goes to a place."""
        self._settle()
        if not 0 <= self._at < len(self._hits):
            self.step(1)
            return
        at, hit = self._at, self._hits[self._at]
        left = self._replaced("替换", [hit])
        if left is None:
            return
        if left:
            self._window.status.show_notice(f"{self._place(left[0].ref)}没有替换：{left[0].why}")
        self._begin()
        self._settle()
        still = at < len(self._hits) and self._hits[at].ref == hit.ref
        self._at = (at + still) % len(self._hits) if self._hits else -1
        if self._hits:
            self._show()

    def replace_all(self) -> None:
        """Replace everywhere as one step, and list what was left alone."""
        from hengbiao.qt.great_step import MANY
        from hengbiao.qt.jobs import waiting

        self._settle()
        count = len(self._hits)
        if count > MANY:
            self._replace_many(f"全部替换 {count} 处")
            return
        with waiting():
            left = self._replaced(f"全部替换 {count} 处", self._hits) if count else None
        if left is not None:
            self._tell_all(count, left)

    def _replace_many(self, label: str) -> None:
        """Replace off this thread; the window waits for it behind a dialog."""
        from hengbiao.qt.models.search import pattern
        from hengbiao.qt.replacing import Wish, replacing

        window = self._window
        window.editor.commit_pending()
        session = window.session
        if session is None:
            return
        wish = Wish(label, tuple(self._hits), pattern(self.bar.wanted.text()), self.bar.new.text(), self._unit())
        job = self.job = replacing(session.store, session.tree, wish, window)
        job.done.connect(lambda made: self._take_over(session, made))
        job.cancelled.connect(lambda: window.status.show_notice(self.tr("已取消，一处也没有替换")))
        job.failed.connect(self._refused)
        job.start()

    def _take_over(self, session: Session, made: Written) -> None:
        from hengbiao.qt.jobs import waiting

        count = len(self._hits)
        with waiting():
            session.adopt(made.event)
        self._tell_all(count, list(made.left))

    def _refused(self, fault: BaseException) -> None:
        from hengbiao.qt import errors

        if not isinstance(fault, Refusal):
            errors.tell_fault(self._window, fault, self._window.files.whereabouts())
            return
        errors.tell(self._window, self.tr("没有替换"), str(fault))

    def _tell_all(self, count: int, left: list[Left]) -> None:
        self._begin()
        done = self.tr("已替换 {0} 处").replace("{0}", str(count - len(left)))
        self._window.status.show_notice(done)
        if left:
            self._list(done, left)

    def _replaced(self, label: str, found: list[Hit]) -> list[Left] | None:
        """What was left alone; None where the store refused."""
        from hengbiao.qt.models.search import pattern, replaced

        window, session = self._window, self._window.session
        if session is None:
            return None
        window.editor.commit_pending()
        made = replaced(session.tree, found, pattern(self.bar.wanted.text()), self.bar.new.text(), self._unit())
        try:
            session.document.commit(label, made.changes)
        except Refusal as error:
            self._refused(error)
            return None
        return list(made.left)

    def _list(self, done: str, left: list[Left]) -> None:
        from hengbiao.qt import errors

        lines = [f"{self._place(one.ref)}：{one.why}" for one in left[:_TOLD]]
        more = [f"…… 还有 {len(left) - _TOLD} 处"] if len(left) > _TOLD else []
        words = f"{done}。{len(left)} 处替换以后不再是金额、数或指标值，没有动："
        errors.tell(self._window, self.tr("全部替换"), "\n".join((words, *lines, *more)))

    def _place(self, ref: Ref) -> str:
        """Project and field of a place in words."""
        from hengbiao.forms.vocabulary import field_name

        tree = self._window.session.tree if self._window.session else None
        item = tree.headings[ref.record] if tree else None
        if item is None:
            return ""
        owner, path = (ref.path[0], ref.path[2]) if len(ref.path) == 3 else (item.kind, "/".join(ref.path))
        return f"“{item.name}”{field_name(owner, path)}"

    # Looking

    def _begin(self) -> None:
        from hengbiao.qt.models.search import hits, pattern

        session, text = self._window.session, self.bar.wanted.text()
        kept = self._hits[self._at].ref if 0 <= self._at < len(self._hits) else None
        self._kept, self._hits, self._at = kept, [], -1
        records = self._records(session.tree) if session and text else iter(())
        self._search = hits(records, pattern(text), self._unit())
        self._running.start()
        self._run()

    def _run(self) -> None:
        """Look through as much as fits between two keystrokes."""
        end = perf_counter() + _SLICE
        for found in self._search:
            self._hits += found
            if perf_counter() > end:
                self._say(going=True)
                return
        self._running.stop()
        self._at = next((at for at, hit in enumerate(self._hits) if hit.ref == self._kept), -1)
        self._say()

    def _settle(self) -> None:
        """Finish looking now."""
        if self._quiet.isActive():
            self._quiet.stop()
            self._begin()
        while self._running.isActive():
            self._run()

    def _records(self, tree: Tree) -> Iterator[Record]:
        if not self.bar.whole_document():
            shown = self._window.record
            return iter([tree.records[shown]] if shown in tree.headings and tree.headings[shown].kind != "unit" else [])
        return (tree.records[item.id] for unit in tree.units for item in tree.parts(unit.id))

    def _show(self) -> None:
        keys = self.bar.focusWidget()  # of the bar: whoever replaces goes on replacing
        self._window.go(self._hits[self._at].ref)
        (keys or self.bar.wanted).setFocus()
        self._say()

    def _say(self, *, going: bool = False) -> None:
        count = len(self._hits)
        if not self.bar.wanted.text():
            words = ""
        elif going:
            words = self.tr("正在找…已有 {0} 处")
        elif not count:
            words = self.tr("没有找到")
        else:
            words = self.tr("第 {1} 处，共 {0} 处") if self._at >= 0 else self.tr("共 {0} 处")
        self.bar.say(words.replace("{0}", str(count)).replace("{1}", str(self._at + 1)), found=count > 0)

    def _unit(self) -> str:
        return self._window.editor.money_unit
