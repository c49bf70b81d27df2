"""The pane of 填写说明: what the current cell wants, what became of it, where its value comes from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from hengbiao.qt import style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hengbiao.qt.field_help import FieldHelp
    from hengbiao.qt.field_history import Moment, Past

_PARTS: Final = (("means", ""), ("looks", "审核时看什么"), ("good", "好的写法"), ("poor", "不好的写法"))
_MARKED: Final = {"good": "✓ ", "poor": "✗ "}
_ABOVE: Final = {"title": 3, "heading": 3, "muted": 1}
_EMPTY: Final = (
    ("heading", "点选表上的一格"),
    ("text", "这里说明它填什么、审核时看什么、怎样写才好，还有它改过几次、值从哪里来。"),
)


class Told(NamedTuple):
    """All about one field: its help and past, the 表样 that print it (None: not asked), whether it can change."""

    about: FieldHelp | None = None
    past: Past | None = None
    printed: Sequence[str] | None = None
    writable: bool = True


class _Line(NamedTuple):
    role: str
    text: str
    restores: Moment | None = None


class InspectorPane(QFrame):
    """Shows one field at a time; `restored` carries the Moment whose old value is wanted back, `closed` nothing."""

    restored = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[_LineWidget] = []
        self._shown: Told | None = None

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - as in Qt
        """Show or hide the pane; what it holds is made when it is first shown."""
        if visible and self._shown is None:
            self.show_field(Told())
        super().setVisible(visible)

    def show_field(self, told: Told) -> None:
        """Show everything about a field; Told() for none."""
        if told == self._shown:
            return
        self._shown, area = told, self._area
        lines = list(_lines(told))
        while len(self._lines) < len(lines):
            self._lines.append(_LineWidget(self))
            self._column.insertWidget(len(self._lines) - 1, self._lines[-1])
        for place, widget in enumerate(self._lines):
            widget.show_line(lines[place] if place < len(lines) else None, first=place == 0)
        area.verticalScrollBar().setValue(0)

    def text(self) -> str:
        """Everything on show, a line each."""
        return "\n".join(line.text() for line in self._lines if not line.isHidden())

    @cached_property
    def _area(self) -> QScrollArea:
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("填写说明"))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setWidget(self._sheet())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._head())
        outer.addWidget(area, 1)
        return area

    def _sheet(self) -> QWidget:
        sheet = QWidget()
        sheet.setObjectName("inspectorSheet")
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(style.space(3), style.space(1), style.space(3), style.space(3))
        self._column.setSpacing(style.space(1))
        self._column.addStretch(1)
        return sheet

    def _head(self) -> QHBoxLayout:
        caption = QLabel(self.tr("填写说明"))
        caption.setProperty("role", "muted")
        close = QToolButton()
        close.setIcon(style.icon("close"))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("收起填写说明"))
        close.setAccessibleName(self.tr("收起填写说明"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(style.space(3), style.space(1), style.space(2), 0)
        head.addWidget(caption, 1)
        head.addWidget(close)
        return head


class _LineWidget(QWidget):
    """A line of text, with a button where an old value can be put back."""

    def __init__(self, pane: InspectorPane) -> None:
        super().__init__(pane)
        self._moment: Moment | None = None
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton(self.tr("恢复此值"))
        self._button.setFlat(True)
        self._button.clicked.connect(lambda: pane.restored.emit(self._moment))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._label)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_line(self, line: _Line | None, *, first: bool) -> None:
        """Show a line; None for none."""
        self.setVisible(line is not None)
        if line is None:
            return
        self._moment = line.restores
        style.dress(self._label, "role", line.role)
        above = style.space(_ABOVE.get(line.role, 0)) * (not first)
        side, edge = (style.space(2), style.space(1)) if line.role in _MARKED else (0, 0)
        self._label.setContentsMargins(side, above + edge, side, edge)
        self._label.setText(line.text)
        self._button.setVisible(line.restores is not None)
        if line.restores:
            words = self.tr("恢复为“%s”，可撤销") % line.restores.old
            self._button.setToolTip(words)
            self._button.setAccessibleName(words)

    def text(self) -> str:
        """What it says."""
        return self._label.text()


def _lines(told: Told) -> Iterator[_Line]:
    yield from _help(told.about) if told.about else (_Line(*line) for line in _EMPTY)
    if told.printed is not None:
        yield _Line("muted", f"印在：{'、'.join(told.printed)}" if told.printed else "只在文件里保存，各表样都不打印")
    if told.past and told.past.source:
        yield _Line("title", "来源")
        yield _Line("text", told.past.source)
    if told.past and told.past.moments:
        yield _Line("title", "修改历史")
        yield from _moments(told.past, writable=told.writable)


def _help(about: FieldHelp) -> Iterator[_Line]:
    yield _Line("heading", about.title)
    for name, heading in _PARTS:
        if text := getattr(about, name):
            yield from [_Line("title", heading)] * bool(heading)
            yield _Line(name if name in _MARKED else "text", _MARKED.get(name, "") + text)


def _moments(past: Past, *, writable: bool) -> Iterator[_Line]:
    for moment in past.moments:
        yield _Line("muted", moment.head)
        yield _Line("text", f"{moment.old} → {moment.new}", moment if moment.differs and writable else None)
    if past.earlier:
        yield _Line("muted", f"更早还有 {past.earlier} 次")
