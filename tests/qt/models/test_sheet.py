"""Sheets without a window: order of entries, blocks, drafts, summaries, entered texts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain import target
from hengbiao.domain.change import Ref
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import spread
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.target import Target
from hengbiao.forms.grid import Cell, Grid, Show, Slot, Style
from hengbiao.forms.vocabulary import schemes
from hengbiao.qt.models import blocks, drafts, moves
from hengbiao.qt.models.entering import EntryError, entered
from hengbiao.qt.models.sheet import Sheet
from hengbiao.qt.models.summary import summary
from hengbiao.qt.models.waiting import Waiting
from hengbiao.qt.models.writer import read

LABEL, VALUE = Style(role="label"), Style()
AMOUNT = Style(show=Show(kind="amount", unit="万元"))
TARGET = Style(show=Show(kind="target"))


def sheet():
    """A label over two rows beside 2 × 2 entries, the upper right one locked; below a wide entry."""
    cells = (
        Cell(0, 0, 2, 1, "标签", LABEL),
        Cell(0, 1, 1, 1, "甲", VALUE, Slot("name")),
        Cell(0, 2, 1, 1, "乙", VALUE, Slot("code"), "算出来的"),
        Cell(1, 1, 1, 1, "", VALUE, Slot("goal")),
        Cell(1, 2, 1, 1, "丁", VALUE, Slot("purpose")),
        Cell(2, 0, 1, 3, "戊", VALUE, Slot("nature")),
    )
    refs = {cell.slot: Ref("r", (cell.slot.field,)) for cell in cells if cell.slot}
    return Sheet("r", Grid("", (1, 1, 1), (1, 1, 1), cells, (0, 0), {}), ("a", "b", "c"), refs)


def at(shown, field):
    return shown.grid.by_slot[Slot(field)]


def test_entries_are_read_from_left_to_right_and_locked_cells_passed_over():
    shown = sheet()
    assert [cell.value for cell in shown.entries] == ["甲", "", "丁", "戊"]
    assert moves.next_entry(shown, at(shown, "name")) is at(shown, "goal")
    assert moves.next_entry(shown, at(shown, "name"), -1) is None
    assert moves.beside(shown, at(shown, "purpose"), -1) is None
    assert moves.beside(shown, at(shown, "goal"), 1) is at(shown, "nature")
    assert moves.first_blank(shown) is at(shown, "goal")
    assert shown.why_locked(at(shown, "code")) == "算出来的"
    assert shown.why_locked(at(shown, "name")) == ""


def test_cells_around_a_form_are_taken_each_in_its_column():
    shown = sheet()
    everything = {cell.rect: cell for cell in shown.grid.cells}.values()
    assert blocks.taken(shown, everything) == (("标签", "甲", "乙"), ("", "", "丁"), ("戊", "", ""))


def test_a_block_lands_by_cells_and_counts_what_it_meets_locked():
    shown = sheet()
    landing = blocks.landing(shown, [at(shown, "name")], (("1", "2"), ("3", "4"), ("", "5")))
    assert landing.texts == {Slot("name"): "1", Slot("goal"): "3", Slot("purpose"): "4"}
    assert (landing.skipped, landing.beyond) == (2, 0)


def test_filling_down_and_clearing():
    shown = sheet()
    chosen = [at(shown, "goal"), at(shown, "purpose")]
    assert blocks.filled_down(shown, [at(shown, "goal")]) == {Slot("goal"): "甲"}
    assert blocks.filled_down(shown, chosen) == {}
    assert blocks.cleared(shown, chosen) == {Slot("purpose"): ""}


def amounts(*values):
    return [Cell(n, 0, 1, 1, value, AMOUNT) for n, value in enumerate(values)]


def targets(*texts):
    return [Cell(n, 0, 1, 1, target.parse(text), TARGET) for n, text in enumerate(texts)]


def numerals(field, *texts):
    return [Cell(n, 0, 1, 1, text, VALUE, Slot(field, "estimates", n)) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (amounts(45000000), ""),
        (amounts(45000000, None), ""),
        (amounts(10, 20), "计数 2　求和 0.00003 万元　平均 0.000015 万元"),
        (targets("≤17万元", "≤8万元", "≤20000元"), "计数 3　求和 27.00 万元　平均 9.00 万元"),
        (targets("≤3元", "≤5元"), "计数 2　求和 8.00 元　平均 4.00 元"),
        (amounts(10**14, 1), "计数 2　求和 100,000,000.000001 万元　平均 50,000,000.00 万元"),
        (targets("≥1次", "≥2次"), "计数 2　求和 3次　平均 1.50次"),
        (targets("≥1次", "≥2人"), "计数 2"),
        ([*amounts(100), *targets("≥2人")], "计数 2"),
        (amounts(1_000_000, 0, 0), "计数 3　求和 1.00 万元　平均 0.333333 万元"),
        (numerals("percent", "30", "60.5"), "计数 2　求和 90.5%　平均 45.25%"),
        (numerals("quantity", "1500", "约三百"), "计数 2　求和 1500　平均 1500.00"),
    ],
)
def test_summaries_are_exact_and_never_add_what_differs(cells, said):
    assert summary(cells) == said


@given(st.lists(st.sampled_from(schemes()["2015"].levels), max_size=8))
def test_drafts_stand_in_official_order_and_move_no_indicator(pairs):
    scheme = schemes()["2015"]
    order = {pair: place for place, pair in enumerate(scheme.levels)}
    pairs = sorted(pairs, key=order.get)
    rows = tuple(
        Indicator(id=f"r{n}", position=place, level1=pair[0], level2=pair[1])
        for n, (pair, place) in enumerate(zip(pairs, spread(len(pairs)), strict=True))
    )
    line = drafts.placed(rows, drafts.for_scheme(rows, scheme), scheme.levels)
    assert [row for row in line if row.id.startswith("r") and len(row.id) == 2] == list(rows)
    assert [order[drafts.levels(row)] for row in line] == sorted(order[drafts.levels(row)] for row in line)
    assert [row.position for row in line] == sorted({row.position for row in line})
    assert {drafts.levels(row) for row in line} == set(scheme.levels)


def test_waiting_rows_stand_behind_the_row_they_were_added_to():
    scheme = schemes()["2015"]
    pair = ("产出指标", "数量指标")
    rows = tuple(Indicator(id=key, position=key, level1=pair[0], level2=pair[1]) for key in ("A", "B"))
    record = Project(id="p", unit="u", indicators=rows)
    waiting = Waiting()
    waiting.begin(record, scheme)
    first = waiting.add("indicators", pair, "A")
    second = waiting.add("indicators", pair, first)
    assert [row.id for row in waiting.line(record)] == ["A", first, second, "B"]
    assert waiting.unsaved(record).keys() == {first, second}
    waiting.drop({first})
    assert [row.id for row in waiting.line(record)] == ["A", "B", second]


def test_texts_mean_values_and_what_is_none_is_refused_in_a_sentence():
    record = Project(id="p", unit="u", funds=Funds(total=1))
    cells = {
        "amount": Cell(0, 0, 1, 1, None, AMOUNT, Slot("funds/total")),
        "year": Cell(0, 0, 1, 1, None, VALUE, Slot("year")),
        "percent": Cell(0, 0, 1, 1, None, VALUE, Slot("percent", "payments", 0)),
        "target": Cell(0, 0, 1, 1, None, TARGET, Slot("target", "indicators", 0)),
        "text": Cell(0, 0, 1, 1, None, VALUE, Slot("name")),
    }

    def taken(kind, text):
        return entered(record, cells[kind], None, text)

    assert taken("amount", "１，２３４.５") == 1234500000
    assert taken("amount", "") is None
    assert taken("year", "2025年") == 2025
    assert taken("percent", "30%") == "30"
    assert taken("target", "不少于 3 次") == Target("≥", "3", "次")
    assert taken("text", " 甲 ") == "甲"
    for kind, text in (("amount", "许多"), ("year", "25"), ("percent", "三成")):
        with pytest.raises(EntryError, match="不是"):
            taken(kind, text)


@pytest.mark.parametrize(
    ("part", "text", "wanted"),
    [
        ("value", "95", Target("≥", "95", "%")),
        ("value", "≤3次", Target("≤", "3", "次")),
        ("value", "年底前完成", Target(text="年底前完成")),
        ("unit", "人", Target("≥", "90", "人")),
        ("comparator", "=", Target("=", "90", "%")),
    ],
)
def test_a_target_in_columns_of_its_own_is_written_part_by_part(part, text, wanted):
    cell = Cell(0, 0, 1, 1, None, VALUE, Slot(f"target/{part}", "indicators", 0))
    assert entered(Project(id="p", unit="u"), cell, Target("≥", "90", "%"), text) == wanted


def test_texts_of_one_draft_row_add_it_whole_and_unchanged_fields_change_nothing():
    row = Indicator(id="x", level1="产出指标")
    shown = replace(sheet(), record="p", drafts={"x": row})
    cells = tuple(Cell(0, n, 1, 1, None, VALUE, Slot(f, "indicators", 0)) for n, f in enumerate(("name", "basis")))
    refs = {cell.slot: Ref("p", ("indicators", "x", cell.slot.field)) for cell in cells}
    shown = replace(shown, grid=replace(shown.grid, cells=cells), refs=refs)
    record = Project(id="p", unit="u")
    found = read({"p": record}, shown, {cells[0].slot: "甲", cells[1].slot: "乙"})
    assert [(c.ref.path, c.old, c.new) for c in found.changes] == [
        (("indicators", "x"), None, replace(row, name="甲", basis="乙")),
    ]
    assert read({"p": record}, shown, {cells[0].slot: ""}).changes == ()
