"""Layout files: reading them strictly, and those that are shipped."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

from hengbiao.domain.fields import KINDS, ROW_TYPES, Kind, kinds
from hengbiao.domain.money import UNITS
from hengbiao.forms.facts import REASONS
from hengbiao.forms.form import field_kind
from hengbiao.forms.grid import Paper, Show, Style
from hengbiao.forms.layout import Band, Layout, Line, Plan, Spec
from hengbiao.forms.strict_toml import Node, read
from hengbiao.forms.template import marks
from hengbiao.forms.vocabulary import codes, schemes
from hengbiao.paths import resource

FORMS: Final = ("project", "department", "booklet", "summary")
"""What a layout can export (contract.md)."""

REGIONS: Final = ("tianjin", "hebei", "yunnan", "shanghai", "fujian", "national")

_MM: Final = 72 / 25.4
_SIZES: Final = {"A4": (595.28, 841.89), "A3": (841.89, 1190.55)}
_ROW_HEIGHT: Final = 24.0


@dataclass(frozen=True, slots=True)
class _Formats:
    """What holds for all cells of a layout."""

    show: Show
    styles: Mapping[str, Style]
    levels: tuple[tuple[str, str], ...]


@cache
def layouts() -> tuple[Layout, ...]:
    """The shipped layouts, in order of their file names."""
    return tuple(read_layout(path) for path in sorted(resource("layouts").glob("*.toml")))


def load_layout(layout_id: str) -> Layout:
    """The shipped layout with this id; KeyError where there is none."""
    return {layout.id: layout for layout in layouts()}[layout_id]


def read_layout(path: Path) -> Layout:
    """The layout of a file; LayoutError naming file and line where it is not right."""
    top = read(path)
    money_unit = top.choice("money_unit", tuple(UNITS))
    scheme = top.choice("scheme", tuple(schemes()))
    show = Show(
        unit=money_unit,
        grouped=top.take("grouped", bool, False),
        target=top.take("target", str, Show().target),
        day=top.take("day", str, ""),
    )
    paper = _paper(top.node("paper"))
    formats = _Formats(show, dict(_styles(top)), schemes()[scheme].codes)
    layout = Layout(
        id=top.take("id", str),
        title=top.take("title", str),
        region=top.choice("region", REGIONS),
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


def _forms(top: Node) -> tuple[str, ...]:
    forms = top.texts("forms")
    drawn = [kind for kind in ("project", "department") if kind in top]
    if not drawn or not set(drawn) <= set(forms) <= set(FORMS) or (set(forms) & set(FORMS[:2])) != set(drawn):
        named = "、".join(drawn) or "project 或 department"
        top.fail(f"“forms”应包含本文件画出的表（{named}），且只能是 {'、'.join(FORMS)}", "forms")
    return forms


def _paper(node: Node) -> Paper:
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


def _styles(top: Node) -> Iterator[tuple[str, Style]]:
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


def _plan(node: Node, kind: str, paper: Paper, formats: _Formats) -> Plan:
    weights = node.numbers("columns")
    if not weights or min(weights) <= 0:
        node.fail("“columns”应是每列的宽度，都大于 0", "columns")
    scale = paper.inner_width / sum(weights)
    nodes = list(node.nodes("bands"))
    bands = tuple(_Reader(kind, len(weights), formats).bands(nodes))
    node.done()
    if not bands:
        node.fail("表样里没有行")
    return Plan(kind, tuple(weight * scale for weight in weights), bands)


class _Reader:
    """Places the cells of one plan: each in the first column that is free in its line."""

    def __init__(self, kind: str, columns: int, formats: _Formats) -> None:
        self._kind = kind
        self._columns = columns
        self._formats = formats
        self._open = [0] * columns
        """For each column, in how many lines from here a cell from above still covers it."""
        self._bound: set[tuple[str, str]] = set()
        self._tables: set[str] = set()

    def bands(self, nodes: list[Node]) -> Iterator[Band]:
        """The bands in order; LayoutError at the first fault."""
        for number, node in enumerate(nodes):
            band = self._band(node)
            follows = number + 1 < len(nodes) and "repeat" in nodes[number + 1]
            if band.head and not follows and not (number + 1 < len(nodes) and "head" in nodes[number + 1]):
                node.fail("“head”的行下面应是重复的行（repeat）", "head")
            yield band
        if any(self._open):
            nodes[-1].fail("有单元格的“rows”超出了表的末行")

    def _band(self, node: Node) -> Band:
        table = self._table(node)
        spans = tuple(int(span) for span in node.numbers("spans")) if "across" in node else ()
        height = node.take("height", float, _ROW_HEIGHT)
        head, keep = node.take("head", bool, False), node.take("keep", bool, False)
        least = node.take("least", int, 1 if table else 0)
        rows = list(node.nested("lines")) if "lines" in node else [list(node.nodes("cells"))]
        before = list(self._open)
        lines = tuple(Line(tuple(self._line(node, cells, table, spans)), height, keep or head) for cells in rows)
        self._check_table(node, table, before, lines)
        node.done()
        return Band(lines, table, spans, least, head)

    def _table(self, node: Node) -> str:
        key = "across" if "across" in node else "repeat"
        table = node.take(key, str, "")
        if not table:
            return ""
        if table not in ROW_TYPES or kinds(KINDS[self._kind]).get(table) != "rows":
            node.fail(f"没有“{table}”这样的明细", key)
        if table in self._tables:
            node.fail(f"“{table}”已经在上面重复过", key)
        self._tables.add(table)
        return table

    def _check_table(self, node: Node, table: str, before: list[int], made: tuple[Line, ...]) -> None:
        lines = len(made)
        if table and any(0 < rows < lines for rows in before):
            node.fail("上面的单元格（rows）只盖住了重复行的一部分")
        if table and any(rows != max(0, old - lines) for rows, old in zip(self._open, before, strict=True)):
            node.fail("重复行里的单元格（rows）不能伸到下面的行")
        if table and not any(cell.bind for line in made for cell in line.cells):
            node.fail("重复的行里至少要有一个 bind")
        if lines > 1 and any(cell.merge for line in made for cell in line.cells):
            node.fail("“merge”只用在单行重复里")

    def _line(self, band: Node, nodes: list[Node], table: str, spans: tuple[int, ...]) -> Iterator[Spec]:
        taken = [rows > 0 for rows in self._open]
        opened: list[tuple[int, int]] = []
        for node in nodes:
            spec = self._spec(node, table)
            wide = sum(spans) if spans and spec.bind else spec.cols
            col = taken.index(False) if False in taken else self._columns
            if col + wide > self._columns:
                node.fail(f"这一行超出了 {self._columns} 列")
            if any(taken[col : col + wide]):
                node.fail("这个单元格与上面伸下来的单元格（rows）重叠")
            taken[col : col + wide] = [True] * wide
            opened += [(at, spec.rows) for at in range(col, col + wide)]
            yield replace(spec, col=col, cols=spec.cols if wide == spec.cols else wide)
        if not all(taken):
            band.fail(f"有一行只占了 {sum(taken)} 列，应占满 {self._columns} 列")
        self._open = [max(0, rows - 1) for rows in self._open]
        for at, rows in opened:
            self._open[at] = rows - 1

    def _spec(self, node: Node, table: str) -> Spec:
        style = self._style(node)
        cols, rows = node.take("cols", int, 1), node.take("rows", int, 1)
        if cols < 1 or rows < 1:
            node.fail("“cols”“rows”至少是 1", "cols" if cols < 1 else "rows")
        kinds_of_content = [key for key in ("text", "bind", "fact", "blank") if key in node]
        if len(kinds_of_content) != 1:
            node.fail("每个单元格应写且只写 text、bind、fact、blank 之一")
        text, bind, fact = (node.take(key, str, "") for key in ("text", "bind", "fact"))
        node.take("blank", bool, True)
        if bind or fact:
            style = replace(style, show=self._show(node, bind or fact, table, bound=bool(bind)))
        self._check_marks(node, "text", text, table)
        spec = Spec(0, cols, rows, style, text, bind, fact, node.take("merge", bool, False), self._suggest(node, table))
        if spec.merge and not table:
            node.fail("“merge”只用在重复的行里", "merge")
        node.done()
        return spec

    def _style(self, node: Node) -> Style:
        name = node.choice("style", tuple(self._formats.styles))
        return self._formats.styles[name]

    def _show(self, node: Node, path: str, table: str, *, bound: bool) -> Show:
        before, after = node.take("before", str, ""), node.take("after", str, "")
        self._check_marks(node, "before", before, table)
        found = self._kind_of(node, path, table, bound=bound)
        show = replace(self._formats.show, kind="text", before=before, after=after)
        if found == "amount" or found == "target":  # noqa: PLR1714 - narrows the type
            return replace(show, kind=found)
        if not table and path in {"start", "end"} and show.day:
            return replace(show, kind="day")
        return replace(show, codes=self._codes(node, path, table))

    def _codes(self, node: Node, path: str, table: str) -> tuple[tuple[str, str], ...]:
        if "codes" in node:
            return codes()[node.choice("codes", tuple(codes()))]
        return self._formats.levels if table == "indicators" and path in {"level1", "level2"} else ()

    def _kind_of(self, node: Node, path: str, table: str, *, bound: bool) -> Kind:
        if not bound:
            return self._fact_kind(node, path, table)
        try:
            found = field_kind(self._kind, path, table)
        except KeyError:
            node.fail(f"没有“{path}”这一栏", "bind")
        if (table, path) in self._bound:
            node.fail(f"“{path}”已经填在另一个单元格里", "bind")
        self._bound.add((table, path))
        return found

    def _fact_kind(self, node: Node, path: str, table: str) -> Kind:
        if path.startswith("sum."):
            return self._sum_kind(node, path)
        if path in REASONS or path.startswith("unit.extra/"):
            return "text"
        try:
            return field_kind(self._kind, path, table)
        except KeyError:
            node.fail(f"没有“{path}”这样的现成内容", "fact")

    def _sum_kind(self, node: Node, path: str) -> Kind:
        _, table, field = (*path.split(".", 2), "", "")[:3]
        known = kinds(KINDS[self._kind]).get(table) == "rows" and kinds(ROW_TYPES[table]).get(field) == "amount"
        if not known:
            node.fail(f"“{path}”应写成 sum.明细.金额栏", "fact")
        return "amount"

    def _check_marks(self, node: Node, key: str, text: str, table: str) -> None:
        for mark in marks(text):
            if mark in REASONS or mark.startswith("unit.extra/"):
                continue
            try:
                field_kind(self._kind, mark)
            except KeyError:
                node.fail(f"“{{{mark}}}”不是现成内容的名称", key)
            if table and not mark.startswith("item"):
                node.fail(f"重复的行里不能用“{{{mark}}}”", key)

    def _suggest(self, node: Node, table: str) -> str:
        path = node.take("suggest", str, "")
        if path:
            try:
                field_kind(self._kind, path, table)
            except KeyError:
                node.fail(f"没有“{path}”这一栏", "suggest")
        return path
