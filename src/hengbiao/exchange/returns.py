"""退回单: remarks of a superior pinned to cells of a unit's forms, as a document to go on with or as its Excel."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.fields import group_type, kinds
from hengbiao.domain.find import NotOneError, project_called, unit_called
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.marks import Remark, path_of, place_of
from hengbiao.domain.position import between, new_row_id
from hengbiao.domain.refusal import Refusal, system_said
from hengbiao.domain.tree import Heading, Tree
from hengbiao.domain.unit import Unit
from hengbiao.exchange.naming import field_called
from hengbiao.exchange.send import send
from hengbiao.formats.strict_json import Fault, brief, listed, text, unknown, wrong
from hengbiao.formats.writing import Written
from hengbiao.forms.facts import facts, ordinals
from hengbiao.forms.grid import Grid, Slot
from hengbiao.forms.layout import Layout
from hengbiao.forms.layouts import layouts, serving
from hengbiao.forms.render import render
from hengbiao.store.copying import put_in_place
from hengbiao.store.store import Store

_KEYS: Final = frozenset({"project", "indicator", "field", "text"})
_PREFIX: Final = "【退回意见】"
_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Pinned:
    """A remark and the place in the tree that it is about."""

    ref: Ref
    remark: Remark


def remark_changes(tree: Tree, unit: Heading, data: Any, by: str) -> list[Change]:
    """The changes that pin the remarks of contract.md's JSON to the forms of a unit; those that stand already are none.

    Without `project` a remark is about the department form, else the unit; without `field` about the whole form. Fault
    tells the JSON path with the index of the remark; NotOneError where several projects are meant.
    """
    given: list[tuple[Ref, str]] = []
    for index, one in enumerate(_remarks(data)):
        try:
            given.append(_pinned(tree, unit, one))
        except Fault as fault:
            raise fault.under(index).under("remarks") from None
        except NotOneError as error:
            raise _not_one(error, index) from None
    return pin_changes(tree, given, by)


def pin_changes(tree: Tree, remarks: Sequence[tuple[Ref, str]], by: str) -> list[Change]:
    """The changes that pin texts to places, as of now; what stands there already is none."""
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    changes: list[Change] = []
    for ref, said in remarks:
        standing = [*_standing(tree, changes, ref.record)]
        if not any((one.place, one.text) == (place_of(ref.path), said) for one in standing):
            place = between(max((one.position for one in standing), default=""), "")
            mark = Remark(id=new_row_id(), position=place, place=place_of(ref.path), text=said, by=by, at=at)
            changes.append(Change(Ref(ref.record, ("remarks", mark.id)), None, mark))
    return changes


def pinned(tree: Tree, unit: str) -> Iterator[Pinned]:
    """Every remark on a unit and its forms, in the order of the forms."""
    for key in (unit, *(part.id for part in tree.parts(unit))):
        for remark in tree.records[key].remarks:
            yield Pinned(Ref(key, path_of(remark.place)), remark)


def unit_to_return(tree: Tree, code: str) -> Heading:
    """The unit of this code, of its last year where it stands in several; NotOneError."""
    found = [unit for unit in tree.units if unit.code == code] or [unit_called(tree, code)]
    return max(found, key=lambda unit: tree.unit_year(unit.id) or 0)


def write_document(store: Store, unit: Heading, path: Path) -> int:
    """Write the forms of a unit with their remarks as a document of its own; how many forms. Refusal."""
    _check_free(path)
    if not unit.code:
        raise Refusal(path, unit.name, "这个预算单位没有编码，不能单独退回", "请先填写预算单位编码")
    try:
        with tempfile.TemporaryDirectory(prefix=".~", dir=path.parent) as folder:
            sent = send(store, Path(folder), unit_code=unit.code)
            _check_free(path)
            put_in_place(sent.path, path)
    except OSError as error:
        raise Refusal(path, "", f"未能写入（{system_said(error)}）", "请换一个可以写入的位置") from error
    return sent.forms


def write_forms(tree: Tree, unit: str, layout: Layout, path: Path) -> Written:
    """Write the forms of a unit as a workbook whose cells carry the remarks; at the title those on unprinted fields."""
    from hengbiao.formats import excel

    numbers = ordinals(tree)
    grids: list[Grid] = []
    comments: list[Mapping[tuple[int, int], str]] = []
    for part in tree.parts(unit):
        served = serving(layout, part.kind)
        grid = render(served, facts(tree, part.id, number=numbers.get(part.id, 0)))
        grids.append(grid)
        comments.append(_comments(tree, grid, _about(tree, unit, part.id)))
    if not grids:
        raise Refusal(path, "", "这个预算单位没有填写任何表，没有可以退回的", "请改退 .hengbiao 文件")
    return excel.write(grids, path, comments=comments)


def layout_of(tree: Tree, unit: str) -> Layout:
    """The layout of a unit's region, else the first."""
    region = tree.unit(unit).region
    return next((one for one in layouts() if one.region == region), layouts()[0])


def check_target(path: Path) -> None:
    """Refuse a target that is there already or has no folder, before anything is changed."""
    if path.suffix.lower() == ".hengbiao":
        _check_free(path)
    if not path.parent.is_dir():
        raise Refusal(path, "", "所在的文件夹不存在", "请先建立文件夹，或换一个位置")


