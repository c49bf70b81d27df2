"""Forms that come in as office files and PDFs: exactly what was printed, nothing more, nothing twice."""

import json
import zipfile
from dataclasses import replace

import pytest

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import empty
from hengbiao.exchange import exports
from hengbiao.exchange.imports import import_changes, read_source, report
from hengbiao.formats import interchange
from hengbiao.forms.facts import facts
from hengbiao.forms.layouts import layouts, load_layout
from hengbiao.forms.match import restricted
from hengbiao.paths import resource

SUFFIXES = (".xlsx", ".docx", ".pdf")
CASES = [(layout, kind) for layout in layouts() for kind in layout.plans]
each_suffix = pytest.mark.parametrize("suffix", SUFFIXES)
each_case = pytest.mark.parametrize(("layout", "kind"), CASES, ids=[f"{each.id}-{kind}" for each, kind in CASES])
TIANJIN = load_layout("tianjin")


@pytest.fixture(scope="module")
def tree():
    return interchange.read(resource("samples", "sample.json"))


def written(path, tree, layout, kind):
    exports.export(tree, layout, exports.forms_of(tree, kind), path)
    return path


def with_changed(tree, record, **fields):
    return type(tree)(tree.records.with_changes({record: replace(tree.records[record], **fields)}, ()), tree.headings)


@each_suffix
@each_case
def test_what_was_exported_is_there_already(tree, layout, kind, suffix, tmp_path):
    source = read_source(written(tmp_path / f"表{suffix}", tree, layout, kind))
    assert import_changes(tree, [source]) == []
    told = report([source])["sources"][0]
    assert (told["status"], told["layout"]) == ("imported", layout.id)
    assert len(told["forms"]) == len(exports.forms_of(tree, kind))
    for form in told["forms"]:
        assert form["cells_read"] == form["cells_placed"] > 10
        assert form["unplaced"] == []


@each_suffix
@pytest.mark.parametrize("name", ["tianjin", "hebei", "national-department"])
def test_a_new_document_holds_what_the_form_printed(tree, name, suffix, tmp_path):
    layout = load_layout(name)
    kind = next(iter(layout.plans))
    source = read_source(written(tmp_path / f"表{suffix}", tree, layout, kind))
    new = empty().changed(import_changes(empty(), [source], year=2026))
    for old_id, new_id in zip(exports.forms_of(tree, kind), exports.forms_of(new, kind), strict=True):
        assert restricted(layout, facts(new, new_id)) == restricted(layout, facts(tree, old_id))
    assert [(unit.name, new.unit_year(unit.id)) for unit in new.units] == [("临溪县红十字会", 2026)]


@each_suffix
def test_only_what_differs_changes_and_what_is_not_printed_stays(tree, suffix, tmp_path):
    record = exports.forms_of(tree, "project")[1]
    rows = tree.records[record].indicators
    other = with_changed(tree, record, goal="另一个目标", indicators=(*rows[:-1], replace(rows[-1], name="换了名称")))
    changes = import_changes(tree, [read_source(written(tmp_path / f"表{suffix}", other, TIANJIN, "project"))])
    assert {(change.ref.record, change.ref.path[0], change.ref.path[-1], change.new) for change in changes} == {
        (record, "goal", "goal", "另一个目标"),
        (record, "indicators", "name", "换了名称"),
    }


@each_suffix
def test_a_blank_in_the_form_blanks_only_what_it_prints(tree, suffix, tmp_path):
    record = exports.forms_of(tree, "project")[0]
    changes = import_changes(
        tree,
        [read_source(written(tmp_path / f"表{suffix}", with_changed(tree, record, purpose=""), TIANJIN, "project"))],
    )
    assert [(change.ref.path, change.new) for change in changes] == [(("purpose",), "")]


def test_a_form_without_year_takes_the_one_given_else_none(tree, tmp_path):
    source = read_source(written(tmp_path / "a.xlsx", tree, TIANJIN, "project"))
    new = empty().changed(import_changes(empty(), [source]))
    assert [new.unit_year(unit.id) for unit in new.units] == [None]
    given = empty().changed(import_changes(empty(), [source], year=2031))
    assert [given.unit_year(unit.id) for unit in given.units] == [2031]


def test_a_form_without_unit_goes_to_the_only_one_there_is(tree, tmp_path):
    layout = load_layout("shanghai")
    source = read_source(written(tmp_path / "a.docx", tree, layout, "project"))
    assert import_changes(tree, [source]) == []
    new = empty().changed(import_changes(empty(), [source], unit_code="571203"))
    assert [(unit.code, new.unit_year(unit.id)) for unit in new.units] == [("571203", 2026)]


