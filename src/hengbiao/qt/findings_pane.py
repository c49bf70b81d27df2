"""审核结果: a strip with the counts that unfolds into the list; a double click or Enter goes to the cell."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hengbiao.qt import style
from hengbiao.qt.elided import YieldingLabel
from hengbiao.qt.models.finding_lines import Asked
from hengbiao.qt.models.findings_model import FINDING, FindingsModel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QIcon, QResizeEvent

    from hengbiao.qt.findings_filter import FindingsFilter
    from hengbiao.qt.views.findings_view import FindingsView
    from hengbiao.rules.subject import Finding

_NARROW: Final = 260
"""Fifths of a line: in a narrower pane counts, deeds and questions do not stand side by side."""

QWIDGETSIZE_MAX: Final = 16_777_215
"""What Qt means by no limit."""


class FindingsPane(QFrame):
    """The findings of the document; `chosen` carries the Ref of the one to go to.

    `mended` carries the name and the changes of a step that puts right, `explaining` the finding to account for.
    `folded` follows the button of the strip, `roomed` whether there are lines that want room.
    """

    chosen = Signal(object)
    folded = Signal(bool)
    roomed = Signal(bool)
    mended = Signal(str, list)
    explaining = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FindingsModel(self)
        self._fold = QToolButton()
        self._fold.setObjectName("fold")
        self._fold.setCheckable(True)
        self._fold.setAccessibleName(self.tr("展开或收起审核结果"))
        self._title = QLabel(self.tr("审核结果"))
        self._title.setProperty("role", "title")
        self._counts = YieldingLabel()
        self._hint = QLabel(self.tr("双击跳到单元格，F8 下一条"))
        self._hint.setProperty("role", "muted")
        self._current = QCheckBox(self.tr("只看当前表"))
        self._current.setChecked(True)
        self._buttons = self._new_buttons()
        self._filter: FindingsFilter | None = None
        self._record, self._at, self._room = "", ("", ""), True
        self._lay_out()
        self._fold.toggled.connect(self._unfold)
        self._current.toggled.connect(self._narrow)
        self.model.recounted.connect(self._recounted)
        self._unfold(False)
        self.say_counts()

    def is_open(self) -> bool:
        """Whether the list is unfolded."""
        return self._fold.isChecked()

    def wants_room(self) -> bool:
        """Whether the list is unfolded and has lines."""
        return self.is_open() and (self.model.rowCount() > 0 or self._asking_for_less())

    def set_open(self, unfolded: bool) -> None:  # noqa: FBT001 - a slot
        """Unfold or fold the list."""
        self._fold.setChecked(unfolded)

    def seat(self, guest: QWidget | None) -> None:
        """Let `guest` have what is left of the strip, without the title, or with None have it all again."""
        if guest:
            self._strip.insertWidget(3, guest, 1)
        self._title.setHidden(guest is not None)
        self._make_room()

    def say_counts(self) -> None:
        """Bring the strip up to date."""
        if not self.model.checked:
            told = self.tr("正在审核…") if self.model.lines_wait() else ""
        elif self._narrowed():
            told = self._told_of_form()
        else:
            told = self._told_of_all()
        self._counts.setText(told)
        self.setAccessibleDescription(told)

    def show_record(self, record: str) -> None:
        """Follow the window to another form."""
        self._record = record
        self._narrow()

    def list_view(self) -> FindingsView:
        """The list, for the focus."""
        return self._list

    def current(self) -> Finding | None:
        """The finding under the cursor of the list."""
        found: Finding | None = self._list.currentIndex().data(FINDING)
        return found

    def step(self, by: int) -> bool:
        """Go to the next (1) or previous (−1) finding that wants something; whether there is one."""
        row = self.model.open_after(self._list.currentIndex().row(), by)
        if row >= 0:
            self._list.setCurrentIndex(self.model.index(row, 0))
            self._go(self.model.index(row, 0))
        return row >= 0

    # Setting up

    @cached_property
    def _list(self) -> FindingsView:
        """The list, made when there is something to list."""
        from hengbiao.qt.views.findings_view import FindingsView

        view = FindingsView(self.model)
        view.setVisible(False)
        view.setColumnHidden(1, self._by_form())
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.activated.connect(self._go)
        view.selectionModel().currentChanged.connect(self._stand)
        self._column.addWidget(view, 1)
        return view

    def _has_list(self) -> bool:
        return "_list" in vars(self)

    def _new_filter(self) -> FindingsFilter:
        """For the findings of the whole document, made when they are first wanted: three fields take 5 ms."""
        from hengbiao.qt.findings_filter import FindingsFilter

        made = FindingsFilter(self.model, self)
        made.asked.connect(self._ask)
        self._seat(made)
        return made

    def _new_buttons(self) -> dict[str, QPushButton]:
        acts = {
            "mend": (self.tr("改正"), self._mend),
            "mendAll": (self.tr("同类全部改正"), self._mend_all),
            "explain": (self.tr("写说明"), self._explain),
        }
        made = {}
        for name, (text, act) in acts.items():
            button = made[name] = QPushButton(text)
            button.setFlat(True)
            button.setObjectName(name)
            button.clicked.connect(act)
        return made

    def _lay_out(self) -> None:
        self._strip = strip = QHBoxLayout()
        strip.setContentsMargins(style.space(2), style.space(0.5), style.space(3), style.space(0.5))
        strip.setSpacing(style.space(2))
        for widget in (self._fold, self._title, self._counts):
            strip.addWidget(widget)
        strip.addStretch()
        for tool in (*self._buttons.values(), self._hint, self._current):
            strip.addWidget(tool)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(strip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """How the findings of the document are listed is asked where there is room for it."""
        super().resizeEvent(event)
        if self._filter and self._seat(self._filter):
            self._make_room()

    def _seat(self, filter_: FindingsFilter) -> bool:
        """Put it in the strip, or in a narrow window below it; whether it stood elsewhere."""
        below = self.width() < style.space(_NARROW)
        there = self._column if below else self._strip
        if there.indexOf(filter_) >= 0:
            return False
        edge = style.space(2) * below
        filter_.setContentsMargins(edge, 0, edge, edge // 2)
        there.insertWidget(1 if below else there.indexOf(self._current), filter_)
        return True

    # Keeping up

    def _unfold(self, unfolded: bool) -> None:  # noqa: FBT001 - a slot
        self._current.setVisible(unfolded)
        self._show_filter()
        self._fold.setIcon(self._arrow(unfolded))
        self._offer()
        self._make_room()
        self.folded.emit(not unfolded)

    def _make_room(self) -> None:
        """Give the room of a list without lines to the form above."""
        room = self.wants_room()
        if room or self._has_list():
            self._list.setVisible(room)
        strip = self._strip.sizeHint().height()
        if self._filter and self._column.indexOf(self._filter) >= 0 and not self._filter.isHidden():
            strip += self._filter.sizeHint().height()
        self.setMinimumHeight(strip + style.space(10) * room)
        self.setMaximumHeight(QWIDGETSIZE_MAX if room else strip)
        if room != self._room:
            self._room = room
            self.roomed.emit(room)

    def _arrow(self, unfolded: bool) -> QIcon:  # noqa: FBT001 - as _unfold
        return style.icon("fold" if unfolded else "unfold")

    def _narrowed(self) -> bool:
        return self._current.isChecked() and bool(self._record)

    def _narrow(self) -> None:
        self.model.only(self._record if self._current.isChecked() else "")
        self._ask()
        self._recounted()

    def _ask(self) -> None:
        """List the findings of the shown form, or those of the document as grouped and filtered."""
        self._show_filter()
        if self._has_list():
            self._list.setColumnHidden(1, self._by_form())
        self.model.ask(self._wish())

    def _by_form(self) -> bool:
        """Whether the lines need not name their form: all are of one, or stand under its name."""
        return self._narrowed() or self._wish().by == "form"

    def _wish(self) -> Asked:
        return Asked() if self._narrowed() or self._filter is None else self._filter.wish()

    def _show_filter(self) -> None:
        shown = self.is_open() and not self._narrowed()
        if shown and self._filter is None:
            self._filter = self._new_filter()
        if self._filter:
            self._filter.setVisible(shown)

    def _asking_for_less(self) -> bool:
        """Whether there may be nothing to show only because of a filter, which must stay in reach."""
        wish = self._wish()
        return bool(wish.severity or wish.text)

    def _recounted(self) -> None:
        self._return()
        self.say_counts()
        self._offer()
        self._make_room()

    def _told(self, counts: Mapping[str, int], accounted: int) -> str:
        parts = [f"{count} {self.model.name(severity)}" for severity, count in counts.items() if count]
        return "　".join([*parts, self.tr("已说明 %d") % accounted] if accounted else parts)

    def _told_of_all(self) -> str:
        told = self._told(self.model.listed_counts(), self.model.accounted())
        spared = len(self.model.spared)
        if not spared:
            return told or self.tr("没有发现问题")
        quiet = self.tr("%d 张表还没有填写，要看全部要求，按“审核”（F7）") % spared
        return self.tr("%s　｜　%s") % (told, quiet) if told else quiet

    def _told_of_form(self) -> str:
        here = self.model.listed_counts(self._record)
        if self._record in self.model.spared:
            return self.tr("这张表还没有填写。填了哪一栏就审哪一栏；要看全部要求，按“审核”（F7）")
        told = self._told(here, self.model.accounted(self._record)) or self.tr("没有需要处理的问题")
        elsewhere = sum(self.model.listed_counts().values()) - sum(here.values())
        return self.tr("当前表 %s") % told + (self.tr("　｜　其他表 %d 处") % elsewhere if elsewhere else "")

    def _stand(self, index: QModelIndex) -> None:
        found = index.data(FINDING)
        if found:
            self._at = found.rule, found.ref.record
        self._offer()

    def _return(self) -> None:
        """Stand where the cursor stood before lines came and went."""
        row = self.model.place(*self._at)
        if row >= 0 and row != self._list.currentIndex().row():
            self._list.setCurrentIndex(self.model.index(row, 0))

    def _offer(self) -> None:
        """Show the buttons that do something for the finding under the cursor."""
        found = self.current() if self.wants_room() else None
        deeds = {name: text for name, text, _ in self._deeds(found)} if found else {}
        for name, button in self._buttons.items():
            button.setText(deeds.get(name, button.text()).replace("&", "&&"))
            button.setVisible(name in deeds)
        self._hint.setVisible(self.is_open() and not deeds and self.wants_room() and self._narrowed())

    def _deeds(self, found: Finding) -> list[tuple[str, str, Callable[[], None]]]:
        """What can be done about a finding: button, text, act."""
        made: list[tuple[str, str, Callable[[], None]]] = []
        if found.fix and not found.explained:
            made.append(("mend", found.fix_label or self.tr("改正"), self._mend))
            alike = self.model.like(found)
            if alike > 1:
                made.append(("mendAll", self.tr("同类全部改正（%d 张表）") % alike, self._mend_all))
        text = self.tr("改说明…") if found.explained or found.lapsed else self.tr("写说明…")
        return [*made, ("explain", text, self._explain)]

    # Acting

    def _show_menu(self, place: QPoint) -> None:
        index = self._list.indexAt(place)
        found = index.data(FINDING)
        if not found:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("跳到单元格"), partial(self._go, index))
        for _, text, act in self._deeds(found):
            menu.addAction(text.replace("&", "&&"), act)
        menu.popup(self._list.viewport().mapToGlobal(place))

    def _go(self, index: QModelIndex) -> None:
        found = index.data(FINDING)
        if found:
            self.chosen.emit(found.ref)

    def _mend(self) -> None:
        found = self.current()
        if found:
            self.mended.emit(found.fix_label or self.tr("改正"), list(found.fix))

    def _mend_all(self) -> None:
        found = self.current()
        if found:
            changes = [change for one in self.model.alike(found) for change in one.fix]
            self.mended.emit(self.tr("同类全部改正：%s") % (found.fix_label or found.rule), changes)

    def _explain(self) -> None:
        found = self.current()
        if found:
            self.explaining.emit(found)
