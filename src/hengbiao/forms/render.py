"""Layout × Form → Grid."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby
from types import MappingProxyType
from typing import Final

from hengbiao.domain.target import Target
from hengbiao.forms import text
from hengbiao.forms.facts import MIDTERM, REASONS, over_years, total
from hengbiao.forms.form import Form, Row
from hengbiao.forms.grid import Cell, Grid, Rect, Repeat, Show, Slot, Style, Value, shown
from hengbiao.forms.heights import SIDE, heights
from hengbiao.forms.layout import Band, Layout, Plan, Spec
from hengbiao.forms.template import filled_in, marks

LABEL: Final = "表样的固定文字，不用填写"
BLANK: Final = "本表样这一格留空"
NO_ROW: Final = "这里还没有明细，请先增加一行"

_DIGITS: Final = "零一二三四五六七八九"
_SMALLEST: Final = 4.0
_SCREEN_RESERVE: Final = 0.97  # digits of the screen's font are a little wider


@dataclass(frozen=True)
class Frame:
    """Where each band of a plan stands on the grid, given how often each repeats."""

    plan: Plan
    times: tuple[int, ...]
    starts: tuple[int, ...]

    def rows_of(self, band: int, line: int, lines: int) -> tuple[int, int]:
        """First and half-open last grid row of `lines` lines from `line` of a band that stands once."""
        first = self.starts[band] + line
        left = lines
        while band < len(self.times):
            size = len(self.plan.bands[band].lines)
            within = min(left, size - line)
            left -= within
            if not left:
                end = self.starts[band + 1] if self.plan.bands[band].table else self.starts[band] + line + within
                return first, end
            band, line = band + 1, 0
        return first, self.starts[-1]


def frame(plan: Plan, form: Form) -> Frame:
    """Where the bands stand for the tables of a form."""
    return frame_of(plan, tuple(band.times(len(form.rows(band.table)), form.facts) for band in plan.bands))


def frame_of(plan: Plan, times: tuple[int, ...]) -> Frame:
    """Where the bands stand when each stands so often."""
    sizes = (count * len(band.lines) for count, band in zip(times, plan.bands, strict=True))
    return Frame(plan, times, tuple(accumulate(sizes, initial=0)))


def render(layout: Layout, form: Form) -> Grid:
    """The form as it prints in the layout, for its paper. KeyError where the layout draws no form of this kind."""
    plan = layout.plan(form.kind)
    placed = frame(plan, form)
    edges = tuple(accumulate(plan.widths, initial=0.0))
    drawn = (_fitting(cell, edges) for cell in _Printer(layout, form, placed).cells())
    cells = tuple(sorted(drawn, key=lambda cell: (cell.row, cell.col)))
    least = tuple(_least(placed))
    repeats = tuple(_repeats(placed))
    title = next((cell for cell in cells if cell.style.role == "title"), None)
    return Grid(
        title=shown(title.value, title.style.show).replace("\n", " ") if title else layout.title,
        widths=plan.widths,
        heights=heights(cells, plan.widths, least),
        cells=cells,
        head=_print_titles(placed, repeats),
        tables=MappingProxyType(dict(_tables(placed, form))),
        paper=layout.paper,
        repeats=repeats,
        least=least,
        keep=frozenset(_kept(placed)),
        layout=layout.id,
        kind=form.kind,
    )


def part_of(target: Value, part: str) -> str:
    """What a column of its own shows of a target; a target in words stands in the column of the value."""
    if not isinstance(target, Target):
        return ""
    parts = {"comparator": target.comparator, "value": target.text or target.value, "unit": target.unit}
    return parts[part]


def hanzi(number: int) -> str:
    """A number below 100 in Chinese numerals, others in digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


