import pytest

from hengbiao.domain.find import NotOneError, project_called, told, unit_called
from hengbiao.formats.interchange import tree_of

TREE = tree_of(
    {
        "format": "hengbiao/1",
        "units": [
            {"code": "1", "name": "甲会", "year": 2025, "projects": [{"name": "培训"}]},
            {
                "code": "1",
                "name": "甲会",
                "year": 2026,
                "projects": [{"name": "培训", "code": "X1"}, {"name": "X1"}, {"name": "宣传"}],
            },
            {"code": "2", "name": "乙会", "projects": []},
        ],
    },
)


def test_a_code_is_found_before_a_name():
    assert project_called(TREE, "X1").name == "培训"
    assert project_called(TREE, "宣传").name == "宣传"
    assert unit_called(TREE, "2").name == "乙会"
    assert unit_called(TREE, "乙会").code == "2"


def test_a_unit_of_several_years_goes_by_its_year():
    assert unit_called(TREE, "1", 2026).year == 2026
    with pytest.raises(NotOneError, match="2 个") as caught:
        unit_called(TREE, "甲会")
    assert caught.value.choices == ("2025 年 · 1 甲会", "2026 年 · 1 甲会")


def test_a_project_that_stands_several_times_is_told_with_year_unit_and_code():
    with pytest.raises(NotOneError) as caught:
        project_called(TREE, "培训")
    assert str(caught.value).splitlines()[1:] == [
        "  2025 年 · 1 甲会 · 无编码 · 培训",
        "  2026 年 · 1 甲会 · 编码 X1 · 培训",
    ]
    newer = unit_called(TREE, "1", 2026)
    assert project_called(TREE, "培训", newer.id).code == "X1"


def test_what_is_not_there_is_told_without_choices():
    for ask in (
        lambda: unit_called(TREE, "9"),
        lambda: project_called(TREE, "无"),
        lambda: unit_called(TREE, "2", 2030),
    ):
        with pytest.raises(NotOneError, match="没有") as caught:
            ask()
        assert caught.value.choices == ()
    assert told(TREE, unit_called(TREE, "2")) == "未写年度 · 2 乙会"
