import openpyxl
import pytest

from hengbiao.domain.project import Project
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Records, Tree, heading
from hengbiao.domain.twins import link
from hengbiao.domain.unit import Unit
from hengbiao.exchange import expected
from hengbiao.exchange.expected import Expected


def tree(*units, empty=()):
    made = {}
    for number, (code, name, year) in enumerate(units):
        unit = Unit(id=f"u{number}", position=f"{number}V", code=code, name=name, year=year)
        made[unit.id] = unit
        if number not in empty:
            made[f"p{number}"] = Project(id=f"p{number}", unit=unit.id, name="项目")
    return Tree(Records(made), {key: heading(record) for key, record in made.items()})


LIST = [Expected("1", "甲会"), Expected("2", "乙会"), Expected("3", "丙会"), Expected("4", "丁会")]
HELD = tree(("1", "甲会", 2026), ("2", "乙会", 2025), ("3", "丙会", 2026), ("3", "丙会", 2026), ("9", "外会", 2026))


def test_who_is_missing_older_twice_and_not_on_the_list():
    found = expected.reporting(HELD, LIST)
    assert (found.year, found.expected, found.present) == (2026, 4, 1)
    told = [(one.state, one.unit.name, one.why) for one in found.absences]
    assert told == [
        ("missing", "丁会", "没有收到"),
        ("older", "乙会", "只有 2025 年度的表"),
        ("twice", "丙会", "文件里有 2 份 2026 年度的表"),
        ("unlisted", "外会", "文件里有，名单上没有"),
    ]


def test_the_text_can_be_pasted_as_it_is():
    assert expected.text(expected.reporting(HELD, LIST)) == (
        "【2026 年度绩效目标表】应报 4 个单位，已报 1 个。\n"
        "以下单位尚未报送，请尽快报送：\n1. 4 丁会\n"
        "以下单位报来的是往年的表，请报本年度的：\n1. 2 乙会\n"
        "以下单位报了两份，请告知以哪一份为准：\n1. 3 丙会"
    )
    assert expected.text(expected.reporting(HELD, LIST[:1])).endswith("全部报齐，谢谢。")


def test_a_unit_without_any_form_has_not_reported():
    found = expected.reporting(tree(("1", "甲会", 2026), empty=(0,)), LIST[:1])
    assert [(one.state, one.why) for one in found.absences] == [("missing", "有这个单位，没有填写任何表")]


def test_a_list_that_states_years_is_held_to_them():
    found = expected.reporting(HELD, [Expected("2", "", 2025), Expected("1", "", 2025)])
    assert [(one.state, one.unit.code) for one in found.absences if one.state != "unlisted"] == [("older", "1")]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_read_by_its_heads_in_any_order(tmp_path, code):
    path = tmp_path / "名单.csv"
    path.write_bytes(
        "应报单位\n\n序号,单位名称,联系人,单位编码,年度\n1,甲会,张,001,2026年\n2,乙会,,002,\n2,乙会,,002,\n".encode(
            code
        )
    )
    assert expected.read_expected(path) == (Expected("001", "甲会", 2026), Expected("002", "乙会"))


def test_a_list_without_heads_is_code_and_name_or_names_alone(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text("571203,甲会\n571301,乙会\n", "utf-8")
    assert expected.read_expected(path) == (Expected("571203", "甲会"), Expected("571301", "乙会"))
    path.write_text("甲会\n乙会\n", "utf-8")
    assert expected.read_expected(path) == (Expected("", "甲会"), Expected("", "乙会"))


def test_a_workbook_is_read_too_with_codes_typed_as_numbers(tmp_path):
    book = openpyxl.Workbook()
    for row in (["单位编码", "预算单位名称"], [571203, "甲会"], ["001", "乙会"], [None, None]):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    assert expected.read_expected(tmp_path / "名单.xlsx") == (Expected("571203", "甲会"), Expected("001", "乙会"))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.csv", b"", "空的"),
        ("x.csv", b"\xff\xff\xff\x00", "编码不是"),
        ("x.csv", '"没有配对'.encode(), "CSV"),
        ("x.csv", "单位编码,单位名称\n".encode(), "没有预算单位"),
        ("x.xlsx", b"PK\x03\x04 broken", "已损坏"),
        ("x.xls", b"no workbook", "已损坏"),
        ("x.txt", b"1", "名单不能是"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(tmp_path, name, content, why):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal, match=why):
        expected.read_expected(path)
    with pytest.raises(Refusal, match="打不开"):
        expected.read_expected(tmp_path / "没有.csv")


def test_a_unit_that_holds_only_what_is_counted_elsewhere_did_not_report_twice():
    both = tree(("1", "甲会", 2025), ("1", "甲会", 2025))
    listed = [Expected("1", "甲会")]
    assert [one.state for one in expected.reporting(both, listed).absences] == ["twice"]
    assert expected.reporting(both.changed(link(both, "p0", "p1")), listed).absences == ()