class _Printer:
    """The cells of one form, band by band."""

    def __init__(self, layout: Layout, form: Form, placed: Frame) -> None:
        self._layout = layout
        self._form = form
        self._frame = placed

    def cells(self) -> Iterator[Cell]:
        """All cells, in no order."""
        for number, band in enumerate(self._frame.plan.bands):
            if band.across:
                yield from self._across(number, band)
            elif band.table:
                yield from _merged(self._repeated(number, band))
            elif self._frame.times[number]:
                yield from self._once(number, band)

    def _once(self, number: int, band: Band) -> Iterator[Cell]:
        for at, line in enumerate(band.lines):
            for spec in line.cells:
                first, stop = self._frame.rows_of(number, at, spec.rows)
                yield self._cell(spec, first, stop - first)

    def _repeated(self, number: int, band: Band) -> Iterator[tuple[Spec, list[Cell]]]:
        rows = self._form.rows(band.table)
        top, size, count = self._frame.starts[number], len(band.lines), self._frame.times[number]
        for at, line in enumerate(band.lines):
            for spec in line.cells:
                places = range(top + at, top + at + size * count, size)
                yield spec, [self._row_cell(spec, row, band.table, rows, item) for item, row in enumerate(places)]

    def _across(self, number: int, band: Band) -> Iterator[Cell]:
        rows = self._form.rows(band.table)
        for time in range(self._frame.times[number]):
            top = self._frame.starts[number] + time * len(band.lines)
            for at, line in enumerate(band.lines):
                for spec in line.cells:
                    if spec.bind:
                        parts = enumerate(side_by_side(spec, band.across), time * len(band.across))
                        yield from (self._row_cell(part, top + at, band.table, rows, i) for i, part in parts)
                    else:
                        yield self._cell(spec, top + at, spec.rows)

    def _cell(self, spec: Spec, row: int, rows: int) -> Cell:
        if spec.bind:
            value = self._form.fields.get(spec.bind)
            return Cell(row, spec.col, rows, spec.cols, value, spec.style, Slot(spec.bind))
        value, locked = self._derived(spec)
        return Cell(row, spec.col, rows, spec.cols, value, spec.style, None, locked)

    def _row_cell(self, spec: Spec, row: int, table: str, rows: tuple[Row, ...], item: int) -> Cell:
        style = numbered(spec.style, item + 1)
        if item >= len(rows):
            return Cell(row, spec.col, spec.rows, spec.cols, None, style, None, NO_ROW)
        values = rows[item].values
        if not spec.bind:
            value, locked = self._derived(spec, values, item)
            return Cell(row, spec.col, spec.rows, spec.cols, value, style, None, locked)
        slot = Slot(spec.bind, table, item)
        return Cell(row, spec.col, spec.rows, spec.cols, _row_value(values, spec.bind), style, slot)

    def _derived(self, spec: Spec, values: Mapping[str, Value] | None = None, item: int = 0) -> tuple[Value, str]:
        if spec.fact:
            value = self._fact(spec.fact) if values is None else self._row_fact(spec.fact, values, item)
            return value, reason(spec.fact)
        if "{" not in spec.text:
            return spec.text or None, LABEL if spec.text else BLANK
        text = filled_in(_numbered_text(spec.text, item + 1), self._printed)
        return text or None, reason(marks(spec.text)[0])

    def _row_fact(self, name: str, values: Mapping[str, Value], item: int) -> Value:
        if name in {"item", "item.hanzi"}:
            return _numbered_text(f"{{{name}}}", item + 1)
        if name.startswith(MIDTERM):
            return _row_value(values, name.removeprefix(MIDTERM)) if over_years(self._form) else None
        return _row_value(values, name)

    def _fact(self, name: str) -> Value:
        if name.startswith("sum."):
            _, table, field = name.split(".", 2)
            return total(self._form, table, field)
        if name == "money_unit":
            return self._layout.money_unit
        return self._form.facts.get(name, self._form.fields.get(name))

    def _printed(self, name: str) -> str:
        value = self._fact(name)
        show = Show("amount", self._layout.money_unit) if isinstance(value, int) else Show()
        return shown(value, show)


def reason(fact: str) -> str:
    """Why what a fact prints cannot be typed in."""
    owner, _, _ = fact.partition("." if fact.startswith(MIDTERM) else "/")
    return REASONS.get(fact) or REASONS.get(owner) or REASONS["sum" if fact.startswith("sum.") else "field"]


