"""上报/下发: a closed, checked file to hand on, of one unit or all, by default with what is current only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from hengbiao.domain.find import NotOneError, told
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Heading, Tree
from hengbiao.store import closed, edits, foreign, merging, places
from hengbiao.store.errors import not_written
from hengbiao.store.store import Store
from hengbiao.store.verify import Progress

LABEL: Final = "上报"
_TRIES, _STEPS = 3, 3
_NO_NAME: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')
_LONGEST = 120  # bytes of a unit's name in a file name


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent where, on what `kind` of place; `merged` where a file that was there keeps its own edits."""

    path: Path
    units: tuple[str, ...]
    forms: int
    merged: bool
    history: bool
    kind: places.Kind = ""


def send(
    store: Store,
    folder: Path | places.Place,
    *,
    unit_code: str = "",
    unit: str = "",
    history: bool = False,
    progress: Progress | None = None,
) -> Sent:
    """Write the document that hands on some units, or all, into `folder`; Refusal, NotOneError.

    `unit` is the record of one; `unit_code` the code of one, in all its years, or its name where it has no code.
    Our own log keeps the edits that are sent in place of many, so that what comes back connects. What `progress`
    raises breaks it off before anything is written into the folder. A folder that lies no more on what it lay on when
    it was chosen, or now for a mere Path, is refused.
    """
    place = places.stand(folder) if isinstance(folder, Path) else folder
    step = progress or _unwatched
    step(0, _STEPS)
    tree = store.load()
    units = tuple(one for one in tree.units if one.id == unit) if unit else _units(tree, unit_code)
    target = place.folder.resolve() / file_name(tree, units)
    if target == store.path:
        raise Refusal(target, "", "这就是正在打开的文件", "请选择另一个文件夹")
    records = [key for unit in units for key in (unit.id, *(part.id for part in tree.parts(unit.id)))]
    gone = _dropped(store, {unit.id for unit in units})
    step(1, _STEPS)
    rows = _rows(store, records, gone, history=history)
    step(2, _STEPS)
    merged = _write(store, target, rows, place)
    _check_there(place)
    forms = len(records) - len(units)
    return Sent(target, tuple(unit.name for unit in units), forms, merged, history, places.kind(target))


def _check_there(place: places.Place) -> None:
    """Refusal where what the folder lay on was taken away: what is left of it is on this machine."""
    if place.is_gone:
        on = places.NAMES[place.kind] if place.kind else "另一个磁盘"
        next_step = "请插好或连上后再上报一次，或者换一个文件夹"
        raise Refusal(place.folder, "", f"选这个文件夹时它在{on}上，现在已经拔出或断开", next_step)


def _unwatched(_done: int, _total: int) -> None:
    """Nobody looks on."""


def file_name(tree: Tree, units: Sequence[Heading]) -> str:
    """单位_年度_日期.hengbiao, in characters that every system takes."""
    name = _NO_NAME.sub("", units[0].name or units[0].code).strip(".") or "未命名单位"
    while len(name.encode()) > _LONGEST:
        name = name[:-1]
    if len(units) > 1:
        name += f"等{len(units)}个单位"
    years = sorted({year for unit in units if (year := tree.unit_year(unit.id)) is not None})
    spelled = "-".join(str(each) for each in dict.fromkeys((years[0], years[-1]))) if years else "未写年度"
    return f"{name}_{spelled}_{datetime.now().astimezone():%Y%m%d}.hengbiao"


def _units(tree: Tree, code: str) -> tuple[Heading, ...]:
    coded = tuple(unit for unit in tree.units if not code or unit.code == code)
    units = coded or tuple(unit for unit in tree.units if not unit.code and unit.name == code)
    if not units and code:
        raise NotOneError(f"文件里没有编码为“{code}”的预算单位，有的是：", tuple(told(tree, u) for u in tree.units))
    if not units:
        raise NotOneError("文件里还没有预算单位，没有可以上报的内容")
    return units


def _dropped(store: Store, units: set[str]) -> list[str]:
    """Records of these units that are no more: that they are gone is handed on, not what they held."""
    gone = store.look(merging.dropped)
    return [key for key in gone if store.look(partial(merging.owner, key=key)) in units]


def _rows(store: Store, records: list[str], gone: list[str], *, history: bool) -> list[edits.Row]:
    """The edits to send; what stands for many is kept in our own log first."""
    if not history:
        mark = edits.stamp(LABEL, store.identity)
        made = store.look(lambda c: list(merging.standing_edits(c, mark, [*records, *gone])))
        if made:
            store.check_writable()
            store.admit(store.look(partial(merging.prospect, rows=made)))
    return store.look(partial(merging.sendable, keys=[*records, *gone], history=history))


def _write(store: Store, target: Path, rows: list[edits.Row], place: places.Place) -> bool:
    """Write the file; whether one was there whose own edits it keeps. What changes meanwhile is looked at again."""
    known = store.look(partial(merging.known, keys={row.record for row in rows}))
    for _ in range(_TRIES):
        try:
            there = closed.digest(target)
        except OSError as error:
            raise not_written(target, error) from error
        kept = _kept(target, known) if there else []
        whole = {row.id: row for row in (*rows, *kept)}
        _check_there(place)
        try:
            closed.write(target, store.document, whole.values(), store.identity.author, there)
        except closed.ChangedError:
            continue
        return bool(kept)
    raise Refusal(target, "", "写入期间这个文件一再被别人改动", "请等对方写完后再上报一次")


def _kept(target: Path, known: set[bytes]) -> list[edits.Row]:
    """What only the file at the target has: what we know stands in what is sent."""
    try:
        found = foreign.read_one(target)
    except Refusal as refusal:
        refusal.reason = f"已有同名文件，但{refusal.reason}"
        refusal.next_step = "请先移走或改名这个文件，再上报一次；它没有改动"
        raise
    return [row for row in found.rows if row.id not in known]
