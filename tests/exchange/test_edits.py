import pytest

from hengbiao.domain.fields import state_of
from hengbiao.domain.find import NotOneError
from hengbiao.exchange.edits import edit_changes
from hengbiao.formats.interchange import dump, tree_of
from hengbiao.formats.strict_json import Fault

DATA = {
    "format": "hengbiao/1",
    "units": [
        {
            "code": "571203",
            "name": "甲会",
            "region": "tianjin",
            "year": 2026,
            "department": {"goal": "部门目标", "indicators": [{"name": "部门指标"}]},
            "projects": [
                {
                    "name": "培训",
                    "code": "X1",
                    "funds": {"total": "1.00"},
                    "payments": [{"by": "6月底", "percent": "50"}, {"by": "12月底", "percent": "100"}],
                    "indicators": [{"name": "一"}, {"name": "二"}, {"name": "三"}],
                },
                {"name": "同名"},
                {"name": "同名"},
            ],
        },
        {"name": "乙会", "year": 2025, "projects": []},
        {"name": "乙会", "year": 2026, "projects": [{"name": "宣传"}]},
    ],
}


def edited(*edits):
    tree = tree_of(DATA)
    return dump(tree.changed(edit_changes(tree, {"edits": list(edits)})))["units"]


def changes(*edits):
    return edit_changes(tree_of(DATA), {"edits": list(edits)})


def test_a_field_of_a_project_found_by_name_or_code():
    assert (
        edited({"unit": "571203", "project": "培训", "field": "goal", "value": "新"})[0]["projects"][0]["goal"] == "新"
    )
    assert edited({"unit": "甲会", "project": "X1", "field": "year", "value": 2026})[0]["projects"][0]["year"] == 2026


def test_an_inner_field_an_indicator_and_a_plain_target():
    project = edited(
        {"unit": "571203", "project": "培训", "field": "funds.fiscal", "value": "2.50"},
        {"unit": "571203", "project": "培训", "indicator": 3, "field": "target", "value": "≥1 次"},
        {"unit": "571203", "project": "培训", "indicator": 1, "field": "name", "value": "改"},
    )[0]["projects"][0]
    assert project["funds"]["fiscal"] == "2.50"
    assert project["indicators"][2]["target"] == {"comparator": "≥", "value": "1", "unit": "次"}
    assert [row["name"] for row in project["indicators"]] == ["改", "二", "三"]


def test_without_a_project_the_department_form_is_meant():
    unit = edited(
        {"unit": "571203", "field": "goal", "value": "新目标"},
        {"unit": "571203", "indicator": 1, "field": "target", "value": {"text": "年内"}},
        {"unit": "571203", "field": "funds.total", "value": "3.00"},
    )[0]
    assert unit["department"]["goal"] == "新目标"
    assert unit["department"]["indicators"][0]["target"] == {"text": "年内"}
    assert unit["department"]["funds"] == {"total": "3.00"}


def test_what_only_the_unit_has_is_of_the_unit():
    assert edited({"unit": "571203", "field": "region", "value": "hebei"})[0]["region"] == "hebei"
    unit = edited(
        {"unit": "571203", "field": "name", "value": "新名"}, {"unit": "571203", "field": "code", "value": "1"}
    )[0]
    assert (unit["name"], unit["code"]) == ("新名", "1")


def test_a_list_takes_the_whole_list_and_keeps_who_its_rows_are():
    tree = tree_of(DATA)
    project = tree.all_projects()[0].id
    rows = [{"name": "三"}, {"name": "一", "remark": "改"}, {"name": "新"}]
    after = tree.changed(
        edit_changes(tree, {"edits": [{"unit": "571203", "project": "X1", "field": "indicators", "value": rows}]}),
    )
    old = {row.name: row.id for row in tree.project(project).indicators}
    new = {row.name: row.id for row in after.project(project).indicators}
    assert list(new) == ["三", "一", "新"]
    assert (new["三"], new["一"]) == (old["三"], old["一"])
    payments = [{"by": "12月底", "percent": "100"}]
    assert (
        edited({"unit": "571203", "project": "X1", "field": "payments", "value": payments})[0]["projects"][0][
            "payments"
        ]
        == payments
    )


def test_a_group_and_custom_fields_are_taken_whole():
    project = edited(
        {"unit": "571203", "project": "X1", "field": "funds", "value": {"other": "9.00"}},
        {"unit": "571203", "project": "X1", "field": "extra", "value": {"负责人": "王某"}},
    )[0]["projects"][0]
    assert project["funds"] == {"total": None, "fiscal": None, "carryover": None, "other": "9.00"}
    assert project["extra"] == {"负责人": "王某"}


def test_each_edit_sees_those_before_it_and_names_are_those_at_the_start():
    project = edited(
        {"unit": "571203", "project": "培训", "field": "name", "value": "新名"},
        {"unit": "571203", "project": "培训", "field": "indicators", "value": [{"name": n} for n in "甲乙丙丁"]},
        {"unit": "571203", "project": "培训", "indicator": 4, "field": "remark", "value": "备注"},
    )[0]["projects"][0]
    assert project["name"] == "新名"
    assert project["indicators"] == [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}, {"name": "丁", "remark": "备注"}]


