"""What F1 and the help menu do: 填写说明 of the cell or pane, putting an old value back, the list of keys."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hengbiao.domain.refusal import Refusal
from hengbiao.qt import errors

if TYPE_CHECKING:
    from hengbiao.qt.field_help import FieldHelp
    from hengbiao.qt.field_history import Moment
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.still_boxes import StillBoxes
    from hengbiao.rules.subject import Finding

_PANES: Final = ("tree", "filter", "balanceBar", "findings", "layoutBox", "moneyBox")
_TEXTS: Final = "文本文件 (*.txt)"
_CALLED: Final = {"filter": "tree"}


class HelpActions(QObject):
    """Tells people what things are for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._serve)
        window.actions_["help"].triggered.connect(self.help)
        window.actions_["keys"].triggered.connect(self.show_keys)
        window.actions_["faultFile"].triggered.connect(self.ask_fault_file)
        window.ui.inspector.restored.connect(self.restore)

    @cached_property
    def _boxes(self) -> StillBoxes:
        from hengbiao.qt.still_boxes import StillBoxes

        return StillBoxes(self)

    def begin(self) -> None:
        """What can wait for the first picture: the wheel over the boxes of the window."""
        self._boxes.keep(self._window.ui.layoutBox, self._window.ui.moneyBox)

    def help(self) -> None:
        """Tell about the cell or pane that has the keys; once more takes an inspector in the room of others away."""
        from hengbiao.qt.places import about_pane

        window = self._window
        pane = self._pane()
        if window.session is None:
            start = about_pane("start")
            errors.tell(window, start.title, f"{start.means}\n\n{start.looks}", good=True, name="begin")
            return
        show = window.actions_["showInspector"]
        if window.panes.inspector_borrows and not pane:
            show.setChecked(False)
            return
        show.setChecked(True)
        if pane:
            from hengbiao.qt.inspector import Told

            finding = window.ui.findings.current() if pane == "findings" else None
            window.panes.show_told(Told(_about_finding(finding) if finding else about_pane(pane)))
        else:
            window.refresh_field()

    def show_keys(self) -> None:
        """Open the list of every key."""
        from hengbiao.qt.dialogs.shortcuts_dialog import ShortcutsDialog
        from hengbiao.qt.key_list import keys_of

        ShortcutsDialog(keys_of(self._window.ui.menuBar), self._window).open()

    def ask_fault_file(self) -> None:
        """Ask where to, then write 故障信息（不含数据） as one text file."""
        from hengbiao.qt.asking import home_folder

        target = home_folder() / self.tr("衡表故障信息.txt")
        self._window.files.ask_file(self.tr("故障信息存到哪里"), self.write_fault_file, _TEXTS, target)

    def write_fault_file(self, file: str) -> None:
        """Write 故障信息 to `file`; what the disk refuses is told."""
        from hengbiao.qt.fault_information import gathered

        try:
            Path(file).write_text(gathered(self._window), "utf-8")
        except OSError as fault:
            raise Refusal(Path(file), "", self.tr("没有写成"), self.tr("请换一个可以写入的位置")) from fault
        told = self.tr("已写好：%s\n里面没有任何填报内容、单位名称和文件名，可以放心发给维护人员。")
        errors.tell(self._window, self.tr("故障信息（不含数据）"), told % file, good=True)

    def restore(self, moment: Moment) -> None:
        """Put an old value back as a new step."""
        from hengbiao.exchange.recall import GoneError, value_changes

        window = self._window
        window.editor.commit_pending()
        if window.session is None:
            return
        try:
            window.commit(self.tr("恢复旧值"), value_changes(window.session.tree, moment.ref, moment.stored))
        except GoneError as gone:
            raise Refusal(self.tr("这一格"), "", str(gone), self.tr("先恢复那一行或那张表")) from gone
        window.go(moment.ref)

    def _serve(self, _old: QWidget | None, now: QWidget | None) -> None:
        """In dialogs F1 tells about what has the keys, and the wheel changes nothing."""
        dialog = now.window() if now else None
        if now is None or not isinstance(dialog, QDialog):
            return
        from PySide6.QtWidgets import QFileDialog

        from hengbiao.qt.help_note import serve

        if not isinstance(dialog, QFileDialog):
            self._boxes.keep(dialog)
        serve(dialog, now)

    def _pane(self) -> str:
        """The pane that has the keys; "" for the cells of a form."""
        focus, ui = QApplication.focusWidget(), self._window.ui
        for name in _PANES:
            pane = cast("QWidget", getattr(ui, name))
            if focus is not None and (pane is focus or pane.isAncestorOf(focus)):
                return _CALLED.get(name, name)
        if self._window.editor.view() is None:
            return "unit"
        return "preview" if self._window.editor.tab == "preview" else ""


def _about_finding(finding: Finding) -> FieldHelp:
    """What the rule of a finding is called, what it says here, and what can be done."""
    from hengbiao.qt.field_help import FieldHelp
    from hengbiao.qt.places import about_pane
    from hengbiao.rules.catalog import rulebook

    pane = about_pane("findings")
    return FieldHelp(f"{finding.rule}　{rulebook().titled(finding.rule)}", finding.message, pane.looks)
