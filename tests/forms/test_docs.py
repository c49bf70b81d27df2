"""docs/layouts.md: its pieces, put together, are a layout; what it names exists."""

import re
from pathlib import Path

from hengbiao.forms.facts import FACTS, ROW_FACTS
from hengbiao.forms.form import Form, Row
from hengbiao.forms.layouts import read_layout
from hengbiao.forms.match import match, restricted
from hengbiao.forms.render import render

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "layouts.md").read_text("utf-8")
STYLES = "".join(f'[styles.{name}]\nrole = "{name}"\n\n' for name in ("head", "value", "line"))


def test_the_pieces_are_a_layout(tmp_path):
    pieces = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "example.toml"
    path.write_text("\n".join([*pieces[:2], STYLES, *pieces[2:]]), "utf-8")
    layout = read_layout(path)
    assert [len(band.lines) for band in layout.plan().bands] == [1, 1, 1, 1]
    form = Form("project", {"name": "培训"}, {"indicators": (Row({"level1": "产出指标", "name": "期数"}),)})
    assert match(layout, render(layout, form)) == restricted(layout, form) == form


def test_every_file_it_names_is_there():
    named = re.findall(r"`((?:vocabulary/)?[\w-]+\.toml|resources/[\w/]+/|forms/\w+\.py|tests/golden/[\w/]*)`", PAGE)
    assert len(named) > 10
    places = (ROOT, ROOT / "resources", ROOT / "resources" / "layouts", ROOT / "src" / "hengbiao")
    assert [name for name in named if not any((place / name).exists() for place in places)] == []


def test_every_fact_is_named():
    assert [fact for fact in (*FACTS, *ROW_FACTS) if f"`{fact}`" not in PAGE and f"`{fact}" not in PAGE] == []
