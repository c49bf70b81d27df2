"""测算明细 behind its form: line by line with its sum, only where it is asked for and there."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.rules.forms import PROJECT, tree_of

from hengbiao.domain.project import Estimate
from hengbiao.exchange.attachments import estimates_table, has_estimates
from hengbiao.exchange.exports import export, grids
from hengbiao.forms.grid import shown
from hengbiao.forms.layouts import load_layout

LINES = (
    Estimate(id="1", content="扫描费", quantity="1200", unit="册", price="300.00", amount=36_000_000, basis="中标价"),
    Estimate(id="2", content="服务器租用", amount=9_000_000),
)
TREE = tree_of(replace(PROJECT, estimates=LINES), replace(PROJECT, id="q", name="没有测算的项目"))


def table() -> list[list[str]]:
    grid = estimates_table(TREE, "p")
    assert grid is not None
    rows = range(max(cell.row for cell in grid.cells) + 1)
    return [[shown(cell.value, cell.style.show) for cell in grid.cells if cell.row == row] for row in rows]


def test_every_line_and_the_sum() -> None:
    assert table() == [
        ["馆藏档案数字化测算明细"],
        ["附件　100001 清河县档案馆", "金额单位：元"],
        ["序号", "内容", "数量", "计量单位", "标准（元）", "金额（元）", "依据"],
        ["1", "扫描费", "1200", "册", "300.00", "360,000.00", "中标价"],
        ["2", "服务器租用", "", "", "", "90,000.00", ""],
        ["", "合计", "", "", "", "450,000.00", ""],
    ]


def test_a_form_without_any_has_no_attachment() -> None:
    assert [has_estimates(TREE, (key,)) for key in ("p", "q", "u")] == [True, False, False]
    assert estimates_table(TREE, "q") is None


def test_it_follows_its_form_where_it_is_asked_for() -> None:
    layout = load_layout("tianjin")
    plain, attached = (list(grids(TREE, layout, ["p", "q"], estimates=asked)) for asked in (False, True))
    assert [grid.title for grid in attached] == [plain[0].title, "馆藏档案数字化测算明细", plain[1].title]
    assert [attached[0], attached[2]] == plain


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf", ".docx"])
def test_it_is_written_and_reads_back(tmp_path: Path, suffix: str) -> None:
    written = export(TREE, load_layout("tianjin"), ["p", "q"], tmp_path / f"x{suffix}", estimates=True)
    assert written.forms == 3
    assert written.readback is not None
    assert not written.readback.differences
