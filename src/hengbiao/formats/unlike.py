"""What reading a file back finds: cells that do not say what was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from hengbiao.forms.grid import Cell, Grid

_LONGEST: Final = 40


class Unlike(NamedTuple):
    """A cell of form number `form`, from 0, for which the file says `found`; no `cell`: text that stands in none."""

    form: int
    cell: Cell | None
    found: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that a file tells otherwise: the title of its form, what people call it, what should stand, what does."""

    form: str
    cell: str
    expected: str
    found: str

    def __str__(self) -> str:
        """A line of a list."""
        return f"{self.form}：{self.cell}应为“{_short(self.expected)}”，读到“{_short(self.found)}”"


@dataclass(frozen=True, slots=True)
class Readback:
    """How many filled cells of a file say what they should, and those that do not."""

    same: int
    differences: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        """One sentence for people."""
        if not self.differences:
            return f"导出文件已回读，{self.same} 处与系统一致"
        return f"导出文件已回读，{self.same} 处与系统一致，{len(self.differences)} 处不一致"


def absent(form: int, grid: Grid) -> Iterator[Unlike]:
    """The filled cells of a form that is not in the file at all."""
    return (Unlike(form, cell, "") for cell, printed in zip(grid.cells, grid.texts, strict=True) if printed)


def _short(text: str) -> str:
    plain = text.replace("\n", "⏎")
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
