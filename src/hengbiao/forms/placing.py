"""Bands and cells of a layout file, checked and placed: each cell in the first column that is free in its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from hengbiao.domain.fields import KINDS, ROW_TYPES, Kind, kinds
from hengbiao.forms.facts import FACTS, MIDTERM, ROW_FACTS
from hengbiao.forms.form import field_kind
from hengbiao.forms.grid import Show, Style
from hengbiao.forms.layout import Band, Line, Spec
from hengbiao.forms.strict_toml import Node
from hengbiao.forms.template import marks
from hengbiao.forms.vocabulary import codes

ROW_HEIGHT: Final = 24.0
"""Least height in points of a line for which the layout says none."""


@dataclass(frozen=True, slots=True)
class Formats:
    """What holds for all cells of a layout: how values print, named styles, printed names of the levels."""

    show: Show
    styles: Mapping[str, Style]
    levels: tuple[tuple[str, str], ...]


class Placer:
    """Reads the bands of one plan."""

    def __init__(self, kind: str, columns: int, formats: Formats) -> None:
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
            if number and "foot" in nodes[number - 1] and not band.foot:
                node.fail("“foot”的行下面不能再有别的行")
            if band.head and not any("repeat" in below or "across" in below for below in nodes[number + 1 :]):
                node.fail("“head”的行下面应有重复的行（repeat）", "head")
            yield band
        if any(self._open):
            nodes[-1].fail("有单元格的“rows”超出了表的末行")

    def _band(self, node: Node) -> Band:
        table = self._table(node)
        spans = self._spans(node)
        height = node.take("height", float, ROW_HEIGHT)
        head, keep, foot = (node.take(key, bool, False) for key in ("head", "keep", "foot"))
        least = node.take("least", int, 1 if table else 0)
        if height <= 0 or least < 0:
            node.fail("“height”应大于 0，“least”不能是负数", "height" if height <= 0 else "least")
        rows = list(node.nested("lines")) if "lines" in node else [list(node.nodes("cells"))]
        before = list(self._open)
        lines = tuple(
            Line(
                tuple(self._line(node, cells, table, spans)),
                height,
                _kept(head=head, keep=keep, foot=foot, end=last and bool(table or foot)),
            )
            for last, cells in zip([False] * (len(rows) - 1) + [True], rows, strict=True)
        )
        self._check_table(node, table, before, lines)
        if spans and any(sum(bool(cell.bind) for cell in line.cells) != 1 for line in lines):
            node.fail("并排的行里每一行应有且只有一个 bind", "across")
        if foot:
            _check_foot(node, before, lines, repeated=bool(table) or head)
        node.done()
        return Band(lines, table, spans, least, head, foot)

    def _spans(self, node: Node) -> tuple[int, ...]:
        spans = node.numbers("spans") if "across" in node else ()
        if any(span < 1 or span != int(span) for span in spans) or ("across" in node and not spans):
            node.fail("“spans”应是每格所占的列数", "spans")
        return tuple(map(int, spans))

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
                above = sum(rows > 0 for rows in self._open)
                node.fail(
                    f"这一行超出了 {self._columns} 列" + (f"，其中 {above} 列被上面伸下来的单元格占着" if above else "")
                )
            if any(taken[col : col + wide]):
                node.fail("这个单元格与上面伸下来的单元格（rows）重叠")
            taken[col : col + wide] = [True] * wide
            opened += [(at, spec.rows) for at in range(col, col + wide)]
            yield replace(spec, col=col, cols=wide)
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
            style = _showing(style, self._show(node, bind or fact, table, bound=bool(bind)))
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
        level = path.removeprefix(MIDTERM) in {"level1", "level2"}
        return self._formats.levels if table == "indicators" and level else ()

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
        if path.startswith("sum.") and not table:
            return self._sum_kind(node, path)
        if _is_fact(path, table):
            return "text"
        try:
            return field_kind(self._kind, path.removeprefix(MIDTERM) if table else path, table)
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
            if _is_fact(mark, table):
                continue
            if table:
                node.fail(f"重复的行里不能用“{{{mark}}}”", key)
            try:
                field_kind(self._kind, mark)
            except KeyError:
                node.fail(f"“{{{mark}}}”不是现成内容的名称", key)

    def _suggest(self, node: Node, table: str) -> str:
        path = node.take("suggest", str, "")
        if path:
            try:
                field_kind(self._kind, path, table)
            except KeyError:
                node.fail(f"没有“{path}”这一栏", "suggest")
        return path


@cache
def _showing(style: Style, show: Show) -> Style:
    return replace(style, show=show)


def _kept(*, head: bool, keep: bool, foot: bool, end: bool) -> bool:
    """Whether a line stays with the next one; `end`: it is the last one of a row of a table or of a foot."""
    return head or ((keep or foot) and not end)


def _check_foot(node: Node, before: list[int], lines: tuple[Line, ...], *, repeated: bool) -> None:
    cells = [cell for line in lines for cell in line.cells]
    if repeated or any(before):
        node.fail("“foot”的行不能重复，也不能有上面伸下来的单元格", "foot")
    if any(cell.bind for cell in cells) or not any(cell.fact for cell in cells):
        node.fail("“foot”的行里应有 fact，不能有 bind：没有内容时这些行不印", "foot")


def _is_fact(name: str, table: str) -> bool:
    return name in ROW_FACTS if table else name in FACTS or name.startswith("unit.extra/")
