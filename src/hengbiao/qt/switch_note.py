"""What changing the 表样 did to the paper: a quiet line over the form, more of it on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from hengbiao.qt import style
from hengbiao.qt.elided import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hengbiao.domain.tree import Tree
    from hengbiao.forms.switching import Switch

_NAMED: Final = 20
"""Names that one paragraph holds."""


class SwitchNote(QFrame):
    """Shows itself by `tell` and goes by its own button, with the next change or with another form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switchNote")
        self._title = ""
        self._switch: Switch | None = None
        self.text = ElidedLabel()
        self.more = QPushButton(self.tr("详情(&I)"))
        self.away = QPushButton(self.tr("知道了"))
        for button in (self.more, self.away):
            button.setFlat(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.space(2), 0, style.space(1), 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.more)
        row.addWidget(self.away)
        self.more.clicked.connect(self._show_more)
        self.away.clicked.connect(self.hide)
        self.hide()

    def tell(self, tree: Tree, record: str, ids: tuple[str, str], name: str) -> None:
        """Say what of a form now prints otherwise, by the layouts before and after, the latter called `name`."""
        from hengbiao.forms.facts import facts
        from hengbiao.forms.layouts import load_layout
        from hengbiao.forms.switching import switch

        item = tree.headings.get(record)
        if item is None or not all(key and item.kind in load_layout(key).plans for key in ids):
            return
        self._title, self._switch = name, switch(facts(tree, record), *map(load_layout, ids))
        parts = [text for text, _ in _parts(self._switch)]
        told = self.tr("换成“{0}”：{1}。内容没有改动。")
        self.text.setText(told.format(name, "，".join(parts) or self.tr("栏目相同")))
        self.more.setVisible(bool(parts))
        self.show()

    def _show_more(self) -> None:
        from hengbiao.qt import errors

        paragraphs = [f"{text}：{_named(names)}" for text, names in _parts(self._switch)] if self._switch else []
        told = self.tr("内容没有改动，换回原来的表样就与原来一样。")
        title = self.tr("换成“%s”") % self._title
        errors.tell(self.window(), title, told, more="\n\n".join(paragraphs), good=True, name="switched")


def _parts(switch: Switch) -> Iterator[tuple[str, Sequence[str]]]:
    """Each thing that differs, in a clause, and its names."""
    renamed = [f"“{one.before}”→“{one.after}”" for one in switch.renamed]
    clauses = (
        (f"多出 {len(switch.added)} 栏", switch.added),
        (f"填了的 {len(switch.hidden)} 栏不打印", switch.hidden),
        (f"{len(renamed)} 处叫法不同", renamed),
        (f"{len(switch.strange)} 类指标照原样打印", switch.strange),
    )
    yield from ((text, names) for text, names in clauses if names)


def _named(names: Sequence[str]) -> str:
    more = f" 等 {len(names)} 处" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
