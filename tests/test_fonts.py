import importlib.util
import json
import random
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from hengbiao.paths import resource

INSTALLER = Path(__file__).parent.parent / "installer"
FONTS = sorted(resource("fonts").glob("*.ttf"))


@pytest.fixture(scope="module")
def advances():
    return json.loads(resource("fonts", "advances.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def generator():
    spec = importlib.util.spec_from_file_location("font_advances", INSTALLER / "font_advances.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def advance(font, point):
    return next((width for first, last, width in font["advances"] if first <= point <= last), None)


def test_advances_are_those_the_generator_makes_today(advances, generator):
    assert advances == generator.measure_all()


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_advances_agree_with_the_font_on_a_random_sample(path, advances):
    with TTFont(path, lazy=True) as font:
        glyphs, widths = font.getBestCmap(), font["hmtx"]
        sample = random.sample(sorted(glyphs), 500) + random.sample(range(0x20, 0x30000), 500)
        expected = {point: widths[glyphs[point]][0] if point in glyphs else None for point in sample}
    assert {point: advance(advances[path.stem], point) for point in sample} == expected


def test_a_run_holds_consecutive_points_of_one_advance(generator):
    points = [(32, 5), (33, 5), (34, 6), (40, 6), (41, 6)]
    assert generator.runs(points) == [[32, 33, 5], [34, 34, 6], [40, 41, 6]]


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_character_of_gb2312_has_a_glyph(path, advances):
    codes = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    points = {ord(text) for code in codes if (text := code.decode("gb2312", "ignore"))}
    assert len(points) == 7445
    assert [hex(point) for point in points if advance(advances[path.stem], point) is None] == []


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_a_font_may_be_embedded_and_lies_beside_its_licence(path):
    with TTFont(path, lazy=True) as font:
        assert font["OS/2"].fsType == 0
        assert "glyf" in font
    licence = resource("fonts", f"{path.stem.split('-')[0]}-OFL.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License, Version 1.1" in " ".join(licence.split())
