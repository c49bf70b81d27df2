"""The pane at the right: what the current cell wants, and what became of it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from hengbiao.qt import style
from hengbiao.qt.field_help import FieldHelp

_PARTS: Final = (("means", ""), ("looks", "审核时看什么"), ("good", "好的写法"), ("poor", "不好的写法"))
_EMPTY: Final = FieldHelp("填写说明", "点选表上的一格，这里说明它填什么、审核时看什么，以及它的修改历史。")


class InspectorPane(QScrollArea):
    """Shows the help and the history of one field at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._labels: list[QLabel] = []
        self._shown: tuple[FieldHelp, tuple[str, ...]] | None = None
        sheet = QWidget()
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(*(style.space(3),) * 4)
        self._column.setSpacing(style.space(1))
        self._column.addStretch(1)
        self.setWidget(sheet)
        self.show_field(None, ())

    def show_field(self, told: FieldHelp | None, history: Sequence[str]) -> None:
        """Show the help on a field and its history, newest first; None for no field."""
        wanted = (told or _EMPTY, tuple(history))
        if wanted == self._shown:
            return
        self._shown = wanted
        lines = [("title", wanted[0].title)]
        for name, heading in _PARTS:
            if text := getattr(wanted[0], name):
                lines += [("title", heading)] * bool(heading) + [("text", text)]
        if history:
            lines += [("title", "修改历史"), *(("muted", line) for line in history)]
        self._fill(lines)

    def text(self) -> str:
        """Everything on show, a line each."""
        return "\n".join(label.text() for label in self._labels if not label.isHidden())

    def _fill(self, lines: Sequence[tuple[str, str]]) -> None:
        while len(self._labels) < len(lines):
            self._labels.append(self._new_label())
        for place, label in enumerate(self._labels):
            label.setVisible(place < len(lines))
            if place < len(lines):
                role, text = lines[place]
                label.setProperty("role", role)
                label.setContentsMargins(0, style.space(3) if place and role == "title" else 0, 0, 0)
                label.style().polish(label)
                label.setText(text)

    def _new_label(self) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.insertWidget(len(self._labels), label)
        return label
