"""How the window looks: one palette, one spacing scale derived from the type, one style sheet."""

import json
import re
from functools import cache
from typing import Final, cast

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from hengbiao.paths import resource

_NAME: Final = re.compile(r"@([a-z_]+|\d)")
_ROLES: Final = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "window",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.PlaceholderText: "faint",
    QPalette.ColorRole.Highlight: "selected",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Mid: "line",
}
_FAINT: Final = (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText)


def apply(app: QApplication, font: QFont, palette: str = "light") -> None:
    """Dress the whole application; `palette` is "light" or "contrast"."""
    colours = colours_of(palette)
    app.setProperty("palette", palette)
    app.setFont(font)
    app.setPalette(_palette(colours))
    app.setStyleSheet(sheet(colours, font))


def colour(name: str) -> QColor:
    """A colour of the palette in force, such as "accent"; KeyError for a name it does not have."""
    app = QApplication.instance()
    chosen = app.property("palette") if app else None
    return QColor(colours_of(chosen or "light")[name])


def space(steps: float = 1) -> int:
    """`steps` fifths of the line height of the application's font, in logical pixels: the one spacing scale."""
    return round(_step(QApplication.font()) * steps)


def fit(window: QWidget, width: float, height: float) -> None:
    """Give a window so many steps of `space`, or what its screen has room for."""
    window.resize(QSize(space(width), space(height)).boundedTo(room(window)))


def room(window: QWidget) -> QSize:
    """What the screen of a window leaves for its content: less the frame, and a little that shows what is under it."""
    from PySide6.QtWidgets import QStyle

    style, screen = window.style(), window.screen().availableSize()
    frame = 2 * style.pixelMetric(QStyle.PixelMetric.PM_MdiSubWindowFrameWidth)
    title = style.pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    return QSize(screen.width() - 2 * frame, screen.height() - title - frame)


def mark_slim(widget: QWidget, *, slim: bool) -> None:
    """Dress a widget and what it holds for a window that is short of lines, or as ever: see the style sheet."""
    if bool(widget.property("slim")) == slim:
        return
    widget.setProperty("slim", slim)
    for one in (widget, *cast("list[QWidget]", widget.findChildren(QWidget))):
        one.style().unpolish(one)
        one.style().polish(one)
        QApplication.sendEvent(one, QEvent(QEvent.Type.StyleChange))  # else some keep the size they had
        one.updateGeometry()


def icon(name: str) -> QIcon:
    """The vector icon resources/icons/NAME.svg."""
    return QIcon(_icon_file(name))


def mark(name: str) -> QIcon:
    """A vector icon that looks the same on a selected line."""
    made = icon(name)
    made.addFile(_icon_file(name), QSize(), QIcon.Mode.Selected)
    return made


def dress(widget: QWidget, name: str, value: object) -> None:
    """Give a widget a property that the style sheet asks for, also one that is dressed already."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            widget.style().polish(widget)


def _icon_file(name: str) -> str:
    return _icon_files().get(name) or str(resource("icons", f"{name}.svg"))


@cache
def _icon_files() -> dict[str, str]:
    """The files of the icons by name: one look into their folder instead of one at each."""
    return {file.stem: str(file) for file in resource("icons").iterdir()}


@cache
def colours_of(palette: str) -> dict[str, str]:
    """Every colour of a palette by name: the one place for each, for the style sheet and for QPalette.

    As JSON, which every start reads anyway: the reader of TOML takes 3 ms to load.
    """
    found: dict[str, str] = json.loads(resource("style", f"{palette}.json").read_text("utf-8"))
    return found


def sheet(colours: dict[str, str], font: QFont) -> str:
    """The style sheet with its names filled in; KeyError for a name that is neither colour nor measure."""
    step = _step(font)
    known = {**colours, "icons": resource("icons").as_posix(), "half": f"{max(1, round(step / 2))}px"}
    known |= {str(steps): f"{round(step * steps)}px" for steps in range(1, 10)}
    known["large"] = f"{font.pointSizeF() * 1.4:.1f}pt"
    return _NAME.sub(lambda match: known[match[1]], resource("style", "window.qss").read_text("utf-8"))


def _step(font: QFont) -> float:
    return max(3.0, QFontMetrics(font).height() / 5)


def _palette(colours: dict[str, str]) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(colours[name]))
    for role in _FAINT:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["faint"]))
    return palette
