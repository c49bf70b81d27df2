import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import records

from hengbiao.domain.department import Department
from hengbiao.domain.project import Project
from hengbiao.domain.unit import Unit
from hengbiao.store.cache import record_of, state_of
from hengbiao.store.shapes import fits

OWNERS = st.sampled_from([Unit, Department, Project])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "target", "text"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=40)
@given(OWNERS.flatmap(records))
def test_the_state_of_every_record_fits(record):
    assert fits(state_of(record))


@settings(max_examples=150)
@given(
    st.sampled_from(
        ["year", "name", "funds", "funds/total", "indicators", "indicators/r", "target", "extra/x", "goal/x"]
    ),
    JSON,
)
def test_what_fits_can_be_read(path, value):
    state = {"kind": "project", "unit": "u", path: value}
    if fits(state):
        record_of("p", state)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": 5},
        {"year": "2025"},
        {"year": True},
        {"funds": 5},
        {"funds": "5"},
        {"funds/total": 1 << 60},
        {"funds/total": [1]},
        {"indicators": "x"},
        {"indicators": {}},
        {"indicators/r": "x"},
        {"indicators/r": {"name": 5}},
        {"indicators/r": {"name": None}},
        {"indicators/r": {"target": "≥1"}},
        {"indicators/r": {"target": {"value": 1}}},
        {"indicators/r": {"target": {"more": "1"}}},
        {"estimates/r": {"amount": "5"}},
    ],
)
def test_values_of_other_types_do_not_fit(wrong):
    assert not fits({"kind": "project", "unit": "u", **wrong})


def test_what_a_newer_program_added_is_passed_over():
    assert fits(
        {"kind": "project", "mood": [1], "funds/gold": {}, "milestones/a": {"x": 1}, "indicators/r": {"colour": 5}}
    )
    assert fits({"kind": "monitoring", "name": 5})
