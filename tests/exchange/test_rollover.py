from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import trees

from hengbiao.domain.balance import all_equations
from hengbiao.domain.department import Department
from hengbiao.domain.document import Document
from hengbiao.domain.fields import kinds
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.marks import Remark, Status
from hengbiao.domain.project import Funds, Payment, Project
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Records, Tree, empty, heading
from hengbiao.domain.unit import Unit
from hengbiao.exchange.rollover import bring, rollover
from hengbiao.exchange.rollover_years import moved
from hengbiao.formats import interchange


def tree(*found):
    return Tree(Records({one.id: one for one in found}), {one.id: heading(one) for one in found})


UNIT = Unit(id="u", position="V", code="571203", name="甲会", year=2025)
PROJECT = Project(
    id="p",
    unit="u",
    position="V",
    name="三献工作2025年",
    start="2025-01-01",
    end="2025-12-31",
    goal="2025年11月底前完成培训；依据〔2025〕3号",
    funds=Funds(total=4_500_000),
    payments=(Payment(id="y", position="V", by="3月底", percent="30"),),
    indicators=(Indicator(id="a", position="V", name="完成时间", target=Target(text="2025年11月底前")),),
    remarks=(Remark(id="r", text="退回"),),
)


def one(record, year=2026):
    found = rollover("x", tree(UNIT, record), year)
    made = empty().changed(found.changes)
    return found, made.records[next(item.id for item in made.headings.values() if item.kind != "unit")]


@pytest.mark.parametrize(
    ("text", "where", "wanted"),
    [
        ("“三献”工作统筹发展2025年", "name", "“三献”工作统筹发展2026年"),
        ("器官捐献（2025年非财政拨款）", "name", "器官捐献（2026年非财政拨款）"),
        ("2025 年 11 月底前完成", "date", "2026 年 11 月底前完成"),
        ("2025.12.31", "date", "2026.12.31"),
        ("2025-06-30前", "date", "2026-06-30前"),
        ("2025/6/30", "date", "2026/6/30"),
        ("确保2025年11月底前完成全部任务", "text", "确保2026年11月底前完成全部任务"),
        ("完成2025年度任务", "text", "完成2026年度任务"),
    ],
)
def test_years_are_moved_where_it_is_certain_what_they_mean(text, where, wanted):
    assert moved(text, 2025, 2026, where) == (moved(wanted, None, 0, where).__class__(wanted))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("2025-2027年部门整体规划", "name"),
        ("2023—2025年项目", "name"),
        ("依据津财〔2025〕3号", "text"),
        ("按（2025）12号文", "text"),
        ("比2025年增长5%", "date"),
        ("较 2025年提高", "date"),
        ("截至2025年底", "date"),
        ("2025年以来累计", "name"),
        ("2025年6月修订的办法", "name"),
        ("2025年度已完成", "text"),
        ("2024年底前", "date"),
        ("2026年底前", "date"),
        ("2025年，全市开展培训", "text"),
        ("2024-02-29", "date"),
    ],
)
def test_years_that_may_mean_something_else_stay_and_are_told(text, where):
    found = moved(text, 2024 if "02-29" in text else 2025, 2026 if "02-29" not in text else 2025, where)
    assert found.text == text
    assert len(found.unclear) >= 1


@pytest.mark.parametrize("text", ["培训2025人", "2025人次", "≥2025", "电话 2025.5", "12025年", "GB/T 2025", "20250 年"])
def test_numbers_are_no_years(text):
    assert moved(text, 2025, 2026, "date") == moved(text, None, 2026, "date")
    assert moved(text, 2025, 2026, "date").text == text


def test_a_text_keeps_everything_but_its_years():
    found = moved("2025年培训2025人，比2024年多，2025年底前完成", 2025, 2026, "date")
    assert found.text == "2026年培训2025人，比2024年多，2026年底前完成"
    assert found.unclear == ("…训2025人，比2024年多，2025年…",)


@given(st.text("2025年月日-.底前〔〕3 号", max_size=30), st.sampled_from(["name", "date", "text"]))
def test_nothing_but_the_year_ever_changes(text, where):
    found = moved(text, 2025, 2026, where)
    assert len(found.text) == len(text)
    assert found.text.replace("2026", "2025") == text.replace("2026", "2025")


def test_a_project_comes_over_with_new_ids_and_its_figures():
    found, made = one(PROJECT)
    assert made.id not in {"p", "u"}
    assert made.unit not in {"p", "u"}
    assert (made.year, made.name, made.funds, made.remarks) == (2026, "三献工作2026年", PROJECT.funds, ())
    assert (made.start, made.end) == ("2026-01-01", "2026-12-31")
    assert made.goal == "2026年11月底前完成培训；依据〔2025〕3号"
    assert made.indicators[0].target == Target(text="2026年11月底前")
    origins = {mark.id: mark.origin for mark in made.carried}
    assert origins == {
        "name": "shifted",
        "start": "shifted",
        "end": "shifted",
        "goal": "look",
        "funds.total": "kept",
        "payments.y.by": "kept",
        "payments.y.percent": "kept",
        "indicators.a.name": "kept",
        "indicators.a.target": "shifted",
    }
    assert found.marked == len(origins)
    (look,) = found.of("look")
    assert (look.ref.path, look.unclear) == (("goal",), ("…完成培训；依据〔2025〕3号",))


