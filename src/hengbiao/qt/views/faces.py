"""The bundled fonts that forms are printed in, ready to draw with."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from hengbiao.paths import resource


@lru_cache(maxsize=256)
def font(face: str, points: float) -> QFont:
    """A bundled font by the stem of its file, registered on first use."""
    families = _families(face)
    found = QFont(families[0] if families else face)
    found.setPointSizeF(max(1.0, points))
    found.setBold(face.endswith("-Bold"))
    found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return found


@lru_cache(maxsize=8)
def _families(face: str) -> tuple[str, ...]:
    number = QFontDatabase.addApplicationFont(str(resource("fonts", f"{face}.ttf")))
    return tuple(QFontDatabase.applicationFontFamilies(number))
