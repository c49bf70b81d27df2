"""填写说明 of every field of every 表样."""

import pytest

from hengbiao.domain.department import Department
from hengbiao.domain.fields import KINDS, ROW_TYPES, group_type, kinds
from hengbiao.domain.project import Project
from hengbiao.domain.unit import Extra, Unit
from hengbiao.forms.layouts import layouts
from hengbiao.qt import field_help
from hengbiao.qt.field_help import help_on, help_on_label, printed_in

FORM = Project(id="p", unit="u")
BY_KIND = {"project": FORM, "department": Department(id="d", unit="u"), "unit": Unit(id="u")}


def own(record, path, part=""):
    """The help of a field itself, not that of the group it belongs to."""
    found = help_on(record, path, part)
    above = help_on(record, path if part else path[:-1])
    return None if found == above else found


def whole(told):
    """Meaning, view of reviewers, good and bad example, each a sentence or a value of its own."""
    parts = (told.means, told.looks, told.good, told.poor) if told else ()
    return len(parts) == 4 and all(parts) and len(set(parts)) == 4 and len(told.means) > 12 and len(told.looks) > 8


def bound(layout):
    for kind, plan in layout.plans.items():
        for path in plan.fields:
            yield kind, tuple(path.split("/")), ""
        for table, columns in plan.columns.items():
            for column in columns:
                field, _, part = column.partition("/")
                yield kind, (table, "row", field), part


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.id)
def test_every_field_and_column_of_every_layout_is_explained_whole(layout):
    found = list(bound(layout))
    assert found
    bare = [
        (kind, path, part)
        for kind, path, part in found
        if not whole(help_on_label(path[1]) if path[0] == "extra" else own(BY_KIND[kind], path, part))
    ]
    assert bare == []


def fields_of(kind):
    for name, sort in kinds(KINDS[kind]).items():
        if sort == "rows":
            yield from ((name, "row", inner) for inner in kinds(ROW_TYPES[name]) if inner != "position")
        elif sort == "group":
            yield from ((name, inner) for inner in kinds(group_type(KINDS[kind], name)))
        elif name != "position":
            yield (name,)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_there_is_is_explained_whole_printed_or_not(kind):
    assert [path for path in fields_of(kind) if not whole(own(BY_KIND[kind], path))] == []


def test_what_units_print_below_their_forms_is_explained():
    printed = {
        cell.fact.removeprefix("unit.extra/")
        for layout in layouts()
        for plan in layout.plans.values()
        for band in plan.bands
        for line in band.lines
        for cell in line.cells
        if cell.fact.startswith("unit.extra/")
    }
    assert len(printed) > 3
    assert [label for label in printed if help_on_label(label) == help_on_label("从未有过的栏目")] == []


def test_no_two_fields_share_their_sentence():
    told = [own(BY_KIND[kind], path) for kind in KINDS for path in fields_of(kind)]
    means = [one.means for one in dict.fromkeys(told)]
    assert len(means) == len(set(means))


def test_examples_are_told_apart_from_mistakes():
    assert all(own(FORM, path).good != own(FORM, path).poor for path in fields_of("project"))


def test_a_part_of_a_target_has_help_of_its_own():
    path = ("indicators", "row", "target")
    assert help_on(FORM, path, "comparator").title.startswith("指标性质")
    assert help_on(FORM, path).title.startswith("指标值")


def test_a_column_of_ones_own_goes_by_its_label():
    record = Project(id="p", unit="u", extra=(Extra(id="x", label="立项依据"), Extra(id="y", label="没见过的")))
    assert help_on(record, ("extra", "x", "text")).title == "立项依据"
    assert help_on(record, ("extra", "y", "text")).title == "自定义栏目：内容"


def test_it_says_which_layouts_print_a_field():
    assert printed_in(FORM, ("payments", "row", "percent")) == ("河北",)
    assert "天津" in printed_in(FORM, ("indicators", "row", "target"))
    assert printed_in(FORM, ("estimates", "row", "price")) == ()
    assert printed_in(BY_KIND["unit"], ("name",)) == ()


def test_what_is_not_explained_is_none():
    assert help_on(FORM, ("nowhere",)) is None
    assert field_help.help_on(BY_KIND["unit"], ("name",)).title == "预算单位名称"
