"""What is made of many forms at once: the booklet (表册) and the summary tables (汇总表), to one file each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.exchange.drafts import SETTLED, foot_note
from hengbiao.exchange.exports import WRITERS, Export, forms_of, write_watched
from hengbiao.exchange.readback import read_back
from hengbiao.exchange.watching import Report, Watched, second_half, unwatched
from hengbiao.formats.writing import Written
from hengbiao.forms.booklet import Draw, booklet, drawing
from hengbiao.forms.booklet_pages import bound
from hengbiao.forms.booklet_sheet import sheets
from hengbiao.forms.grid import Grid
from hengbiao.forms.layout import Layout
from hengbiao.forms.summary import summarised


def export_booklet(
    tree: Tree,
    layout: Layout,
    records: Sequence[str],
    path: Path,
    unsettled: Mapping[str, int] = SETTLED,
    *,
    report: Report = unwatched,
) -> Written:
    """Write the forms of `records` (none: all) as a booklet, as the suffix of `path` says; Refusal where there is none.

    A PDF has clickable contents and bookmarks, a workbook a linked 目录, a Word file the forms alone. The footer
    says what `foot_note` says of them.
    """
    book = booklet(tree, layout, records, _watched(tree, layout, len(records) or len(tree.headings), report))
    if not book.parts:
        raise Refusal(path, "", "没有可以编入表册的表", "请先填写这个表样的表，或换一个表样")
    writer: Any = import_module(WRITERS[path.suffix.lower()])
    footer = foot_note(tree, [entry.record for entry in book.entries], unsettled)
    if path.suffix.lower() == ".pdf":
        whole = bound(book, footer)
        whole = replace(whole, pages=Watched(whole.pages, report))
        return read_back(writer.write_book(whole, path), whole.grids)
    if path.suffix.lower() == ".xlsx":
        return read_back(writer.write_book(book, path, footer=footer, progress=second_half(report)), sheets(book))
    forms = [entry.grid for entry in book.entries]
    return read_back(writer.write(Watched(forms, report), path, title=book.title, footer=footer), forms)


def _watched(tree: Tree, layout: Layout, total: int, report: Report) -> Draw:
    """What draws the forms of a booklet once each, told."""
    draw, drawn = drawing(tree, layout), dict[str, Grid]()

    def watched(record: str) -> Grid:
        if record not in drawn:
            report(len(drawn), 2 * total)
            drawn[record] = draw(record)
        return drawn[record]

    return watched


def export_summary(
    tree: Tree,
    layout: Layout,
    records: Sequence[str],
    path: Path,
    unsettled: Mapping[str, int] = SETTLED,
    *,
    report: Report = unwatched,
) -> Written:
    """Write the summary tables of the projects `records` (none: all), by indicator and by project, to one file.

    Refusal where there is no project; the footer as that of a booklet.
    """
    report(0, 2)
    tables = summarised(tree, layout, records)
    report(1, 2)
    if not tables:
        raise Refusal(path, "", "没有项目可以汇总", "请先在文件里填写项目")
    footer = foot_note(tree, records or forms_of(tree, "project"), unsettled)
    return read_back(write_watched(tables, path, footer, report), tables)


BOOKS: Final[Mapping[str, Export]] = MappingProxyType({"booklet": export_booklet, "summary": export_summary})
"""What writes each of the forms that hold many."""
