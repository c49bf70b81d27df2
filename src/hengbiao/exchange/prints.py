"""What is printed and previewed: chosen forms, the booklet or the summary tables, as the pages that PDFs have."""

from collections.abc import Mapping
from functools import partial
from typing import Final, NamedTuple

from hengbiao.domain.tree import Tree
from hengbiao.exchange.attachments import estimates_table
from hengbiao.exchange.drafts import SETTLED, foot_note
from hengbiao.exchange.exports import forms_of
from hengbiao.exchange.watching import Report, told, unwatched
from hengbiao.forms.booklet_look import KINDS
from hengbiao.forms.folio import Folio, booklet_folio, forms_folio, summary_folio
from hengbiao.forms.layout import Layout

FORMS: Final = "forms"
BOOKLET: Final = "booklet"
SUMMARY: Final = "summary"


class Print(NamedTuple):
    """What to print: forms of `records`, or a booklet or summary of them, where none stands for all.

    With `estimates` the 测算明细 of each form is attached to it.
    """

    what: str
    records: tuple[str, ...] = ()
    estimates: bool = False


def forms_in(tree: Tree, layout: Layout, wanted: Print) -> tuple[str, ...]:
    """The records whose forms a print consists of, in its order; what the layout does not draw is left out."""
    if wanted.what == FORMS:
        return tuple(record for record in wanted.records if tree.headings[record].kind in layout.plans)
    kinds = ("project",) if wanted.what == SUMMARY else tuple(kind for kind in KINDS if kind in layout.plans)
    every = (record for kind in kinds for record in forms_of(tree, kind))
    chosen = set(wanted.records)
    return tuple(record for record in every if not chosen or record in chosen)


def folio_of(
    tree: Tree,
    layout: Layout,
    wanted: Print,
    unsettled: Mapping[str, int] = SETTLED,
    report: Report = unwatched,
    errors: Mapping[str, int] | None = None,
) -> Folio:
    """The pages of a print as its PDF has them, footer included; none where there is no form.

    `unsettled` and `errors` are those of `foot_note`. `report` hears (done, total) meanwhile and may raise to stop.
    """
    records = forms_in(tree, layout, wanted)
    total = 2 * len(records)
    note = foot_note(tree, told(records, total, report), unsettled, errors)

    def again(done: int, _total: int) -> None:
        report(len(records) + done, total)

    if not records or wanted.what == FORMS:
        attached = partial(estimates_table, tree) if wanted.estimates else None
        return forms_folio(tree, layout, records, note, again, attached=attached)
    if wanted.what == BOOKLET:
        return booklet_folio(tree, layout, wanted.records, note, again)
    return summary_folio(tree, layout, records, note)
