"""The status bar: what is selected, what was said last, when it was saved, which file, what size."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton

from hengbiao.qt import style
from hengbiao.qt.elided import ElidedLabel, YieldingLabel
from hengbiao.qt.session import Session

_NOTICE_MS = 8000


class Status(QObject):
    """Fills the status bar; a notice gives way to the selection after some seconds."""

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        bar.setSizeGripEnabled(False)
        self.count, self.notice, self.file = YieldingLabel(), ElidedLabel(), YieldingLabel()
        for label, name in ((self.count, "计数与求和"), (self.notice, "提示"), (self.file, "文件名")):
            label.setAccessibleName(self.tr(name))
        self.file.setMaximumWidth(style.space(90))  # the title of the window names it too
        self.saved, self.zoom = (self._label(self.tr(name)) for name in ("保存状态", "显示比例"))
        bar.addWidget(self.count)
        bar.addWidget(self.notice, 1)
        self.conflicts, self.remarks, self.away = QToolButton(), QToolButton(), QToolButton()
        self.away.setToolTip(self.tr("文件在 U 盘或网络文件夹上：在本机副本上填写，保存时写回并校验；点这里马上写回"))
        self.conflicts.setToolTip(self.tr("几方改了同一处，还没有选定采用哪一方；点这里逐条处理"))
        self.remarks.setToolTip(self.tr("上级对各栏目的意见；点这里逐条看，逐条改"))
        for button, role in ((self.remarks, "open"), (self.conflicts, "open"), (self.away, "quiet")):
            button.setProperty("role", role)
            bar.addPermanentWidget(button)
        for part in (self.saved, self.file, self.zoom):
            bar.addPermanentWidget(part)
        self.show_conflicts(0)
        self.show_remarks(0)
        self.show_away("")
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.timeout.connect(lambda: self.notice.setText(""))
        self.show_zoom(1.0)

    def show_session(self, session: Session | None) -> None:
        """Name the file."""
        self.file.setText(session.path.name if session else "")
        self.file.setToolTip(str(session.path) if session else "")
        self.zoom.setVisible(session is not None)
        read_only = session is not None and session.store.read_only
        self.saved.setText(self.tr("只读") if read_only else "")
        self.show_count("")

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - as setVisible
        """Leave the name of the file to the title of the window."""
        self.file.setHidden(narrow)

    def show_saved(self, at: datetime) -> None:
        """Say that a step is on disk; called only once it is."""
        self.saved.setText(self.tr("已保存 ") + f"{at:%H:%M:%S}")

    def show_conflicts(self, count: int) -> None:
        """Say how many fields are 未决; nothing where none is."""
        _count(self.conflicts, self.tr("未决 %d 处") % count, count)

    def show_remarks(self, count: int) -> None:
        """Say how many 退回意见 there are; nothing where there is none."""
        _count(self.remarks, self.tr("退回意见 %d 条") % count, count)

    def show_away(self, sentence: str, *, open_: bool = False) -> None:
        """Say where the work on a stick or a share is; `open_` where something is to be done. "" for neither."""
        style.dress(self.away, "role", "open" if open_ else "quiet")
        _count(self.away, sentence, len(sentence))

    def show_count(self, text: str) -> None:
        """Say what is selected."""
        self.count.setText(text)
        self.count.setVisible(bool(text))

    def show_notice(self, sentence: str) -> None:
        """Say something for a while."""
        self.notice.setText(sentence)
        self._fade.start(_NOTICE_MS)

    def show_zoom(self, factor: float) -> None:
        """Say the size of the form."""
        self.zoom.setText(f"{factor:.0%}")

    def _label(self, name: str) -> QLabel:
        label = QLabel()
        label.setAccessibleName(name)
        return label


def _count(button: QToolButton, text: str, count: int) -> None:
    button.setText(text)
    button.setAccessibleName(text or button.toolTip())
    button.setVisible(count > 0)
