"""Changing the 表样 of a form: what the new one adds, does not print and calls by another name. No data changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hengbiao.domain.fields import ROW_TYPES, kinds
from hengbiao.forms.form import Form
from hengbiao.forms.layout import Layout, Plan, Spec
from hengbiao.forms.vocabulary import Scheme, field_name, schemes

LEVELS: Final = ("level1", "level2")


@dataclass(frozen=True, slots=True)
class Renamed:
    """One thing under two names: a field by what stands at its cell, or a level as the forms print it."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Switch:
    """What changing the 表样 of one form does to its paper; its data stays as it is.

    `added`: names of what only the new one prints. `hidden`: what is filled in and only the old one prints.
    `renamed`: what both print under different names. `strange`: levels of the indicators, as "一级 › 二级", that the
    new one's scheme does not have; they print as they are.
    """

    added: tuple[str, ...]
    hidden: tuple[str, ...]
    renamed: tuple[Renamed, ...]
    strange: tuple[str, ...]


def switch(form: Form, before: Layout, after: Layout) -> Switch:
    """What it means for `form` to print in `after` instead of `before`; KeyError where one draws no such form."""
    old, new = labels(before.plan(form.kind)), labels(after.plan(form.kind))
    named = {key: _name(form.kind, *key) for key in (*old, *new)}
    return Switch(
        added=tuple(dict.fromkeys(named[key] for key in new if key not in old)),
        hidden=tuple(dict.fromkeys(named[key] for key in old if key not in new and _filled(form, *key))),
        renamed=(*_relabelled(old, new), *_relevelled(form, schemes()[before.scheme], schemes()[after.scheme])),
        strange=tuple(_strange(form, schemes()[after.scheme])),
    )


def lost(form: Form, layout: Layout) -> tuple[str, ...]:
    """The names of what is filled in and not printed by `layout`: 本表样不打印."""
    printed = labels(layout.plan(form.kind))
    tables = ((table, name) for table in form.tables if table != "extra" for name in _columns(form, table))
    keys = (*(("", path) for path in form.fields), *tables)
    return tuple(dict.fromkeys(_name(form.kind, *key) for key in keys if key not in printed))


def labels(plan: Plan) -> Mapping[tuple[str, str], str]:
    """What stands on paper as the name of each (table, field) that a form prints; "" where nothing does."""
    found: dict[tuple[str, str], str] = {}
    names = _Names()
    for band in plan.bands:
        for line in band.lines:
            for cell in line.cells:
                field = _whole(cell.bind)
                if field and (field == cell.bind or cell.bind.endswith("/value")):
                    found[band.table, field] = names.of(cell, line.cells)
            names.pass_by(line.cells)
    return found


class _Names:
    """The labels that hold for a line of cells: those over it, and those that reach down beside it."""

    def __init__(self) -> None:
        self._over: dict[tuple[int, int], str] = {}
        self._beside: dict[int, tuple[str, int]] = {}

    def of(self, cell: Spec, line: tuple[Spec, ...]) -> str:
        """The name of a cell: printed in it, beside it, over the same columns, else beside several lines."""
        inside = cell.style.show.before.strip()
        if inside and "{" not in inside:
            return _plain(inside)
        left = [spec.text for spec in line if spec.text and spec.col + spec.cols == cell.col]
        over = self._over.get((cell.col, cell.cols), "")
        return _plain(left[0] if left else over or self._beside.get(cell.col, ("", 0))[0])

    def pass_by(self, line: tuple[Spec, ...]) -> None:
        """Go on to the line below."""
        self._over |= {(cell.col, cell.cols): cell.text for cell in line if cell.text}
        self._beside = {col: (text, rows - 1) for col, (text, rows) in self._beside.items() if rows > 1}
        self._beside |= {cell.col + cell.cols: (cell.text, cell.rows - 1) for cell in line if cell.rows > 1}


def _plain(text: str) -> str:
    return "".join(text.split()).rstrip("：:").removeprefix("其中：").lstrip("＊*")


def _whole(field: str) -> str:
    """A field without the part of a target that a column of its own shows."""
    return "target" if field.startswith("target/") else field


def _name(kind: str, table: str, field: str) -> str:
    name = field_name(table or kind, field)
    return f"{field_name(kind, table)}·{name}" if table else name


def _filled(form: Form, table: str, field: str) -> bool:
    return field in (_columns(form, table) if table else form.fields)


def _columns(form: Form, table: str) -> dict[str, None]:
    known = kinds(ROW_TYPES[table])
    filled = {name for row in form.rows(table) for name in row.values}
    return {name: None for name in known if name in filled}


def _relabelled(old: Mapping[tuple[str, str], str], new: Mapping[tuple[str, str], str]) -> Iterator[Renamed]:
    pairs = dict.fromkeys((old[key], new[key]) for key in old if key in new)
    yield from (Renamed(before, after) for before, after in pairs if before and after and before != after)


def _relevelled(form: Form, old: Scheme, new: Scheme) -> Iterator[Renamed]:
    """The levels of the form's indicators that the two schemes print differently."""
    written = dict.fromkeys(str(row.values.get(level, "")) for level in LEVELS for row in form.rows("indicators"))
    before, after = dict(reversed(old.codes)), dict(reversed(new.codes))
    pairs = ((before.get(name, name), after.get(name, name)) for name in written)
    yield from (Renamed(*pair) for pair in pairs if pair[0] != pair[1])


def _strange(form: Form, scheme: Scheme) -> Iterator[str]:
    pairs = dict.fromkeys(tuple(str(row.values.get(level, "")) for level in LEVELS) for row in form.rows("indicators"))
    for level1, level2 in pairs:
        if level1 and level2 and (scheme.official(level1), scheme.official(level2)) not in scheme.order:
            yield f"{level1} › {level2}"
