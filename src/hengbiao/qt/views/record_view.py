"""What 填表 and 列表 have alike: a grid over records of a document, shown anew whenever they change."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFontInfo, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStyle, QWidget

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.document import Document, Event
from hengbiao.domain.unit import Unit
from hengbiao.forms.grid import Slot
from hengbiao.forms.layout import Layout, in_unit
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.vocabulary import Scheme, schemes
from hengbiao.qt.models import rows
from hengbiao.qt.models.sheet import RowPlace, Sheet, nothing
from hengbiao.qt.models.sheet_model import SheetModel
from hengbiao.qt.models.waiting import Waiting
from hengbiao.qt.models.writer import Writer
from hengbiao.qt.views.grid_view import GridView
from hengbiao.qt.views.wheel import Wheel


class RecordView(QWidget):
    """Shows records in a 表样 and writes what is typed to the document.

    `selection_summary` says what is selected, `current_field` is the Ref under the cursor or None, `noticed` a sentence
    for the status bar, `zoom_asked` another size, as Ctrl and the wheel ask for.
    """

    selection_summary = Signal(str)
    current_field = Signal(object)
    noticed = Signal(str)
    zoom_asked = Signal(float)

    def __init__(self, document: Document, parent: QWidget | None = None, writer: Writer | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._writer = writer or Writer(document)
        self._record = ""
        self._layout: Layout | None = None
        self._zoom = 1.0
        self.waiting = Waiting()
        self._stale = True
        self.grid = GridView(SheetModel(nothing()), self._writer, self)
        self.setFocusProxy(self.grid)
        self._unsubscribe = document.subscribe(self._on_event)
        self.destroyed.connect(lambda _=None, end=self._unsubscribe: end())

    def set_layout(self, layout_id: str, money_unit: str = "") -> None:
        """Show it in a 表样, its amounts in another 金额单位 where one is named."""
        self.commit_pending()
        layout = load_layout(layout_id)
        self._layout = in_unit(layout, money_unit) if money_unit else layout
        self._begin()
        self.renew()

    def set_zoom(self, zoom: float) -> None:
        """Show the type so many times as large as the window's."""
        self._zoom = min(4.0, max(0.5, zoom))
        self.renew()

    def commit_pending(self) -> None:
        """Commit what is being typed, as before saving or leaving."""
        self.grid.commit_pending()

    def untaken(self) -> str:
        """Why a text that stands here in red could not be taken; "" where none does."""
        return self.grid.sheet_model.untaken()

    def grids(self) -> tuple[GridView, ...]:
        """The grids of the view, the main one first."""
        return (self.grid,)

    def _begin(self) -> None:
        """Drafts of a record that is shown anew."""

    def renew(self) -> None:
        """Show what the records now hold."""
        raise NotImplementedError

    def _follow(self, grids: Iterable[GridView]) -> None:
        """Hand on what the grids tell."""
        for grid in grids:
            grid.summary_changed.connect(self.selection_summary)
            grid.current_changed.connect(self.current_field)
            grid.noticed.connect(self.noticed)
            Wheel(grid).turned.connect(lambda times: self.zoom_asked.emit(self._zoom * times))

    # Keeping up

    def resizeEvent(self, event: QResizeEvent) -> None:
        """It is laid out anew for the width of the pane."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.renew)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the view was hidden is shown now."""
        super().showEvent(event)
        if self._stale:
            self.renew()

    def changeEvent(self, event: QEvent) -> None:
        """A new font of the window is the font of the grid."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._layout:
            self.renew()

    def _on_event(self, event: Event) -> None:
        if not self._record or (event.changes and not self._touches(event)):
            return
        if self.isVisible():
            self.renew()
        else:
            self._stale = True

    def _touches(self, event: Event) -> bool:
        return any(change.ref.record in self._concerned(event) for change in event.changes)

    def _concerned(self, event: Event) -> Collection[str]:  # noqa: ARG002 - for those who show more
        """The records of which a change is shown here."""
        return {self._record}

    # What is shown

    def _shown(self) -> Record | None:
        return self._document.shown.records.get(self._record)

    def _form(self) -> tuple[Record, Layout] | None:
        """The form on show and its 表样; None where there is none."""
        record, layout = self._shown(), self._layout
        return None if record is None or layout is None or isinstance(record, Unit) else (record, layout)

    def committed(self) -> Record | None:
        """The record on show without what is being typed."""
        return self._document.tree.records.get(self._record)

    def scheme(self) -> Scheme | None:
        """The scheme of the 表样."""
        return schemes()[self._layout.scheme] if self._layout else None

    def _size(self) -> float:
        return QFontInfo(self.font()).pixelSize() * self._zoom

    def _bar_width(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)

    # Rows

    def here(self) -> RowPlace | None:
        """The row under the cursor."""
        return _row_place(self.grid.sheet_model.ref(self.grid.currentIndex()))

    def chosen_rows(self) -> list[RowPlace]:
        """The rows of the selected cells, each once."""
        sheet = self.grid.sheet_model.sheet
        refs = (sheet.refs.get(cell.slot) for cell in self.grid.selected_cells() if cell.slot)
        return list(dict.fromkeys(place for ref in refs if (place := _row_place(ref))))

    def commit_rows(self, label: str, changes: Iterable[Change]) -> bool:
        """Commit one step and keep the cursor where it was; a refusal of the store is said beside the cell."""
        ref = self.grid.sheet_model.ref(self.grid.currentIndex())
        sentence = self._writer.commit(label, changes)
        if sentence:
            self.grid.tell(self.grid.currentIndex(), sentence)
        elif ref and self.grid.sheet_model.ref(self.grid.currentIndex()) != ref:
            self.grid.go(ref)
        return not sentence

    def wait_of(self, record: str) -> Waiting:  # noqa: ARG002 - for those who show several
        """The drafts of a record on show."""
        return self.waiting

    def drop_rows(self, places: Collection[RowPlace]) -> bool:
        """Drop rows and drafts as one step; False where the store refused."""
        changes: list[Change] = []
        for key, table in dict.fromkeys(place[:2] for place in places):
            ids = {place[2] for place in places if place[:2] == (key, table)}
            changes += rows.dropped(self._document.tree.records[key], table, ids)
        if changes and not self.commit_rows(f"删除 {len(changes)} 行" if len(changes) > 1 else "删除行", changes):
            return False
        for key in {place[0] for place in places}:
            self.wait_of(key).drop({place[2] for place in places if place[0] == key})
        self.renew()
        return True

    def tidy(self, sheet: Sheet, slots: Iterable[Slot]) -> int:
        """Put slips of the keyboard in cells just written right; how many there were."""
        return self._writer.tidy(sheet, slots)

    def listed(self) -> list[Record]:
        """The committed records on show."""
        record = self.committed()
        return [record] if record is not None else []

    def put_in_order(self) -> None:
        """Put the indicators in the order that the scheme of the 表样 prescribes, as one step."""
        scheme = self.scheme()
        changes = [change for one in self.listed() for change in rows.in_official_order(one, scheme)] if scheme else []
        if not changes:
            self.noticed.emit(self.tr("指标已经按规定顺序排列"))
        elif self.commit_rows("按规定顺序排列", changes):
            self.noticed.emit(self.tr("已按规定顺序排列；撤销（Ctrl+Z）可以恢复"))


def _row_place(ref: Ref | None) -> RowPlace | None:
    return (ref.record, ref.path[0], ref.path[1]) if ref and len(ref.path) == 3 else None
