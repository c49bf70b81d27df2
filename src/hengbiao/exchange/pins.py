"""Where remarks can be pinned: the forms of a unit and the fields and cells of each, as people call them."""

from collections.abc import Iterator
from typing import NamedTuple

from hengbiao.domain.change import Change, Record, Ref, value_at
from hengbiao.domain.fields import group_type, kinds
from hengbiao.domain.tree import Tree
from hengbiao.exchange.naming import field_called, record_name, value_called
from hengbiao.exchange.returns import Pinned, pinned

_PASSED = frozenset({"position"})


class Place(NamedTuple):
    """A place of a form, what it is called and what stands there in words."""

    ref: Ref
    name: str
    value: str


def forms(tree: Tree, unit: str) -> list[tuple[str, str]]:
    """The unit and its forms: record and name."""
    unit_itself = (unit, "预算单位（整体意见）")
    return [unit_itself, *((item.id, record_name(item)) for item in tree.parts(unit))]


def places(tree: Tree, record: str) -> list[Place]:
    """The form as a whole, then its fields and rows in their order; of rows what is filled in, and each target."""
    found = tree.records[record]
    refs = [Ref(record, path) for path in _paths(found)]
    whole = Place(Ref(record), "整张表", "")
    return [whole, *(Place(ref, field_called(tree, ref), said(tree, ref)) for ref in refs)]


def said(tree: Tree, ref: Ref) -> str:
    """What stands at a place, in words; "" for a whole form and for what is not there any more."""
    if not ref.path or ref.record not in tree.headings:
        return ""
    record = tree.records[ref.record]
    try:
        return value_called(type(record), ref.path, value_at(record, ref.path))
    except AttributeError:
        return ""


def remarks(tree: Tree) -> Iterator[Pinned]:
    """Every remark of a document, in the order of its forms."""
    for unit in tree.units:
        yield from pinned(tree, unit.id)


def called(tree: Tree, ref: Ref) -> str:
    """A pinned place as people call it; the form itself by 整张表."""
    return field_called(tree, ref) if ref.path else "整张表"


def answer(one: Pinned, text: str) -> list[Change]:
    """The changes that answer a remark; none where that is the answer."""
    ref = Ref(one.ref.record, ("remarks", one.remark.id, "answer"))
    return [Change(ref, one.remark.answer, text)] if text != one.remark.answer else []


def unpin(one: Pinned) -> list[Change]:
    """The changes that take a remark away."""
    return [Change(Ref(one.ref.record, ("remarks", one.remark.id)), one.remark, None)]


def _paths(record: Record) -> Iterator[tuple[str, ...]]:
    for name, kind in kinds(type(record)).items():
        if kind == "group":
            yield from ((name, inner) for inner in kinds(group_type(type(record), name)))
        elif kind == "rows":
            for row in getattr(record, name):
                yield name, row.id
                yield from ((name, row.id, cell) for cell in _cells(row))
        elif name not in _PASSED:
            yield (name,)


def _cells(row: object) -> Iterator[str]:
    known = kinds(type(row))
    return (name for name in known if name not in _PASSED and (getattr(row, name) or known[name] == "target"))