def test_a_project_of_several_years_keeps_its_dates_and_says_so():
    from dataclasses import replace

    found, made = one(replace(PROJECT, start="2024-01-01", code="13020025P0001"))
    assert (made.start, made.end, made.code) == ("2024-01-01", "2025-12-31", "13020025P0001")
    assert {look.ref.path[0] for look in found.of("look")} == {"goal", "start", "end", "code"}


def test_a_department_form_comes_over_too():
    _, made = one(Department(id="d", unit="u", period="2025-2027", duties="职责"))
    assert (made.year, made.period, made.duties) == (2026, "2025-2027", "职责")


def test_two_offices_that_roll_over_make_the_same_records():
    assert [c.ref for c in rollover("x", tree(UNIT, PROJECT), 2026).changes] == [
        c.ref for c in rollover("y", tree(UNIT, PROJECT), 2026).changes
    ]


def test_each_unit_comes_from_its_last_year_before():
    from dataclasses import replace

    old = replace(UNIT, id="o", year=2023)
    later = replace(UNIT, id="l", year=2026)
    other = Unit(id="v", name="乙会", year=2024)
    found = rollover("x", tree(UNIT, old, later, other, PROJECT), 2026)
    made = empty().changed(found.changes)
    assert [(unit.name, unit.year) for unit in made.units] == [("乙会", 2026), ("甲会", 2026)]
    assert len(made.all_projects()) == 1
    with pytest.raises(Refusal, match="没有早于 2023 年度"):
        rollover("x", tree(UNIT, PROJECT), 2023)


def test_one_project_goes_over_within_its_document():
    before = tree(UNIT, PROJECT)
    found = bring("x", before, ["p"], before, 2026)
    after = before.changed(found.changes)
    assert [(unit.name, unit.year) for unit in after.units] == [("甲会", 2025), ("甲会", 2026)]
    assert [item.name for item in after.projects(after.units[1].id)] == ["三献工作2026年"]
    for keys, year in ((["p"], 2026), (["u"], 2026), (["p"], 2025)):
        with pytest.raises(Refusal, match=f"{year} 年度都已经有了"):
            bring("x", after, keys, after, year)


OTHER = replace(PROJECT, id="q", position="X", name="备灾", code="C9")
DEPARTMENT = Department(id="d", unit="u", year=2025, goal="2025年度目标")


def test_a_whole_unit_goes_over_in_order_and_what_is_there_is_left_out():
    before = tree(UNIT, PROJECT, OTHER, DEPARTMENT)
    first = before.changed(bring("x", before, ["q"], before, 2026).changes)
    found = bring("x", first, ["u"], first, 2026)
    after = first.changed(found.changes)
    unit = after.units[1].id
    assert found.skipped == ("备灾",)
    assert [item.name for item in after.projects(unit)] == ["备灾", "三献工作2026年"]
    assert after.department(unit).goal == "2026年度目标"
    assert len(after.units) == 2


def test_forms_of_last_years_file_come_into_this_years_unit():
    source = tree(UNIT, PROJECT, OTHER, DEPARTMENT)
    own = Unit(id="now", position="V", code="571203", name="甲会", year=2026)
    typed = Project(id="t", unit="now", position="V", name="备灾", year=2026)
    target = tree(own, typed)
    found = bring("x", source, ["u"], target, 2026)
    after = target.changed(found.changes)
    assert [unit.id for unit in after.units] == ["now"]
    assert [item.name for item in after.projects("now")] == ["备灾", "三献工作2026年"]
    assert found.skipped == ("备灾",)
    assert found.marked == sum(len(change.new.carried) for change in found.changes)


def test_states_and_opinions_stay_in_the_old_year():
    sealed = replace(PROJECT, statuses=(Status(id="s", state="sealed"),))
    before = tree(UNIT, sealed)
    after = before.changed(bring("x", before, ["p"], before, 2026).changes)
    made = after.records[after.projects(after.units[1].id)[0].id]
    assert (made.statuses, made.remarks) == ((), ())


def test_undoing_and_bringing_over_again_makes_the_same_records():
    document = Document(tree(UNIT, PROJECT))
    first = bring("x", document.tree, ["u"], document.tree, 2026)
    document.commit("套用上年", first.changes)
    document.undo()
    again = bring("x", document.tree, ["u"], document.tree, 2026)
    assert again.changes == first.changes


@settings(max_examples=20)
@given(trees())
def test_every_amount_and_number_comes_over_as_it_was(before):
    years = [before.unit_year(unit.id) or 0 for unit in before.units]
    if not years:
        return
    found = rollover("x", before, 2099)
    after = empty().changed(found.changes)
    assert len(after.headings) == len(before.headings)
    for one_before, one_after in zip(_forms(before), _forms(after), strict=True):
        for name, kind in kinds(type(one_before)).items():
            if kind in {"group", "amount"} and name != "notes":
                assert getattr(one_after, name) == getattr(one_before, name)
        assert [row.target.value for row in one_before.indicators] == [row.target.value for row in one_after.indicators]


def _forms(found):
    return [found.records[part.id] for unit in found.units for part in found.parts(unit.id)]


@pytest.mark.parametrize("name", ["tianjin-2025", "hebei-tangshan-2023", "shanghai-2024", "yunnan-suijiang-2025"])
def test_published_forms_stay_in_balance(shared, name):
    before = interchange.read(shared / "domain" / "data" / f"{name}.json")
    after = empty().changed(rollover("x", before, 2026).changes)
    states = [[one.state for one in all_equations(one_tree)] for one_tree in (before, after)]
    assert states[0] == states[1]
