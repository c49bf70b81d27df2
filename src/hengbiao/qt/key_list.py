"""Every key that does something, read from the actions, the grid and the cell editor themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from hengbiao.qt.views import cell_editor, grid_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QMenu, QMenuBar

_MNEMONIC = re.compile(r"\(&?\w\)(?=…?$)|&(?=.)")
_PROJECTS: Final = "项目"
_ARROWS: Final = dict(zip(("Up", "Down", "Left", "Right"), "↑↓←→", strict=True))
_CHINESE: Final = {"Return": "回车", "Enter": "回车", "Space": "空格", "Ins": "Insert", "Del": "Delete"} | _ARROWS
_ELSEWHERE: Final = (
    ("筛选框里", "到项目树", ("Down", "Return")),
    ("筛选框里", "清空筛选，在项目树里也可以", ("Esc",)),
    ("查找框里", "下一处；在“替换为”里替换这一处", ("Return",)),
    ("查找框里", "上一处", ("Shift+Return",)),
    ("查找框里", "收起查找框", ("Esc",)),
    ("审核结果里", "到这一条所说的那一格；展开或收起一组", ("Return",)),
    ("清单里", "勾选或不勾选", ("Space",)),
    ("长文本里", "写入，回到表格", ("Ctrl+Return", "Esc")),
    ("打印预览里", "上一页、下一页", ("Ctrl+PgUp", "Ctrl+PgDown")),
    ("打印预览里", "放大、缩小", ("Ctrl++", "Ctrl+-")),
)
"""What keys do in single widgets, which know it by themselves."""


class Key(NamedTuple):
    """One thing that can be done: where, what, with which keys (“” for none), in a sentence."""

    group: str
    words: str
    keys: str
    told: str


def keys_of(menus: QMenuBar) -> list[Key]:
    """Everything in the menus, then what the keys do in the cells of a form, while a cell is typed in and elsewhere."""
    found = [key for action in menus.actions() if (menu := _menu(action)) for key in _walk(menu)]
    found += [Key("表格里", words, _written(keys), "") for words, keys in grid_keys.said()]
    found += [Key("正在输入的格子里", words, _written(keys), "") for words, keys in cell_editor.said()]
    return found + [Key(group, words, _written(keys), "") for group, words, keys in _ELSEWHERE]


def plain(text: str) -> str:
    """The text of an action without mnemonic and dots."""
    return _MNEMONIC.sub("", text.partition("\t")[0]).rstrip("…").strip()


def _walk(menu: QMenu, above: str = "") -> Iterator[Key]:
    group = above or plain(menu.title())
    for action in menu.actions():
        below = _menu(action)
        if below is not None and below.actions():
            yield from _walk(below, f"{group} › {plain(below.title())}")
        elif not action.isSeparator() and below is None and not action.property("passing"):
            yield Key(group, plain(action.iconText() or action.text()), _of(action, group), action.toolTip())


def _of(action: QAction, group: str) -> str:
    """The keys of an action; those that it leaves to the tree of projects, or shares with it, say so."""
    shortcuts = tuple(one.toString() for one in action.shortcuts())
    written = _written(shortcuts or tuple(filter(None, [action.text().partition("\t")[2]])))
    in_tree = action.shortcutContext() == Qt.ShortcutContext.WidgetShortcut or (group == _PROJECTS and not shortcuts)
    return f"{written}（在项目树里）" if written and in_tree else written


def _written(keys: tuple[str, ...]) -> str:
    """Keys as they stand on a keyboard, each once."""
    shown = ("+".join(_CHINESE.get(part, part) for part in _parts(key)) for key in keys)
    return "　".join(dict.fromkeys(filter(None, shown)))


def _parts(key: str) -> list[str]:
    text = QKeySequence(key).toString().replace("Shift+Backtab", "Backtab").replace("Backtab", "Shift+Tab")
    return [*text[:-1].rstrip("+").split("+"), "+"] if text.endswith("++") else text.split("+")


def _menu(action: QAction) -> QMenu | None:
    return cast("QMenu | None", action.menu())
