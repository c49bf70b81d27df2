"""The actions of the window: their icons, and which of them can be used now."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction

from hengbiao.domain import arrange
from hengbiao.domain.tree import Heading, Tree
from hengbiao.qt import style
from hengbiao.qt._ui.main_window import Ui_MainWindow
from hengbiao.qt.session import Session

_ICONS: Final = {
    "new": "new",
    "open": "open",
    "save": "save",
    "saveCopy": "save-copy",
    "export": "export",
    "print": "print",
    "send": "send",
    "receive": "receive",
    "conflicts": "conflicts",
    "rollup": "rollup",
    "keep": "keep",
    "return": "return",
    "compare": "compare",
    "history": "history",
    "recycle": "recycle",
    "discard": "discard",
    "restore": "restore",
    "undo": "undo",
    "redo": "redo",
    "findText": "search",
    "find": "search",
    "check": "check",
    "preview": "preview",
    "newProject": "project",
    "newDepartment": "department",
    "newUnit": "unit",
    "moveUp": "up",
    "moveDown": "down",
    "delete": "delete",
    "cutProjects": "cut",
    "copyProjects": "copy",
    "pasteProjects": "paste",
    "duplicateProjects": "duplicate",
    "rollover": "year",
    "carried": "carried",
    "cellConfirm": "carried",
    "showTree": "tree",
    "showInspector": "inspector",
    "showFindings": "findings",
    "help": "help",
}
_OF_DOCUMENT: Final = (
    "rollup",
    "keep",
    "compare",
    "remarks",
    "history",
    "recycle",
    "saveCopy",
    "verify",
    "check",
    "find",
    "findText",
    "replaceText",
    "findNext",
    "findPrevious",
    "nextFinding",
    "previousFinding",
    "report",
    "opinion",
)
CELLS: Final = (
    *("cellCut", "cellCopy", "cellPaste", "cellClear", "fillDown", "cellConfirm"),
    *("rowAdd", "rowDrop", "rowUp", "rowDown", "rowOrder"),
)
"""What the edit menu does to cells and rows."""

_EXCHANGE: Final = ("send", "receive", "conflicts", "doubles", "return", "discard")
_OF_FORM: Final = (*CELLS, "longText", "balance", "fill", "table", "preview", "zoomIn", "zoomOut", "zoomReset")
_CONTEXT: Final = (
    *("newProject", "newDepartment", ""),
    *("cutProjects", "copyProjects", "pasteProjects", "duplicateProjects", ""),
    *("rollover", "carried", "menuStatus", ""),
    *("rename", "moveUp", "moveDown", "", "delete"),
)
"""What the menu of the tree offers, "" for a line between."""


class Actions:
    """The actions by name, and the one place that enables them."""

    def __init__(self, ui: Ui_MainWindow) -> None:
        self._ui = ui
        self._dress({*ui.toolBar.actions(), self["showTree"]})
        size = ui.toolBar.fontMetrics().height()
        ui.toolBar.setIconSize(QSize(size, size))
        for name in _CONTEXT:
            ui.tree.addAction(self._in_context(name))

    def begin(self) -> None:
        """Give what stands in menus alone its icons: they can wait for the first picture."""
        self._dress({self[name] for name in _ICONS if self[name].icon().isNull()})

    def _dress(self, actions: Collection[QAction]) -> None:
        for name, icon in _ICONS.items():
            if self[name] in actions:
                self[name].setIcon(style.icon(icon))

    def __getitem__(self, name: str) -> QAction:
        found: QAction = getattr(self._ui, f"action_{name}")
        return found

    def _in_context(self, name: str) -> QAction:
        """An action, a menu, or for "" a line between."""
        if name:
            return self._ui.menuStatus.menuAction() if name == "menuStatus" else self[name]
        line = QAction(self._ui.tree)
        line.setSeparator(True)
        return line

    def refresh(self, session: Session | None, record: str) -> None:
        """Enable what can be done with `record` of `session`, and name what undo would take back."""
        tree = session.tree if session else None
        item = tree.headings.get(record) if tree else None
        form = item is not None and item.kind != "unit"
        writable = session is not None and not session.store.read_only
        self._enable(_OF_DOCUMENT, session is not None)
        self._enable(_OF_FORM, form)
        self._enable(("export", "print", "leader"), bool(tree and any(tree.parts(unit.id) for unit in tree.units)))
        self._enable((*_EXCHANGE, "save", "newUnit"), writable)
        self._enable(("newProject",), writable and item is not None)
        self._enable(("makeCosts",), writable and item is not None and item.kind == "project")
        self._enable_changes(tree, item, writable)
        self._name_steps(session)

    def refresh_chosen(self, tree: Tree | None, keys: list[str], *, writable: bool) -> None:
        """Enable what can be done with the chosen lines of the tree."""
        items = [tree.headings[key] for key in keys] if tree else []
        projects = bool(items) and all(item.kind == "project" for item in items)
        self._enable(("copyProjects",), projects)
        self._enable(("cutProjects", "duplicateProjects"), projects and writable)
        self._enable(("pasteProjects",), writable and tree is not None and bool(tree.units))
        self._enable(("delete", "rollover"), writable and bool(items))
        self._enable(("carried",), tree is not None)
        self._ui.menuStatus.setEnabled(writable and bool(items))
        self._enable(("rename",), writable and len(items) == 1 and items[0].kind != "department")
        for name, step in (("moveUp", -1), ("moveDown", 1)):
            self[name].setEnabled(bool(writable and tree and keys and arrange.stepped(tree, keys, step)))

    def _enable(self, names: tuple[str, ...], enabled: bool) -> None:  # noqa: FBT001 - as in Qt
        for name in names:
            self[name].setEnabled(enabled)

    def _enable_changes(self, tree: Tree | None, item: Heading | None, writable: bool) -> None:  # noqa: FBT001
        there = writable and tree is not None and item is not None
        lacking = bool(there and tree and item and tree.department(item.unit) is None)
        self._enable(("newDepartment",), lacking)

    def _name_steps(self, session: Session | None) -> None:
        for name, verb, label in (
            ("undo", "撤销(&U)", session.document.undo_label if session else ""),
            ("redo", "重做(&R)", session.document.redo_label if session else ""),
        ):
            action = self[name]
            action.setEnabled(bool(label))
            action.setText(f"{verb} {label.replace('&', '&&')}".rstrip())
            action.setToolTip(f"{action.iconText()}“{label}”" if label else action.iconText())
