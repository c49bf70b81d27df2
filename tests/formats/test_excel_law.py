"""The law through a real file: what was rendered, written and read back by its names is matched again."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.forms.conftest import ALL, PLANS
from tests.forms.strategies import forms, long_forms

from hengbiao.exchange.readback import check
from hengbiao.formats import excel
from hengbiao.forms.match import match, restricted
from hengbiao.forms.render import render

each_plan = pytest.mark.parametrize(("name", "kind"), PLANS)
examples = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def through_a_file(path, layout, made):
    excel.write([render(layout, form) for form in made], path)
    return [match(layout, grid, printed=True) for grid in excel.read_named(path)]


@each_plan
@examples
@given(data=st.data())
def test_forms_come_back_from_the_file(name, kind, data, tmp_path):
    layout = ALL[name]
    made = data.draw(st.lists(forms(layout, kind), min_size=1, max_size=8))
    assert through_a_file(tmp_path / "a.xlsx", layout, made) == [restricted(layout, form) for form in made]


@each_plan
@settings(examples, max_examples=5)
@given(data=st.data())
def test_sixty_rows_come_back_from_the_file(name, kind, data, tmp_path):
    layout = ALL[name]
    form = data.draw(long_forms(layout, kind))
    assert through_a_file(tmp_path / "a.xlsx", layout, [form]) == [restricted(layout, form)]


@pytest.mark.torture
@each_plan
@settings(examples, max_examples=500)
@given(data=st.data())
def test_hundreds_of_forms_come_back_from_the_file(name, kind, data, tmp_path):
    layout = ALL[name]
    made = data.draw(st.lists(forms(layout, kind), min_size=1, max_size=3))
    assert through_a_file(tmp_path / "a.xlsx", layout, made) == [restricted(layout, form) for form in made]


@pytest.mark.torture
@each_plan
@settings(examples, max_examples=200)
@given(data=st.data())
def test_long_forms_in_parts_come_back_and_read_back(name, kind, data, tmp_path):
    layout = ALL[name]
    form = data.draw(long_forms(layout, kind))
    assert through_a_file(tmp_path / "a.xlsx", layout, [form]) == [restricted(layout, form)]
    assert check(tmp_path / "a.xlsx", [render(layout, form)]).differences == ()
