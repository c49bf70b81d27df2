"""Rows copied from another form with their levels in front: each goes to the group that it names."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from hengbiao.forms.vocabulary import Scheme
from hengbiao.qt.models.drafts import Levels

Block = tuple[tuple[str, ...], ...]

_HEADS: Final = ("一级指标", "二级指标")


class WholeRow(NamedTuple):
    """The group that a row names, and its texts from 三级指标 on."""

    levels: Levels
    texts: tuple[str, ...]


def whole_rows(block: Block, scheme: Scheme) -> list[WholeRow]:
    """The rows of a block whose first two columns are levels of the scheme, merged or not; [] for any other block.

    A head above them is passed over, and so are rows that say nothing but their levels.
    """
    rows = block[1:] if block and block[0][:2] == _HEADS else block
    if not rows or any(len(row) < 3 for row in rows):
        return []
    levels = list(_levels(rows, scheme))
    if any(pair not in scheme.order for pair in levels):
        return []
    made = (WholeRow(pair, tuple(row[2:])) for pair, row in zip(levels, rows, strict=True))
    return [row for row in made if any(row.texts)]


def under_merges(texts: list[str]) -> list[str]:
    """A column of levels as it is meant: a blank below a merged cell says the same as the cell."""
    found: list[str] = []
    for text in texts:
        found.append(text or (found[-1] if found else ""))
    return found


def _levels(rows: Block, scheme: Scheme) -> Iterator[Levels]:
    """The official levels of each row; a level 1 is known from its level 2 where it was left blank."""
    firsts, seconds = (under_merges([row[col].replace("\n", "") for row in rows]) for col in (0, 1))
    for first, second in zip(firsts, seconds, strict=True):
        yield scheme.official(first), scheme.official(second)
