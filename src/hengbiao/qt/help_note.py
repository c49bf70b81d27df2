"""F1 in dialogs: a note beside what has the keys, which follows them until Esc or F1 takes it away."""

from typing import Final, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLabel, QVBoxLayout, QWidget

from hengbiao.qt import style
from hengbiao.qt.dialog_help import ControlHelp, about, about_dialog, name_of

_PARTS: Final = (("means", "text", ""), ("good", "good", "✓ "), ("next", "muted", "→ "))
"""What is told, the role it is drawn in, its sign."""
_WIDE: Final = 105
_GOES: Final = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.WindowDeactivate})


def serve(dialog: QDialog, focus: QWidget) -> None:
    """From now on F1 tells about what has the keys in `dialog`; `focus` has them now."""
    note = dialog.findChild(HelpNote, options=Qt.FindChildOption.FindDirectChildrenOnly) or HelpNote(dialog)
    note.follow(focus)


class HelpNote(QFrame):
    """The note of one dialog: it never takes the keys, so what is typed arrives where it was meant to."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog, Qt.WindowType.ToolTip)
        self.setObjectName("helpNote")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._dialog = dialog
        column = QVBoxLayout(self)
        column.setSpacing(style.space(1))
        self._title = _label("title")
        self._lines = {name: _label(role) for name, role, _ in _PARTS}
        foot = _label("muted")
        foot.setText(self.tr("Tab 到下一项，这里跟着换；按 Esc 收起"))
        foot.setAlignment(Qt.AlignmentFlag.AlignRight)
        for label in (self._title, *self._lines.values(), foot):
            column.addWidget(label)
        self._asks = self._key(Qt.Key.Key_F1, self._turn)
        self._leaves = self._key(Qt.Key.Key_Escape, self.hide)
        self._leaves.setEnabled(False)
        self._others: list[QShortcut] = []

    def text(self) -> str:
        """Everything that it says, a line each."""
        labels = (self._title, *self._lines.values())
        return "\n".join(label.text() for label in labels if not label.isHidden())

    def follow(self, widget: QWidget) -> None:
        """Tell about another control, where the note shows."""
        if self.isVisible():
            self._tell(widget)

    def hideEvent(self, event: QEvent) -> None:
        """Give Esc back to the dialog."""
        super().hideEvent(event)  # type: ignore[arg-type]
        self._take_esc(False)
        self._dialog.removeEventFilter(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes it away."""
        event.accept()
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """It goes with the dialog."""
        if event.type() in _GOES:
            self.hide()
        return False

    def _key(self, key: Qt.Key, act: object) -> QShortcut:
        made = QShortcut(QKeySequence(key), self._dialog)
        made.activated.connect(act)
        return made

    def _take_esc(self, take: bool) -> None:  # noqa: FBT001 - or give it back
        """Take Esc from the dialog: one of progress has a shortcut of its own for it, and two are none."""
        if take and not self._leaves.isEnabled():
            every = cast("list[QShortcut]", self._dialog.findChildren(QShortcut))
            self._others = [one for one in every if one.isEnabled() and one.key() == self._leaves.key()]
        for one in self._others:
            one.setEnabled(not take)
        self._leaves.setEnabled(take)

    def _turn(self) -> None:
        focus = QApplication.focusWidget()
        if self.isVisible() or focus is None:
            self.hide()
        else:
            self._tell(focus)

    def _tell(self, widget: QWidget) -> None:
        title = self._dialog.windowTitle()
        told = about(widget) or about_dialog(name_of(self._dialog), title) or ControlHelp(title, "")
        self._title.setText(told.title)
        for name, _, sign in _PARTS:
            text = getattr(told, name)
            self._lines[name].setText(sign + text)
            self._lines[name].setVisible(bool(text))
        self.setAccessibleName(told.title)
        self.setAccessibleDescription(self.text())
        self._place(widget)
        if not self.isVisible():
            self._dialog.installEventFilter(self)
            self.show()
        self._take_esc(True)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _place(self, widget: QWidget) -> None:
        """Below the control, above it where there is no room below, and always on the screen."""
        screen = widget.screen().availableGeometry()
        width = min(style.space(_WIDE), screen.width())
        self.setFixedWidth(width)
        height = self.heightForWidth(width)
        at = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
        top = at.bottom() + style.space(1)
        if top + height > screen.bottom():
            top = at.top() - height - style.space(1)
        left = min(at.left(), screen.right() - width)
        self.setGeometry(max(screen.left(), left), min(max(screen.top(), top), screen.bottom() - height), width, height)


def _label(role: str) -> QLabel:
    made = QLabel()
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made
