"""Forms to a file, as a job: drawn one by one with progress, then written whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

from hengbiao.domain.tree import Tree
from hengbiao.formats.writing import Written
from hengbiao.forms.facts import facts, ordinals
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.render import render
from hengbiao.qt.jobs import Report


def export(tree: Tree, layout_id: str, records: Sequence[str], path: Path, report: Report) -> Written:
    """Write the forms of `records` as the suffix of `path` says; raises Refusal where the disk refuses."""
    layout, numbers, grids = load_layout(layout_id), ordinals(tree), []
    for done, record in enumerate(records):
        report(done, len(records) + 1)
        grids.append(render(layout, facts(tree, record, number=numbers.get(record))))
    report(len(records), len(records) + 1)
    if path.suffix.lower() == ".pdf":
        from hengbiao.formats import pdf

        return pdf.write(grids, path)
    from hengbiao.formats import excel

    return excel.write(grids, path)
