import pytest
from hypothesis import example, given
from tests.strategies import numeric_targets, texts

from hengbiao.domain import target
from hengbiao.domain.target import Target

NUMERIC = {
    "≥1 次": Target("≥", "1", "次"),
    "≥1次": Target("≥", "1", "次"),
    "≤ 6.73 万元": Target("≤", "6.73", "万元"),
    "≤ 6.73 万\n元": Target("≤", "6.73", "万元"),
    "=3000.00(份)": Target("=", "3000.00", "份"),
    "≥90.00(%)": Target("≥", "90.00", "%"),
    "≥90%": Target("≥", "90", "%"),
    "≥90％": Target("≥", "90", "%"),
    "100%": Target("", "100", "%"),
    "1 次": Target("", "1", "次"),
    "3000 平方米": Target("", "3000", "平方米"),
    "≤87.8 万": Target("≤", "87.8", "万"),
    "≧5000人次": Target("≥", "5000", "人次"),
    ">=3期": Target("≥", "3", "期"),
    "》=3期": Target("≥", "3", "期"),
    "<=48小时": Target("≤", "48", "小时"),
    "不少于30例": Target("≥", "30", "例"),
    "不低于95%": Target("≥", "95", "%"),
    "不超过3元/册": Target("≤", "3", "元/册"),
    "30人以上": Target("≥", "30", "人"),
    "48小时以内": Target("≤", "48", "小时"),
    "＞2个": Target(">", "2", "个"),
    "＜5%": Target("<", "5", "%"),
    "＝100％": Target("=", "100", "%"),
    "═100%": Target("=", "100", "%"),
    "大于2次": Target(">", "2", "次"),
    "≥１２期": Target("≥", "12", "期"),
    "≥1,200人次": Target("≥", "1200", "人次"),
    "≤50元/人·月": Target("≤", "50", "元/人·月"),
}

TEXTS = [
    "2025年11月底前完成",
    "11月底前完成",
    "2025年9月底前",
    "2023年12月31日",
    "2023.12.31",
    "2025年",
    "4月底",
    "正常运行",
    "地铁公益广告不少于2条地铁线路，30个广告点位",
    "年内造血干细胞成功捐献人数不少于30人",
    "±3%以内",
    "≥1-2次",
    "≥",
    "提升",
    "1,2次",
]


@pytest.mark.parametrize(("written", "read"), NUMERIC.items())
def test_numbers_are_read_in_every_published_way(written, read):
    assert target.parse(written) == read


@pytest.mark.parametrize("written", TEXTS)
def test_dates_and_sentences_stay_texts(written):
    assert target.parse(written) == Target(text=written)


@given(numeric_targets)
def test_a_numeric_target_prints_as_what_reads_back(made):
    assert target.parse(str(made)) == made


def test_a_bare_year_is_a_date_and_no_number_of_years():
    assert target.parse("2025年") == Target(text="2025年")
    assert target.parse("≥3年") == Target("≥", "3", "年")
    assert target.parse("3年") == Target("", "3", "年")


def test_a_line_break_of_a_narrow_cell_is_passed_over_but_never_joins_digits():
    assert target.parse("≥\n12次") == Target("≥", "12", "次")
    assert target.parse("≥1\n2次") == Target(text="≥1\n2次")


@given(texts)
@example("≥1次")
@example("（3）")
def test_the_canonical_form_is_its_own(text):
    once = target.canonical(Target(text=text))
    assert target.canonical(once) == once


@given(texts)
def test_nothing_that_is_written_is_lost(text):
    read = target.parse(text)
    assert read.text == text.strip() or read.value


@pytest.mark.parametrize("hostile", ["1" * 100_000, "≥" * 100_000, "9" * 24 + "次" * 50, "1," * 30_000])
def test_hostile_lengths_are_texts_at_once(hostile):
    assert target.parse(hostile).text == hostile


def test_values_are_kept_as_written():
    assert target.parse("≥80.00%").value == "80.00"
    assert str(target.parse("≥80.00 %")) == "≥80.00%"


def test_a_target_of_nothing_is_blank():
    assert not target.parse("  ")
    assert Target(comparator="≥")


def test_units_are_known_by_their_parts():
    assert target.is_known_unit("元/人·月")
    assert target.is_known_unit("万人次")
    assert not target.is_known_unit("完成")
