"""An export as a job: forms drawn with progress, written whole or not at all, then read back and compared."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from hengbiao.domain.tree import Tree
from hengbiao.exchange.exports import WRITERS, grids
from hengbiao.exchange.readback import Unlike, read_back
from hengbiao.formats.writing import Written
from hengbiao.forms.layouts import load_layout
from hengbiao.qt.jobs import Report


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
    try:
        return Exported(written, read_back(tree, layout, records, path))
    except Unlike as unlike:
        return Exported(written, None, str(unlike))
