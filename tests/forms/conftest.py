"""The layouts that the engine is tried on: those shipped, and drafts that use every word of its vocabulary."""

from dataclasses import replace
from pathlib import Path

import pytest

from hengbiao.forms.grid import Grid, shown
from hengbiao.forms.layouts import layouts, read_layout

DRAFTS = Path(__file__).parent / "drafts"
SHIPPED = {layout.id: layout for layout in layouts()}
ALL = {f"draft-{path.stem}": read_layout(path) for path in sorted(DRAFTS.glob("*.toml"))} | SHIPPED
PLANS = [(name, kind) for name, layout in ALL.items() for kind in layout.plans]


def printed(grid: Grid) -> Grid:
    """The grid as a file has it: texts as they print."""
    cells = (replace(cell, value=shown(cell.value, cell.style.show) or None) for cell in grid.cells)
    return replace(grid, cells=tuple(cells))


@pytest.fixture(params=PLANS, ids=["-".join(plan) for plan in PLANS])
def plan(request):
    """A layout and a kind of form it draws."""
    name, kind = request.param
    return ALL[name], kind
