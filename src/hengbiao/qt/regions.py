"""What people call the regions and 表样."""

from collections.abc import Sequence

from hengbiao.forms.layout import Layout
from hengbiao.forms.vocabulary import regions


def short_names(layouts: Sequence[Layout]) -> list[tuple[str, str]]:
    """The id and a short name of each layout: its own, else its region where no other has the same, else its title."""
    names, used = regions(), [layout.region for layout in layouts]
    alone = {one.id: names[one.region] for one in layouts if used.count(one.region) == 1}
    return [(one.id, one.name or alone.get(one.id, one.title)) for one in layouts]


def known_regions(layouts: Sequence[Layout]) -> list[tuple[str, str]]:
    """The regions that have a layout."""
    return [(key, name) for key, name in regions().items() if any(layout.region == key for layout in layouts)]
