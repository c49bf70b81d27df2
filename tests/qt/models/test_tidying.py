"""Slips of the keyboard."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain.target import parse
from hengbiao.forms.grid import Cell, Show, Slot, Style
from hengbiao.qt.models.tidying import taken_for, tidied

TEXTS = st.text(alphabet=st.sampled_from("培训Ａ１２％．。 \u3000\n\tab1.,（）“”"), max_size=40)


@pytest.mark.parametrize(
    ("typed", "put"),
    [
        ("培训 人数", "培训人数"),
        ("２０２５年１１月", "2025年11月"),
        ("合格率 ９５％", "合格率 95%"),
        ("１．５倍", "1.5倍"),
        ("Ｘ光  机 3 台", "X光机 3 台"),
        ("　　第一段\n　　第二段 ", "　　第一段\n　　第二段"),
        ("AED 设备", "AED 设备"),
        ("“三献” 工作", "“三献”工作"),
        ("一、培训。二、宣传", "一、培训。二、宣传"),
        ("开展\t培训\tABC", "开展培训 ABC"),
    ],
)
def test_what_nobody_meant_is_put_right(typed, put):
    assert tidied(typed) == put


@given(TEXTS)
def test_putting_right_twice_changes_nothing_more_and_no_word_is_lost(text):
    once = tidied(text)
    assert tidied(once) == once

    def words(said):
        return [c for c in unicodedata.normalize("NFKC", said.replace("。", ".")) if not c.isspace()]

    assert words(once) == words(text)


@pytest.mark.parametrize(
    ("kind", "text", "value", "said"),
    [
        ("amount", "1.2万", 1_200_000, "“1.2万”记为 1.20 万元"),
        ("amount", "1,234.50", 1_234_500_000, "“1,234.50”记为 1234.50 万元"),
        ("amount", "45", 45_000_000, ""),
        ("amount", "４５", 45_000_000, "“４５”记为 45.00 万元"),
        ("target", "１２期", parse("12期"), "“１２期”记为 12期"),
        ("target", "不少于 3 次", parse("≥3次"), "“不少于 3 次”记为 ≥3次"),
        ("target", "≥3次", parse("≥3次"), ""),
        ("target", "年底前完成", parse("年底前完成"), ""),
        ("text", "培训", "培训", ""),
    ],
)
def test_a_figure_typed_in_other_words_says_what_it_was_taken_for(kind, text, value, said):
    cell = Cell(0, 0, 1, 1, None, Style(show=Show(kind=kind)), Slot("x"))
    assert taken_for(cell, text, value) == said
