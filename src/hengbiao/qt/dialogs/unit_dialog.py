"""Asks for a 预算单位: name, code, region, year."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from hengbiao.qt import style
from hengbiao.qt._ui.unit_dialog import Ui_UnitDialog
from hengbiao.qt.dialogs.dialog import Dialog


class UnitFacts(NamedTuple):
    """What a person said about a unit."""

    name: str
    code: str
    region: str
    year: int


class UnitDialog(Dialog):
    """`facts` holds the answer once accepted; a name is wanted."""

    def __init__(self, title: str, regions: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_UnitDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.setWindowTitle(title)
        for key, name in regions:
            self.form.region.addItem(name, key)
        self.form.year.setValue(budget_year(datetime.now(UTC).astimezone()))
        self.form.name.textChanged.connect(self._consider)
        self._button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("确定"))
        self._button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))
        self.form.name.setMinimumWidth(style.space(80))
        self._consider()

    def choose_region(self, key: str) -> None:
        """Begin with a region; "" leaves the first one."""
        self.form.region.setCurrentIndex(max(0, self.form.region.findData(key)))

    def advise(self, sentence: str) -> None:
        """Say something more beside the buttons; "" for nothing."""
        if sentence:
            self.form.advice.setWordWrap(True)
            self.form.advice.setText(sentence + self.form.advice.text())

    def facts(self) -> UnitFacts:
        """The answer."""
        form = self.form
        return UnitFacts(
            form.name.text().strip(),
            form.code.text().strip(),
            str(form.region.currentData() or ""),
            form.year.value(),
        )

    def _button(self, which: QDialogButtonBox.StandardButton) -> QPushButton:
        return self.form.buttons.button(which)

    def _consider(self) -> None:
        self._button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.form.name.text().strip()))


def budget_year(now: datetime) -> int:
    """The year that is being budgeted: from July on the next one (domain.md d)."""
    return now.year + (now.month >= 7)
