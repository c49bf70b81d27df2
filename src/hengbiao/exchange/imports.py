"""Bringing files into a document: what each file holds, the changes it asks for, and the report of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.diff import SameUnitTwiceError, tree_changes
from hengbiao.domain.fields import kind_of, state_of
from hengbiao.domain.find import NotOneError, unit_called
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Heading, Tree
from hengbiao.domain.unit import Unit
from hengbiao.exchange import copies
from hengbiao.exchange.papers import Paper, concerns, read_papers, tree_of
from hengbiao.formats import FORMATS, reader
from hengbiao.formats.sources import SOURCES
from hengbiao.forms.layout import Layout


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A cell of a source that found no field: where it is, its text, why (all for people)."""

    where: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a source; `cells_read` = `cells_placed` + unplaced cells. `project` is "" for a department form."""

    unit: str
    project: str
    cells_read: int
    cells_placed: int
    unplaced: tuple[Unplaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What one file holds; `layout` is "" where the format has none.

    `papers` are the forms of an office file or PDF, which know only what they print.
    """

    path: Path
    tree: Tree
    layout: str = ""
    read: tuple[Form, ...] | None = None
    papers: tuple[Paper, ...] = ()

    @property
    def forms(self) -> tuple[Form, ...]:
        """What was read form by form; data without cells of paper has one for each filled field, all placed."""
        return tuple(_forms(self.tree)) if self.read is None else self.read

    @property
    def unplaced(self) -> int:
        """How many of its cells found no field."""
        return sum(len(form.unplaced) for form in self.read or ())


def read_source(path: Path, layout: Layout | None = None) -> Source:
    """What `path` holds, forms on paper in `layout` where named; Refusal where it is bad or of no kind that is read."""
    if path.suffix.lower() in SOURCES:
        return _of_papers(path, read_papers(path, layout))
    if path.suffix.lower() == copies.SUFFIX:
        return Source(path, copies.tree_in(path))
    read = reader(path.suffix)
    if read is None:
        told = "、".join((*FORMATS, *SOURCES, copies.SUFFIX))
        raise Refusal(path, "", f"还不能导入“{path.suffix or '无后缀'}”文件", f"目前可以导入的是 {told}")
    return Source(path, read(path))


def _of_papers(path: Path, papers: Sequence[Paper]) -> Source:
    known = tuple(paper for paper in papers if paper.layout)
    layouts = dict.fromkeys(paper.layout.id for paper in known if paper.layout)
    return Source(path, tree_of(known), "、".join(layouts), tuple(map(_read_form, papers)), known)


def _read_form(paper: Paper) -> Form:
    reading = paper.reading
    left = tuple(Unplaced(paper.where(cell), str(cell.value), why) for cell, why in reading.unplaced)
    return Form(next(filter(None, paper.unit), ""), paper.project, reading.cells, reading.cells - len(left), left)


def import_changes(tree: Tree, sources: Iterable[Source], unit_code: str = "", year: int | None = None) -> list[Change]:
    """The changes that bring all sources into `tree`, each seeing those before it; none for what is there already.

    A unit without a code takes `unit_code`, one without a year takes `year`, else the year that its unit has in `tree`.
    Refusal where a source holds one unit twice, or the year is needed and not to be told.
    """
    changes: list[Change] = []
    for source in sources:
        for layout, held in _parts(source):
            incoming = _completed(tree, held, source.path, unit_code, year)
            made = [change for change in _made(tree, incoming, source.path) if _known(layout, tree, change)]
            tree = tree.changed(made)
            changes += made
    return changes


def _parts(source: Source) -> Iterator[tuple[Layout | None, Tree]]:
    """What a source holds, apart for each layout of its forms."""
    if not source.papers:
        yield None, source.tree
    for layout in dict.fromkeys(paper.layout for paper in source.papers):
        yield layout, tree_of([paper for paper in source.papers if paper.layout is layout])


def _made(tree: Tree, incoming: Tree, path: Path) -> list[Change]:
    try:
        return tree_changes(tree, incoming)
    except SameUnitTwiceError as error:
        place = f"$.units[{error.index}]" if path.suffix.lower() == ".json" else ""
        raise Refusal(path, place, str(error), "请合并成一个单位后再导入") from None


def _known(layout: Layout | None, tree: Tree, change: Change) -> bool:
    """Whether a source can know of a change: paper in a layout says nothing of what the layout does not print."""
    if layout is None or not change.ref.path:
        return True
    record = tree.records[change.ref.record]
    return isinstance(record, Unit) or concerns(layout.plan(kind_of(record)), record, change)


def report(sources: Sequence[Source]) -> dict[str, Any]:
    """The report of contract.md on sources that were imported."""
    return {"sources": [_reported(source) for source in sources]}


def refused(refusals: Sequence[Refusal]) -> dict[str, Any]:
    """The report on sources that were refused."""
    return {
        "sources": [
            {"file": refusal.path, "layout": "", "status": "refused", "forms": [], "message": str(refusal)}
            for refusal in refusals
        ],
    }


def _reported(source: Source) -> dict[str, Any]:
    return {
        "file": str(source.path),
        "layout": source.layout,
        "status": "partly" if source.unplaced else "imported",
        "forms": [_reported_form(form) for form in source.forms],
    }


def _reported_form(form: Form) -> dict[str, Any]:
    return {
        "unit": form.unit,
        "project": form.project,
        "cells_read": form.cells_read,
        "cells_placed": form.cells_placed,
        "unplaced": [{"where": cell.where, "text": cell.text, "why": cell.why} for cell in form.unplaced],
    }


def _forms(tree: Tree) -> Iterable[Form]:
    """Interchange data: every filled field is a cell, and every cell has its place."""
    for unit in tree.units:
        for part in tree.parts(unit.id):
            cells = sum(_cells(value) for path, value in state_of(tree.records[part.id]).items() if path != "position")
            yield Form(unit.code or unit.name, part.name, cells, cells)


def _cells(value: Any) -> int:
    return sum(key != "position" for key in value) if isinstance(value, dict) and "position" in value else 1


def _completed(tree: Tree, incoming: Tree, path: Path, unit_code: str, year: int | None) -> Tree:
    changes = []
    for unit in incoming.units:
        record = incoming.unit(unit.id)
        whole = _at_home(tree, replace(record, code=record.code or unit_code))
        if incoming.unit_year(unit.id) is None:
            whole = replace(whole, year=year or _year_of(tree, path, whole.code or whole.name))
        changes.append(Change(Ref(unit.id), record, whole))
    return incoming.changed(changes)


def _at_home(tree: Tree, unit: Unit) -> Unit:
    """A unit that says nothing of itself is the only one there is."""
    called = {(each.code, each.name) for each in tree.units}
    if unit.code or unit.name or len(called) != 1:
        return unit
    code, name = called.pop()
    return replace(unit, code=code, name=name)


def _year_of(tree: Tree, path: Path, called: str) -> int | None:
    try:
        unit: Heading = unit_called(tree, called)
    except NotOneError as error:
        if error.choices:
            raise Refusal(path, "", str(error.args[0]), "文件里没有写年度，请用 --year 指明年度") from None
        return None
    return tree.unit_year(unit.id)
