from hengbiao.domain.project import Project
from hengbiao.domain.unit import Unit
from hengbiao.forms.layouts import load_layout
from hengbiao.qt.field_help import help_on

FORM = Project(id="p", unit="u")


def test_every_field_that_the_tianjin_form_prints_is_explained():
    plan = load_layout("tianjin").plan("project")
    paths = [tuple(path.split("/")) for path in plan.fields]
    paths += [(table, "row", field) for table, columns in plan.columns.items() for field in columns]
    assert paths
    assert [path for path in paths if not help_on(FORM, path)] == []
    assert all(len(help_on(FORM, path).means) > 15 for path in paths)


def test_a_row_without_help_of_its_own_has_that_of_its_table():
    assert help_on(FORM, ("estimates", "row", "price")).title == "测算明细"


def test_what_is_not_explained_is_none():
    assert help_on(FORM, ("extra", "row", "text")) is None
    assert help_on(Unit(id="u"), ("name",)).title == "预算单位"
