"""Documents as commands use them: read, brought to a new state in one step, or made whole from nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from hengbiao.domain.carried import settled
from hengbiao.domain.change import Change
from hengbiao.domain.document import Document, Step
from hengbiao.domain.refusal import Refusal, system_said
from hengbiao.domain.tree import Tree
from hengbiao.exchange.away import write_back
from hengbiao.store import closed, places
from hengbiao.store.copying import check_name, put_in_place
from hengbiao.store.store import Store

Wanted = Callable[[Tree], Sequence[Change]]
"""From the tree as it stands to the changes that are wanted."""


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """The document at `path` to read, closed at the end."""
    with Store.open(path, read_only=True) as store:
        yield store


def change(path: Path, label: str, wanted: Wanted, *, source: str = "") -> Step | None:
    """Commit what is `wanted` of the document at `path` as one step; None where nothing differs.

    Refusal where someone else holds it, it cannot be written, or `wanted` refuses; then nothing has changed.
    """
    with writing(path) as store:
        return commit(store, label, wanted(store.load()), source)


@contextmanager
def writing(path: Path, *, needed: bool = True) -> Iterator[Store]:
    """The document at `path` to change, closed at the end; Refusal where someone holds it or it cannot be written.

    What lies on a stick or a share is worked on here and written back at the end. Where nothing `needed` to be written
    it may be open for reading only.
    """
    with Store.open(path) as store:
        if needed:
            store.check_writable()
        yield store
        write_back(store)


def make(path: Path, label: str, wanted: Wanted, *, source: str = "") -> Step | None:
    """Make a document at `path` of what is `wanted` of an empty tree, whole or not at all; no file may be there."""
    with making(path) as store:
        return commit(store, label, wanted(store.load()), source)


@contextmanager
def making(path: Path) -> Iterator[Store]:
    """A new document to fill, that takes its place at `path` at the end, whole or not at all; no file may be there."""
    _check_free(path)
    check_name(path)
    with TemporaryDirectory(prefix="hengbiao-", ignore_cleanup_errors=True) as folder:
        away = bool(places.kind(path))
        fresh = Path(folder) / "new.hengbiao" if away else path.with_name(f".~{token_hex(4)}.hengbiao")
        try:
            with Store.create(fresh) as store:
                yield store
                person = store.identity.author
            _check_free(path)
            if away:
                closed.bring(fresh, path.resolve(), b"", person)
            else:
                put_in_place(fresh, path)
        except Refusal as refusal:
            if refusal.path == str(fresh):
                refusal.path = str(path)
            raise
        except OSError as error:
            raise Refusal(path, "", f"未能写入（{system_said(error)}）", "请换一个可以写入的位置") from error
        finally:
            fresh.unlink(missing_ok=True)


def commit(store: Store, label: str, changes: Sequence[Change], source: str = "") -> Step | None:
    """Make changes to what an open document holds durable as one step; None where nothing differs.

    Carried-over values that they alter count as confirmed.
    """
    tree = store.load()
    return Document(tree, partial(store.append, source=source)).commit(label, settled(tree, changes))


def _check_free(path: Path) -> None:
    if path.exists():
        raise Refusal(path, "", "已有同名文件", "请换一个文件名，或先移走原有文件")
