"""打印预览: the true pages of this form, of the whole booklet or of the summary tables."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hengbiao.domain.change import Ref
from hengbiao.domain.uncollected import uncollected
from hengbiao.domain.unit import Unit
from hengbiao.exchange.drafts import SETTLED
from hengbiao.exchange.prints import FORMS, Print, folio_of, forms_in
from hengbiao.forms.facts import facts
from hengbiao.forms.layout import Layout, in_unit
from hengbiao.forms.layouts import load_layout
from hengbiao.qt.jobs import Job
from hengbiao.qt.views.page_strip import AUTO, Mark, PageStrip
from hengbiao.qt.views.preview_bar import FORM, PreviewBar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QShowEvent

    from hengbiao.domain.document import Document, Event
    from hengbiao.domain.tree import Tree
    from hengbiao.forms.folio import Folio
    from hengbiao.forms.form import Form
    from hengbiao.forms.grid import Slot
    from hengbiao.qt.jobs import Report

_AT_ONCE: Final = 40
"""Forms that are laid out while one waits, in less than 0.3 s; more of them in a thread."""


class PreviewView(QWidget):
    """Shows pages as they will be printed; nothing is edited here.

    `current_field` is the Ref of the cell that was clicked, `opened` too: who hears it shows the field where it can be
    changed. `selection_summary` is the number of pages.
    """

    selection_summary = Signal(str)
    current_field = Signal(object)
    noticed = Signal(str)
    opened = Signal(object)

    def __init__(
        self,
        document: Document,
        parent: QWidget | None = None,
        unsettled: Callable[[], Mapping[str, int]] = lambda: SETTLED,
        errors: Callable[[], Mapping[str, int] | None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._document, self._unsettled, self._errors = document, unsettled, errors
        self._record = ""
        self._layout: Layout | None = None
        self._tree: Tree | None = None
        self._shown: tuple[object, ...] = ()
        self._job: Job | None = None
        self._told = 1.0
        self.bar, self.strip = PreviewBar(self), PageStrip(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.strip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.strip)
        self.strip.setAccessibleName(self.tr("打印预览"))
        self._connect()
        end = document.subscribe(self._on_event)
        self.destroyed.connect(lambda _=None: end())

    @property
    def folio(self) -> Folio | None:
        """The pages on show."""
        return self.strip.folio

    @property
    def wanted(self) -> Print:
        """What is looked at."""
        if self.bar.scope == FORM:
            return Print(FORMS, (self._record,) if self._drawable() else ())
        return Print(self.bar.scope)

    def show_record(self, record_id: str) -> None:
        """Show the pages of a project or department; "" or a record that is gone shows none."""
        fresh, self._record = record_id != self._record, record_id
        self._renew()
        if fresh:
            self._go_to_form()

    @property
    def scope(self) -> str:
        """What is looked at: form, booklet or summary."""
        return self.bar.scope

    def show_scope(self, scope: str) -> None:
        """Show this form, the booklet or the summary."""
        self.bar.choose(scope)

    def set_layout(self, layout_id: str, money_unit: str = "") -> None:
        """Show them in a 表样, its amounts in another 金额单位 where one is named."""
        layout = load_layout(layout_id)
        self._layout = in_unit(layout, money_unit) if money_unit else layout
        self._renew()

    def set_zoom(self, zoom: float) -> None:
        """Show pages by as much larger or smaller as the other views were told; 1.0 is as they are by themselves."""
        if zoom == 1.0:
            self.strip.fit(AUTO)
        else:
            self.strip.set_zoom(self.strip.zoom * zoom / self._told)
        self._told = zoom

    def commit_pending(self) -> None:
        """Nothing is ever pending here."""

    def untaken(self) -> str:
        """Nothing is ever typed here."""
        return ""

    def jump(self, ref: Ref) -> bool:
        """Bring a printed field into sight and mark it; False where no page shows it."""
        folio = self.folio
        form = self._form(ref.record)
        if folio is None or form is None:
            return False
        cells = (placed.cell for number in folio.span(ref.record) for placed in folio[number].cells)
        slot = next((cell.slot for cell in cells if cell.slot and _ref(form, cell.slot) == ref), None)
        return slot is not None and self.strip.mark((ref.record, slot))

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the view was hidden is shown now."""
        super().showEvent(event)
        self._renew()

    # Inside

    def _connect(self) -> None:
        bar, strip = self.bar, self.strip
        bar.chosen.connect(self._choose)
        bar.paged.connect(strip.turn_to)
        bar.fitted.connect(strip.fit)
        bar.zoomed.connect(lambda step: strip.set_zoom(strip.zoom * 1.1**step))
        strip.asked.connect(strip.set_zoom)
        strip.turned.connect(bar.show_page)
        strip.scaled.connect(bar.show_scale)
        strip.picked.connect(self._pick)

    def _choose(self, _scope: str) -> None:
        self._renew()
        self.strip.turn_to(0)

    def _go_to_form(self) -> None:
        """Turn to the pages of the record, unless they are in sight."""
        span = self.folio.span(self._record) if self.folio else range(0)
        if span and self.strip.page not in span:
            self.strip.turn_to(span.start)
        elif self.bar.scope == FORM:
            self.strip.turn_to(0)

    def _pick(self, mark: Mark | None) -> None:
        form = self._form(mark[0]) if mark else None
        ref = _ref(form, mark[1]) if form and mark else None
        self.current_field.emit(ref)
        if ref:
            self.opened.emit(ref)

    def _on_event(self, _event: Event) -> None:
        self._renew()

    def _key(self) -> tuple[object, ...]:
        """What the pages hang on besides the tree."""
        record = self._record if self.bar.scope == FORM else ""
        return self._layout, self.bar.scope, record, dict(self._unsettled())

    def _renew(self) -> None:
        """Lay the pages out anew where they would look different, and someone sees it."""
        if not self.isVisible() or self._layout is None:
            return
        tree, key = self._document.shown, self._key()
        if tree is self._tree and key == self._shown:
            return
        self._tree, self._shown = tree, key
        layout, wanted = self._layout, self.wanted
        self._drop_job()
        work = partial(folio_of, tree, layout, wanted, self._unsettled(), errors=self._errors())
        if len(forms_in(tree, layout, wanted)) <= _AT_ONCE:
            self._take(work())
        else:
            self._lay_out(work)

    def _lay_out(self, work: Callable[..., Folio]) -> None:
        """Lay many forms out in a thread; meanwhile no pages but how far it is."""
        self._take(None)
        job = self._job = Job(partial(_laid_out, work))
        job.progressed.connect(lambda done, total: self._tell(job, done, total))
        job.done.connect(lambda made: self._arrive(job, made))
        job.failed.connect(lambda fault: self._fail(job, fault))
        self._tell(job, 0, 1)
        job.start()

    def _tell(self, job: Job, done: int, total: int) -> None:
        if job is self._job:
            words = self.tr("正在编排 {0}%，可以先做别的").replace("{0}", str(100 * done // max(1, total)))
            if words != self.strip.words:
                self.strip.words = words
                self.strip.viewport().update()

    def _arrive(self, job: Job, made: Folio) -> None:
        if job is self._job:
            self._job = None
            self._take(made)

    def _fail(self, job: Job, fault: Exception) -> None:
        if job is self._job:
            self._job = None
            raise fault

    def _drop_job(self) -> None:
        if self._job:
            self._job.cancel()
            self._job = None

    def _take(self, folio: Folio | None) -> None:
        self.strip.words = self._empty_words()
        self.strip.show_folio(folio)
        count = len(folio) if folio else 0
        self.bar.show_pages(count)
        self.bar.show_page(self.strip.page)
        self.selection_summary.emit(self.tr("共 {0} 页").replace("{0}", f"{count:,}") if count else "")
        self.bar.left_out.setText("；".join(folio.about.notes) if folio else "")

    def _form(self, record: str) -> Form | None:
        tree: Tree = self._document.shown
        found = tree.records.get(record)
        return None if found is None or isinstance(found, Unit) else facts(tree, record)

    def _drawable(self) -> bool:
        item = self._document.shown.headings.get(self._record)
        return item is not None and self._layout is not None and item.kind in self._layout.plans

    def _empty_words(self) -> str:
        if self.bar.scope != FORM:
            return self.tr("还没有可以编入的表")
        if self._layout is not None and self._record in self._document.shown.records:
            return self.tr("{0}里没有这种表，请换一个表样").replace("{0}", self._layout.title)
        return self.tr("在左边选一个项目，看它打印出来的样子")


def _laid_out(work: Callable[..., Folio], report: Report) -> Folio:
    """The work, done without the long pauses that collecting among so many values would make."""
    with uncollected():
        made = work(report=report)
        gc.freeze()  # else the next collection walks through all of them
        return made


def _ref(form: Form, slot: Slot) -> Ref:
    """The field that a slot of a form shows."""
    if slot.table:
        return Ref(form.record, (slot.table, form.rows(slot.table)[slot.row].id, slot.field.partition("/")[0]))
    return Ref(form.record, tuple(slot.field.split("/")))
