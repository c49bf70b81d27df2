"""How booklets (表册) look: their titles, the names of their parts and their styles, from one file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from hengbiao.forms.grid import Style
from hengbiao.forms.layouts import styles_of
from hengbiao.forms.strict_toml import Node, read
from hengbiao.forms.template import marks
from hengbiao.paths import resource

KINDS: Final = ("department", "project")
"""The kinds of forms in a booklet, in the order of its parts."""

STYLES: Final = (
    *("title", "office", "contents", "part", "entry", "leader", "page", "part_number", "part_title"),
    *("sheet_head", "sheet_part", "sheet_entry"),
)
"""The styles a booklet is drawn in."""


@dataclass(frozen=True)
class Look:
    """The title of a booklet by what it holds and by layout, the names of the parts, the styles by name."""

    title: str
    only: Mapping[str, str]
    titles: Mapping[str, str]
    parts: Mapping[str, str]
    styles: Mapping[str, Style]

    def title_for(self, layout: str, kinds: tuple[str, ...]) -> str:
        """The title of a booklet of these kinds in a layout; it may name {year} (2025年度) and {span} (2025-2027年)."""
        return self.titles.get(layout) or (self.only[kinds[0]] if len(kinds) == 1 else self.title)


@cache
def look() -> Look:
    """The shipped look."""
    return read_look(resource("booklet.toml"))


def read_look(path: Path) -> Look:
    """The look of a file; LayoutError naming file and line where it is not right."""
    top = read(path)
    found = Look(
        title=top.take("title", str),
        only=_by_kind(top, "only"),
        titles=top.mapping("titles"),
        parts=_by_kind(top, "parts"),
        styles=dict(styles_of(top)),
    )
    for title in (found.title, *found.only.values(), *found.titles.values()):
        if set(marks(title)) - {"year", "span"}:
            top.fail(f"“{title}”里只能用 {{year}}、{{span}}", "titles")
    if set(found.styles) != set(STYLES):
        top.fail(f"“styles”应有且只有 {'、'.join(STYLES)}", "styles")
    top.done()
    return found


def _by_kind(top: Node, key: str) -> Mapping[str, str]:
    found = top.mapping(key)
    if set(found) != set(KINDS):
        top.fail(f"“{key}”应有且只有 {'、'.join(KINDS)}", key)
    return found
