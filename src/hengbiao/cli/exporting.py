"""The command that prints forms to files: export."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from hengbiao.cli.printing import say
from hengbiao.cli.usage import UsageError, layout_called, suffix_of
from hengbiao.domain.find import project_called
from hengbiao.domain.tree import Tree
from hengbiao.exchange.books import BOOKS
from hengbiao.exchange.documents import opened
from hengbiao.exchange.drafts import foot_note
from hengbiao.exchange.exports import WRITERS, export, export_each, forms_of
from hengbiao.exchange.resolve import unsettled
from hengbiao.formats.writing import Written
from hengbiao.forms.layout import Layout


def export_forms(given: Namespace) -> int:
    """Write the chosen forms of a document to one file, or each to its own.

    1 where reading back finds a difference, or a form has open errors or conflicts: then its footer says so.
    """
    if bool(given.to) == bool(given.each):
        raise UsageError("--to 和 --each 要写其中一个")
    layout = layout_called(given.layout)
    kind = given.form or layout.forms[0]
    if kind not in layout.forms:
        raise UsageError(f"表样“{layout.id}”没有 {kind}，可以导出的是 {'、'.join(layout.forms)}")
    if given.estimates and kind != "project":
        raise UsageError("--estimates 用于项目表")
    if kind in BOOKS and given.each:
        raise UsageError(f"--form {kind} 是一个文件，请用 --to，不用 --each")
    with opened(Path(given.file)) as store:
        tree, open_ = store.load(), unsettled(store)
        records = _records(tree, kind, given.project)
        write = _bound if kind in BOOKS else _written
        written = write(given, tree, layout, records, open_)
        note = foot_note(tree, records or _of_book(tree, kind, layout), open_)
    if note:
        say(note)
    return _tell(written) or int(bool(note))


def _records(tree: Tree, kind: str, projects: Sequence[str]) -> Sequence[str]:
    """The records of the forms to write; none of a booklet or summary stands for all."""
    if not projects:
        return () if kind in BOOKS else forms_of(tree, kind)
    if kind == "department":
        raise UsageError(f"--project 只用于项目表，不能与 --form {kind} 同用")
    chosen = {project_called(tree, each).id for each in projects}
    return [record for record in forms_of(tree, "project") if record in chosen]


def _of_book(tree: Tree, kind: str, layout: Layout) -> list[str]:
    """The forms that a whole booklet or summary is made of."""
    kinds = layout.plans if kind == "booklet" else ("project",)
    return [record for each in kinds for record in forms_of(tree, each)]


def _bound(
    given: Namespace, tree: Tree, layout: Layout, records: Sequence[str], open_: Mapping[str, int]
) -> list[Written]:
    path = Path(given.to)
    suffix_of(path, tuple(WRITERS))
    return [BOOKS[given.form](tree, layout, records, path, open_)]


def _written(
    given: Namespace, tree: Tree, layout: Layout, records: Sequence[str], open_: Mapping[str, int]
) -> list[Written]:
    if given.to:
        path = Path(given.to)
        suffix_of(path, tuple(WRITERS))
        return [export(tree, layout, records, path, open_, estimates=given.estimates)]
    suffix = suffix_of(Path(f"x.{given.format or 'xlsx'}"), tuple(WRITERS))
    return export_each(tree, layout, records, Path(given.each), suffix, open_, estimates=given.estimates)


def _tell(made: Sequence[Written]) -> int:
    """Say what was written and read back; 1 where something differs."""
    for written in made:
        pages = f"，{written.pages} 页" if written.pages else ""
        say(f"{written.path}（{written.forms} 张表{pages}）")
        for note in written.notes:
            say(f"  请注意：{note}")
        if written.readback:
            say(f"  {written.readback}")
            for difference in written.readback.differences:
                say(f"    {difference}")
    return int(any(written.readback and written.readback.differences for written in made))
