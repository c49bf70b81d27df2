"""A page that tells whether 汉字 can be typed on this machine: what runs, and a field to try it."""

import os
import re
import sys
from typing import Final

from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from hengbiao.qt import input_method, style
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.settings import Settings

_HANZI: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")


class TypingCheck(Dialog):
    """`verdict` says what has arrived in `field` so far."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("能否输入汉字"))
        told = QLabel(_told(settings))
        told.setWordWrap(True)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("切换到中文输入法，在这里试着打几个汉字"))
        self.field.setAccessibleName(self.tr("试着输入汉字"))
        self.field.setObjectName("field")
        self.verdict = QLabel()
        self.verdict.setAccessibleName(self.tr("结果"))
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("关闭"), QDialogButtonBox.ButtonRole.RejectRole).setObjectName("close")
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (told, self.field, self.verdict, buttons):
            layout.addWidget(part)
        self.setMinimumWidth(style.space(110))
        self.field.textChanged.connect(self._judge)
        self._judge("")

    def _judge(self, text: str) -> None:
        if _HANZI.search(text):
            self.verdict.setText(self.tr("✓ 收到了汉字，可以输入。"))
        elif text:
            self.verdict.setText(self.tr("只收到字母或符号，还没有汉字：请切换到中文输入法再试。"))
        else:
            self.verdict.setText(self.tr("还没有收到任何文字。"))


def _told(settings: Settings) -> str:
    """What is known without typing."""
    if sys.platform != "linux":
        return input_method.ELSEWHERE.told
    kept = str(settings.get(input_method.KEY, "") or "")
    return input_method.choose(os.environ, input_method.running(), input_method.plugins(), kept).told