def test_a_year_tells_units_apart():
    assert edited({"unit": "乙会", "year": 2026, "project": "宣传", "field": "goal", "value": "x"})[2]["projects"][0][
        "goal"
    ]


def test_what_stands_already_is_no_change():
    assert changes({"unit": "571203", "field": "goal", "value": "部门目标"}) == []


@pytest.mark.parametrize(
    "edit",
    [
        {"unit": "乙会", "field": "goal", "value": "x"},
        {"unit": "571203", "project": "同名", "field": "goal", "value": "x"},
    ],
)
def test_what_may_be_meant_twice_is_asked_for_with_the_index(edit):
    good = {"unit": "571203", "field": "goal", "value": "x"}
    with pytest.raises(NotOneError, match=r"第 2 条修改（\$\.edits\[1\]）") as caught:
        changes(good, edit)
    assert len(caught.value.choices) == 2


@pytest.mark.parametrize(
    ("edit", "place", "told"),
    [
        (5, "", "数字 5"),
        ({"unit": "571203", "field": "goal"}, "", "value"),
        ({"unit": "571203", "value": "x"}, "", "field"),
        ({"unit": "571203", "field": "goal", "value": "x", "who": 1}, "", "“who”"),
        ({"unit": "9", "field": "goal", "value": "x"}, "", "没有预算单位“9”"),
        ({"unit": 571203, "field": "goal", "value": "x"}, ".unit", "数字 571203"),
        ({"unit": "571203", "year": "2026", "field": "goal", "value": "x"}, ".year", "年份"),
        ({"unit": "571203", "year": 2030, "field": "goal", "value": "x"}, "", "2030"),
        ({"field": "goal", "value": "x"}, "", "没有写明预算单位"),
        ({"unit": "571203", "project": "无", "field": "goal", "value": "x"}, "", "没有项目“无”"),
        ({"unit": "571203", "project": "X1", "field": "none", "value": "x"}, ".field", "“none”"),
        ({"unit": "571203", "project": "X1", "field": "funds.none", "value": "1.00"}, ".field", "funds.none"),
        ({"unit": "571203", "project": "X1", "field": "name.x", "value": "x"}, ".field", "name.x"),
        ({"unit": "571203", "project": "X1", "field": "funds.total.x", "value": "x"}, ".field", "funds.total.x"),
        ({"unit": "571203", "project": "X1", "field": "indicators.x.name", "value": "x"}, ".field", "indicators.x"),
        ({"unit": "571203", "project": "X1", "field": "position", "value": "x"}, ".field", "position"),
        ({"unit": "571203", "project": "X1", "field": "id", "value": "x"}, ".field", "“id”"),
        ({"unit": "571203", "project": "X1", "field": "", "value": "x"}, ".field", "“”"),
        ({"unit": "571203", "project": "X1", "field": "funds.total", "value": "1.234"}, ".value", "两位小数"),
        ({"unit": "571203", "project": "X1", "field": "funds", "value": {"total": 1}}, ".value.total", "数字 1"),
        ({"unit": "571203", "project": "X1", "field": "indicators", "value": [{"x": 1}]}, ".value[0]", "“x”"),
        ({"unit": "571203", "project": "X1", "indicator": 4, "field": "name", "value": "x"}, ".indicator", "3 条"),
        ({"unit": "571203", "project": "X1", "indicator": 0, "field": "name", "value": "x"}, ".indicator", "第 0 条"),
        ({"unit": "571203", "project": "X1", "indicator": True, "field": "name", "value": "x"}, ".indicator", "true"),
        ({"unit": "571203", "project": "X1", "indicator": 1, "field": "goal", "value": "x"}, ".field", "goal"),
        ({"unit": "571203", "project": "X1", "indicator": 1, "field": "id", "value": "x"}, ".field", "“id”"),
        ({"unit": "乙会", "year": 2025, "field": "goal", "value": "x"}, ".field", "部门整体表"),
    ],
)
def test_every_error_names_the_edit(edit, place, told):
    with pytest.raises(Fault) as caught:
        changes({"unit": "571203", "field": "goal", "value": "x"}, edit)
    assert caught.value.place == f".edits[1]{place}"
    assert told in caught.value.reason


@pytest.mark.parametrize(
    ("data", "place"),
    [([], ""), ({}, ".edits"), ({"edits": {}}, ".edits"), ({"edits": [], "more": 1}, "")],
)
def test_what_are_no_edits_is_refused(data, place):
    with pytest.raises(Fault) as caught:
        edit_changes(tree_of(DATA), data)
    assert caught.value.place == place


def test_the_only_unit_need_not_be_named():
    tree = tree_of({"format": "hengbiao/1", "units": [{"name": "甲会", "projects": [{"name": "一"}]}]})
    [change] = edit_changes(tree, {"edits": [{"project": "一", "field": "goal", "value": "x"}]})
    assert state_of(tree.changed([change]).project(change.ref.record))["goal"] == "x"
