"""What people call the regions and 表样."""

from collections.abc import Sequence
from typing import Final

from hengbiao.forms.layout import Layout

REGIONS: Final = {
    "tianjin": "天津",
    "hebei": "河北",
    "yunnan": "云南",
    "shanghai": "上海",
    "fujian": "福建",
    "national": "全国通用",
}
"""The names of the regions of layouts and units."""


def short_names(layouts: Sequence[Layout]) -> list[tuple[str, str]]:
    """The id and a short name of each layout: its region where no other has the same, else its title."""
    regions = [layout.region for layout in layouts]
    return [
        (one.id, REGIONS.get(one.region, one.title) if regions.count(one.region) == 1 else one.title) for one in layouts
    ]


def known_regions(layouts: Sequence[Layout]) -> list[tuple[str, str]]:
    """The regions that have a layout."""
    return [(key, REGIONS[key]) for key in REGIONS if any(layout.region == key for layout in layouts)]
