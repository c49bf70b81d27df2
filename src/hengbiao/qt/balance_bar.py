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
_WORST: Final = ("unbalanced", "open", "balanced")
_EMPTY: Final = "选择一个项目，这里随时显示它的资金是否平衡"

_TALL: Final = 220
"""Fifths of a line: only a window of this height has a second line for sentences."""


class Chip(QWidget):
    """One sentence with a mark and a coloured edge; told apart by the shape of the mark, not by colour alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.state = "open"
        self.text = ""
        self.slim = False
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
        return QSize(self.width_of(self.text), self.fontMetrics().height() + style.space(1 if self.slim else 2))

    def width_of(self, text: str) -> int:
        """The width that a sentence takes."""
        return self.fontMetrics().horizontalAdvance(text) + self._mark() + style.space(6)

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
        self._said: list[tuple[str, str]] = [("open", _EMPTY)]
        self._slim, self._single = False, False
        self._flow = FlowLayout(self, style.space(2))
        self._flow.setContentsMargins(style.space(3), style.space(1), style.space(3), style.space(1))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._add_chip()
        self.show_equations((), "万元")

    def show_equations(self, made: Iterable[Equation], unit: str) -> None:
        """Say every equation that concerns the form, amounts in the 金额单位 `unit`."""
        said: list[tuple[str, str]] = [
            (equation.state, text) for equation in made if (text := sentence(equation, unit))
        ]
        said = said or [("open", _EMPTY)]
        if self._slim and said != self._said:
            self.updateGeometry()
        self._said = said
        self._show_said()

    def set_room(self, *, seated: bool, low: bool) -> None:
        """One low line within another, a single line in a low window, or a line of its own that may break."""
        self._slim = slim = seated
        self._single = low
        side, above = (0, 0) if slim else (style.space(3), style.space(1))
        self._flow.setContentsMargins(side, above, side, above)
        for chip in self._chips:
            chip.slim = slim
        style.mark_slim(self, slim=slim)
        self._show_said()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where not all fits on a line, what is balanced is told in one chip: the form needs the room."""
        super().resizeEvent(event)
        self._show_said()

    def _show_said(self) -> None:
        said = self._said
        if self._single:
            said = self._fitting(said if self._fits(said) and not self._slim else _short(said))
        elif not self._fits(said) and not self.isWindow() and self.window().height() < style.space(_TALL):
            said = _short(said)
        self._show(said)

    def _fits(self, said: Sequence[tuple[str, str]]) -> bool:
        return self._room_for(said).width() <= self.width()

    def _room_for(self, said: Sequence[tuple[str, str]]) -> QSize:
        """The size of these sentences on one line."""
        margins, chip = self._flow.contentsMargins(), self._chips[0]
        gaps = style.space(2) * max(0, len(said) - 1) + margins.left() + margins.right()
        return QSize(sum(chip.width_of(text) for _, text in said) + gaps, chip.sizeHint().height())

    def _fitting(self, said: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """As many sentences as fit on the line, the worst first; the others in one chip that counts them."""
        said = sorted(said, key=_rank)
        ways = ([*said[:whole], _counted(self._said, said[:whole])] for whole in range(len(said) - 1, -1, -1))
        return said if len(said) == 1 or self._fits(said) else next(filter(self._fits, ways), [_counted(self._said)])

    def sentences(self) -> list[tuple[str, str]]:
        """The (state, sentence) pairs on show."""
        return [(chip.state, chip.text) for chip in self._chips if not chip.isHidden()]

    def sizeHint(self) -> QSize:
        """Within another line: room for everything that is said."""
        return self._room_for(_short(self._said)) if self._slim else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Within another line: the worst sentence and a count of the others, up to two thirds of the window."""
        if not self._slim:
            return super().minimumSizeHint()
        worst = sorted(self._said, key=_rank)[:1]
        least = self._room_for([*worst, _counted(self._said, worst)] if len(self._said) > 1 else worst)
        return least.boundedTo(QSize(self.window().width() * 2 // 3, least.height()))

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
            self._add_chip()
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(said))
            if place < len(said):
                chip.show_sentence(*said[place])
        self.setAccessibleDescription("；".join(text for _, text in self._said))

    def _add_chip(self) -> None:
        self._chips.append(Chip(self))
        self._chips[-1].slim = self._slim
        self._flow.addWidget(self._chips[-1])


def _short(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is not balanced in full, the rest counted."""
    rest = [text for state, text in said if state == "balanced"]
    if len(rest) < 2:
        return said
    told = f"其余 {len(rest)} 项一致" if len(rest) < len(said) else f"{len(rest)} 项全部一致"
    return [*((state, text) for state, text in said if state != "balanced"), ("balanced", told)]


def _rank(said: tuple[str, str]) -> int:
    return _WORST.index(said[0])


def _counted(said: Sequence[tuple[str, str]], told: Sequence[tuple[str, str]] = ()) -> tuple[str, str]:
    """One chip for the sentences of `said` that are not among those `told`: how many of each state."""
    states = [state for state, text in said if (state, text) not in told]
    worst = next(filter(states.__contains__, _WORST))
    if told:
        return worst, f"另 {states.count(worst)} 项"  # the mark says how they are
    counts = "、".join(f"{states.count(state)} 项{_WORDS[state]}" for state in _WORST if state in states)
    return worst, counts
