"""Rule files of regions and offices: what they change, and what they are refused for."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.rules.forms import PROJECT, UNIT, tree_of, with_row

from hengbiao.domain.project import Project
from hengbiao.domain.refusal import Refusal
from hengbiao.paths import data_folder, resource
from hengbiao.rules.catalog import Rulebook, read_override, rulebook, rules
from hengbiao.rules.rule import check_record


def book(tmp_path: Path, text: str) -> Rulebook:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    return Rulebook(rules(), (read_override(path, rules()),))


def found(project: Project, own: Rulebook, unit: object = UNIT) -> dict[str, str]:
    tree = tree_of(project, unit=unit)  # type: ignore[arg-type]
    return {one.rule: one.severity for one in check_record(tree, "p", book=own)}


BARE = replace(PROJECT, indicators=tuple(row for row in PROJECT.indicators if row.id != "f"))


@pytest.mark.parametrize(
    ("text", "wanted"), [("", "warning"), ('severity = "error"', "error"), ('severity = "off"', "")]
)
def test_class_and_off(tmp_path: Path, text: str, wanted: str) -> None:
    assert found(BARE, book(tmp_path, f"[R05]\n{text}")).get("R05", "") == wanted


def test_only_units_of_the_region_and_of_the_codes(tmp_path: Path) -> None:
    own = book(tmp_path, 'region = "tianjin"\nunits = ["100001"]\n[R05]\nseverity = "off"')
    assert "R05" not in found(BARE, own)
    assert "R05" in found(BARE, own, replace(UNIT, region="hebei"))
    assert "R05" in found(BARE, own, replace(UNIT, code="2"))


def test_thresholds_and_words(tmp_path: Path) -> None:
    own = book(tmp_path, '[R12]\nlimits = { least = 7 }\n[R37]\nwords = ["由三天缩短到当天取件"]')
    assert found(PROJECT, own) == {"R12": "warning", "R37": "warning"}
    assert own.rules_for(UNIT)[11].limits == {"least": 7, "most": 30, "most_in_level2": 10}


def test_a_word_list_of_ones_own(tmp_path: Path) -> None:
    own = book(
        tmp_path,
        '[D01]\ntitle="不用套话"\nseverity="warning"\nadvice="请写具体"\nfields=["goal","indicators.target"]\nwords=["当天"]',
    )
    (finding,) = check_record(tree_of(PROJECT), "p", book=own)
    assert (finding.rule, finding.ref.path) == ("D01", ("goal",))
    assert finding.message == "绩效目标出现“当天”。请写具体"
    assert own.titled("D01") == "不用套话"
    again = check_record(tree_of(replace(PROJECT, goal="扫描1200册")), "p", book=own)
    assert [one.ref.path for one in again if one.rule == "D01"] == [("indicators", "e", "target")]


NEW = '[D01]\ntitle="一"\nseverity="info"\nadvice="二"\n'

REFUSED = {
    "[R05\n": "TOML",
    "R05 = 1\n": "R05：应是一条规则",
    '[R99]\nseverity = "off"\n': "R99：没有这条规则",
    '[R05]\nseverity = "fatal"\n': "R05：severity 不能是“fatal”",
    "[R05]\ntitle = 5\n": "R05：title 应是文字",
    '[R05]\nwords = ["甲"]\n': "R05：这条规则没有“words”可以改",
    '[R05]\nseverty = "off"\n': "没有“severty”可以改",
    "[R14]\nwords = [1]\n": "R14：words 应是文字的列表",
    '[R14]\nwords = [""]\n': "R14：words 应是文字的列表",
    "[R12]\nlimits = { lest = 3 }\n": "limits 不能是“lest”",
    "[R12]\nlimits = { least = 3.5 }\n": "limits 应是名称等于整数的表",
    NEW: "新增的规则缺少 fields、words",
    f'{NEW}words=["三"]\nfields=["gaol"]\n': "fields 不能是“gaol”",
    f'{NEW}words=["三"]\nfields=["goal"]\nlimits={{}}\n': "没有“limits”可以改",
    'region = 3\n[R05]\nseverity = "off"\n': "region：应是文字",
    'units = "571203"\n[R05]\nseverity = "off"\n': "units：units 应是文字的列表",
}


@pytest.mark.parametrize(("text", "told"), REFUSED.items())
def test_what_is_not_right_is_refused_by_file_and_entry(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Refusal) as fault:
        book(tmp_path, text)
    assert told in str(fault.value)
    assert "own.toml，第 " in str(fault.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('# 本单位\n[R05]\nseverity = "info"\n\n[R06]\ntitle = "数量"\nseverity = "fatal"\n', 7),
        ('# 本单位\n\n[R99]\nseverity = "off"\n', 3),
        ('[R05]\nseverity = "off"\n[R06\n', 3),
        ("# 一\n# 二\nregion = 3\n", 3),
    ],
)
def test_the_line_is_told(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(Refusal) as fault:
        book(tmp_path, text)
    assert f"第 {line} 行" in str(fault.value)


def test_the_files_of_regions_that_are_shipped_are_right() -> None:
    files = sorted((resource("rules") / "regions").glob("*.toml"))
    assert files
    assert [read_override(path, rules()).region for path in files] == [path.stem for path in files]


@pytest.fixture
def own_rules() -> object:
    folder = data_folder() / "rules"
    folder.mkdir()
    rulebook.cache_clear()
    yield folder
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    rulebook.cache_clear()


def test_the_users_files_hold_and_a_broken_one_is_told_without_harm(own_rules: Path) -> None:
    (own_rules / "a.toml").write_text('[R05]\nseverity = "off"\n', "utf-8")
    (own_rules / "b.toml").write_text("[R06", "utf-8")
    assert "R05" not in {one.rule for one in check_record(tree_of(BARE), "p")}
    (fault,) = rulebook().faults
    assert "b.toml，文件末尾" in str(fault)


def test_a_region_may_have_another_class() -> None:
    without = tree_of(with_row("d", level2="数量指标"), unit=replace(UNIT, region="shanghai"))
    classes = {one.rule: one.severity for one in check_record(without, "p")}
    assert classes["R09"] == "info"
