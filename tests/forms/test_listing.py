import pytest

from hengbiao.forms.grid import shown
from hengbiao.forms.listing import listed, listing
from hengbiao.forms.pages import paginate
from hengbiao.forms.strict_toml import LayoutError
from hengbiao.paths import resource, resources

ITEMS = [
    {"by": "按预算单位", "name": "571203 甲会", "projects": "2", "total": 4_500_000},
    {"by": "按预算单位", "name": "571301 乙会", "projects": "1", "total": 0, "fiscal": None},
    {"by": "合计", "name": "", "projects": "3", "total": 4_500_000},
]


def texts(grid):
    return [(cell.row, cell.col, cell.rows, cell.cols, shown(cell.value, cell.style.show)) for cell in grid.cells]


def test_values_stand_under_their_heads_and_equal_neighbours_are_one_cell():
    grid = listed(listing("rollup"), {"period": "2025年度", "office": "共 2 个预算单位"}, ITEMS)
    found = texts(grid)
    assert (0, 0, 1, 7, "2025年度项目支出汇总表") in found
    assert (1, 0, 1, 3, "共 2 个预算单位") in found
    assert (1, 3, 1, 4, "金额单位：万元") in found
    assert (3, 0, 2, 1, "按预算单位") in found
    assert (4, 3, 1, 1, "0.00") in found
    assert (4, 4, 1, 1, "") in found
    assert (5, 1, 1, 1, "") in found
    assert all(cell.locked for cell in grid.cells)
    assert sum(cell.rows * cell.cols for cell in grid.cells) == 6 * 7


def test_the_head_stands_on_every_page():
    grid = listed(listing("rollup"), {}, ITEMS[:1] * 60)
    pages = paginate(grid)
    assert len(pages) > 1


@pytest.mark.parametrize("path", sorted(resource("listings").glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_table_can_be_drawn_empty(path):
    grid = listed(listing(path.stem), {}, [])
    assert len(grid.heights) == 3


def test_a_file_that_is_not_right_is_told(tmp_path, monkeypatch):
    (tmp_path / "listings").mkdir()
    text = resource("listings", "rollup.toml").read_text("utf-8").replace("width = 70", "width = 0")
    (tmp_path / "listings" / "wrong.toml").write_text(text, "utf-8")
    monkeypatch.setattr("hengbiao.paths.resources", lambda: tmp_path)
    with pytest.raises(LayoutError, match="应大于 0"):
        listing("wrong")
    assert resources() is not tmp_path
