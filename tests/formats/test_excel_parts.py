"""Merged cells over several pages of a sheet: in each their text, in the file one cell again."""

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.conftest import ALL, PLANS
from tests.forms.strategies import long_forms

from hengbiao.exchange.papers import read_papers
from hengbiao.exchange.readback import check
from hengbiao.formats import excel
from hengbiao.formats.excel.breaks import breaks
from hengbiao.formats.excel.parts import drawn, parted
from hengbiao.formats.excel.sheet import rows_of
from hengbiao.forms.form import Form, Row
from hengbiao.forms.heights import height_of, lines_of
from hengbiao.forms.match import match, restricted
from hengbiao.forms.render import render

FUJIAN = ALL["fujian"]


def long_form(count=60):
    rows = (Row({"level1": "产出指标", "level2": "数量指标", "name": f"救护培训{n}"}) for n in range(count))
    return Form("department", {"goal": "完成"}, {"indicators": tuple(rows)})


def labels(sheet, text):
    return [cell.row for line in sheet.iter_rows() for cell in line if str(cell.value or "").replace("\n", "") == text]


def test_labels_and_levels_stand_on_each_page(tmp_path):
    grid = render(FUJIAN, long_form())
    excel.write([grid], tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    begins = [mark.id + 1 for mark in sheet.row_breaks.brk]
    assert len(begins) > 1
    for text in ("年度绩效指标", "产出指标", "数量指标"):
        assert labels(sheet, text)[1:] == begins


def test_the_file_says_one_cell_and_nothing_is_left_over(tmp_path):
    form = long_form()
    excel.write([render(FUJIAN, form)], tmp_path / "a.xlsx")
    (paper,) = read_papers(tmp_path / "a.xlsx", None)
    assert paper.layout is FUJIAN
    assert paper.reading.unplaced == ()
    assert paper.reading.form == restricted(FUJIAN, form)


def test_a_label_changed_on_one_page_is_told_and_a_level_is_taken(tmp_path):
    excel.write([render(FUJIAN, long_form())], tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book.active
    sheet.cell(labels(sheet, "年度绩效指标")[1], 1).value = "别的话"
    row = labels(sheet, "数量指标")[1]
    sheet.cell(row, 3).value = "质量指标"
    book.save(tmp_path / "b.xlsx")
    (paper,) = read_papers(tmp_path / "b.xlsx", FUJIAN)
    assert [cell.value for cell, _ in paper.reading.unplaced] == ["别的话"]
    levels = [row.values["level2"] for row in paper.reading.form.rows("indicators")]
    assert set(levels) == {"数量指标", "质量指标"}


def test_a_part_that_says_something_else_is_found(tmp_path):
    grid = render(FUJIAN, long_form())
    excel.write([grid], tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book.active.cell(labels(book.active, "年度绩效指标")[1], 1).value = "别的话"
    book.save(tmp_path / "a.xlsx")
    assert [difference.found for difference in check(tmp_path / "a.xlsx", [grid]).differences] == ["别的话"]


@pytest.mark.parametrize(("name", "kind"), PLANS)
@settings(max_examples=8)
@given(data=st.data())
def test_parts_cover_their_cells_have_room_and_match(name, kind, data):
    layout = ALL[name]
    form = data.draw(long_forms(layout, kind))
    grid = render(layout, form)
    rows = rows_of(grid)
    pages = {rows.starts.index(start) for start in breaks(grid, rows) if start in rows.starts}
    cells = parted(grid, rows)
    for cell, parts in cells:
        assert sum(part.rows for part in parts) == cell.rows
        assert all(part.row in pages for part in parts[1:])
        width = sum(grid.widths[cell.col : cell.col + cell.cols])
        if len(parts) > 1:
            needed = {part: height_of(len(lines_of(part, width)), part.style) for part in parts}
            assert all(sum(rows.heights[p.row : p.row + p.rows]) >= high for p, high in needed.items())
    assert match(layout, drawn(grid, cells)) == restricted(layout, form)
