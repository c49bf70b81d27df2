"""An export as a job: forms drawn with progress, written whole or not at all, then read back and compared."""

from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.exchange.exports import WRITERS, forms_of, grids
from hengbiao.exchange.readback import check
from hengbiao.formats.writing import Written
from hengbiao.forms.layouts import load_layout
from hengbiao.qt.jobs import Report

_TOLD: Final = 10
"""Differences that a message lists."""


class Exported(NamedTuple):
    """What was written; `agreed` cells read back as they stand in the document, `fault` says where one does not."""

    written: Written
    agreed: int | None
    fault: str = ""


def export(tree: Tree, layout_id: str, only: str, path: Path, report: Report) -> Exported:
    """Write the form of the record `only`, or with "" every form of the kind that the layout is for.

    The suffix of `path` says as what. Raises Refusal where there is no such form or the disk refuses.
    """
    layout, drawn = load_layout(layout_id), []
    kind = tree.headings[only].kind if only else layout.forms[0]
    records = (only,) if only else forms_of(tree, kind)
    if not records or kind not in layout.plans:
        raise Refusal(path, "", f"“{layout.title}”没有可以导出的表", "请换一个表样")
    for done, grid in enumerate(grids(tree, layout, records)):
        report(done, len(records) * 2)
        drawn.append(grid)
    report(len(records), len(records) * 2)
    written: Written = import_module(WRITERS[path.suffix.lower()]).write(drawn, path)
    found = check(written.path, drawn)
    if not found.differences:
        return Exported(written, found.same)
    told = [str(found), *map(str, found.differences[:_TOLD])]
    return Exported(written, None, "\n".join(told))