def _fitting(cell: Cell, edges: tuple[float, ...]) -> Cell:
    """An amount too long for its column in smaller type: a figure is never broken over two lines."""
    style = cell.style
    if style.show.kind != "amount" or not isinstance(cell.value, int):
        return cell
    room = (edges[cell.col + cell.cols] - edges[cell.col]) * _SCREEN_RESERVE
    ems = text.width(shown(cell.value, style.show), text.face_of(style), 1.0) + 2 * SIDE
    return cell if ems * style.size <= room else replace(cell, style=_sized(style, room / ems))


@lru_cache(maxsize=1024)
def _sized(style: Style, size: float) -> Style:
    """The style in the next smaller half point."""
    return replace(style, size=max(_SMALLEST, int(size * 2) / 2))


def _row_value(values: Mapping[str, Value], field: str) -> Value:
    name, _, part = field.partition("/")
    return part_of(values.get(name), part) if part else values.get(name)


def side_by_side(spec: Spec, spans: tuple[int, ...]) -> list[Spec]:
    """The cell of a band whose rows stand side by side, once for each of them."""
    starts = accumulate(spans, initial=spec.col)
    return [replace(spec, col=col, cols=cols) for col, cols in zip(starts, spans, strict=False)]


def _merged(columns: Iterator[tuple[Spec, list[Cell]]]) -> Iterator[Cell]:
    """Equal neighbours as one cell where the layout merges a column, never across an edge of a merged one before it."""
    groups: list[tuple[object, ...]] = []
    for spec, cells in columns:
        if not spec.merge:
            yield from cells
            continue
        groups = [(*group, _key(cell)) for group, cell in zip(groups or [()] * len(cells), cells, strict=True)]
        for _, run in groupby(zip(groups, cells, strict=True), key=lambda pair: pair[0]):
            same = [cell for _, cell in run]
            yield same[0] if len(same) == 1 else replace(same[0], rows=sum(cell.rows for cell in same))


def _key(cell: Cell) -> object:
    """What neighbours must have alike to become one cell; blanks never do."""
    return shown(cell.value, cell.style.show) or cell.row


@lru_cache(maxsize=4096)
def numbered(style: Style, number: int) -> Style:
    """The style of a cell in the row of this number, from 1, where what stands before its value counts."""
    before = style.show.before
    return replace(style, show=replace(style.show, before=_numbered_text(before, number))) if "{" in before else style


def _numbered_text(text: str, number: int) -> str:
    return text.replace("{item}", str(number)).replace("{item.hanzi}", hanzi(number))


def _least(placed: Frame) -> Iterator[float]:
    for band, times in zip(placed.plan.bands, placed.times, strict=True):
        yield from [line.height for line in band.lines] * times


def _kept(placed: Frame) -> Iterator[int]:
    for band, start, times in zip(placed.plan.bands, placed.starts, placed.times, strict=False):
        if band.foot and times:
            yield start - 1
        for at, line in enumerate(band.lines):
            if line.keep:
                yield from range(start + at, start + at + len(band.lines) * times, len(band.lines))


def _repeats(placed: Frame) -> Iterator[Repeat]:
    """Each head with what stands below it, to the end of the next table."""
    first, body, inside = -1, 0, False
    for number, band in enumerate(placed.plan.bands):
        start, stop = placed.starts[number], placed.starts[number + 1]
        if band.head:
            first, body = (first if inside else start), stop
        elif band.table and first >= 0:
            yield Repeat(first, body, stop)
            first = -1
        inside = band.head


def _print_titles(placed: Frame, repeats: tuple[Repeat, ...]) -> tuple[int, int]:
    """The head over the indicators, else the last one."""
    ends = {placed.starts[n + 1] for n, band in enumerate(placed.plan.bands) if band.table == "indicators"}
    found = [repeat for repeat in repeats if repeat.stop in ends] or list(repeats)
    return (found[-1].first, found[-1].body) if found else (0, 0)


def _tables(placed: Frame, form: Form) -> Iterator[tuple[str, Rect]]:
    for number, band in enumerate(placed.plan.bands):
        if count := len(form.rows(band.table)):
            cells = [spec for line in band.lines for spec in line.cells if spec.bind]
            first, last = min(spec.col for spec in cells), max(spec.col + spec.cols for spec in cells)
            rows = len(band.lines) * (placed.times[number] if band.across else count)
            yield band.table, Rect(placed.starts[number], first, rows, last - first)
