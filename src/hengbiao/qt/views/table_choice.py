"""Which table of a form is listed: a button for each, with the number of its rows, and room for what acts on it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from hengbiao.domain.change import Record
from hengbiao.domain.fields import kind_of
from hengbiao.forms.vocabulary import field_name
from hengbiao.qt import style
from hengbiao.qt.flow import FlowLayout
from hengbiao.qt.models.table_sheet import TABLE, tables
from hengbiao.qt.models.waiting import rows_of


class TableChoice(QWidget):
    """`chosen` names the table that someone wants to see."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = TABLE
        self.offered: tuple[str, ...] = ()
        self._kind = ""
        self._buttons: dict[str, QToolButton] = {}
        self._acts: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._several = QLabel(self)
        self._several.setProperty("role", "muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(style.space(1))
        offered = QWidget(self)
        self._row = FlowLayout(offered, style.space(1))
        self._row.setContentsMargins(0, 0, 0, 0)
        self._act_row = QHBoxLayout()
        line.addWidget(offered, 1)
        line.addLayout(self._act_row)
        line.addWidget(self._several)

    def offer_acts(self, acts: Mapping[str, QAction]) -> None:
        """Show beside the tables a button for each action, while its table is on show."""
        for table, action in acts.items():
            button = self._acts[table] = QToolButton(self)
            button.setDefaultAction(action)
            button.setProperty("role", "act")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.iconText())
            button.setVisible(table == self.table)
            self._act_row.addWidget(button)

    def turn_to(self, table: str) -> None:
        """Another table is on show."""
        self.table = table
        for owner, button in self._acts.items():
            button.setVisible(owner == table)
        if table in self._buttons:
            self._buttons[table].setChecked(True)

    def show_record(self, record: Record | None, *, several: int) -> None:
        """Offer the tables of a record, each with its number of rows."""
        kind = kind_of(record) if record is not None else ""
        if kind != self._kind:
            self._offer(kind)
        for table, button in self._buttons.items():
            count = len(rows_of(record, table))
            words = self.tr(field_name(kind, table))
            button.setText(f"{words} {count}" if count and not several else words)
        words = self.tr("同时列出 {0} 个项目").replace("{0}", str(several)) if several else ""
        self._several.setText(words)
        self._several.setVisible(bool(several))

    def _offer(self, kind: str) -> None:
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._kind, self._buttons = kind, {}
        self.offered = tables(kind) if kind else ()
        for table in self.offered:
            self._buttons[table] = self._button(kind, table)
        if self.offered:
            self.turn_to(self.table if self.table in self.offered else self.offered[0])

    def _button(self, kind: str, table: str) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setProperty("role", "choice")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self.tr(field_name(kind, table)))
        button.clicked.connect(lambda: self.chosen.emit(table))
        self._group.addButton(button)
        self._row.addWidget(button)
        return button
