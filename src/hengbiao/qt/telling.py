"""All there is to tell about the cell under the cursor, gathered for the inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hengbiao.qt.field_help import FieldHelp, help_on, help_on_label, printed_in
from hengbiao.qt.field_history import past
from hengbiao.qt.inspector import Told

if TYPE_CHECKING:
    from hengbiao.domain.change import Ref
    from hengbiao.qt.editor import Editor
    from hengbiao.qt.session import Session


def told_of(session: Session, ref: Ref | None, editor: Editor, *, past_too: bool = True) -> Told:
    """Help, past and source of the field at `ref`; without one what there is to tell of the page.

    The past costs reading the log of its record: it is left out unless `past_too`.
    """
    if ref is None or ref.record not in session.tree.headings:
        return _told_of_pane(editor)
    record = session.tree.records[ref.record]
    field = _field(editor, ref)
    if field.startswith("extra/"):
        about, printed = help_on_label(field.removeprefix("extra/")), None
    else:
        about = help_on(record, ref.path, field.partition("/")[2] if ref.path[0] == "indicators" else "")
        printed = printed_in(record, ref.path)
    found = past(session, ref, editor.money_unit) if past_too else None
    return Told(about or FieldHelp(title_of(ref)), found, printed, not session.store.read_only)


def _told_of_pane(editor: Editor) -> Told:
    from hengbiao.qt.places import about_pane

    if editor.view() is None:
        return Told(about_pane("unit"))
    return Told(about_pane("preview")) if editor.tab == "preview" else Told()


def title_of(ref: Ref) -> str:
    """What a field without help of its own is called."""
    from hengbiao.forms.vocabulary import field_names

    table, name = (ref.path[0], ref.path[-1]) if len(ref.path) > 2 else ("project", "/".join(ref.path))
    return field_names().get(table, {}).get(name, "这一栏")


def _field(editor: Editor, ref: Ref) -> str:
    """The field that the cell under the cursor is bound to, as the layout writes it; "" where it is another one."""
    grid: Any = getattr(editor.view(), "grid", None)
    cell = grid.current_cell() if grid is not None else None
    if grid is None or cell is None or cell.slot is None or grid.sheet_model.ref(grid.currentIndex()) != ref:
        return ""
    return str(cell.slot.field)
