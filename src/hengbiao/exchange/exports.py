"""Forms of a document to files: which forms, numbered through the document, in one file or a file a form."""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Protocol

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.exchange.attachments import estimates_table
from hengbiao.exchange.drafts import SETTLED, foot_note
from hengbiao.exchange.readback import read_back
from hengbiao.exchange.watching import Report, Watched, second_half, told, unwatched
from hengbiao.formats.writing import Written, refused, untaken
from hengbiao.forms.facts import facts, ordinals
from hengbiao.forms.grid import Grid
from hengbiao.forms.layout import Layout
from hengbiao.forms.render import render

WRITERS: Final[Mapping[str, str]] = MappingProxyType(
    {".xlsx": "hengbiao.formats.excel", ".pdf": "hengbiao.formats.pdf", ".docx": "hengbiao.formats.word"}
)
"""The module that writes grids to files of each suffix."""

_NOT_IN_NAMES: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]+')
_LONGEST: Final = 180  # bytes of a file name that leave room for a temporary one


class Export(Protocol):
    """What writes the forms of `records` to one file and reads it back."""

    def __call__(
        self,
        tree: Tree,
        layout: Layout,
        records: Sequence[str],
        path: Path,
        unsettled: Mapping[str, int] = SETTLED,
        *,
        report: Report = unwatched,
    ) -> Written:
        """`unsettled` are the open conflicts by record, for the footer."""


def forms_of(tree: Tree, kind: str) -> tuple[str, ...]:
    """The records of the forms of a kind (project, department), in the order of the document."""
    return tuple(part.id for unit in tree.units for part in tree.counted(unit.id) if part.kind == kind)


def grids(tree: Tree, layout: Layout, records: Iterable[str], *, estimates: bool = False) -> Iterator[Grid]:
    """The forms of `records` as `layout` draws them, numbered by their place in the whole document.

    With `estimates` each is followed by its 测算明细 as an attachment, where it has one.
    """
    numbers = ordinals(tree)
    for record in records:
        yield render(layout, facts(tree, record, number=numbers.get(record, 0)))
        if estimates and (attached := estimates_table(tree, record)):
            yield attached


def export(  # noqa: PLR0913 - what, how, where to, and two things that most callers leave out
    tree: Tree,
    layout: Layout,
    records: Sequence[str],
    path: Path,
    unsettled: Mapping[str, int] = SETTLED,
    *,
    estimates: bool = False,
    report: Report = unwatched,
) -> Written:
    """Write the forms to one file, as its suffix (of WRITERS) says, whole or not at all, and read it back.

    With `estimates` the 测算明细 of each is attached. The footer says what `foot_note` says of them.
    """
    _check(path, records)
    drawn = list(grids(tree, layout, told(records, 2 * len(records), report), estimates=estimates))
    footer = foot_note(tree, records, unsettled)
    return read_back(write_watched(drawn, path, footer, report), drawn)


def write_watched(drawn: Sequence[Grid], path: Path, footer: str, report: Report) -> Written:
    """Write what is drawn as the suffix of `path` says, telling the second half of the steps until it is in place."""
    writer: Any = import_module(WRITERS[path.suffix.lower()])
    if path.suffix.lower() == ".xlsx":
        written: Written = writer.write(drawn, path, footer=footer, progress=second_half(report))
    else:
        written = writer.write(Watched(drawn, report), path, footer=footer)
    return written


def export_each(  # noqa: PLR0913 - as export
    tree: Tree,
    layout: Layout,
    records: Sequence[str],
    folder: Path,
    suffix: str,
    unsettled: Mapping[str, int] = SETTLED,
    *,
    estimates: bool = False,
) -> list[Written]:
    """Write a file a form into `folder`, made where missing, named by number and name; all of them or none."""
    _check(folder, records)
    names = file_names(tree, records)
    with _filled(folder) as beside:
        targets = {record: beside / f"{names[record]}{suffix}" for record in records}
        made = [
            export(tree, layout, [record], target, unsettled, estimates=estimates) for record, target in targets.items()
        ]
        for written in made:
            _look(folder / written.path.name)
        return [_moved(written, folder) for written in made]


@contextmanager
def _filled(folder: Path) -> Iterator[Path]:
    """Give a folder inside `folder` to write into first; where that fails, a folder made for it goes again."""
    fresh = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".hengbiao-", dir=folder))
    except OSError as error:
        raise refused(folder, error) from error
    try:
        yield beside
    except Refusal as refusal:
        meant = refusal.path.replace(str(beside), str(folder))
        raise Refusal(meant, refusal.place, refusal.reason, refusal.next_step) from refusal
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        if fresh and not any(folder.iterdir()):
            folder.rmdir()


def file_names(tree: Tree, records: Iterable[str]) -> dict[str, str]:
    """A file name for each form, without suffix, fit for every system and none like another."""
    numbers = ordinals(tree)
    width = len(str(len(numbers)))
    names: dict[str, str] = {}
    taken: set[str] = set()
    for record in records:
        item = tree.headings[record]
        number = f"{numbers[record]:0{width}d}." if record in numbers else ""
        name = _plain(f"{number}{item.name or tree.headings[item.unit].name}")
        while name.casefold() in taken:
            name = f"{name}_"
        taken.add(name.casefold())
        names[record] = name
    return names


def _look(target: Path) -> None:
    """Refusal where a file stands that cannot be replaced: before the first of many is."""
    try:
        untaken(target)
    except OSError as error:
        raise refused(target, error) from error


def _moved(written: Written, folder: Path) -> Written:
    target = folder / written.path.name
    try:
        written.path.replace(target)
    except OSError as error:
        raise refused(target, error) from error
    return replace(written, path=target)


def _plain(text: str) -> str:
    name = _NOT_IN_NAMES.sub("_", text).strip(" .") or "未命名"
    while len(name.encode()) > _LONGEST:
        name = name[:-1]
    return name


def _check(path: Path, records: Sequence[str]) -> None:
    if not records:
        raise Refusal(path, "", "没有可以导出的表", "请先在文件里填写相应的表")
