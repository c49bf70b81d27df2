import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.qt.initials import matcher


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tjshszh", "天津市红十字会"),
        ("hsz", "天津市红十字会"),
        ("cq", "重庆市"),
        ("sxgz", "“三献”工作统筹发展"),
        ("gz2026", "工作2026年"),
        ("红十字", "天津市红十字会"),
        ("ＨＳＺ", "红十字"),
        ("Hsz", "红十字"),
        ("571203", "571203"),
        ("", "任何名称"),
    ],
)
def test_finds(text, name):
    assert matcher(text)(name)


@pytest.mark.parametrize(
    ("text", "name"), [("hzs", "红十字"), ("红会", "红十字会"), ("2025", "工作2026年"), ("tj hsz", "天津红十字")]
)
def test_does_not_find(text, name):
    assert not matcher(text)(name)


@given(st.lists(st.text("天津市红十字会救护2025abAB（） \n", max_size=8)), st.text("tjshzc2025红十 ", max_size=3))
def test_many_at_once_are_what_each_alone_is(names, text):
    found = matcher(text)
    assert found.among(tuple(names)) == [found(name) for name in names]
