"""The bundled type, so that no machine shows boxes and every machine shows the same lines."""

from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from hengbiao.paths import resource

FAMILY: Final = "Noto Sans SC"
_FILES: Final = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_POINTS: Final = 10.0


def load() -> QFont:
    """Register the bundled fonts with Qt; the font of the window. Call once there is a QApplication."""
    for name in _FILES:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))
    font = QFont(FAMILY)
    font.setPointSizeF(_POINTS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
