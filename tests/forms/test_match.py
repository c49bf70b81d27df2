"""What is typed or pasted into one cell, and the marks of typed values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.forms.strategies import amounts

from hengbiao.domain.money import MoneyError
from hengbiao.domain.target import Target
from hengbiao.forms.grid import Show, shown
from hengbiao.forms.match import cleaned, joined, parse_cell
from hengbiao.forms.vocabulary import codes, schemes

WAN = Show("amount", "万元")
TARGET = Show("target")
TEXT = Show()


@pytest.mark.parametrize(
    ("show", "text", "value"),
    [
        (WAN, "45", 45_000_000),
        (WAN, " ４５．００ ", 45_000_000),
        (WAN, "1,234.5", 1_234_500_000),
        (WAN, "450000元", 45_000_000),
        (WAN, "0", 0),
        (WAN, "  ", None),
        (Show("amount", "元"), "1.2万", 1_200_000),
        (TARGET, "≥1 次", Target("≥", "1", "次")),
        (TARGET, "不少于30人", Target("≥", "30", "人")),
        (TARGET, "2025年11月底前完成", Target(text="2025年11月底前完成")),
        (TARGET, "", None),
        (TEXT, " 甲\r\n乙\x07 ", "甲\n乙\N{REPLACEMENT CHARACTER}"),
        (TEXT, "\n", None),
        (Show("day", day="{y}年{m}月{d}日"), "2024/1/5", "2024-01-05"),
        (Show("day", day="{y}-{mm}-{dd}"), "２０２４年1月5日", "2024-01-05"),
        (Show("day", day="{y}-{mm}-{dd}"), "年内", "年内"),
        (Show(after="%"), "30%", "30"),
        (Show(after="%"), "30", "30"),
        (Show(before="绩效目标："), "绩效目标：救护", "救护"),
        (Show(codes=codes()["comparator"]), "004", "≥"),
        (Show(codes=codes()["comparator"]), "≥", "≥"),
        (Show(codes=codes()["property"]), "002", "定性"),
        (Show(codes=schemes()["yunnan"].codes), "社会效益", "社会效益指标"),
        (Show(codes=schemes()["2015"].codes), "社会效益", "社会效益"),
    ],
)
def test_what_is_typed_is_put_right(show, text, value):
    assert parse_cell(show, text) == value


@pytest.mark.parametrize("text", ["四十五", "1.2.3", "0.0000001", "99999999999999"])
def test_what_is_no_amount_is_refused_in_a_sentence(text):
    with pytest.raises(MoneyError, match=r"[\u4e00-\u9fff]"):
        parse_cell(WAN, text)


@given(amounts, st.sampled_from(("元", "万元", "亿元")), st.booleans())
def test_an_amount_reads_back_as_it_prints(amount, unit, grouped):
    show = Show("amount", unit, grouped)
    assert parse_cell(show, shown(amount, show)) == amount


@pytest.mark.parametrize(
    ("target", "pattern", "printed"),
    [
        (Target("≥", "90.00", "%"), "{op}{value}({unit})", "≥90.00(%)"),
        (Target("=", "2", ""), "{op}{value}({unit})", "=2"),
        (Target(text="正常运行"), "{op}{value}({unit})", "正常运行"),
        (Target("≤", "17", "万元"), "{op}{value}{unit}", "≤17万元"),
        (Target("≥", "1", "{value}"), "{op}{value}{unit}", "≥1{value}"),
    ],
)
def test_targets_print_as_the_layout_says(target, pattern, printed):
    assert shown(target, Show("target", target=pattern)) == printed


def test_days_codes_and_marks_print():
    assert shown("2024-01-05", Show("day", day="{y}年{m}月{d}日")) == "2024年1月5日"
    assert shown("2024-01-05", Show("day", day="{y}.{mm}.{dd}")) == "2024.01.05"
    assert shown("年内", Show("day", day="{y}")) == "年内"
    assert shown("=", Show(codes=codes()["comparator"])) == "003"
    assert shown(None, Show(before="目标：", after="。")) == "目标："
    assert shown("好", Show(before="目标：", after="。")) == "目标：好。"
    assert shown(0, WAN) == "0.00"
    assert shown(None, WAN) == ""


def test_a_target_from_three_columns():
    assert joined("≥", "98", "怪单位") == Target("≥", "98", "怪单位")
    assert joined("", "正常运行", "") == Target(text="正常运行")
    assert joined("", "100", "") == Target("", "100")
    assert not joined("", "", "")


def test_line_ends_become_one():
    assert cleaned("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
