"""The balance bar: every equation of the shown form as a sentence with its mark, and no way to close it."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from hengbiao.domain.balance import Equation
from hengbiao.domain.wording import sentence
from hengbiao.qt import style
from hengbiao.qt.flow import FlowLayout

_COLOURS: Final = {"balanced": "good", "unbalanced": "wrong", "open": "open"}
_WORDS: Final = {"balanced": "一致", "unbalanced": "不一致", "open": "未填全"}
_EMPTY: Final = "选择一个项目，这里随时显示它的资金是否平衡"

_LOW: Final = 125
"""Fifths of a line: a window lower than this is short of lines."""


class Chip(QWidget):
    """One sentence with a mark and a coloured edge; told apart by the shape of the mark, not by colour alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.state = "open"
        self.text = ""
        self._marks: dict[str, QIcon] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_sentence(self, state: str, text: str) -> None:
        """Take a new state and sentence; paints only where something differs."""
        if (state, text) == (self.state, self.text):
            return
        longer = text != self.text
        self.state, self.text = state, text
        self.setAccessibleName(f"{text}（{_WORDS[state]}）")
        self.setToolTip(text)
        if longer:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The sentence in one line, with its mark and room around it."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text) + self._mark() + style.space(6)
        return QSize(width, metrics.height() + style.space(2))

    def minimumSizeHint(self) -> QSize:
        """The mark alone: a long sentence ends in …."""
        return QSize(self._mark() + style.space(8), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw box, edge, mark and sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter)
        gap, mark = style.space(2), self._mark()
        top = (self.height() - mark) // 2
        self._icon().paint(painter, QRect(gap, top, mark, mark))
        text = self.rect().adjusted(gap + mark + style.space(1.5), 0, -gap, 0)
        painter.setPen(style.colour(_COLOURS[self.state]))
        fitting = painter.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, fitting)

    def _paint_box(self, painter: QPainter) -> None:
        colour, round_ = style.colour(_COLOURS[self.state]), style.space(1)
        box = self.rect().adjusted(0, 0, -1, -1).toRectF().translated(0.5, 0.5)
        wrong = self.state == "unbalanced"
        painter.setBrush(style.colour("wrong_soft" if wrong else "surface"))
        painter.setPen(QPen(colour if wrong else style.colour("line"), 1))
        painter.drawRoundedRect(box, round_, round_)

    def _mark(self) -> int:
        return self.fontMetrics().height() * 4 // 5

    def _icon(self) -> QIcon:
        if self.state not in self._marks:
            self._marks[self.state] = style.icon(f"mark-{self.state}")
        return self._marks[self.state]


class BalanceBar(QFrame):
    """Shows the equations of one form; set again on every keystroke. `clicked` asks for more about them."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._said: list[tuple[str, str]] = []
        self._flow = FlowLayout(self, style.space(2))
        self._flow.setContentsMargins(style.space(3), style.space(1), style.space(3), style.space(1))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_equations((), "万元")

    def show_equations(self, made: Iterable[Equation], unit: str) -> None:
        """Say every equation that concerns the form, amounts in the 金额单位 `unit`."""
        self._said = [(equation.state, text) for equation in made if (text := sentence(equation, unit))]
        self._show_said()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window what is balanced is told in one chip: the form needs the room."""
        super().resizeEvent(event)
        self._show_said()

    def _show_said(self) -> None:
        said = self._said or [("open", _EMPTY)]
        low = not self.isWindow() and self.window().height() < style.space(_LOW)
        self._show(_short(said) if low else said)

    def sentences(self) -> list[tuple[str, str]]:
        """The (state, sentence) pairs on show."""
        return [(chip.state, chip.text) for chip in self._chips if not chip.isHidden()]

    def heightForWidth(self, width: int) -> int:
        """As many lines as the chips need."""
        return self._flow.heightForWidth(width)

    def hasHeightForWidth(self) -> bool:
        """Always."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar and, with the focus, a line on top."""
        super().paintEvent(event)
        if self.hasFocus():
            QPainter(self).fillRect(0, 0, self.width(), 2, style.colour("accent"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks for more."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the space bar ask for more."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, said: Sequence[tuple[str, str]]) -> None:
        while len(self._chips) < len(said):
            self._chips.append(Chip(self))
            self._flow.addWidget(self._chips[-1])
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(said))
            if place < len(said):
                chip.show_sentence(*said[place])
        self.setAccessibleDescription("；".join(text for _, text in said))


def _short(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is not balanced in full, the rest counted."""
    rest = [text for state, text in said if state == "balanced"]
    if len(rest) < 2:
        return said
    told = f"其余 {len(rest)} 项一致" if len(rest) < len(said) else f"{len(rest)} 项全部一致"
    return [*((state, text) for state, text in said if state != "balanced"), ("balanced", told)]
