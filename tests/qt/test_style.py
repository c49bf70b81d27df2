import re

import pytest
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel

from hengbiao.paths import resources
from hengbiao.qt import fonts, style


def luminance(colour):
    parts = [part / 255 for part in bytes.fromhex(colour.removeprefix("#"))]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_bundled_font_is_the_one_shown(qapp):
    assert QFontInfo(qapp.font()).family() == fonts.FAMILY
    assert QFontMetrics(qapp.font()).inFont("衡")


@pytest.mark.parametrize("palette", ["light", "contrast"])
def test_the_style_sheet_has_every_name_filled_in(qapp, palette):
    made = style.sheet(style.colours_of(palette), qapp.font())
    assert not re.search(r"@\w", made)


def test_sizes_follow_the_type(qapp):
    larger = qapp.font()
    larger.setPointSizeF(20)
    assert style.sheet(style.colours_of("light"), larger) != style.sheet(style.colours_of("light"), qapp.font())


@pytest.mark.parametrize(("palette", "least"), [("light", 4.5), ("contrast", 7.0)])
def test_text_can_be_read_on_its_ground(palette, least):
    colours = style.colours_of(palette)
    pairs = [
        ("text", "surface"),
        ("text", "selected"),
        ("muted", "window"),
        ("accent", "surface"),
        ("surface", "accent"),
    ]
    pairs += [(name, f"{name}_soft") for name in ("good", "wrong", "explain", "open", "info")]
    pairs += [(name, "surface") for name in ("good", "wrong", "explain", "open", "info")]
    assert {
        pair: contrast(*(colours[name] for name in pair))
        for pair in pairs
        if contrast(*(colours[name] for name in pair)) < least
    } == {}


def test_both_palettes_have_the_same_names():
    assert style.colours_of("light").keys() == style.colours_of("contrast").keys()


@pytest.mark.parametrize("name", sorted(path.stem for path in (resources() / "icons").glob("*.svg")))
def test_every_icon_draws(qapp, name):
    image = style.icon(name).pixmap(32).toImage()
    assert not image.isNull()
    drawn = {image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())}
    assert max(drawn) == 255


def test_dialogs_of_qt_speak_chinese(qapp):
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_high_contrast_changes_what_is_painted(qapp, qtbot):
    label = QLabel("x")
    qtbot.addWidget(label)
    before = style.colour("muted")
    style.apply(qapp, qapp.font(), "contrast")
    try:
        assert style.colour("muted") != before
    finally:
        style.apply(qapp, qapp.font(), "light")
