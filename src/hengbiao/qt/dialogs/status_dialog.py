"""Asks where forms stand on their way, since when, with a note; tells what was noted before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from hengbiao.domain.marks import Status
from hengbiao.domain.status import STATES, told
from hengbiao.qt import style
from hengbiao.qt._ui.status_dialog import Ui_StatusDialog
from hengbiao.qt.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Sequence


class StatusDialog(Dialog):
    """For the forms that `about` names; `past` are the notes of a single one, oldest first."""

    def __init__(self, about: str, state: str, past: Sequence[Status], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_StatusDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        form.about.setText(about)
        for key, word in STATES.items():
            form.state.addItem(style.icon(f"status-{key}"), word, key)
        form.state.setCurrentIndex(list(STATES).index(state))
        form.day.setDate(QDate.currentDate())
        form.past.addItems([_line(note) for note in reversed(past)])
        form.past.setWordWrap(True)
        form.past.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        form.past.setFixedHeight(style.space(6) * min(4, len(past)) + style.space(2))
        form.state.setMinimumWidth(style.space(90))
        for widget in (form.past, form.pastLabel):
            widget.setVisible(bool(past))
        form.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("确定"))
        form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))
        form.note.setFocus()

    def answer(self) -> Status:
        """The note, without who made it and when."""
        form = self.form
        day = form.day.date().toString("yyyy-MM-dd")
        return Status(id="", state=str(form.state.currentData()), on=day, note=form.note.text().strip())


def _line(note: Status) -> str:
    made = " ".join(part for part in (note.by, note.at[:16].replace("T", " ")) if part)
    return f"{told(note)}　（{made}）" if made else told(note)