def _check_free(path: Path) -> None:
    if path.exists():
        raise Refusal(path, "", "已有同名文件", "请换一个文件名，或先移走原有文件")


def _remarks(data: Any) -> list[Any]:
    found = listed(data, "remarks")
    if not found:
        raise Fault("没有写任何退回意见", "请至少写一条意见").under("remarks")
    if len(found) > _AT_ONCE:
        raise Fault(f"超过 {_AT_ONCE:,} 条意见", "请分几次退回").under("remarks")
    return found


def _pinned(tree: Tree, unit: Heading, given: Any) -> tuple[Ref, str]:
    if not isinstance(given, dict):
        raise wrong(given, "对象")
    for key in given:
        if key not in _KEYS:
            raise unknown(key, given)
    said = _text(given, "text").strip()
    if not said:
        raise Fault("意见是空的", "请写明要对方改什么").under("text")
    record = _meant(tree, unit, given)
    return Ref(record.id, _path(record, given)), said


def _text(given: Mapping[str, Any], key: str) -> str:
    try:
        return text(given.get(key, ""))
    except Fault as fault:
        raise fault.under(key) from None


def _meant(tree: Tree, unit: Heading, given: Mapping[str, Any]) -> Record:
    name = _text(given, "project")
    if name:
        return tree.records[project_called(tree, name, unit.id).id]
    return tree.department(unit.id) or tree.unit(unit.id)


def _path(record: Record, given: Mapping[str, Any]) -> tuple[str, ...]:
    field = _text(given, "field")
    path = tuple(field.split(".")) if field else ()
    inside = "indicator" in given
    if path and not _is_field(Indicator if inside else type(record), path):
        raise Fault(f"没有“{brief(field)}”这个栏目", "请用交换格式里的栏目名，例如 funds.fiscal").under("field")
    return ("indicators", _row(record, given["indicator"]), *path) if inside else path


def _is_field(owner: type, path: tuple[str, ...]) -> bool:
    kind = kinds(owner).get(path[0])
    if len(path) == 2 and kind == "group":
        return path[1] in kinds(group_type(owner, path[0]))
    return len(path) == 1 and kind is not None and path[0] != "position"


def _row(record: Record, number: Any) -> str:
    rows: Sequence[Indicator] = () if isinstance(record, Unit) else record.indicators
    if type(number) is not int:
        raise wrong(number, "从 1 数起的指标序号").under("indicator")
    if not 1 <= number <= len(rows):
        raise Fault(f"没有第 {number} 条指标，这张表有 {len(rows)} 条", "指标从 1 数起").under("indicator")
    return rows[number - 1].id


def _not_one(error: NotOneError, index: int) -> Exception:
    if error.choices:
        return NotOneError(f"第 {index + 1} 条意见（$.remarks[{index}]）：{error.args[0]}", error.choices)
    return Fault(str(error), "请核对项目名称；全部意见均未记入").under("project").under(index).under("remarks")


def _standing(tree: Tree, changes: Sequence[Change], record: str) -> Iterator[Remark]:
    yield from tree.records[record].remarks
    yield from (change.new for change in changes if change.ref.record == record)


def _about(tree: Tree, unit: str, form: str) -> list[Pinned]:
    """The remarks on a form; those on the unit stand on its first form."""
    first = next(part.id for part in tree.parts(unit))
    return [one for one in pinned(tree, unit) if one.ref.record == form or (one.ref.record == unit and form == first)]


def _comments(tree: Tree, grid: Grid, about: Sequence[Pinned]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], list[str]] = {}
    for one in about:
        slot = _slot(tree, grid, one.ref)
        cell = grid.by_slot[slot] if slot else grid.cells[0]
        named = "" if slot or not one.ref.path else f"{field_called(tree, one.ref)}："
        said = "，".join(part for part in (one.remark.by, one.remark.at[:10]) if part)
        found.setdefault((cell.row, cell.col), []).append(f"{_PREFIX}{named}{one.remark.text}（{said}）")
    return {place: "\n".join(texts) for place, texts in found.items()}


def _slot(tree: Tree, grid: Grid, ref: Ref) -> Slot | None:
    """The cell that shows a place, or the first one that shows a part of it."""
    record = tree.records[ref.record]
    if isinstance(record, Unit) or not ref.path:
        return None
    rows = getattr(record, ref.path[0], ())
    if len(ref.path) < 2 or not isinstance(rows, tuple):
        wanted = "/".join(ref.path)
        return next((slot for slot in grid.by_slot if not slot.table and _shows(slot.field, wanted)), None)
    if ref.path[0] == "extra":
        label = next((row.label for row in rows if row.id == ref.path[1]), "")
        return next((slot for slot in grid.by_slot if slot.field == f"extra/{label}"), None)
    number = next((at for at, row in enumerate(rows) if row.id == ref.path[1]), -1)
    field = ref.path[2] if len(ref.path) > 2 else ""
    in_row = (slot for slot in grid.by_slot if (slot.table, slot.row) == (ref.path[0], number))
    return next((slot for slot in in_row if not field or _shows(slot.field, field)), None)


def _shows(field: str, wanted: str) -> bool:
    return field == wanted or field.startswith(f"{wanted}/")
