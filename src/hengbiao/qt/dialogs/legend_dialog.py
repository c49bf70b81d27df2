"""What the marks and signs of the project tree mean."""

from typing import Final

from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hengbiao.domain.status import STATES
from hengbiao.qt import style
from hengbiao.qt.dialogs.dialog import Dialog

_MARKS: Final = (
    ("mark-balanced", "没有问题：各项算式一致，审核没有要处理的"),
    ("mark-explain", "需核实：审核有要写说明或核实的地方"),
    ("mark-unbalanced", "要改：算式不一致，或审核有错误（须改）"),
    ("mark-open", "未填全：还有金额没有填"),
    ("carried", "有沿用上年（未核对）的值"),
    ("status-filling", "盖章、上报或审定以后又作了修改"),
)


class LegendDialog(Dialog):
    """A line for each mark; units and years show at their right the worst of what is below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("树上的标记"))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(style.space(3))
        self._grid.setVerticalSpacing(style.space(1))
        self._section(self.tr("项目名称前"), _MARKS[:4])
        self._section(self.tr("项目名称后"), _MARKS[4:])
        self._section(self.tr("状态（菜单“项目›状态”）"), [(f"status-{key}", word) for key, word in STATES.items()][1:])
        self._note(self.tr("单位和年度的右边，是其下各表中最要紧的标记。停住鼠标，可看到文字。"))
        buttons = QDialogButtonBox()
        known = buttons.addButton(self.tr("知道了"), QDialogButtonBox.ButtonRole.AcceptRole)
        known.setObjectName("known")
        known.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.addLayout(self._grid)
        column.addWidget(buttons)

    def _section(self, title: str, lines: "list[tuple[str, str]] | tuple[tuple[str, str], ...]") -> None:
        head = QLabel(title)
        head.setProperty("role", "title")
        self._add_wide(head)
        for name, words in lines:
            row, side = self._grid.rowCount(), style.space(4)
            picture = QLabel()
            picture.setPixmap(style.icon(name).pixmap(side, side))
            self._grid.addWidget(picture, row, 0)
            self._grid.addWidget(QLabel(self.tr(words)), row, 1)

    def _note(self, words: str) -> None:
        label = QLabel(words)
        label.setProperty("role", "muted")
        label.setWordWrap(True)
        self._add_wide(label)

    def _add_wide(self, label: QLabel) -> None:
        """Over both columns, without a say in how wide each is."""
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)
