"""收表: documents of other offices come into ours, in whatever order and however often.

`receive` does it at once; `plan` only looks, and `apply` brings in what a person has ticked of what was shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final, Self

from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import merging
from hengbiao.exchange.looking import Look, Progress
from hengbiao.exchange.receipt import UNASKED, Agree, Receipt, Received, Reported, Tick
from hengbiao.store import conflicts, foreign, schema
from hengbiao.store import merging as prospects
from hengbiao.store.foreign import Foreign
from hengbiao.store.store import Store
from hengbiao.store.waiting import Waiting

__all__ = ["Agree", "Plan", "Receipt", "Received", "Reported", "Tick", "apply", "documents_in", "plan", "receive"]

SUFFIX: Final = ".hengbiao"
_Asked = tuple[Foreign | Refusal, Agree]
_AT_ONCE = 200  # sources after which the trees of a receiving without a window are let go


@dataclass(frozen=True, slots=True)
class Plan:
    """What documents would change, nothing of it written: `sources` as if all were agreed to, one after the other.

    What was read is kept aside, so that `apply` brings in what was shown though the stick is gone; `close` forgets it.
    """

    sources: tuple[Received, ...]
    waiting: Waiting
    document: str

    def close(self) -> None:
        """Forget what was read."""
        self.waiting.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


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
    agree: Agree | None = None,
) -> Receipt:
    """Merge each source in a step of its own; what is refused changes nothing. Refusal where ours cannot be written.

    Where nobody can be asked, changes to `others` and what was `overtyped` are left out and told.
    """
    asked = ((answer, agree or _unasked) for answer in foreign.read_all(sources))
    return _receipt(store, _received(store, asked, len(sources), document, progress))


def plan(store: Store, sources: Sequence[Path], progress: Progress | None = None) -> Plan:
    """Look at each source; nothing is written. What stops it raises from `progress`."""
    waiting = Waiting()
    try:
        return Plan(tuple(_planned(store, waiting, sources, progress)), waiting, store.document)
    except BaseException:
        waiting.close()
        raise


def apply(
    store: Store,
    planned: Plan,
    ticks: Mapping[int, Tick],
    document: Document | None = None,
    progress: Progress | None = None,
) -> Receipt:
    """Merge what is ticked of a plan, by the number of the source, each in a step of its own; Refusal as `receive`.

    A source without a tick comes in without what it `asks` about; one not to be taken is not in the receipt.
    """
    wanted = {number: ticks.get(number, UNASKED) for number in range(len(planned.sources))}
    chosen = [number for number, tick in wanted.items() if tick.take]
    asked = ((_kept(planned, number), partial(_ticked, wanted[number])) for number in chosen)
    receipt = _receipt(store, _received(store, asked, len(chosen), document, progress))
    shown = (planned.sources[number] for number in chosen)
    return replace(receipt, sources=tuple(map(_as_shown, receipt.sources, shown)))


def _receipt(store: Store, received: Iterator[Received]) -> Receipt:
    store.check_writable()
    before = {each.id for each in store.look(lambda c: list(conflicts.found(c)))}
    told = tuple(received)
    after = store.look(lambda c: list(conflicts.found(c)))
    return Receipt(told, tuple(each for each in after if each.id not in before))


def _received(
    store: Store, asked: Iterator[_Asked], count: int, document: Document | None, progress: Progress | None
) -> Iterator[Received]:
    look = Look(store)
    for start in range(0, count, _AT_ONCE):
        current = document or Document(store.load(), store.append)
        for number, (answer, agree) in enumerate(islice(asked, _AT_ONCE), start):
            if progress:
                progress(number, count)
            yield _one(store, current, look, answer, agree)


def _one(store: Store, document: Document, look: Look, answer: Foreign | Refusal, agree: Agree) -> Received:
    seen = look.at(answer, document.tree)
    if seen.told.asks and not isinstance(answer, Refusal):
        seen = look.agreed(answer, seen, agree(seen.told))
    if seen.found and seen.found.rows:
        merging.commit(document, store, f"收表 {seen.told.path.name}", seen.found)
        look.add(seen.found)
    return seen.told


def _planned(store: Store, waiting: Waiting, sources: Sequence[Path], progress: Progress | None) -> Iterator[Received]:
    look, tree = Look(store, waiting.of_record), store.load()
    first: dict[bytes, Path] = {}
    for number, answer in enumerate(foreign.read_all(sources)):
        if progress:
            progress(number, len(sources))
        seen = look.at(answer, tree)
        if seen.found and isinstance(answer, Foreign):
            look.add(seen.found)
            waiting.add(number, store.look(partial(prospects.unknown, rows=answer.rows)))
            same = sha256(b"".join(sorted(row.id for row in answer.rows))).digest()
            seen = seen._replace(told=replace(seen.told, doubled=first.get(same)))
            first.setdefault(same, answer.path)
        yield seen.told


def _kept(planned: Plan, number: int) -> Foreign | Refusal:
    told = planned.sources[number]
    if told.refusal:
        return told.refusal
    version = schema.VERSION + told.newer
    return Foreign(told.path, planned.document, version, planned.waiting.of_source(number))


def _as_shown(told: Received, shown: Received) -> Received:
    """What the kept edits of a document do not tell: the units of those that were known already."""
    return replace(told, units=shown.units, older=shown.older, doubled=shown.doubled)


def _unasked(_told: Received) -> Tick:
    return UNASKED


def _ticked(tick: Tick, _told: Received) -> Tick:
    return tick
