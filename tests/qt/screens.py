"""Every dialog of the window by name, opened as a person opens it, over a document that has something for it."""

import importlib
import pkgutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox
from tests.qt import worlds
from tests.qt.windows import wait_for

from hengbiao import qt
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.refusal import Refusal
from hengbiao.formats.unlike import Difference, Readback
from hengbiao.formats.writing import Written
from hengbiao.qt import errors, jobs
from hengbiao.qt.models.findings_model import FINDING

_ASKING = "…"


def _everything():
    """Every module of the window, so that each dialog class is known."""
    for found in pkgutil.walk_packages(qt.__path__, f"{qt.__name__}."):
        if "._ui" not in found.name:
            importlib.import_module(found.name)


def dialog_classes() -> list[type[QDialog]]:
    """Every class of dialog that the window has."""
    _everything()
    found: list[type[QDialog]] = []
    waiting = [QDialog]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("hengbiao."):
                found.append(kind)
    return sorted(found, key=lambda kind: kind.__name__)


def visible(kind=QDialog) -> list[QDialog]:
    """The dialogs that are open, the first opened first."""
    tops = QApplication.topLevelWidgets()
    return [one for one in tops if isinstance(one, kind) and one.isVisible() and not isinstance(one, QFileDialog)]


def close_all() -> None:
    """Close every dialog that is open, whatever it asks."""
    for one in reversed(QApplication.topLevelWidgets()):
        if isinstance(one, QDialog) and one.isVisible():
            one.close()
    QApplication.processEvents()


def asking(window) -> list[QAction]:
    """The enabled actions of the menus that open a dialog."""
    menus = [action.menu() for action in window.ui.menuBar.actions()]
    actions = [action for menu in menus for action in actions_of(menu)]
    names = {window.ui.action_balance.objectName()}
    return [one for one in actions if one.isEnabled() and (_ASKING in one.text() or one.objectName() in names)]


def actions_of(menu) -> Iterator[QAction]:
    """The actions of a menu and of those below it."""
    for action in menu.actions():
        if action.menu():
            yield from actions_of(action.menu())
        elif not action.isSeparator():
            yield action


def opened(window) -> Iterator[tuple[str, QDialog]]:
    """One dialog after the other by name, closed again when the next is asked for; what has nothing to ask is left."""
    for name in OPENERS:
        if dialog := open_(window, name):
            yield name, dialog
        close_all()


def open_(window, name: str) -> QDialog | None:
    """Open a dialog and let it come to rest; None where there is nothing to ask about."""
    OPENERS[name](window)
    QApplication.processEvents()
    shown = visible()
    if not shown:
        return None
    assert name in BOXES or not isinstance(shown[-1], QMessageBox), (name, shown[-1].text())
    dialog = next((one for one in shown if one.isActiveWindow()), shown[-1])
    job = getattr(dialog, "job", None)
    wait_for(lambda: job is None or not (job.running or getattr(dialog, "running", False)))
    wait_for(lambda: isinstance(dialog, jobs.Progress) or not visible(jobs.Progress))
    dialog.activateWindow()
    for _ in range(3):
        QApplication.processEvents()
    return dialog


# How each is opened


def _by(name: str) -> Callable:
    return lambda window: window.actions_[name].trigger()


def first_form(window) -> str:
    """The first project on show, else the first unit."""
    tree = window.session.tree
    return next((part.id for unit in tree.units for part in tree.projects(unit.id)), tree.units[0].id)


def _status(window) -> None:
    window.states.ask("sent")


def _status_of_several(window) -> None:
    window.show_record(window.session.tree.units[0].id)
    window.states.ask("filling")
    window.show_record(first_form(window))


def _conflicts(window) -> None:
    window.exchange.ask_conflicts()


def _discard(window) -> None:
    key = window.record
    old = getattr(window.session.tree.records[key], "goal", None)
    if old is not None:
        window.commit("改", [Change(Ref(key, ("goal",)), old, f"{old}（改）")])
        window.actions_["discard"].trigger()


def _balance(_window, dialog) -> None:
    dialog.turn_to(False)
    dialog.lines().setFocus()


def _whole_balance(window, dialog) -> None:
    dialog.turn_to(True)
    wait_for(lambda: not window.idle.busy)


def _received(window, dialog) -> None:
    folder = worlds.handed_in(window.session.path)
    if folder.is_dir():
        dialog.add([folder])


def _absent(window, dialog) -> None:
    file = worlds.listed(window.session.path)
    dialog.form.tabs.setCurrentIndex(1)
    if file.exists():
        dialog.use_list(str(file))


def _ticked(_window, dialog) -> None:
    scope = dialog.form.scope
    if any(button.objectName() == "ticked" for button in scope.buttons.buttons()):
        scope.choose("ticked")


def _then(name: str, act: Callable) -> Callable:
    """Open by an action, then `act` on the dialog where there is one."""

    def opener(window) -> None:
        window.actions_[name].trigger()
        shown = visible()
        if shown and not isinstance(shown[-1], QMessageBox):
            act(window, shown[-1])

    return opener


def _printing(window) -> None:
    """As on a machine with printers."""
    from hengbiao.qt.dialogs.print_dialog import PrintDialog
    from hengbiao.qt.printing import Setup

    dialog = PrintDialog(["HP LaserJet 1020（财务室）", worlds.LONG], Setup(), lambda _wanted: None, window)
    dialog.offer(window.session.tree, [window.record], "")
    dialog.open()


