"""Styles of a grid as paragraph styles of a document, each made once."""

from types import MappingProxyType
from typing import Final

from hengbiao.formats.office import FONTS
from hengbiao.forms.grid import Style
from hengbiao.forms.heights import ABOVE
from hengbiao.forms.text import LEADING

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TWIPS: Final = 20
"""Units of length in a point."""

LINE: Final = 0.5
"""Points that the line below a row takes, which Word adds to its height."""

_ALIGNED: Final = MappingProxyType({"left": "left", "center": "center", "right": "right"})
_ROLES: Final = MappingProxyType(
    {"title": "标题", "line": "表外行", "label": "栏目", "head": "表头", "value": "内容", "text": "长文本"}
)


class ParagraphStyles:
    """The paragraph styles of one document; called with a style it gives the id of its paragraph style."""

    def __init__(self) -> None:
        self._ids: dict[Style, str] = {}
        self._known: dict[int, tuple[str, Style]] = {}

    def __call__(self, style: Style) -> str:
        """The id of the paragraph style that sets `style`; what values show and where they stand does not matter."""
        known = self._known.get(id(style))
        if known is None:
            name = self._ids.setdefault(style, f"hb{len(self._ids) + 1}")
            known = self._known[id(style)] = name, style  # keeps its id from being given to another
        return known[0]

    def xml(self) -> list[str]:
        """The style elements of all styles asked for so far."""
        return [_style(name, style) for style, name in self._ids.items()]


def _style(name: str, style: Style) -> str:
    line, above = round(style.size * LEADING * TWIPS), round((style.size * ABOVE - LINE / 2) * TWIPS)
    return (
        f'<w:style xmlns:w="{NAMESPACE}" w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val="衡表{_ROLES[style.role]}{name[2:]}"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        '<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{above}" w:after="{above}" w:line="{line}" w:lineRule="exact"/>'
        f'<w:jc w:val="{_ALIGNED[style.align]}"/></w:pPr>'
        f"<w:rPr>{fonts(FONTS[style.font])}{'<w:b/>' if style.bold else ''}"
        f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/></w:rPr></w:style>'
    )


def fonts(name: str) -> str:
    """The element that sets all kinds of characters in one font."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'
