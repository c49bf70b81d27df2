"""The law through the files that people get: what was written as Word or PDF is read again, or nobody guesses."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.forms.conftest import ALL, PLANS
from tests.forms.strategies import forms, long_forms

from hengbiao.domain.fields import ROW_TYPES, kinds
from hengbiao.exchange.papers import paper_of
from hengbiao.formats import pdf, word
from hengbiao.formats.pdf.fonts import lacking
from hengbiao.formats.pdf.read import read as read_pdf
from hengbiao.forms.form import Row, field_kind
from hengbiao.forms.grid import shown
from hengbiao.forms.match import restricted
from hengbiao.forms.render import render
from hengbiao.forms.text import face_of

each_plan = pytest.mark.parametrize(("name", "kind"), PLANS)
examples = settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def several(layout, kind):
    return st.lists(forms(layout, kind, 3).map(believable), min_size=1, max_size=3)


def ended(form):
    """Blank rows at the end of a table cannot be told from room left in it."""
    last = {
        name: max((n for n, row in enumerate(rows, 1) if row.values), default=0) for name, rows in form.tables.items()
    }
    return replace(form, tables={name: form.tables[name][:count] for name, count in last.items() if count})


def believable(form):
    """The form with numbers where a record holds numbers: other texts there are no data, and are left unplaced."""
    fields = {path: _number(form.kind, path, "", value) for path, value in form.fields.items()}
    tables = {
        table: tuple(Row({n: _number(form.kind, n, table, value) for n, value in row.values.items()}) for row in rows)
        for table, rows in form.tables.items()
    }
    return replace(form, fields=fields, tables=tables)


def _number(kind, path, table, value):
    found = kinds(ROW_TYPES[table]).get(path) if table else field_kind(kind, path)
    return "30" if found == "numeral" and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) else value


def drawable(grid):
    """Whether the fonts of a PDF have every character of the form."""
    return not any(lacking(shown(cell.value, cell.style.show), face_of(cell.style)) for cell in grid.cells)


def through_word(path, layout, made):
    grids = [render(layout, form) for form in made]
    word.write(grids, path)
    return [paper_of(1, "", grid, (layout,)) for grid in word.read(path)]


def through_pdf(path, layout, made):
    grids = [render(layout, form) for form in made]
    pdf.write(grids, path)
    read = read_pdf(path)
    assert [len(grid.cells) for grid in read] == [len(grid.cells) for grid in grids]
    return [paper_of(1, "", grid, (layout,)) for grid in read]


def holds(layout, made, papers):
    """Every paper says its form, with each cell counted once; one of several meanings is not taken for any."""
    assert len(papers) == len(made)
    for form, paper in zip(made, papers, strict=True):
        assert len(paper.reading.unplaced) <= paper.reading.cells
        if paper.layout is None:
            assert len(paper.reading.unplaced) == paper.reading.cells
            assert "种对法" in paper.reading.unplaced[0][1]
        else:
            assert ended(paper.reading.form) == ended(restricted(layout, form))
            assert paper.reading.unplaced == () or all(not cell.slot for cell, _ in paper.reading.unplaced)


def law_of_word(path, layout, made):
    holds(layout, made, through_word(path, layout, made))


def law_of_pdf(path, layout, made):
    sayable = [form for form in made if drawable(render(layout, form))]
    if sayable:
        papers = through_pdf(path, layout, sayable)
        assert all(paper.layout for paper in papers)
        holds(layout, sayable, papers)


@each_plan
@examples
@given(data=st.data())
def test_forms_come_back_from_word(name, kind, data, tmp_path):
    law_of_word(tmp_path / "a.docx", ALL[name], data.draw(several(ALL[name], kind)))


@each_plan
@examples
@given(data=st.data())
def test_forms_come_back_from_pdf(name, kind, data, tmp_path):
    law_of_pdf(tmp_path / "a.pdf", ALL[name], data.draw(several(ALL[name], kind)))


@pytest.mark.torture
@each_plan
@settings(examples, max_examples=300)
@given(data=st.data())
def test_long_forms_come_back_from_word_and_pdf(name, kind, data, tmp_path):
    form = believable(data.draw(long_forms(ALL[name], kind)))
    law_of_word(tmp_path / "a.docx", ALL[name], [form])
    law_of_pdf(tmp_path / "a.pdf", ALL[name], [form])


@pytest.mark.torture
@each_plan
@settings(examples, max_examples=500)
@given(data=st.data())
def test_hundreds_of_forms_come_back_from_word(name, kind, data, tmp_path):
    law_of_word(tmp_path / "a.docx", ALL[name], data.draw(several(ALL[name], kind)))


@pytest.mark.torture
@each_plan
@settings(examples, max_examples=500)
@given(data=st.data())
def test_hundreds_of_forms_come_back_from_pdf(name, kind, data, tmp_path):
    law_of_pdf(tmp_path / "a.pdf", ALL[name], data.draw(several(ALL[name], kind)))
