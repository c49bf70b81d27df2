"""收表: documents of other offices come into ours, in whatever order and however often."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import merging, ownership
from hengbiao.store import conflicts, foreign, schema
from hengbiao.store import merging as prospects
from hengbiao.store.conflicts import Conflict
from hengbiao.store.foreign import Foreign
from hengbiao.store.store import Store

SUFFIX: Final = ".hengbiao"
_AT_ONCE = 200  # sources after which the trees of a receiving without a window are let go

Accept = Callable[["Received"], bool]
"""Asked, before it is merged, of a document with `others` or `overtyped`: whether a person has ticked it."""
Progress = Callable[[int, int], None]
"""(documents done, documents in all); it stops the receiving, between two documents, by raising."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one document: counts are of units, department forms and projects.

    `older` where ours is further; `newer` where it comes from a newer program; `incomplete` counts records that lack
    what their sender never sent; `others` are records of units that the sender has nothing to do with; `overtyped` are
    units whose year was changed, as happens where last year's file is filled in anew.
    """

    path: Path
    status: str
    added: int = 0
    changed: int = 0
    deleted: int = 0
    conflicts: int = 0
    refusal: Refusal | None = None
    older: bool = False
    newer: bool = False
    incomplete: int = 0
    others: tuple[str, ...] = ()
    overtyped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of all, and the conflicts that this made, each once."""

    sources: tuple[Received, ...]
    conflicts: tuple[Conflict, ...]


def documents_in(sources: Sequence[Path]) -> list[Path]:
    """The documents that are meant: files, and those in folders; Refusal for a folder without any."""
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            inside = sorted(path for path in source.iterdir() if path.suffix == SUFFIX and path.name[0] != ".")
            if not inside:
                raise Refusal(source, "", f"这个文件夹里没有 {SUFFIX} 文件", "请选择存放上报文件的文件夹")
            found += inside
        else:
            found.append(source)
    return found


def receive(
    store: Store,
    sources: Sequence[Path],
    document: Document | None = None,
    progress: Progress | None = None,
    accept: Accept | None = None,
) -> Receipt:
    """Merge each source in a step of its own; what is refused changes nothing. Refusal where ours cannot be written.

    Where nobody can be asked, changes to `others` are merged and told, and what was `overtyped` is refused.
    """
    store.check_writable()
    before = {each.id for each in store.look(lambda c: list(conflicts.found(c)))}
    told = tuple(_received(store, sources, document, progress, accept or _unasked))
    after = store.look(lambda c: list(conflicts.found(c)))
    return Receipt(told, tuple(each for each in after if each.id not in before))


def _received(
    store: Store, sources: Sequence[Path], document: Document | None, progress: Progress | None, accept: Accept
) -> Iterator[Received]:
    known = ownership.Known(store)
    answers = foreign.read_all(sources)
    for start in range(0, len(sources), _AT_ONCE):
        current = document or Document(store.load(), store.append)
        for number, answer in enumerate(islice(answers, _AT_ONCE), start):
            if progress:
                progress(number, len(sources))
            yield _one(store, current, answer, known, accept)


def _unasked(told: Received) -> bool:
    return not told.overtyped


def _one(
    store: Store, document: Document, answer: Foreign | Refusal, known: ownership.Known, accept: Accept
) -> Received:
    if isinstance(answer, Refusal):
        return Received(Path(answer.path), "refused", refusal=answer)
    if answer.path.resolve() == store.path:
        refusal = Refusal(answer.path, "", "这就是正在打开的文件", "请选择别人上报的文件")
        return Received(answer.path, "refused", refusal=refusal)
    try:
        found = store.look(partial(prospects.prospect, rows=answer.rows))
    except prospects.UnfitError as error:
        refusal = Refusal(answer.path, "", str(error), "请对方重新发送一份，原文件没有改动")
        return Received(answer.path, "refused", refusal=refusal)
    told = _told(store, answer, found)
    told = replace(told, others=known.others(found))
    if (told.others or told.overtyped) and not accept(told):
        return replace(Received(answer.path, "refused", refusal=_unticked(told)), overtyped=told.overtyped)
    if found.rows:
        merging.commit(document, store, f"收表 {answer.path.name}", found)
        known.add(found)
    return told


def _told(store: Store, answer: Foreign, found: prospects.Prospect) -> Received:
    counts = Counter(_fate(one) for one in found.outcomes)
    made = sum(len(_ids(one.conflicts) - _ids(one.old_conflicts)) for one in found.outcomes)
    settled = any(_ids(one.old_conflicts) - _ids(one.conflicts) for one in found.outcomes)
    new = any(counts[fate] for fate in ("added", "changed", "deleted")) or made or settled
    return Received(
        answer.path,
        "merged" if new else "nothing_new",
        counts["added"],
        counts["changed"],
        counts["deleted"],
        made,
        older=not new and store.look(partial(prospects.is_ahead, rows=answer.rows)),
        newer=answer.version > schema.VERSION,
        incomplete=sum(one.incomplete for one in found.outcomes),
        overtyped=tuple(one.id for one in found.outcomes if _is_overtyped(one)),
    )


def _is_overtyped(one: prospects.Outcome) -> bool:
    before, after = one.before or {}, one.state or {}
    return (
        before.get("kind") == "unit"
        and None not in (before.get("year"), after.get("year"))
        and (before["year"] != after["year"])
    )


def _unticked(told: Received) -> Refusal:
    if told.overtyped:
        reason = "它把已有的预算单位改成了另一个年度，像是在上年的文件上直接填写"
        return Refusal(told.path, "", reason, "请对方用“套用上年”另起年度后重新上报；本文件中原年度的内容没有改动")
    return Refusal(told.path, "", "它改动了别的预算单位的表，没有勾选确认", "请核实后再收一次，本文件没有改动")


def _fate(one: prospects.Outcome) -> str:
    if one.before is None:
        return "" if one.state is None else "added"
    if one.state is None:
        return "deleted"
    return "" if one.before == one.state else "changed"


def _ids(rows: Sequence[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    return set(rows)
