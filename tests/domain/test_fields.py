import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import records

from hengbiao.domain.change import value_at
from hengbiao.domain.department import Department, Section
from hengbiao.domain.diff import record_changes
from hengbiao.domain.fields import KINDS, build, kind_at, kind_of, kinds, put_state, state_of
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Project
from hengbiao.domain.unit import Unit

OWNERS = st.sampled_from([Unit, Project, Department])


@given(OWNERS.flatmap(records))
def test_a_record_is_built_again_from_its_state_through_json(record):
    state = json.loads(json.dumps(state_of(record)))
    assert build(kind_of(record), record.id, getattr(record, "unit", ""), state) == record


@given(OWNERS.flatmap(lambda t: st.tuples(*[records(t)] * 2)))
def test_a_state_kept_up_to_date_is_the_state_of_the_changed_record(pair):
    old, new = pair
    state = state_of(old)
    record = old
    for change in record_changes(old, new):
        put_state(state, change)
        record = KINDS[kind_of(old)] and _changed(record, change)
    assert state == state_of(record)


def _changed(record, change):
    from hengbiao.domain.change import put_all

    return put_all(record, [change])


@given(OWNERS.flatmap(records))
def test_states_hold_no_empty_values(record):
    assert all(value not in (None, "", {}) for value in state_of(record).values())


def test_a_state_of_a_newer_program_is_read_without_what_is_unknown():
    state = {
        "name": "甲",
        "mood": "x",
        "funds/total": 5,
        "funds/gold": 6,
        "indicators/a": {"name": "乙", "colour": "红"},
    }
    record = build("project", "p", "u", state)
    assert (record.name, record.funds.total, record.indicators[0].name) == ("甲", 5, "乙")


def test_kinds_name_every_field_but_identity():
    assert "id" not in kinds(Project)
    assert "unit" not in kinds(Project)
    assert kinds(Project)["funds"] == "group"
    assert kinds(Project)["indicators"] == "rows"
    assert kinds(Indicator)["target"] == "target"
    assert kinds(Indicator)["weight"] == "numeral"
    assert kinds(Unit)["year"] == "year"


def test_the_indicators_of_a_section_are_a_text():
    assert kinds(Section)["indicators"] == "text"
    assert kinds(Department)["indicators"] == "rows"


def test_kinds_are_found_by_path():
    assert kind_at(Project, ("funds", "total")) == "amount"
    assert kind_at(Project, ("indicators", "x", "target")) == "target"
    assert kind_at(Project, ("estimates", "x", "unit")) == "text"
    assert value_at(Project(id="p", unit="u"), ("funds", "total")) is None
    for path in (("none",), ("funds", "none"), ("indicators", "x", "none"), ("unit",)):
        with pytest.raises(KeyError):
            kind_at(Project, path)
