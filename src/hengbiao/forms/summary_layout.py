"""Summary tables (汇总表) as data: their columns, heads and sums, read strictly from files."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from hengbiao.forms.form import field_kind
from hengbiao.forms.grid import Paper, Style
from hengbiao.forms.layout import Line, Spec
from hengbiao.forms.layouts import paper_of, styles_of
from hengbiao.forms.strict_toml import Node, read
from hengbiao.forms.template import marks
from hengbiao.paths import resource

COUNT: Final = "count"
"""The field of a project that says how many rows its table has: its 指标数."""

FACTS: Final = ("period", "office", "money_unit", "unit.code", "unit.name")
"""What texts may name: 2025年度, the one office or how many, 金额单位, and in a subtotal its 预算单位."""

Per = Literal["unit", "project", "row"]

_OWN: Final = {"unit": ("code", "name", "item"), "project": ("n", COUNT)}
_ROW_HEIGHT: Final = 22.0
_COUNTED: Final = "indicators"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the body: the value at `field` of each 预算单位, project or row, whose rows it covers as one cell.

    `merge`: equal neighbours within a project are one cell.
    """

    width: float
    per: Per
    field: str
    style: Style
    merge: bool = False


@dataclass(frozen=True)
class Summary:
    """A 汇总表: `lines` above the repeated `heads`, rows of `table` of each project (none: a row a project), sums.

    Widths of the columns are shares of the paper's width; a sum line stands below each unit and at the end.
    """

    id: str
    table: str
    paper: Paper
    height: float
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    heads: tuple[Line, ...]
    subtotal: Line
    total: Line

    @property
    def widths(self) -> tuple[float, ...]:
        """The columns in points."""
        scale = self.paper.inner_width / sum(column.width for column in self.columns)
        return tuple(column.width * scale for column in self.columns)


@cache
def summaries() -> tuple[Summary, ...]:
    """The shipped summary tables, in order of their file names."""
    return tuple(read_summary(path) for path in sorted(resource("summaries").glob("*.toml")))


def read_summary(path: Path) -> Summary:
    """The summary table of a file; LayoutError naming file and line where it is not right."""
    top = read(path)
    styles = dict(styles_of(top))
    table = top.choice("table", ("", _COUNTED), "")
    columns = tuple(_column(node, table, styles) for node in top.nodes("columns"))
    if not columns:
        top.fail("汇总表至少要有一列", "columns")
    reader = _Lines(styles, len(columns))
    summary = Summary(
        id=path.stem,
        table=table,
        paper=paper_of(top.node("paper")),
        height=top.take("height", float, _ROW_HEIGHT),
        columns=columns,
        lines=reader.lines(top, "lines"),
        heads=reader.lines(top, "heads"),
        subtotal=reader.line(top.node("subtotal")),
        total=reader.line(top.node("total")),
    )
    top.done()
    return summary


def _column(node: Node, table: str, styles: dict[str, Style]) -> Column:
    per: Per = node.choice("per", get_args(Per))
    field = node.take("field", str)
    if per == "row" and not table:
        node.fail("没有写“table”的汇总表一行一个项目，不能用 row", "per")
    if not _known(per, field, table):
        node.fail(f"没有“{field}”这一栏", "field")
    merge = node.take("merge", bool, False)
    if merge and per != "row":
        node.fail("“merge”只用在 row 的列里", "merge")
    column = Column(node.take("width", float), per, field, styles[node.choice("style", tuple(styles))], merge)
    if column.width <= 0:
        node.fail("“width”应大于 0", "width")
    node.done()
    return column


def _known(per: Per, field: str, table: str) -> bool:
    if field in _OWN.get(per, ()):
        return True
    try:
        field_kind("project", field, table if per == "row" else "")
    except KeyError:
        return False
    return per != "unit"


class _Lines:
    """Reads lines of cells, each cell in the first column that is free."""

    def __init__(self, styles: dict[str, Style], columns: int) -> None:
        self._styles = styles
        self._columns = columns

    def lines(self, top: Node, key: str) -> tuple[Line, ...]:
        """A list of lines whose cells may reach down into the next ones."""
        open_rows = [0] * self._columns
        found = tuple(self._line(node, open_rows) for node in top.nodes(key))
        if any(open_rows):
            top.fail("有单元格的“rows”超出了末行", key)
        return found

    def line(self, node: Node) -> Line:
        """A line that stands alone."""
        open_rows = [0] * self._columns
        found = self._line(node, open_rows)
        if any(open_rows):
            node.fail("这里的单元格不能用“rows”", "cells")
        return found

    def _line(self, node: Node, open_rows: list[int]) -> Line:
        cells = tuple(self._cells(node, open_rows))
        line = Line(cells, node.take("height", float, _ROW_HEIGHT))
        node.done()
        open_rows[:] = [max(0, rows - 1) for rows in open_rows]
        return line

    def _cells(self, node: Node, open_rows: list[int]) -> Iterator[Spec]:
        for cell in node.nodes("cells"):
            cols, rows = cell.take("cols", int, 1), cell.take("rows", int, 1)
            col = open_rows.index(0) if 0 in open_rows else self._columns
            if min(cols, rows) < 1 or any(open_rows[col : col + cols]) or col + cols > self._columns:
                cell.fail(f"这一行超出了 {self._columns} 列，或与上面伸下来的单元格重叠", "cols")
            open_rows[col : col + cols] = [rows] * cols
            yield self._spec(cell, col, cols, rows)
        if not all(open_rows):
            node.fail(f"有一行没有占满 {self._columns} 列", "cells")

    def _spec(self, node: Node, col: int, cols: int, rows: int) -> Spec:
        text, summed = node.take("text", str, ""), node.take("sum", str, "")
        if unknown := [mark for mark in marks(text) if mark not in FACTS]:
            node.fail(f"“{{{unknown[0]}}}”不是现成内容的名称", "text")
        if summed and not _summable(summed):
            node.fail(f"“{summed}”不是可以合计的栏", "sum")
        style = self._styles[node.choice("style", tuple(self._styles))]
        node.done()
        return Spec(col, cols, rows, style, text, fact=summed)


def _summable(field: str) -> bool:
    try:
        return field == COUNT or field_kind("project", field) == "amount"
    except KeyError:
        return False
