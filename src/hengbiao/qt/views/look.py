"""Colours and type of the grid, from the palette in force."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from hengbiao.forms.grid import Style
from hengbiao.qt import style as window


@dataclass(frozen=True)
class Look:
    """What cells are painted with."""

    paper: QColor
    label: QColor
    text: QColor
    muted: QColor
    faint: QColor
    border: QColor
    accent: QColor
    selected: QColor
    wrong: QColor
    wrong_paper: QColor


def look() -> Look:
    """The colours of the palette in force."""
    app = QApplication.instance()
    return _look(app.property("palette") if app else None)


@lru_cache(maxsize=4)
def _look(_palette: str | None) -> Look:
    names = "surface raised text muted faint grid accent selected wrong wrong_soft"
    return Look(*map(window.colour, names.split()))


def sheet_of(colours: Look) -> str:
    """The style sheet of a grid: the pane shows through, headers look like the labels of a form."""
    label, line, muted = colours.label.name(), colours.border.name(), colours.muted.name()
    section = f"background: {label}; color: {muted}; border: none; border-right: 1px solid {line};"
    pad = f"padding: {window.space(1)}px {window.space(2)}px;"
    return (
        "QTableView { background: transparent; border: none; }"
        "QTableView::corner { background: transparent; border: none; }"
        "QHeaderView { background: transparent; border: none; }"
        f"QHeaderView::section {{ {section} border-bottom: 1px solid {line}; {pad} }}"
        f"QTableCornerButton::section {{ background: {label}; border: 1px solid {line}; }}"
        f"QHeaderView::section:horizontal {{ border-top: 1px solid {line}; color: {colours.text.name()}; }}"
        f"QHeaderView::section:vertical {{ border-left: 1px solid {line}; }}"
    )


def cell_font(family: str, style: Style, dpi: int) -> QFont:
    """The font of a cell whose style is measured in logical pixels, of which `dpi` are an inch."""
    return _font(family, style.size * 72 / dpi, style.bold)


@lru_cache(maxsize=256)
def _font(family: str, points: float, bold: bool) -> QFont:  # noqa: FBT001 - a cache key
    font = QFont(family)
    font.setPointSizeF(max(1.0, points))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
