"""What is done about findings and the balance: mend, account for, go from one to the next."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hengbiao.domain.tree import empty

if TYPE_CHECKING:
    from hengbiao.qt.balance_panel import BalancePanel
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.rules.subject import Finding


class ReviewActions(QObject):
    """Acts on what the pane of findings and the balance bar show."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        pane = window.ui.findings
        pane.chosen.connect(window.go)
        pane.mended.connect(window.commit)
        pane.explaining.connect(self.ask_explanation)
        window.ui.balanceBar.clicked.connect(self.show_balance)
        window.actions_["balance"].triggered.connect(self.show_balance)
        window.actions_["nextFinding"].triggered.connect(lambda: self._step(1))
        window.actions_["previousFinding"].triggered.connect(lambda: self._step(-1))

    @cached_property
    def panel(self) -> BalancePanel:
        """The panel of the balance, made when it is first shown."""
        from hengbiao.qt.balance_panel import BalancePanel

        made = BalancePanel(self._window.idle, self._window)
        made.chosen.connect(self._window.go)
        made.mended.connect(self._window.commit)
        return made

    def show_balance(self) -> None:
        """Open the panel of the balance beside the form."""
        self.panel.show()
        self.follow()
        self.panel.activateWindow()

    def follow(self) -> None:
        """Bring an open panel of the balance up to date with the window."""
        window = self._window
        if "panel" in self.__dict__ and self.panel.isVisible():
            tree = window.session.document.shown if window.session else empty()
            self.panel.show_form(tree, window.record, window.editor.money_unit)
            if window.session and tree is window.session.tree:
                self.panel.show_document()

    def ask_explanation(self, finding: Finding) -> None:
        """Ask for the 说明 of a finding and store it as one step."""
        from hengbiao.qt.dialogs.explain_dialog import ExplainDialog

        self._window.editor.commit_pending()
        dialog = ExplainDialog(finding, self._window)
        dialog.accepted.connect(lambda: self._explain(finding, dialog.text()))
        dialog.open()

    def _explain(self, finding: Finding, text: str) -> None:
        from hengbiao.rules.explaining import explain

        session = self._window.session
        if session and finding.ref.record in session.tree.headings:
            name = self.tr("写说明") if text else self.tr("收回说明")
            self._window.commit(name, explain(session.tree, finding, text))

    def _step(self, by: int) -> None:
        self._window.editor.commit_pending()
        if not self._window.ui.findings.step(by):
            self._window.status.show_notice(self._window.ui.findings.accessibleDescription())
