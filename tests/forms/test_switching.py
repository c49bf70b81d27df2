"""Changing the 表样: what it adds, hides and renames, and that it loses nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.conftest import SHIPPED
from tests.forms.strategies import forms

from hengbiao.forms.form import Form, Row
from hengbiao.forms.match import match, restricted
from hengbiao.forms.render import render
from hengbiao.forms.switching import Renamed, labels, lost, switch

PAIRS = [
    (one.id, other.id, kind)
    for one in SHIPPED.values()
    for other in SHIPPED.values()
    for kind in one.plans
    if one is not other and kind in other.plans
]


def project(**fields):
    rows = (
        Row({"level1": "产出指标", "level2": "成本指标", "name": "费用", "description": "说明", "basis": "工作计划"}),
        Row({"level1": "效益指标", "level2": "社会效益指标", "name": "普及"}),
    )
    return Form("project", {"name": "培训", "goal": "目标", **fields}, {"indicators": rows})


def test_from_tianjin_to_shanghai():
    form = project(purpose="用途")
    found = switch(form, SHIPPED["tianjin"], SHIPPED["shanghai"])
    assert found.hidden == ("资金用途", "绩效指标·绩效指标描述")
    assert set(found.added) >= {"项目性质", "项目类别", "主管部门", "计划开始日期", "上年结转资金", "项目总目标"}
    assert Renamed("预算数", "年度资金申请总额") in found.renamed
    assert Renamed("绩效目标", "年度总体目标") in found.renamed
    assert Renamed("指标值", "年度(/项目)指标值") in found.renamed
    assert found.strange == ()


def test_blank_fields_hide_nothing():
    assert "资金用途" not in switch(project(), SHIPPED["tianjin"], SHIPPED["shanghai"]).hidden


def test_names_of_levels_change_with_the_scheme():
    form = replace(project(), kind="department")
    found = switch(form, SHIPPED["fujian"], SHIPPED["yunnan"])
    assert Renamed("社会效益指标", "社会效益") in found.renamed
    assert Renamed("内涵解释", "指标内容") in found.renamed
    assert Renamed("社会效益", "社会效益指标") in switch(form, SHIPPED["yunnan"], SHIPPED["fujian"]).renamed


def test_levels_that_the_other_scheme_does_not_have():
    found = switch(project(), SHIPPED["tianjin"], replace(SHIPPED["hebei"], scheme="2021"))
    assert found.strange == ("产出指标 › 成本指标",)


def test_what_a_layout_does_not_print():
    form = project(**{"purpose": "用途", "extra/负责人": "李"})
    assert lost(form, SHIPPED["shanghai"]) == ("资金用途", "负责人", "绩效指标·绩效指标描述", "绩效指标·指标值确定依据")
    assert lost(form, SHIPPED["hebei"]) == ("负责人",)


def test_the_names_that_stand_on_paper():
    found = labels(SHIPPED["tianjin"].plan())
    assert found["", "funds/fiscal"] == "财政资金"
    assert found["", "purpose"] == "预算规模及资金用途"
    assert found["indicators", "name"] == "三级指标"
    assert labels(SHIPPED["yunnan"].plan())["indicators", "target"] == "指标值"
    assert labels(SHIPPED["hebei"].plan("department"))["sections", "goal"] == "绩效目标"


@pytest.mark.parametrize(("before", "after", "kind"), PAIRS)
def test_a_layout_added_and_taken_away_again(before, after, kind):
    there, back = (switch(Form(kind, {}), SHIPPED[a], SHIPPED[b]) for a, b in ((before, after), (after, before)))
    assert there.hidden == back.hidden == ()
    assert {(one.before, one.after) for one in there.renamed} == {(one.after, one.before) for one in back.renamed}
    assert switch(Form(kind, {}), SHIPPED[before], SHIPPED[before]) == type(there)((), (), (), ())


@pytest.mark.parametrize(("before", "after", "kind"), PAIRS)
@settings(max_examples=3)
@given(data=st.data())
def test_switching_there_and_back_loses_nothing(before, after, kind, data):
    form = data.draw(forms(SHIPPED[before], kind, 3))
    first = render(SHIPPED[before], form)
    render(SHIPPED[after], form)
    assert match(SHIPPED[before], render(SHIPPED[before], form)) == restricted(SHIPPED[before], form)
    assert render(SHIPPED[before], form) == first
    found = switch(form, SHIPPED[before], SHIPPED[after])
    assert set(found.hidden) <= set(lost(form, SHIPPED[after]))
