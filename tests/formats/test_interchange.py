import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import trees

from hengbiao.domain.department import Department
from hengbiao.domain.fields import ROW_TYPES, group_type, kinds
from hengbiao.domain.project import Project
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import Target
from hengbiao.domain.unit import Unit
from hengbiao.formats import FORMATS, interchange, reader
from hengbiao.formats.interchange import dump, tree_of
from hengbiao.formats.strict_json import MAX_TEXT, Fault

SAMPLES = ["fujian-2021", "hebei-tangshan-2023", "shanghai-2024", "tianjin-2025", "yunnan-suijiang-2025"]


def project(**fields):
    return {"format": "hengbiao/1", "units": [{"code": "1", "name": "甲会", "projects": [{"name": "一"}, fields]}]}


def written(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


@pytest.mark.parametrize("name", SAMPLES)
def test_the_published_samples_come_back_key_for_key_in_their_order(shared, name):
    path = shared / "domain" / "data" / f"{name}.json"
    source = json.loads(path.read_text("utf-8"))
    assert json.dumps(dump(interchange.read(path))) == json.dumps(source)


@settings(max_examples=40)
@given(trees())
def test_whatever_a_document_holds_is_dumped_and_read_again(tree):
    data = json.loads(json.dumps(dump(tree)))
    assert dump(tree_of(data)) == dump(tree)


EVERYTHING = {
    "format": "hengbiao/1",
    "units": [
        {
            "code": "1",
            "name": "甲会",
            "region": "tianjin",
            "year": 2026,
            "extra": {"联系电话": "1", "填报人": ""},
            "department": {
                "year": 2026,
                "period": "2025-2027",
                "budget_code": "9",
                "funds": {"total": "3.00", "project": "2.00", "basic": "1.00", "fiscal": "3.00", "other": "0.00"},
                "duties": "职责\t甲\n乙",
                "lifetime_goal": "总体",
                "goal": "年度",
                "notes": {"duties": "a", "lifetime_goal": "b", "goal": "c"},
                "extra": {"栏": "文"},
                "functions": [{"duty": "d", "task": "t", "project": "p", "amount": "1.00"}],
                "tasks": [{"name": "n", "content": "c", "total": "1.00", "fiscal": "1.00", "other": "0.00"}],
                "sections": [{"title": "t", "goal": "g", "indicators": "文字"}],
                "measures": [{"title": "t", "text": "x"}],
                "indicators": [{"name": "三级", "target": {"text": "11月底前"}}],
            },
            "projects": [
                {
                    "year": 2026,
                    "code": "X",
                    "name": "一",
                    "nature": "经常性专项业务费",
                    "category": "特定目标类",
                    "authority": "主管",
                    "implementer": "实施",
                    "start": "2026-01-01",
                    "end": "2026-12-31",
                    "lifetime_funds": {"total": "9.00", "fiscal": "8.00", "other": "1.00"},
                    "funds": {"total": "-0.01", "fiscal": "9999999999999.99", "carryover": None, "other": "0.00"},
                    "extra": {"负责人": "=1+1"},
                    "estimates": [
                        {
                            "content": "c",
                            "quantity": "1500",
                            "unit": "册",
                            "price": "3.00",
                            "amount": "4500.00",
                            "basis": "b",
                        },
                    ],
                    "purpose": "用途",
                    "lifetime_goal": "总目标",
                    "goal": "年度目标",
                    "payments": [{"by": "3月底", "percent": "30.5"}],
                    "indicators": [
                        {
                            "level1": "产出指标",
                            "level2": "数量指标",
                            "name": "三级",
                            "description": "描述",
                            "basis": "依据",
                            "formula": "公式",
                            "scoring": "评分",
                            "source": "来源",
                            "property": "定量",
                            "weight": "12.50",
                            "remark": "备注𠮷👨‍👩‍👧",
                            "target": {"comparator": "≥", "value": "80.00", "unit": "%"},
                        },
                    ],
                },
            ],
        },
    ],
}


def test_every_key_of_the_contract_comes_back_in_the_order_of_the_contract():
    assert json.dumps(dump(tree_of(EVERYTHING))) == json.dumps(EVERYTHING)


def test_no_field_of_a_record_is_forgotten_in_writing():
    unit = EVERYTHING["units"][0]
    assert set(unit["department"]) == set(kinds(Department))
    assert set(unit["projects"][0]) == set(kinds(Project)) - {"position"}
    assert set(unit) == set(kinds(Unit)) - {"position"} | {"department", "projects"}
    owners = [(unit["department"], Department), (unit["projects"][0], Project)]
    for data, owner in owners:
        for name, kind in kinds(owner).items():
            if kind == "group":
                assert set(data[name]) == set(kinds(group_type(owner, name)))
            elif kind == "rows" and name != "extra":
                of_row = set(kinds(ROW_TYPES[name])) - {"position"}
                assert set(data[name][0]) == (
                    of_row if owner is Project or name != "indicators" else {"name", "target"}
                )


def test_rows_and_records_stand_in_the_order_of_the_file_with_identities_of_their_own():
    tree = tree_of(project(name="二", indicators=[{"name": str(n)} for n in range(50)]))
    assert [item.name for item in tree.all_projects()] == ["一", "二"]
    rows = tree.project(tree.all_projects()[1].id).indicators
    assert [row.name for row in rows] == [str(n) for n in range(50)]
    assert sorted(rows, key=lambda row: (row.position, row.id)) == list(rows)
    assert len({row.id for row in rows}) == 50


def test_blank_and_zero_are_not_the_same():
    tree = tree_of(project(name="二", funds={"total": "0.00", "other": None}))
    funds = tree.project(tree.all_projects()[1].id).funds
    assert (funds.total, funds.other) == (0, None)
    assert dump(tree)["units"][0]["projects"][1]["funds"] == {
        "total": "0.00",
        "fiscal": None,
        "carryover": None,
        "other": None,
    }


@pytest.mark.parametrize(
    ("target", "read"),
    [
        ("≥1 次", Target("≥", "1", "次")),
        ("=3000.00(份)", Target("=", "3000.00", "份")),
        ("2025年11月底前完成", Target(text="2025年11月底前完成")),
        ({"text": "≥1次"}, Target(text="≥1次")),
        ({"comparator": "", "value": "100", "unit": "%"}, Target("", "100", "%")),
        ({"value": "1"}, Target("", "1", "")),
        (None, Target()),
        ({}, Target()),
    ],
)
def test_targets_are_objects_or_plain_texts(target, read):
    tree = tree_of(project(indicators=[{"target": target}]))
    assert tree.project(tree.all_projects()[1].id).indicators[0].target == read


P = "$.units[0].projects[1]"
BAD = [
    ({"funds": {"total": "1.234"}}, f"{P}.funds.total", "两位小数"),
    ({"funds": {"total": "1.5"}}, f"{P}.funds.total", "两位小数"),
    ({"funds": {"total": "1"}}, f"{P}.funds.total", "两位小数"),
    ({"funds": {"total": "10000000000000.00"}}, f"{P}.funds.total", "超出"),
    ({"funds": {"total": "-10000000000000.00"}}, f"{P}.funds.total", "超出"),
    ({"funds": {"total": "9" * 5000}}, f"{P}.funds.total", "超出"),
    ({"funds": {"total": "1e3"}}, f"{P}.funds.total", "1e3"),
    ({"funds": {"total": "٣.00"}}, f"{P}.funds.total", "两位小数"),
    ({"funds": {"total": "1.00\n"}}, f"{P}.funds.total", "两位小数"),
    ({"funds": {"total": "45万"}}, f"{P}.funds.total", "45万"),
    ({"funds": {"total": ""}}, f"{P}.funds.total", "两位小数"),
    ({"funds": {"total": 450000}}, f"{P}.funds.total", "数字 450000"),
    ({"funds": {"total": 1.25}}, f"{P}.funds.total", "数字 1.25"),
    ({"funds": {"total": True}}, f"{P}.funds.total", "true"),
    ({"funds": {"sum": "1.00"}}, f"{P}.funds", "“sum”"),
    ({"funds": []}, f"{P}.funds", "列表"),
    ({"funds": None}, f"{P}.funds", "null"),
    ({"name": 5}, f"{P}.name", "数字 5"),
    ({"name": None}, f"{P}.name", "null"),
    ({"name": ["x"]}, f"{P}.name", "列表"),
    ({"goal": "a\x00b"}, f"{P}.goal", "第 2 个字符是控制字符 U+0000"),
    ({"goal": "a\rb"}, f"{P}.goal", "U+000D"),
    ({"goal": "a\x1b"}, f"{P}.goal", "U+001B"),
    ({"goal": "\ud800"}, f"{P}.goal", "代理字符 U+D800"),
    ({"goal": "x\udfff"}, f"{P}.goal", "U+DFFF"),
    ({"goal": "长" * (MAX_TEXT + 1)}, f"{P}.goal", "100001 个字符"),
    ({"year": "2026"}, f"{P}.year", "年份"),
    ({"year": 26}, f"{P}.year", "26"),
    ({"year": 10**30}, f"{P}.year", "1000000"),
    ({"year": False}, f"{P}.year", "false"),
    ({"position": "V"}, P, "“position”"),
    ({"id": "x"}, P, "“id”"),
    ({"unit": "x"}, P, "“unit”"),
    ({"indicators": {}}, f"{P}.indicators", "对象"),
    ({"indicators": [[]]}, f"{P}.indicators[0]", "列表"),
    ({"indicators": [{}, {"level3": "x"}]}, f"{P}.indicators[1]", "“level3”"),
    ({"indicators": [{"weight": "ten"}]}, f"{P}.indicators[0].weight", "ten"),
    ({"indicators": [{"weight": 10}]}, f"{P}.indicators[0].weight", "数字 10"),
    ({"indicators": [{"target": 5}]}, f"{P}.indicators[0].target", "数字 5"),
    ({"indicators": [{"target": {"value": "1万"}}]}, f"{P}.indicators[0].target.value", "1万"),
    ({"indicators": [{"target": {"comparator": "≧", "value": "1"}}]}, f"{P}.indicators[0].target.comparator", "≧"),
    ({"indicators": [{"target": {"text": "a", "value": "1"}}]}, f"{P}.indicators[0].target", "text"),
    ({"payments": [{"percent": "30%"}]}, f"{P}.payments[0].percent", "30%"),
    ({"extra": {"a": 1}}, f"{P}.extra.a", "数字 1"),
    ({"extra": {"a\x07": "x"}}, f"{P}.extra", "U+0007"),
    ({"extra": {"a b": 1}}, f'{P}.extra["a b"]', "数字 1"),
    ({"extra": []}, f"{P}.extra", "列表"),
]


@pytest.mark.parametrize(("fields", "place", "told"), BAD, ids=lambda value: repr(value)[:40])
def test_what_does_not_fit_is_refused_with_its_json_path(tmp_path, fields, place, told):
    path = written(tmp_path / "坏.json", json.dumps(project(**fields)))
    with pytest.raises(Refusal) as caught:
        interchange.read(path)
    assert caught.value.place == place
    assert told in caught.value.reason
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


TEXTS = [
    ("", "$", "JSON"),
    ("{", "$", "第 1 行第 2 列"),
    ("not json", "$", "JSON"),
    ("[]", "$", "列表"),
    ("null", "$", "null"),
    ('"x"', "$", "文字“x”"),
    ("{}", "$.format", "hengbiao/1"),
    ('{"format": "hengbiao/2", "units": []}', "$.format", "hengbiao/1"),
    ('{"format": ["hengbiao/1"], "units": []}', "$.format", "hengbiao/1"),
    ('{"format": "hengbiao/1", "units": {}}', "$.units", "对象"),
    ('{"format": "hengbiao/1", "units": [], "more": 1}', "$", "“more”"),
    ('{"format": "hengbiao/1", "units": [5]}', "$.units[0]", "数字 5"),
    ('{"format": "hengbiao/1", "units": [{"name": "a", "name": "b"}]}', "$.units[0]", "“name”写了两次"),
    ('{"format": "hengbiao/1", "units": [{"extra": {"a": "1", "a": "2"}}]}', "$.units[0].extra", "“a”写了两次"),
    ('{"format": "hengbiao/1", "format": "hengbiao/1", "units": []}', "$", "写了两次"),
    ('{"format": "hengbiao/1", "units": [{"year": NaN}]}', "$.units[0].year", "数字 NaN"),
    ('{"format": "hengbiao/1", "units": [{"year": -Infinity}]}', "$.units[0].year", "数字 -Infinity"),
    ('{"format": "hengbiao/1", "units": [{"year": 1e999}]}', "$.units[0].year", "数字 1e999"),
    ('{"format": "hengbiao/1", "units": [{"year": ' + "9" * 10_000 + "}]}", "$.units[0].year", "数字 999"),
    ('{"format": "hengbiao/1", "units": [{"name": "\\ud83d"}]}', "$.units[0].name", "U+D83D"),
    ('{"format": "hengbiao/1", "units": [{"department": []}]}', "$.units[0].department", "列表"),
    ('{"format": "hengbiao/1", "units": [{"department": {"code": "1"}}]}', "$.units[0].department", "“code”"),
    ('{"format": "hengbiao/1", "units": ' + "[" * 100_000, "$", ""),
    ('{"format": "hengbiao/1", "units": ' + "[" * 200_000 + "]" * 200_000 + "}", "$", "嵌套"),
    ('{"format": "hengbiao/1", "units": ' + "[" * 90 + "]" * 90 + "}", "$.units[0]", "列表"),
    ('{"a":' * 100_000, "$", ""),
    ("\ufeff" + '{"format": "hengbiao/1", "units": []}', "$", "BOM"),
    ('{"format": "hengbiao/1", "units": []} {}', "$", "JSON"),
    ('{"format": "hengbiao/1", "units": [],}', "$", "JSON"),
    (b'{"format": "hengbiao/1", "units": [{"name": "\xff"}]}', "$", "UTF-8"),
    (b'{"format": "hengbiao/1", "units": [{"name": "\xed\xa0\x80"}]}', "$", "UTF-8"),
    ('{"format": "hengbiao/1"}'.encode("utf-16"), "$", "BOM"),
    ('{"format": "hengbiao/1"}'.encode("gb18030") + "单位".encode("gb18030"), "$", "UTF-8"),
]


@pytest.mark.parametrize(("data", "place", "told"), TEXTS, ids=lambda value: repr(value)[:40])
def test_what_is_no_interchange_file_is_refused_in_one_sentence(tmp_path, data, place, told):
    path = written(tmp_path / "x.json", data)
    with pytest.raises(Refusal) as caught:
        interchange.read(path)
    assert caught.value.place == place
    assert told in caught.value.reason
    assert len(str(caught.value)) < len(str(path)) + 300


def test_a_text_of_ten_megabytes_is_refused(tmp_path):
    path = written(tmp_path / "x.json", json.dumps(project(goal="x" * 10_000_000)))
    with pytest.raises(Refusal, match="10000000 个字符"):
        interchange.read(path)


def test_forty_thousand_characters_and_formulas_are_kept_as_they_are():
    texts = ["字" * 40_000, "=SUM(A1)", "+1", "-1", "@x", "𠀀🚀", "a\u202eb\u200b"]
    for text in texts:
        tree = tree_of(project(goal=text))
        assert dump(tree)["units"][0]["projects"][1]["goal"] == text


def test_files_too_large_are_refused_unread(tmp_path):
    path = tmp_path / "big.json"
    with path.open("wb") as file:
        file.truncate(201 * 1024 * 1024)
    with pytest.raises(Refusal, match="200 MB"):
        interchange.read(path)


@pytest.mark.parametrize("name", ["none.json", "folder"])
def test_what_cannot_be_read_is_refused(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refusal):
        interchange.read(tmp_path / name)


def test_custom_fields_of_one_label_are_all_written():
    tree = tree_of(project(extra={"电话": "1", "传真": "2"}))
    key = tree.all_projects()[1].id
    rows = tree.project(key).extra
    from hengbiao.domain.change import Change, Ref

    tree = tree.changed([Change(Ref(key, ("extra", rows[1].id, "label")), "传真", "电话")])
    assert dump(tree)["units"][0]["projects"][1]["extra"] == {"电话": "1", "电话（2）": "2"}


@given(st.data())
@settings(max_examples=150)
def test_a_mutated_file_is_read_or_refused_and_never_fails(data):
    mutated = copy.deepcopy(EVERYTHING)
    odd = st.sampled_from([None, True, 0, -1, 2026, "", "x", "\ud800", [], {}, [None], {"": None}, float("nan")])
    place = mutated
    while isinstance(place, dict | list) and place and data.draw(st.integers(0, 4)):
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or not place[key]:
            place[key] = data.draw(odd)
            break
        place = place[key]
    else:
        if isinstance(place, list):
            place.append(data.draw(odd))
        else:
            place[data.draw(st.sampled_from(["", "name", "更多", "units"]))] = data.draw(odd)
    try:
        tree = tree_of(mutated)
    except Fault as fault:
        told = fault.refusal("x")
    else:
        told = None
        assert dump(tree_of(dump(tree))) == dump(tree)
    assert told is None or (told.reason and told.place.startswith("$"))


@given(st.binary(max_size=200))
@settings(max_examples=150)
def test_noise_is_refused_and_never_fails(tmp_path_factory, noise):
    path = tmp_path_factory.mktemp("noise") / "x.json"
    path.write_bytes(noise)
    with pytest.raises(Refusal):
        interchange.read(path)


def test_formats_know_their_readers():
    assert reader(".JSON") is interchange.read
    assert reader(".exe") is None
    assert all(callable(reader(suffix)) for suffix in FORMATS)
    assert Path("x.json").suffix in FORMATS