def test_a_layout_that_is_named_wrongly_is_refused(tree, tmp_path):
    path = written(tmp_path / "a.docx", tree, TIANJIN, "project")
    with pytest.raises(Refusal, match=r"没有找到表样“上海市.*--layout"):
        read_source(path, load_layout("shanghai"))


def altered(source, target, part, old, new):
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            assert name != part or old.encode() in content
            after.writestr(name, content.replace(old.encode(), new.encode(), 1) if name == part else content)
    return target


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ("<v>18.60</v>", "<v>18.6</v><!---->", None, None),
        ("三级指标", "三级名称", "C7", "三级指标"),
    ],
)
def test_a_label_that_was_altered_in_a_workbook_is_not_placed(tree, old, new, where, why, tmp_path):
    path = written(tmp_path / "a.xlsx", tree, TIANJIN, "project")
    source = read_source(altered(path, tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", old, new))
    first = report([source])["sources"][0]["forms"][0]
    assert first["cells_read"] == first["cells_placed"] + len(first["unplaced"])
    assert [cell["where"].rpartition("!")[2] for cell in first["unplaced"]] == ([where] if where else [])
    assert all(why in cell["why"] for cell in first["unplaced"])


def test_amounts_are_read_in_the_unit_that_the_form_says(tree, tmp_path):
    path = written(tmp_path / "a.xlsx", tree, TIANJIN, "project")
    part = "xl/worksheets/sheet1.xml"
    source = read_source(altered(path, tmp_path / "b.xlsx", part, "单位：万元", "单位：元"))
    assert source.unplaced == 0
    assert source.papers[0].reading.form.fields["funds/total"] == 1860
    assert source.papers[1].reading.form.fields["funds/total"] > 100_000


def test_amounts_in_a_unit_that_nobody_knows_are_not_placed(tree, tmp_path):
    path = written(tmp_path / "a.xlsx", tree, TIANJIN, "project")
    part = "xl/worksheets/sheet1.xml"
    source = read_source(altered(path, tmp_path / "b.xlsx", part, "单位：万元", "单位：美元"))
    fields = source.papers[0].reading.form.fields
    assert [cell.text for cell in source.forms[0].unplaced] == ["单位：美元", "18.6", "18.6"]
    assert not {"funds/total", "funds/fiscal"} & fields.keys()
    assert fields["name"]


def test_an_amount_that_is_none_is_not_placed_and_nothing_is_guessed(tree, tmp_path):
    path = written(tmp_path / "a.docx", tree, TIANJIN, "project")
    source = read_source(altered(path, tmp_path / "b.docx", "word/document.xml", ">18.60<", ">约十八万<"))
    first = source.forms[0]
    assert (first.cells_read, [(cell.where, cell.text) for cell in first.unplaced]) == (
        first.cells_placed + 1,
        [("第 1 张表第 4 行第 3 列", "约十八万")],
    )


def test_a_workbook_without_our_names_is_found_by_its_labels(tree, tmp_path):
    from openpyxl import load_workbook

    path = written(tmp_path / "a.xlsx", tree, TIANJIN, "project")
    book = load_workbook(path)
    for sheet in book.worksheets:
        sheet.defined_names.clear()
    book.save(tmp_path / "b.xlsx")
    source = read_source(tmp_path / "b.xlsx")
    assert source.layout == "tianjin"
    assert import_changes(tree, [source]) == []


def test_a_workbook_of_something_else_is_refused_in_a_sentence(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["姓名", "电话"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Refusal, match="没有找到能认出的表"):
        read_source(tmp_path / "a.xlsx")


def test_a_sheet_that_is_no_form_is_told_beside_those_that_are(tree, tmp_path):
    from openpyxl import load_workbook

    book = load_workbook(written(tmp_path / "a.xlsx", tree, TIANJIN, "project"))
    book.create_sheet("说明").append(["请先看这里", None, "谢谢"])
    book.save(tmp_path / "b.xlsx")
    told = report([read_source(tmp_path / "b.xlsx")])["sources"][0]
    assert told["status"] == "partly"
    assert told["forms"][-1]["unplaced"] == [
        {"where": "说明!A1", "text": "请先看这里", "why": "没有认出这是哪种表样的表"},
        {"where": "说明!C1", "text": "谢谢", "why": "没有认出这是哪种表样的表"},
    ]
    assert json.dumps(told)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7\n1 0 obj", b"\x00" * 999])
def test_broken_files_are_refused_in_a_sentence(suffix, content, tmp_path):
    (tmp_path / f"a{suffix}").write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        read_source(tmp_path / f"a{suffix}")
    assert "\n" not in str(refusal.value)
