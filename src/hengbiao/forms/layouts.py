"""Layout files: reading them strictly, and those that are shipped."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

from hengbiao.domain.money import UNITS
from hengbiao.forms.grid import Paper, Show, Style
from hengbiao.forms.layout import Layout, Plan
from hengbiao.forms.placing import Formats, Placer
from hengbiao.forms.strict_toml import Node, read
from hengbiao.forms.vocabulary import regions, schemes
from hengbiao.paths import resource

FORMS: Final = ("project", "department", "booklet", "summary")
"""What a layout can export (contract.md): the forms it draws itself, and what is made of many of them by any layout."""

_MM: Final = 72 / 25.4
_SIZES: Final = {"A4": (595.28, 841.89), "A3": (841.89, 1190.55)}


@cache
def layouts() -> tuple[Layout, ...]:
    """The shipped layouts in the order of their regions, those that draw projects first, then by id."""
    found = (read_layout(path) for path in resource("layouts").glob("*.toml"))
    places = list(regions())
    return tuple(sorted(found, key=lambda one: (places.index(one.region), "project" not in one.plans, one.id)))


def load_layout(layout_id: str) -> Layout:
    """The shipped layout with this id; KeyError where there is none."""
    return {layout.id: layout for layout in layouts()}[layout_id]


def serving(layout: Layout, kind: str) -> Layout:
    """The layout where it draws forms of a kind, else the first national one that does."""
    others = (other for other in layouts() if other.region == "national" and kind in other.plans)
    return layout if kind in layout.plans else next(others)


def read_layout(path: Path) -> Layout:
    """The layout of a file; LayoutError naming file and line where it is not right."""
    top = read(path)
    money_unit = top.choice("money_unit", tuple(UNITS))
    scheme = top.choice("scheme", tuple(schemes()))
    show = Show(
        unit=money_unit,
        grouped=top.take("grouped", bool, False),
        target=_pattern(top, "target", Show().target, ("{op}", "{value}", "{unit}")),
        day=_pattern(top, "day", "", ("{y}",)),
    )
    paper = paper_of(top.node("paper"))
    formats = Formats(show, dict(styles_of(top)), schemes()[scheme].codes)
    layout = Layout(
        id=top.take("id", str),
        title=top.take("title", str),
        name=top.take("name", str, ""),
        region=top.choice("region", tuple(regions())),
        forms=_forms(top),
        money_unit=money_unit,
        scheme=scheme,
        paper=paper,
        plans={kind: _plan(top.node(kind), kind, paper, formats) for kind in ("project", "department") if kind in top},
    )
    if layout.id != path.stem:
        top.fail(f"“id”应与文件名“{path.stem}”相同", "id")
    top.done()
    return layout


def _pattern(top: Node, key: str, default: str, needed: tuple[str, ...]) -> str:
    pattern = top.take(key, str, default)
    if pattern != default and any(pattern.count(mark) != 1 for mark in needed):
        top.fail(f"“{key}”应含有 {'、'.join(needed)} 各一次", key)
    return pattern


def _forms(top: Node) -> tuple[str, ...]:
    forms = top.texts("forms")
    drawn = [kind for kind in ("project", "department") if kind in top]
    if not drawn or not set(drawn) <= set(forms) <= set(FORMS) or (set(forms) & set(FORMS[:2])) != set(drawn):
        named = "、".join(drawn) or "project 或 department"
        top.fail(f"“forms”应包含本文件画出的表（{named}），且只能是 {'、'.join(FORMS)}", "forms")
    return tuple(dict.fromkeys((*forms, *FORMS[2:])))


def paper_of(node: Node) -> Paper:
    """The page a `[paper]` table describes."""
    width, height = _SIZES[node.choice("size", tuple(_SIZES))]
    if node.take("landscape", bool, False):
        width, height = height, width
    margins = node.numbers("margins", [20, 18, 20, 18])
    if len(margins) != 4 or min(margins) < 0:
        node.fail("“margins”应是上、右、下、左四个毫米数", "margins")
    top, right, bottom, left = (margin * _MM for margin in margins)
    paper = Paper(width, height, left, right, top, bottom)
    if paper.inner_width < 72 or paper.inner_height < 144:
        node.fail("页边距太大，纸面放不下表", "margins")
    node.done()
    return paper


def styles_of(top: Node) -> Iterator[tuple[str, Style]]:
    """The named styles of a file, each resolved."""
    hints = get_type_hints(Style)
    for name, node in top.named("styles"):
        values: dict[str, Any] = {
            key: node.choice(key, get_args(hints[key])) for key in ("role", "font", "align", "valign") if key in node
        }
        style = Style(
            **values,
            size=node.take("size", float, 10.5),
            bold=node.take("bold", bool, False),
            border=node.take("border", bool, True),
        )
        if not 5 <= style.size <= 40:
            node.fail("“size”应在 5 到 40 之间", "size")
        node.done()
        yield name, style


def _plan(node: Node, kind: str, paper: Paper, formats: Formats) -> Plan:
    weights = node.numbers("columns")
    if not weights or min(weights) <= 0:
        node.fail("“columns”应是每列的宽度，都大于 0", "columns")
    scale = paper.inner_width / sum(weights)
    nodes = list(node.nodes("bands"))
    bands = tuple(Placer(kind, len(weights), formats).bands(nodes))
    node.done()
    if not bands:
        node.fail("表样里没有行")
    return Plan(kind, tuple(weight * scale for weight in weights), bands)
