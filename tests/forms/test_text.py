"""Lines: nothing lost, nothing too wide, no line that begins or ends as Chinese typesetting forbids."""

from hypothesis import given
from hypothesis import strategies as st

from hengbiao.forms import text
from hengbiao.forms.grid import Style

EM = 10.0
CHINESE = st.text("中国红十字会预算绩效，。、；：？！“”（）《》1234次人万元abc ≥%", min_size=0, max_size=120)


def broken(written, ems):
    return text.lines(written, ems * EM, text.SERIF, EM)


@given(st.one_of(CHINESE, st.text(max_size=60)), st.floats(1.0, 30.0))
def test_nothing_is_lost(written, ems):
    assert "".join(broken(written, ems)) == written.replace("\n", "").replace("\t", text.TAB)


@given(CHINESE, st.floats(2.0, 30.0))
def test_no_line_is_too_wide(written, ems):
    for line in broken(written, ems):
        assert len(line) == 1 or text.width(line.rstrip(" "), text.SERIF, EM) <= ems * EM + 0.1


@given(st.lists(st.sampled_from(("红十字", "，", "“预算”", "（2025年）", "≥1次", "《条例》", "。")), max_size=40))
def test_no_line_begins_or_ends_with_what_may_not(parts):
    for line in broken("".join(("始", *parts)), 12)[1:]:
        assert line[0] not in text.NOT_FIRST or all(character in text.NOT_FIRST for character in line[:2])
    for line in broken("".join((*parts, "终")), 12)[:-1]:
        assert line[-1] not in text.NOT_LAST


def test_a_comma_takes_its_character_to_the_next_line():
    assert broken("预算绩效，目标", 4) == ("预算绩", "效，目标")


def test_an_opening_quote_goes_to_the_next_line():
    assert broken("预算绩“效”", 4) == ("预算绩", "“效”")


def test_a_number_keeps_its_sign_and_unit():
    assert broken("全年培训≥12次以上", 6) == ("全年培训", "≥12次以上")
    assert broken("应急救护≤17.50万元内", 6) == ("应急救护", "≤17.50万元", "内")


def test_a_word_stays_whole_where_it_fits_and_is_broken_where_it_does_not():
    assert broken("中国RedCross会", 5) == ("中国", "RedCross", "会")
    assert broken("x" * 30, 5) == ("x" * 10, "x" * 10, "x" * 10) or len(broken("x" * 30, 5)) > 2


def test_newlines_are_kept():
    assert broken("一\n\n二", 10) == ("一", "", "二")
    assert broken("", 10) == ("",)


def test_spaces_hang_at_the_end():
    assert broken("一二三四  五六", 4) == ("一二三四  ", "五六")


def test_widths_are_those_of_the_fonts():
    assert text.width("中", text.SERIF, EM) == EM
    assert text.width("1", text.SANS, EM) == EM * 0.555
    assert text.width("\U0001f469", text.SERIF, EM) == EM


def test_each_prescribed_font_is_drawn_by_a_bundled_one():
    assert text.face_of(Style(font="song")) == text.SERIF
    assert text.face_of(Style(font="hei")) == text.SANS
    assert text.face_of(Style(font="hei", bold=True)) == text.SANS_BOLD
