"""Documents on sticks and shares: what was worked on here is brought back whole, never over what others wrote there."""

from functools import partial
from typing import Final, NamedTuple

from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import merging
from hengbiao.store import foreign, places
from hengbiao.store import merging as prospects
from hengbiao.store.closed import ChangedError
from hengbiao.store.store import Store
from hengbiao.store.working import vanished

LABEL: Final = "合并原处的修改"
SAFE: Final = "已校验，可安全拔出"
_CHECKED: Final = "已校验"
_TRIES: Final = 3


class Back(NamedTuple):
    """What writing back did: whether anything was written, and whether changes found there were merged first."""

    written: bool
    merged: bool

    def __str__(self) -> str:
        """As people are told it; "" where there was nothing to do."""
        if not self.written:
            return ""
        return f"原处已有别人的修改，已合并，没有覆盖；{SAFE}" if self.merged else f"已写回原处，{SAFE}"


def checked(kind: places.Kind) -> str:
    """What is said of a file that was read back; that it may be pulled out only where something can be."""
    return SAFE if kind else _CHECKED


NOTHING: Final = Back(written=False, merged=False)


def write_back(store: Store, document: Document | None = None) -> Back:
    """Bring the work on a document that lies on a stick or a share to its place, read back and checked.

    What changed there meanwhile is merged into `document` as a step first. Refusal where the place is gone or full, or
    what lies there cannot be read: then it is as it was, and the work stays on this machine. Nothing for other places.
    """
    if not store.pending:
        return NOTHING
    merged = False
    for _ in range(_TRIES):
        strayed = store.strayed()
        if strayed:
            merged = _merged(store, document) or merged
        try:
            store.bring_back(strayed)
        except ChangedError:
            continue
        except Refusal as refusal:
            raise _kept(store, refusal) from refusal
        return Back(written=True, merged=merged)
    raise Refusal(store.path, "", "写入期间这个文件一再被别人改动", "修改都保存在本机，请等对方写完后再保存一次")


def _merged(store: Store, document: Document | None) -> bool:
    """Take in what was changed at the place; whether there was anything that we lack."""
    try:
        found = store.look(partial(prospects.prospect, rows=foreign.read_one(store.path).rows))
    except (Refusal, prospects.UnfitError) as error:
        reason = error.reason if isinstance(error, Refusal) else str(error)
        next_step = "它没有改动；请先移走或改名这个文件，再保存一次，修改都在本机"
        raise Refusal(store.path, "", f"原处的文件已被换掉，{reason}", next_step) from error
    if found.rows:
        merging.commit(document or Document(store.load(), store.append), store, LABEL, found)
    return bool(found.rows)


def _kept(store: Store, refusal: Refusal) -> Refusal:
    """The same, saying where the work is."""
    if not store.path.parent.is_dir():
        return vanished(store.path)
    refusal.next_step = f"{refusal.next_step.partition('；')[0]}；修改都保存在本机，腾出空间或插好后再保存一次"
    return refusal
