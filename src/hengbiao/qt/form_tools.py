"""What stands around a form where there is room, as two menus beside the tabs where there is not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QToolButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QHBoxLayout

    from hengbiao.qt.editor import Editor
    from hengbiao.qt.views.fill_view import FillView


class FormTools(QObject):
    """Puts into the row of the tabs, before them the button that opens the tree, after them 跳到 and 加一行."""

    def __init__(self, editor: Editor, tree: QAction, row: QHBoxLayout) -> None:
        super().__init__(row)
        self._editor = editor
        self.tree = self._new_opener(tree)
        self.jump = self._new_menu(self.tr("跳到"), self._offer_parts)
        self.add = self._new_menu(self.tr("加一行"), self._offer_rows)
        for place, button in enumerate((self.tree, self.jump, self.add)):
            button.setProperty("role", "quick")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.insertWidget(place + (place > 0), button)

    def follow(self, *, low: bool, narrow: bool, crowded: bool) -> None:
        """Offer what the window has no room to show otherwise; where it is `crowded`, what no key and menu offers."""
        form = self._form()
        self.tree.setVisible(narrow)
        self.jump.setVisible(low and form is not None and bool(form.parts()))
        self.add.setVisible(low and not crowded and form is not None and form.grows())

    def _new_opener(self, tree: QAction) -> QToolButton:
        button = QToolButton()
        button.setIcon(tree.icon())
        button.setText(self.tr("项目"))
        button.setToolTip(tree.toolTip())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(self.tr("打开或收起项目树"))
        button.setCheckable(True)
        button.setChecked(tree.isChecked())
        button.clicked.connect(tree.trigger)
        tree.toggled.connect(button.setChecked)
        return button

    def _new_menu(self, words: str, fill: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        menu = QMenu(button)
        menu.aboutToShow.connect(fill)
        button.setText(words)
        button.setAccessibleName(words)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _form(self) -> FillView | None:
        view = self._editor.view()
        if self._editor.tab != "fill" or view is None:
            return None
        from hengbiao.qt.views.fill_view import FillView

        return view if isinstance(view, FillView) else None

    def _offer_parts(self) -> None:
        menu, form = self.jump.menu(), self._form()
        menu.clear()
        if form is None:
            return
        for key, words in form.parts():
            menu.addAction(self.tr(words), partial(form.jump_to_part, key))
        menu.addSeparator()
        folded = menu.addAction(form.fold.button.text(), form.fold.button.toggle)
        folded.setCheckable(True)
        folded.setChecked(form.fold.button.isChecked())

    def _offer_rows(self) -> None:
        form = self._form()
        if form is not None:
            form.offer_rows(self.add.menu())
