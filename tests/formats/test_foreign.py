"""Office files and PDFs of others: the hostile ones never reach a parser."""

import zipfile

import pytest
from tests.formats.grids import form

from hengbiao.domain.refusal import Refusal
from hengbiao.formats import excel, pdf, word
from hengbiao.formats.foreign import check_office
from hengbiao.formats.pdf import read as pdf_read
from hengbiao.formats.pdf import worker
from hengbiao.formats.sources import SOURCES


def packed(path, parts, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return path


def refused(path):
    with pytest.raises(Refusal) as refusal:
        check_office(path)
    assert "\n" not in str(refusal.value)
    return refusal.value.reason


def test_what_we_write_passes(tmp_path):
    excel.write([form()] * 3, tmp_path / "a.xlsx")
    word.write([form()] * 3, tmp_path / "a.docx")
    check_office(tmp_path / "a.xlsx")
    check_office(tmp_path / "a.docx")


def test_a_bomb_is_refused_while_it_unpacks(tmp_path):
    assert "压缩比" in refused(packed(tmp_path / "a.xlsx", [("xl/workbook.xml", b"\0" * (30 << 20))]))


def test_a_heap_of_large_parts_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("hengbiao.formats.foreign.TOTAL", 1 << 20)
    noise = bytes(range(256)) * 256
    parts = [(f"xl/{number}.xml", noise * 5) for number in range(5)]
    monkeypatch.setattr("hengbiao.formats.foreign.RATIO", 10_000)
    assert "解压后超过" in refused(packed(tmp_path / "a.xlsx", parts))


def test_too_many_parts_are_refused(tmp_path):
    assert "2,001" in refused(packed(tmp_path / "a.xlsx", [(f"{number}.xml", b"") for number in range(2001)]))


@pytest.mark.parametrize(
    "content", [b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>', b"x" * 262140 + b"<!DOCTYPE a>"]
)
def test_a_doctype_is_refused_even_at_the_edge_of_a_chunk(tmp_path, content):
    assert "DOCTYPE" in refused(packed(tmp_path / "a.docx", [("word/document.xml", content)], compresslevel=0))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "C:\\x.xml", "xl/../../x"])
def test_a_part_that_points_elsewhere_is_refused(tmp_path, name):
    assert "指向别处" in refused(packed(tmp_path / "a.xlsx", [(name, b"")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path):
    assert "同名" in refused(packed(tmp_path / "a.xlsx", [("xl/A.xml", b"1"), ("xl/a.xml", b"2")]))


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "word/embeddings/oleObject1.bin", "xl/activeX/activeX1.xml"])
def test_macros_and_objects_are_refused(tmp_path, name):
    assert "宏或嵌入" in refused(packed(tmp_path / "a.xlsx", [(name, b"")]))


@pytest.mark.parametrize("cell", ['<c r="A1048576"/>', '<c s="1" r="XFD1"/>', '<mergeCell ref="A1:XFD9"/>'])
def test_a_cell_far_out_is_refused_before_it_fills_the_memory(tmp_path, cell):
    assert "65,536" in refused(packed(tmp_path / "a.xlsx", [("xl/worksheets/sheet1.xml", cell)]))


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF"])
def test_what_is_no_zip_is_refused(tmp_path, content):
    (tmp_path / "a.docx").write_bytes(content)
    assert "已损坏" in refused(tmp_path / "a.docx")


def test_a_pdf_with_too_many_pages_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_read, "PAGES", 1)
    pdf.write([form(), form()], tmp_path / "a.pdf")
    with pytest.raises(Refusal, match="共 2 页，超过 1 页"):
        pdf_read.read(tmp_path / "a.pdf")


def test_the_worker_gives_what_the_reader_gives(tmp_path):
    pdf.write([form(), form(2, name="甲\n乙\t丙")], tmp_path / "a.pdf")
    apart, here = worker.read_apart(tmp_path / "a.pdf"), pdf_read.read(tmp_path / "a.pdf")
    assert [grid.cells for grid in apart] == [grid.cells for grid in here]
    assert any(cell.value == "甲\n乙\t丙" for cell in apart[1].cells)


def test_a_worker_that_takes_too_long_is_a_refusal(tmp_path, monkeypatch):
    pdf.write([form()], tmp_path / "a.pdf")
    monkeypatch.setattr(worker, "SECONDS", 0.01)
    with pytest.raises(Refusal, match="还没有读完"):
        worker.read_apart(tmp_path / "a.pdf")


def test_a_pdf_that_is_not_ours_holds_no_form(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(100, 100, "hello")
    canvas.save()
    assert SOURCES[".pdf"](tmp_path / "a.pdf") == []
