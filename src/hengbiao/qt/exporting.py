"""An export as a job: told how far it is, stopped where the person cancels, read back and compared."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.exchange import exports
from hengbiao.exchange.books import BOOKS
from hengbiao.exchange.prints import FORMS, forms_in
from hengbiao.formats.writing import Written
from hengbiao.forms.layout import Layout
from hengbiao.qt.dialogs.export_dialog import Wish
from hengbiao.qt.jobs import Report


def export(tree: Tree, layout: Layout, wish: Wish, path: Path, unsettled: Mapping[str, int], report: Report) -> Written:
    """Write what is wished for to `path`, which stays as it was where that fails or is cancelled.

    Raises Refusal where there is no such form or the disk refuses.
    """
    records: Sequence[str] = forms_in(tree, layout, wish.wanted)
    if not records:
        raise Refusal(path, "", f"“{layout.title}”没有可以导出的表", "请换一个表样")
    if wish.wanted.what != FORMS:
        return BOOKS[wish.wanted.what](tree, layout, wish.wanted.records, path, unsettled, report=report)
    return exports.export(tree, layout, records, path, unsettled, estimates=wish.wanted.estimates, report=report)
