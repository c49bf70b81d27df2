import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.qt.windows import small_tree
from tests.strategies import records

from hengbiao.domain.project import Project
from hengbiao.exchange.parcel import Parcel, ParcelError, as_text, packed, unpacked


@given(st.lists(records(Project), max_size=3), st.booleans())
def test_what_is_packed_comes_out_the_same(projects, cut):
    parcel = Parcel("d1", cut, tuple(projects))
    assert unpacked(packed(parcel)) == parcel


def test_the_text_is_what_a_spreadsheet_takes():
    text = as_text([small_tree().project("p1"), small_tree().project("p3")])
    first, second = text.split("\n\n")
    assert first.splitlines() == [
        "项目名称\t应急救护培训",
        "预算数（万元）\t45.00",
        "年度绩效目标\t目标",
        "一级指标\t二级指标\t三级指标\t指标值",
        "产出指标\t数量指标\t开展救护培训\t≥12期",
        "产出指标\t成本指标\t培训费用\t≤45万元",
    ]
    assert second.splitlines()[0] == "项目名称\t备灾物资"


GOOD = {"id": "p", "unit": "u", "state": {"name": "甲"}}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'"text"',
        b'{"format":"hengbiao-projects/2","document":"d","cut":false,"projects":[]}',
        json.dumps({"format": "hengbiao-projects/1", "document": "d", "cut": "no", "projects": [GOOD]}).encode(),
        *(
            json.dumps({"format": "hengbiao-projects/1", "document": "d", "cut": False, "projects": broken}).encode()
            for broken in (
                [{"id": "p", "unit": "u"}],
                ["p"],
                [{**GOOD, "state": {"year": "2026"}}],
                [{**GOOD, "state": {"funds/total": 1.5}}],
                [{**GOOD, "state": {"indicators/a": "text"}}],
                [{**GOOD, "state": {"indicators": {}}}],
                [{**GOOD, "state": {"funds": 3}}],
                [{**GOOD, "state": {"goal": 7}}],
                [{**GOOD, "state": {"goal": ["a"]}}],
                [{**GOOD, "state": []}],
                3,
            )
        ),
    ],
)
def test_what_is_no_parcel_is_refused_in_a_sentence(raw):
    with pytest.raises(ParcelError, match="剪贴板里的项目"):
        unpacked(raw)