def _explain(window) -> None:
    from hengbiao.qt.dialogs.explain_dialog import ExplainDialog

    model = window.ui.findings.model
    model.only("")
    found = next(filter(None, (model.index(row, 0).data(FINDING) for row in range(model.rowCount()))), None)
    if found:
        ExplainDialog(replace(found, explanation=worlds.LONG), window).open()


def _exported(window, differences: int) -> None:
    from hengbiao.qt.dialogs.exported_dialog import ExportedDialog

    unlike = tuple(Difference(worlds.LONG, f"第 {at + 1} 行预算数", "18.60", "18.6") for at in range(differences))
    notes = (f"“{worlds.LONG}”里的一个字字体里没有，印成方框",) * min(differences, 1)
    target = window.session.path.with_name(f"{window.session.path.stem} 整册.pdf")
    ExportedDialog(Written(target, 4, 12, notes, Readback(57, unlike)), window).open()


def _refused(window) -> None:
    path = window.session.path.with_name(f"{worlds.LONG}.hengbiao")
    told = Refusal(path, "第 3 张表“经费预算表”B12 单元格", "金额写成了“叁万元整”，读不出数", "请改成数字后再导入")
    errors.tell(window, "没有读进来", str(told))


def _fault(window) -> None:
    errors.tell_fault(window, KeyError("中"), window.files.whereabouts())


def _damaged(window) -> None:
    from hengbiao.store.errors import Damaged

    path = window.session.path
    window.files._not_opened(path, Damaged(path, ["第 3 步修改的内容与校验码不符"], repairable=True))


def _deleting(window) -> None:
    tree = window.session.tree
    window.projects._ask_to_delete(tree, [unit.id for unit in tree.units][:1])


def _leaving(window) -> None:
    window.leaving._ask(
        "关闭前没有做完", f"{window.session.path}：备份没有做成（磁盘已满）；文件本身已保存", "仍然关闭"
    )


def _new_year(window) -> None:
    from hengbiao.exchange.new_year import question

    tree = window.session.tree
    unit = tree.units[0]
    before = tree.unit_year(unit.id)
    asked = question(tree, Change(Ref(unit.id, ("year",)), before, (before or 2026) + 1))
    if asked:
        window.years._ask_new_year(asked)


def _costs(window, name: str) -> None:
    costs = window.costs
    project = costs._project(window.record)
    if project and project.estimates:
        from hengbiao.exchange.cost_rows import offer

        made = offer(project, *costs._terms())
        if name == "follow":
            costs._ask_to_follow(project.id)
        else:
            costs._ask_beside(project, made)


def _working(window) -> None:
    job = jobs.Job(_until_cancelled)
    dialog = jobs.watch(job, "正在写入并校验…", window)
    job.start()
    wait_for(dialog.isVisible)


def _until_cancelled(report) -> None:
    while True:
        report(8, 20)
        time.sleep(0.01)


def _sent(window) -> None:
    from hengbiao.exchange.send import Sent, send

    folder = window.session.path.parent / "上报"
    folder.mkdir(exist_ok=True)
    made: Sent = send(window.session.store, folder)
    window.exchange._sent(made)


def _written(window) -> None:
    window.reports._written(Written(window.session.path.with_suffix(".xlsx"), 4, 0, (worlds.LONG,) * 3))


def _help(window) -> None:
    """What F1 tells where no document is open."""
    from hengbiao.qt.places import about_pane

    start = about_pane("start")
    errors.tell(window, start.title, f"{start.means}\n\n{start.looks}", good=True)


OPENERS: MappingProxyType[str, Callable] = MappingProxyType(
    {
        **{name: _by(name) for name in ("new", "newUnit", "restore", "export", "print", "rollover", "carried")},
        **{name: _by(name) for name in ("recycle", "history", "legend", "send", "receive", "doubles")},
        **{name: _by(name) for name in ("return", "remarks", "rollup", "keep", "compare", "report", "opinion")},
        **{name: _by(name) for name in ("keys", "typing", "about", "words")},
        "balance": _then("balance", _balance),
        "status": _status,
        "status-several": _status_of_several,
        "conflicts": _conflicts,
        "discard": _discard,
        "carried-all": _then("carried", lambda _window, dialog: dialog.form.scope.setCurrentIndex(2)),
        "balance-all": _then("balance", _whole_balance),
        "receive-looked": _then("receive", _received),
        "rollup-absent": _then("rollup", _absent),
        "export-ticked": _then("export", _ticked),
        "print-ticked": _then("print", _ticked),
        "print-able": _printing,
        "explain": _explain,
        "exported": partial(_exported, differences=0),
        "exported-wrong": partial(_exported, differences=250),
        "refusal": _refused,
        "fault": _fault,
        "damaged": _damaged,
        "delete": _deleting,
        "leaving": _leaving,
        "new-year": _new_year,
        "costs-beside": partial(_costs, name="beside"),
        "costs-follow": partial(_costs, name="follow"),
        "progress": _working,
        "sent": _sent,
        "written": _written,
        "help": _help,
    }
)
"""How each dialog is opened; a name with a hyphen is a further state of one."""


BOXES = frozenset(
    {"about", "refusal", "damaged", "delete", "leaving", "new-year", "sent", "written", "help", "compare"}
)
BOXES |= {"costs-beside", "costs-follow"}
"""Names of those that are message boxes, always or where there is nothing to show."""
