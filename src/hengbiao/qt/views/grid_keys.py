"""The keys of the grid and its context menu: one table of verbs."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QTableView

from hengbiao.qt import style
from hengbiao.qt.views import carried_cells, grid_blocks

if TYPE_CHECKING:
    from hengbiao.qt.views.grid_view import GridView

Verb = Callable[["GridView"], object]

_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "copy": ("Ctrl+C", "Ctrl+Ins"),
    "cut": ("Ctrl+X", "Shift+Del"),
    "paste": ("Ctrl+V", "Shift+Ins"),
    "clear": ("Del",),
    "retype": ("Backspace",),
    "fill_down": ("Ctrl+D",),
    "confirm": ("Ctrl+K",),
    "add": ("Ctrl+Shift++", "Ctrl++", "Ctrl+Shift+="),
    "drop": ("Ctrl+-",),
    "up": ("Alt+Up",),
    "down": ("Alt+Down",),
    "order": (),
    "edit": ("F2",),
    "next": ("Tab",),
    "previous": ("Shift+Tab", "Shift+Backtab", "Backtab"),
    "lowest": ("Ctrl+Down",),
    "highest": ("Ctrl+Up",),
    "rightmost": ("Ctrl+Right", "End"),
    "leftmost": ("Ctrl+Left", "Home"),
    "first": ("Ctrl+Home",),
    "last": ("Ctrl+End",),
    "select_down": ("Ctrl+Shift+Down",),
    "select_up": ("Ctrl+Shift+Up",),
    "select_right": ("Ctrl+Shift+Right", "Shift+End"),
    "select_left": ("Ctrl+Shift+Left", "Shift+Home"),
    "select_row": ("Shift+Space",),
    "select_column": ("Ctrl+Space",),
    "select_all": ("Ctrl+A",),
    "below": ("Return", "Enter"),
    "above": ("Shift+Return", "Shift+Enter"),
}
_VERBS: Final[dict[str, Verb]] = {
    "copy": grid_blocks.copy,
    "cut": grid_blocks.cut,
    "paste": grid_blocks.paste,
    "clear": lambda view: grid_blocks.clear(view, "清除内容"),
    "retype": lambda view: view.retype(),
    "fill_down": grid_blocks.fill_down,
    "confirm": carried_cells.confirm_and_go_on,
    "add": lambda view: view.want_rows("add"),
    "drop": lambda view: view.want_rows("drop"),
    "up": lambda view: view.want_rows("up"),
    "down": lambda view: view.want_rows("down"),
    "order": lambda view: view.want_rows("order"),
    "edit": lambda view: view.edit(view.currentIndex()),
    "next": lambda view: view.take_and_advance(),
    "previous": lambda view: view.advance("previous"),
    "lowest": lambda view: view.go_far(1, 0),
    "highest": lambda view: view.go_far(-1, 0),
    "rightmost": lambda view: view.go_far(0, 1),
    "leftmost": lambda view: view.go_far(0, -1),
    "first": lambda view: _go_to_end(view, 0),
    "last": lambda view: _go_to_end(view, -1),
    "select_down": lambda view: _select_far(view, Qt.Key.Key_Down),
    "select_up": lambda view: _select_far(view, Qt.Key.Key_Up),
    "select_right": lambda view: _select_far(view, Qt.Key.Key_Right),
    "select_left": lambda view: _select_far(view, Qt.Key.Key_Left),
    "select_row": lambda view: view.selectRow(view.currentIndex().row()),
    "select_column": lambda view: view.selectColumn(view.currentIndex().column()),
    "select_all": lambda view: view.selectAll(),
    "below": lambda view: view.advance("down"),
    "above": lambda view: view.advance("up"),
}
_MENU: Final = (
    (
        ("cut", "剪切"),
        ("copy", "复制"),
        ("paste", "粘贴"),
        ("clear", "清除内容"),
        ("fill_down", "向下填充"),
        ("confirm", "核对沿用上年的值，到下一处"),
    ),
    (
        ("add", "在下方加一行"),
        ("drop", "删除本行"),
        ("up", "上移一行"),
        ("down", "下移一行"),
        ("order", "按规定顺序排列"),
    ),
)
_ALSO_SAID: Final = {
    "retype": "清空后重新输入",
    "edit": "修改单元格里的字",
    "next": "采用灰字，到下一格",
    "previous": "到上一格",
    "lowest": "到本列最下一格",
    "highest": "到本列最上一格",
    "rightmost": "到本行最右一格",
    "leftmost": "到本行最左一格",
    "first": "到第一格",
    "last": "到最后一格",
    "select_down": "选到本列最下一格",
    "select_up": "选到本列最上一格",
    "select_right": "选到本行最右一格",
    "select_left": "选到本行最左一格",
    "select_row": "选中整行",
    "select_column": "选中整列",
    "select_all": "全部选中",
    "below": "到下一行；在一组末尾加一行",
    "above": "到上一行",
}
_ICONS: Final = {"confirm": "carried", "add": "add-row", "drop": "delete", "up": "up", "down": "down"}


def said() -> list[tuple[str, tuple[str, ...]]]:
    """What every key of the grid does, in words, with its keys; KeyError for a verb that nobody put in words."""
    words = {name: text for group in _MENU for name, text in group} | _ALSO_SAID
    return [(QCoreApplication.translate("GridView", words[name]), keys) for name, keys in _KEYS.items()]


def _go_to_end(view: "GridView", at: int) -> None:
    entries = view.sheet_model.sheet.entries
    view.go(entries[at] if entries else None)


def _select_far(view: "GridView", arrow: Qt.Key) -> None:
    """Select from where the block began as far as an arrow leads."""
    view.arrows_go_far = True
    QTableView.keyPressEvent(view, QKeyEvent(QEvent.Type.KeyPress, arrow, Qt.KeyboardModifier.ShiftModifier))
    view.arrows_go_far = False


def _combined(key: str) -> int:
    combination: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]
    return combination.toCombined()


_BY_KEY: Final = {_combined(key): name for name, keys in _KEYS.items() for key in keys}


def verb(event: QKeyEvent) -> str | None:
    """What a key means in the grid; None where it begins typing or moves."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _BY_KEY.get(held.value | event.key())


def press(view: "GridView", event: QKeyEvent) -> bool:
    """Do what a key means; False where it means nothing here."""
    name = verb(event)
    if name is None:
        return False
    _VERBS[name](view)
    event.accept()
    return True


def act(view: "GridView", name: str) -> None:
    """Do what one of the verbs says, as for its key."""
    view.commit_pending()
    _VERBS[name](view)


def menu(view: "GridView") -> QMenu:
    """Everything that can be done with the selected cells, each with its key."""
    made = QMenu(view)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    in_table = view.sheet_model.sheet.row_of(view.current_cell()) is not None
    for number, group in enumerate(_MENU):
        for name, words in group:
            key = "".join(_KEYS[name][:1]).replace("+Up", "+↑").replace("+Down", "+↓")
            shown = f"{QCoreApplication.translate('GridView', words)}\t{key}".rstrip("\t")
            action = made.addAction(shown, lambda name=name: _VERBS[name](view))
            action.setEnabled(number == 0 or in_table)
            if name == "confirm":
                action.setVisible(carried_cells.any_waiting(view))
            if name in _ICONS:
                action.setIcon(style.icon(_ICONS[name]))
        made.addSeparator()
    return made
