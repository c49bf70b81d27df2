"""以前填过的词: what is remembered for completion, seen and forgotten by the person whose words they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from hengbiao.qt import style
from hengbiao.qt._ui.words_dialog import Ui_WordsDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.editor import KEEPING
from hengbiao.qt.initials import matcher
from hengbiao.qt.models.lines import Head, Line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hengbiao.qt.models.words import Words
    from hengbiao.qt.settings import Settings

_KINDS: Final = {
    "name": "三级指标",
    "unit": "计量单位",
    "basis": "依据",
    "scoring": "评分标准",
    "source": "数据来源",
    "content": "测算明细的内容",
    "nature": "项目性质",
    "category": "项目类别",
    "office": "主管部门、实施单位",
}


class WordsDialog(Dialog):
    """Lists the words by their kind; what is dropped here is gone from the user's file at once."""

    def __init__(self, words: Words, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.form = form = Ui_WordsDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        form.list.set_heads((Head(self.tr("词"), 26), Head(self.tr("填在哪里"), 10)))
        form.list.set_empty(self.tr("没有记下的词。填过的指标名、计量单位等，在关闭文件时记到这里。"))
        form.keep.setChecked(settings.flag(KEEPING, otherwise=True))
        form.keep.toggled.connect(lambda on: settings.put(KEEPING, on))
        form.search.textChanged.connect(lambda _: self._show())
        form.drop.clicked.connect(self._drop)
        form.clear.clicked.connect(self._clear)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), form.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._drop)
        name_close(form.buttons, self.tr("关闭"))
        style.fit(self, 150, 130)
        self._show()

    def _show(self) -> None:
        fits = matcher(self.form.search.text())
        kept = ((kind, word) for kind, found in self._words.kept().items() for word in found)
        pairs = [(kind, word) for kind, word in kept if fits(f"{word} {_KINDS.get(kind, kind)}")]
        self.form.list.show_lines([Line((word, self.tr(_KINDS.get(kind, kind))), (kind, word)) for kind, word in pairs])
        self.form.told.setText(self.tr("%d 个词") % len(pairs))
        for button in (self.form.drop, self.form.clear):
            button.setEnabled(bool(pairs))

    def _drop(self) -> None:
        lines = self.form.list.lines.lines
        self._forget([lines[row].about for row in self.form.list.rows()])

    def _clear(self) -> None:
        self.form.search.clear()
        self._forget([line.about for line in self.form.list.lines.lines])

    def _forget(self, pairs: list[tuple[str, str]]) -> None:
        if not pairs:
            return
        refused = self._words.forget(pairs)
        self._show()
        self.form.told.setText(refused or self.tr("已删除 %d 个词，还有 %d 个") % (len(pairs), self._words.count()))
