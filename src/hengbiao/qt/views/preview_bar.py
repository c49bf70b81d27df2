"""The row over the pages of 打印预览: what is shown, which page, how large."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QToolButton, QWidget

from hengbiao.qt import style
from hengbiao.qt.elided import ElidedLabel
from hengbiao.qt.views.page_strip import PAGE, WIDTH

FORM: Final = "form"
SCOPES: Final = {FORM: "本表", "booklet": "整册", "summary": "汇总表"}
_TIPS: Final = {
    FORM: "左边选中的这一张表",
    "booklet": "封面、目录和本文件的全部表",
    "summary": "全部项目的汇总表",
}


class PreviewBar(QFrame):
    """`chosen` carries the scope, `paged` the page from 0, `fitted` how pages fit, `zoomed` a step of 1 or -1."""

    chosen = Signal(str)
    paged = Signal(int)
    fitted = Signal(str)
    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewBar")
        self.row = QHBoxLayout(self)
        gap = style.space(1)
        self.row.setContentsMargins(0, gap, gap, gap)
        self.row.setSpacing(gap)
        self.scopes = QButtonGroup(self)
        for name, text in SCOPES.items():
            self._offer(name, self.tr(text), self.tr(_TIPS[name]))
        self.row.addSpacing(style.space(3))
        self.previous = self._button("up", self.tr("上一页"), "Ctrl+PgUp", lambda: self._turn(-1))
        self.page = self._spin()
        self.count = QLabel()
        self.row.addWidget(self.count)
        self.next = self._button("down", self.tr("下一页"), "Ctrl+PgDn", lambda: self._turn(1))
        self.left_out = ElidedLabel()
        self.left_out.setObjectName("leftOut")
        self.row.addWidget(self.left_out, 1)
        self.smaller = self._button("", self.tr("缩小"), "Ctrl+-", lambda: self.zoomed.emit(-1), "−")
        self.scale = QLabel()
        self.scale.setMinimumWidth(self.fontMetrics().horizontalAdvance("000%"))
        self.scale.setAccessibleName(self.tr("页面大小，100% 与纸面相同"))
        self.row.addWidget(self.scale)
        self.larger = self._button("", self.tr("放大"), "Ctrl++", lambda: self.zoomed.emit(1), "+")
        fit, whole = self.tr("适合宽度"), self.tr("整页")
        self.wide = self._button("", fit, "", lambda: self.fitted.emit(WIDTH), fit)
        self.whole = self._button("", whole, "", lambda: self.fitted.emit(PAGE), whole)
        self.show_pages(0)

    @property
    def scope(self) -> str:
        """What is chosen: form, booklet or summary."""
        return str(self.scopes.checkedButton().objectName())

    def choose(self, scope: str) -> None:
        """Choose a scope as if it were clicked."""
        next(button for button in self.scopes.buttons() if button.objectName() == scope).click()

    def show_pages(self, count: int) -> None:
        """How many pages there are."""
        with QSignalBlocker(self.page):
            self.page.setRange(min(1, count), count)
        self.count.setText(self.tr("/ {0} 页").replace("{0}", f"{count:,}"))
        for widget in (self.page, self.previous, self.next, self.smaller, self.larger, self.wide, self.whole):
            widget.setEnabled(count > 0)

    def show_page(self, number: int) -> None:
        """Which page is in sight, from 0."""
        with QSignalBlocker(self.page):
            self.page.setValue(number + 1)
        self.previous.setEnabled(number > 0)
        self.next.setEnabled(number + 1 < self.page.maximum())

    def show_scale(self, scale: float) -> None:
        """How large pages are shown."""
        self.scale.setText(f"{scale:.0%}")

    def _turn(self, step: int) -> None:
        self.paged.emit(self.page.value() - 1 + step)

    def _offer(self, name: str, text: str, tip: str) -> None:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setChecked(name == FORM)
        button.setProperty("segment", "true")
        button.setAccessibleName(text)
        self.scopes.addButton(button)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self.row.addWidget(button)

    def _button(self, icon: str, name: str, keys: str, act: object, text: str = "") -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(name)
        button.setToolTip(f"{name}（{keys}）" if keys else name)
        button.setAutoRaise(True)
        if icon:
            button.setIcon(style.icon(icon))
        button.setText(text)
        button.clicked.connect(act)
        self.row.addWidget(button)
        return button

    def _spin(self) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        spin.setKeyboardTracking(False)
        spin.setAccessibleName(self.tr("页码"))
        spin.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        spin.setFixedWidth(self.fontMetrics().horizontalAdvance("00000") + style.space(5))
        spin.valueChanged.connect(lambda page: self.paged.emit(page - 1))
        self.row.addWidget(spin)
        return spin
