"""冲突: where offices differ, field by field, and what is to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QPushButton, QWidget

from hengbiao.domain import money
from hengbiao.exchange.resolve import decided
from hengbiao.formats.strict_json import Fault
from hengbiao.qt import errors, style
from hengbiao.qt._ui.conflicts_dialog import Ui_ConflictsDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.disputes import HEADS, UNIT, Choice, Dispute, choice_of, dispute, dispute_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hengbiao.domain.tree import Tree
    from hengbiao.exchange.resolve import Decision
    from hengbiao.store.conflicts import Conflict
    from hengbiao.store.store import Store


_LONGEST: Final = 10
"""Characters of an office on its button."""


class ConflictsDialog(Dialog):
    """`decisions` holds what was decided once accepted; what is left for later is not in it."""

    def __init__(self, store: Store, tree: Tree, found: Sequence[Conflict], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_ConflictsDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._store, self._tree = store, tree
        self._disputes = [dispute(tree, one, store.identity.office) for one in found]
        self._choices: dict[str, Choice] = {}
        self.buttons: list[QPushButton] = []
        form.list.set_heads(HEADS)
        form.list.set_empty(self.tr("没有未决的冲突"))
        form.filter.setClearButtonEnabled(True)
        self.own = form.sides.add_editor(self.tr("自填"), self.tr("都不合适时，在这里写"))
        self.use_own = self._button("useOwn", self.tr("用自填的(&W)"), self.choose_own)
        self.later = self._button("later", self.tr("稍后(0)"), lambda: self.choose(None))
        self._offer_sides(max((len(one.sides) for one in self._disputes), default=2))
        form.list.moved.connect(self._show_dispute)
        form.list.digit.connect(lambda digit: self.choose(digit - 1 if digit else None))
        form.filter.textChanged.connect(self._list)
        self.own.textChanged.connect(self._refresh_own)
        form.settle.clicked.connect(self.accept)
        name_close(form.buttons, self.tr("都稍后"))
        style.fit(self, 350, 165)
        self._list()
        form.list.setFocus()

    def decisions(self) -> list[Decision]:
        """What was decided."""
        return [
            (one.conflict, self._choices[one.conflict.id].value)
            for one in self._disputes
            if one.conflict.id in self._choices
        ]

    def choose(self, side: int | None) -> None:
        """Decide on the selected lines for a side that they have, or with None for later, and go on."""
        rows = self.form.list.rows()
        for row in rows:
            one: Dispute = self.form.list.lines.lines[row].about
            if side is None:
                self._decide(row, one, None)
            elif side < len(one.sides) and one.sides[side]:
                self._decide(row, one, choice_of(one, side))
        self._go_on(rows)

    def choose_own(self) -> None:
        """Decide on the current line for what is typed, where that can be read; else say why it cannot."""
        line, row = self.form.list.line(), self.form.list.row()
        if line is None or line.about.whole or not self.own.toPlainText().strip():
            return
        try:
            [(_, value)] = self._typed(line.about)
        except (Fault, money.MoneyError) as fault:
            errors.tell(self, self.tr("自填的内容读不懂"), str(fault))
            return
        self._decide(row, line.about, Choice(-1, value, self.tr("自填：%s") % line.about.value(value)))
        self._go_on([row])

    def _typed(self, one: Dispute) -> list[Decision]:
        value: Any = self.own.toPlainText().strip()
        if one.kind == "amount":
            amount = money.parse(value, UNIT)
            value = None if amount is None else money.yuan(amount)
        return decided(self._store, self._tree, {"decisions": [{"conflict": one.conflict.id, "value": value or None}]})

    def _decide(self, row: int, one: Dispute, choice: Choice | None) -> None:
        if choice:
            self._choices[one.conflict.id] = choice
        else:
            self._choices.pop(one.conflict.id, None)
        self.form.list.lines.put(row, dispute_line(one, choice))
        self._tell()

    def _go_on(self, rows: Sequence[int]) -> None:
        """Where one line was decided, to the next."""
        if len(rows) == 1 and rows[0] + 1 < len(self.form.list.lines.lines):
            self.form.list.selectRow(rows[0] + 1)
        self.form.list.setFocus()

    # What is shown

    def _offer_sides(self, count: int) -> None:
        """A button for each side."""
        for side in range(count):
            self.buttons.append(self._button(f"take{side}", "", lambda side=side: self.choose(side)))
        column = [*self.buttons, self.use_own, self.later]
        for at, button in enumerate(column):
            self.form.choices.insertWidget(at, button)

    def _button(self, name: str, text: str, act: Any) -> QPushButton:
        made = QPushButton(text)
        made.setObjectName(name)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _checked=False: act())
        return made

    def _list(self) -> None:
        wanted = self.form.filter.text().split()
        fitting = [one for one in self._disputes if all(word in f"{one.thing} {one.field}" for word in wanted)]
        self.form.list.show_lines([dispute_line(one, self._choices.get(one.conflict.id)) for one in fitting])
        self._show_dispute()
        self._tell()

    def _show_dispute(self) -> None:
        line = self.form.list.line()
        self.form.sides.show_sides(line.about.columns() if line else [])
        sides = line.about.sides if line else ()
        for side, button in enumerate(self.buttons):
            button.setVisible(side < max(2, len(sides)))
            button.setEnabled(side < len(sides) and sides[side] is not None)
            if line and side < len(sides):
                name = line.about.name(side)
                short = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
                button.setText(self.tr("采用%s(%d)") % (short.replace("&", "&&"), side + 1))
                button.setToolTip(name)
        self._fill_own(line.about if line else None)

    def _fill_own(self, one: Dispute | None) -> None:
        chosen = self._choices.get(one.conflict.id) if one else None
        typed = one.value(chosen.value) if one and chosen and chosen.side < 0 else ""
        self.own.setPlainText(typed)
        self.own.setEnabled(one is not None and not one.whole)
        self._refresh_own()

    def _refresh_own(self) -> None:
        self.use_own.setEnabled(self.own.isEnabled() and bool(self.own.toPlainText().strip()))

    def _tell(self) -> None:
        made, count = len(self._choices), len(self._disputes)
        self.form.told.setText(self.tr("未决 %d 处，已选定 %d 处") % (count, made))
        self.form.settle.setText(self.tr("采用选定的 %d 处(&S)") % made if made else self.tr("采用选定的(&S)"))
        self.form.settle.setEnabled(made > 0)
        self.form.settle.setDefault(made > 0)
