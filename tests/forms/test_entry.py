"""What a form offers to who fills it in: empty rows, suggestions, and the list of what it does not print."""

from tests.forms.conftest import ALL

from hengbiao.forms.entry import entry_rows, suggestions, unprinted, unprinted_columns
from hengbiao.forms.form import Form, Row
from hengbiao.forms.grid import Slot
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.render import render
from hengbiao.forms.vocabulary import field_name, schemes

TIANJIN = load_layout("tianjin")


def levels(form):
    return [(row.values.get("level1"), row.values.get("level2"), row.id) for row in form.rows("indicators")]


def test_a_new_form_offers_each_level_in_the_official_order():
    offered = entry_rows(Form("project", {}), TIANJIN)
    assert levels(offered) == [(*pair, "") for pair in schemes()["2015"].levels]
    assert [cell.rows for cell in render(TIANJIN, offered).cells if cell.col == 0 and cell.slot] == [4, 4, 1]


def test_indicators_keep_their_place():
    rows = (
        Row({"level1": "效益指标", "level2": "社会效益指标", "name": "甲"}, "1"),
        Row({"level1": "产出指标", "level2": "质量指标", "name": "乙"}, "2"),
        Row({"level1": "别的", "level2": "没见过", "name": "丙"}, "3"),
    )
    offered = entry_rows(Form("project", {}, {"indicators": rows}), TIANJIN)
    found = levels(offered)
    assert [row for row in found if row[2]] == [(r.values["level1"], r.values["level2"], r.id) for r in rows]
    assert sorted(row[:2] for row in found if not row[2]) == sorted(
        pair for pair in schemes()["2015"].levels if pair[1] not in {"社会效益指标", "质量指标"}
    )
    assert found[0] == ("产出指标", "数量指标", "")


def test_another_name_of_a_level_is_the_level():
    rows = (Row({"level1": "效益指标", "level2": "社会效益"}, "1"),)
    offered = levels(entry_rows(Form("project", {}, {"indicators": rows}), TIANJIN))
    assert ("效益指标", "社会效益指标", "") not in offered
    assert len(offered) == len(schemes()["2015"].levels)


def test_offering_twice_offers_nothing_more():
    once = entry_rows(Form("project", {}), TIANJIN)
    assert entry_rows(once, TIANJIN) == once


def test_suggestions_stand_only_in_blanks():
    rows = (Row({"name": "期数"}), Row({"name": "人数", "description": "写过的"}), Row({}))
    form = Form("project", {"funds/total": 5}, {"indicators": rows})
    assert suggestions(TIANJIN, form) == {Slot("funds/fiscal"): 5, Slot("description", "indicators", 0): "期数"}
    assert suggestions(TIANJIN, Form("project", {"funds/total": 5, "funds/fiscal": 0})) == {}


def test_what_is_not_printed():
    missing = unprinted(TIANJIN, "project")
    assert missing[:3] == ("year", "code", "nature")
    assert {"funds/carryover", "lifetime_funds/total", "extra", "estimates", "payments"} <= set(missing)
    assert not {"name", "goal", "funds/total", "indicators"} & set(missing)
    assert all(field_name("project", path) for path in missing)


def test_columns_that_are_not_printed():
    missing = unprinted_columns(TIANJIN, "project", "indicators")
    assert missing == ("basis", "formula", "scoring", "source", "property", "weight", "remark")
    assert all(field_name("indicators", name) for name in missing)
    assert "target" not in unprinted_columns(ALL["yunnan"], "department", "indicators")
    assert unprinted_columns(TIANJIN, "project", "payments") == ("by", "percent")
