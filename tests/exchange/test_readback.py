import re
import zipfile
from dataclasses import replace

import pypdfium2
import pytest

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import exports
from hengbiao.exchange.readback import CHECKERS, check
from hengbiao.formats import interchange
from hengbiao.forms.grid import shown
from hengbiao.forms.layouts import layouts
from hengbiao.paths import resource

SUFFIXES = sorted(exports.WRITERS)
CASES = [(layout, kind) for layout in layouts() for kind in layout.plans]
each_kind = pytest.mark.parametrize("suffix", SUFFIXES)


@pytest.fixture(scope="module")
def tree():
    return interchange.read(resource("samples", "sample.json"))


@pytest.fixture(params=CASES, ids=[f"{layout.id}-{kind}" for layout, kind in CASES])
def case(request):
    return request.param


def grids(tree, layout, kind):
    return list(exports.grids(tree, layout, exports.forms_of(tree, kind)))


def written(path, tree, layout, kind):
    return exports.export(tree, layout, exports.forms_of(tree, kind), path)


def altered(grid, old, new):
    """The grid with another text in every cell that holds the old one."""
    cells = tuple(replace(cell, value=new) if cell.value == old else cell for cell in grid.cells)
    return replace(grid, cells=cells)


def filled(grid):
    return sum(bool(printed(cell)) for cell in grid.cells)


def printed(cell):
    return shown(cell.value, cell.style.show)


