"""An export as a job: forms drawn with progress, written whole or not at all, then read back and compared."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from hengbiao.domain.tree import Tree
from hengbiao.exchange.exports import WRITERS, grids
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


def export(tree: Tree, layout_id: str, records: Sequence[str], path: Path, report: Report) -> Exported:
    """Write the forms of `records` as the suffix of `path` says; raises Refusal where the disk refuses."""
    layout, drawn = load_layout(layout_id), []
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
