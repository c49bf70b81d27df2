import pytest

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
