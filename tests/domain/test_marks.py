import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import records

from hengbiao.domain.change import Change, Ref, put
from hengbiao.domain.diff import record_changes
from hengbiao.domain.fields import all_kinds, build, kind_at, kind_of, kinds, put_state, state_of
from hengbiao.domain.marks import MARKS, Carried, Explanation, Remark, Version, heads_of, heads_text, path_of, place_of
from hengbiao.domain.project import Project
from hengbiao.domain.unit import Unit

REMARK = Remark(id="r", place="indicators.a.target", text="请核实", by="张审核", at="2025-11-01T09:00:00+08:00")
EXPLANATION = Explanation(id="e", rule="R18", text="差额由上年结转解决", rests_on="0f")
VERSION = Version(id="v", label="一上", heads="p:aa")


@given(records(Project))
def test_marks_are_stored_with_their_record(project):
    marked = replace(
        project,
        remarks=(REMARK,),
        carried=(Carried(id="goal", origin="look"), Carried(id="name")),
        explanations=(EXPLANATION,),
    )
    state = json.loads(json.dumps(state_of(marked)))
    assert build(kind_of(marked), marked.id, marked.unit, state) == marked
    assert state["carried/goal"] == {"origin": "look"}


def test_no_form_and_no_interchange_file_knows_them():
    assert set(all_kinds(Project)) - set(kinds(Project)) == {"remarks", "carried", "explanations", "statuses"}
    assert set(all_kinds(Unit)) - set(kinds(Unit)) == {"remarks", "versions", "pairings"}
    assert kind_at(Project, ("remarks", "r", "text")) == "text"


@given(records(Project), records(Project))
def test_a_form_that_comes_in_leaves_the_marks_of_the_standing_one(old, new):
    marked = replace(old, remarks=(REMARK,), carried=(Carried(id="goal"),))
    after = marked
    for change in record_changes(marked, new):
        after = put(after, change.ref.path, change.new)
    assert (after.remarks, after.carried) == (marked.remarks, marked.carried)


@pytest.mark.parametrize(("path", "new"), [(("versions", "v"), VERSION), (("remarks", "r"), REMARK)])
def test_a_mark_is_put_as_any_row(path, new):
    unit = Unit(id="u", name="甲会")
    state = state_of(unit)
    put_state(state, Change(Ref("u", path), None, new))
    assert state == state_of(put(unit, path, new))


@given(st.dictionaries(st.text("abc", min_size=1), st.lists(st.text("012", min_size=1), min_size=1, unique=True)))
def test_heads_are_read_as_they_were_written(heads):
    wanted = {record: tuple(sorted(found)) for record, found in heads.items()}
    assert heads_of(heads_text(wanted)) == wanted


def test_what_is_no_text_of_heads_is_passed_over():
    assert heads_of("x :y z: a:b") == {"a": ("b",)}


def test_a_place_is_a_path():
    assert path_of(place_of(("indicators", "a", "target"))) == ("indicators", "a", "target")
    assert path_of("") == ()
    assert set(MARKS) == {"remarks", "carried", "explanations", "statuses", "versions", "pairings"}
