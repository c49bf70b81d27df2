"""本表样不打印: the fields that a layout does not print, folded below the form."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from hengbiao.domain.change import Record, Ref
from hengbiao.domain.fields import kind_of
from hengbiao.forms.entry import unprinted
from hengbiao.forms.form import paths
from hengbiao.forms.layout import Layout
from hengbiao.qt import style
from hengbiao.qt.models.field_sheet import field_sheet, filled_count
from hengbiao.qt.models.sheet import Sheet, nothing
from hengbiao.qt.models.sheet_model import SheetModel
from hengbiao.qt.models.writer import Writer
from hengbiao.qt.views.grid_view import GridView

if TYPE_CHECKING:
    from collections.abc import Callable


class FoldView(QWidget):
    """A grid of the fields that are not printed; `button` unfolds it and stands where the owner puts it."""

    def __init__(self, writer: Writer, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid = GridView(SheetModel(nothing()), writer, self)
        self.grid.setAccessibleName(self.tr("本表样不打印的栏目"))
        self._sheet: Callable[[], Sheet] = nothing
        self.button = QToolButton(parent)
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.toggled.connect(self._unfold)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.grid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._mark(False)
        self.hide()

    def show_fields(self, record: Record, layout: Layout, width: float, size: float) -> None:
        """Offer what the layout does not print of a record; of a form that it does not draw, everything."""
        kind = kind_of(record)
        single = set(paths(kind))
        names = unprinted(layout, kind) if kind in layout.plans else tuple(paths(kind))
        fields = tuple(name for name in names if name in single)
        self._say(len(fields), filled_count(record, [name for name in fields if name != "year"]))
        self._sheet = lambda: field_sheet(record, fields, layout.money_unit, width, size)
        if self.button.isChecked():
            self._unfold(True)

    def show_none(self) -> None:
        """There is no record."""
        self._sheet = nothing
        self.grid.sheet_model.show(nothing())
        self.button.hide()
        self.hide()

    def holds(self, ref: Ref) -> bool:
        """Whether a field is among those folded away."""
        return ref in self._sheet().slots

    def unfold(self) -> None:
        """Bring the fields into sight."""
        self.button.setChecked(True)

    def _say(self, count: int, full: int) -> None:
        words = self.tr("本表样不打印（{0} 项）").replace("{0}", str(count))
        words += self.tr("，已填 {0} 项").replace("{0}", str(full)) if full else ""
        self.button.setText(words)
        self.button.setAccessibleName(words)
        self.button.setVisible(count > 0)

    def _unfold(self, unfolded: bool) -> None:  # noqa: FBT001 - a Qt slot
        if unfolded:
            self.grid.sheet_model.show(self._sheet())
        self._mark(unfolded)
        header, owner = self.grid.verticalHeader(), self.parentWidget()
        needed = 1 + sum(header.sectionSize(at) for at in range(self.grid.sheet_model.rowCount()))
        self.setFixedHeight(min(needed, owner.height() * 2 // 5) if owner else needed)
        self.setVisible(unfolded and bool(self.grid.sheet_model.rowCount()))

    def _mark(self, unfolded: bool) -> None:  # noqa: FBT001
        self.button.setIcon(style.icon("fold" if unfolded else "unfold"))