def tampered(source, target, part, change):
    """A copy of an office file with one part changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if re.fullmatch(part, name) else content)
    return target


def test_every_kind_that_is_written_is_read_back():
    assert set(CHECKERS) == set(exports.WRITERS)


@each_kind
def test_what_was_exported_is_found_again(tree, case, suffix, tmp_path):
    layout, kind = case
    found = written(tmp_path / f"表{suffix}", tree, layout, kind).readback
    assert found.differences == ()
    assert found.same == sum(map(filled, grids(tree, layout, kind)))
    assert str(found) == f"导出文件已回读，{found.same} 处与系统一致"


@each_kind
def test_one_text_that_differs_is_told_with_form_cell_and_both_texts(tree, case, suffix, tmp_path):
    layout, kind = case
    made = grids(tree, layout, kind)
    path = tmp_path / f"表{suffix}"
    written(path, tree, layout, kind)
    old = max((cell.value for cell in made[-1].cells if cell.slot and isinstance(cell.value, str)), key=len)
    made[-1] = altered(made[-1], old, "换了一句话")
    found = check(path, made)
    assert found.differences
    assert all(made[-1].title in each.form for each in found.differences)
    assert all(each.expected.endswith("换了一句话") and old in each.found for each in found.differences)
    assert found.same == sum(map(filled, made)) - len(found.differences)
    assert str(found).endswith(f"{len(found.differences)} 处不一致")


@each_kind
def test_an_amount_that_differs_by_one_cent_is_told(tree, case, suffix, tmp_path):
    layout, kind = case
    made = grids(tree, layout, kind)
    path = tmp_path / f"表{suffix}"
    written(path, tree, layout, kind)
    amounts = [cell for cell in made[0].cells if cell.slot and isinstance(cell.value, int)]
    if not amounts:
        pytest.skip("the sample has no amount here")
    more = replace(amounts[0], value=amounts[0].value + 1)
    made[0] = replace(made[0], cells=tuple(more if cell is amounts[0] else cell for cell in made[0].cells))
    (told,) = check(path, made).differences
    assert (told.expected, told.found) == (printed(more), printed(amounts[0])) or suffix == ".xlsx"


@each_kind
def test_a_missing_form_is_noticed(tree, suffix, tmp_path):
    layout = layouts()[0]
    kind = next(iter(layout.plans))
    made = grids(tree, layout, kind)
    path = tmp_path / f"表{suffix}"
    exports.export(tree, layout, exports.forms_of(tree, kind)[:-1], path)
    found = check(path, made)
    assert len({each.form for each in found.differences}) == 1
    assert found.same == sum(map(filled, made[:-1]))


TIANJIN = next(layout for layout in layouts() if layout.id == "tianjin")


def test_one_digit_changed_in_a_workbook_is_found(tree, tmp_path):
    written(tmp_path / "a.xlsx", tree, TIANJIN, "project")
    path = tampered(
        tmp_path / "a.xlsx",
        tmp_path / "b.xlsx",
        r"xl/worksheets/sheet1\.xml",
        lambda xml: re.sub(rb"<v>([0-9]+)[.]([0-9]+)</v>", rb"<v>\g<1>9.\2</v>", xml, count=1),
    )
    (told,) = check(path, grids(tree, TIANJIN, "project")).differences
    assert (told.cell, told.expected, told.found) == ("“预算数”", "18.60", "189.6")


def test_a_merge_taken_from_a_workbook_is_found(tree, tmp_path):
    written(tmp_path / "a.xlsx", tree, TIANJIN, "project")
    path = tampered(
        tmp_path / "a.xlsx",
        tmp_path / "b.xlsx",
        r"xl/worksheets/sheet1\.xml",
        lambda xml: re.sub(rb'<mergeCell ref="A1:G1"/>', b"", xml),
    )
    (told,) = check(path, grids(tree, TIANJIN, "project")).differences
    assert "合并的单元格不同" in told.found


def test_one_character_changed_in_a_document_is_found(tree, tmp_path):
    written(tmp_path / "a.docx", tree, TIANJIN, "project")
    path = tampered(
        tmp_path / "a.docx", tmp_path / "b.docx", r"word/document\.xml", lambda xml: xml.replace(b"92%", b"29%", 1)
    )
    (told,) = check(path, grids(tree, TIANJIN, "project")).differences
    assert (told.expected, told.found) == ("≥92%", "≥29%")
    assert re.fullmatch(r"第 \d+ 行“指标值”", told.cell)
    assert str(told).startswith("1.应急救护培训与知识普及（2026年）绩效目标表：第 ")


def test_a_merge_taken_from_a_document_is_found(tree, tmp_path):
    written(tmp_path / "a.docx", tree, TIANJIN, "project")
    cut = b'<w:vMerge w:val="restart"/>'
    path = tampered(
        tmp_path / "a.docx", tmp_path / "b.docx", r"word/document\.xml", lambda xml: xml.replace(cut, b"", 1)
    )
    assert check(path, grids(tree, TIANJIN, "project")).differences


def test_text_added_to_a_document_is_found(tree, tmp_path):
    written(tmp_path / "a.docx", tree, TIANJIN, "project")
    empty = re.compile(rb"(</w:pPr>)(</w:p></w:tc>)")
    path = tampered(
        tmp_path / "a.docx",
        tmp_path / "b.docx",
        r"word/document\.xml",
        lambda xml: empty.sub(rb'\1<w:r><w:t xml:space="preserve">9</w:t></w:r>\2', xml, count=1),
    )
    (told,) = check(path, grids(tree, TIANJIN, "project")).differences
    assert (told.expected, told.found) == ("", "9")


def test_a_page_taken_from_a_pdf_is_found(tree, tmp_path):
    written(tmp_path / "a.pdf", tree, TIANJIN, "project")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        del document[1]
        document.save(tmp_path / "b.pdf")
    made = grids(tree, TIANJIN, "project")
    assert {each.form for each in check(tmp_path / "b.pdf", made).differences} == {made[1].title, made[2].title}


def test_texts_that_a_file_cannot_hold_are_differences(tree, tmp_path):
    record = exports.forms_of(tree, "project")[0]
    whole = replace(tree.records[record], purpose="救援🎉\x01队")
    odd = type(tree)({**{key: tree.records[key] for key in tree.records}, record: whole}, tree.headings)
    expected = {".pdf": "救援〓〓队", ".xlsx": "救援🎉\ufffd队", ".docx": "救援🎉\ufffd队"}
    for suffix, found in expected.items():
        made = exports.export(odd, TIANJIN, [record], tmp_path / f"a{suffix}")
        assert [(each.cell, each.expected, each.found) for each in made.readback.differences] == [
            ("“预算规模及资金用途”", whole.purpose, found)
        ]


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_what_is_no_such_file_is_refused(tree, suffix, tmp_path):
    (tmp_path / f"a{suffix}").write_bytes(b"%PDF-1.4 cut off")
    with pytest.raises(Refusal, match="不是能读"):
        check(tmp_path / f"a{suffix}", grids(tree, TIANJIN, "project"))
