"""Printing: the pages that a printer gets are those of our PDF."""

import ctypes

import pypdfium2
import pytest
from pypdfium2 import raw
from tests.forms.documents import document
from tests.qt.windows import small_file

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.books import BOOKS
from hengbiao.exchange.exports import export, forms_of
from hengbiao.exchange.prints import BOOKLET, FORMS, SUMMARY, Print, folio_of
from hengbiao.formats.pdf.fonts import drawable
from hengbiao.forms.layouts import layouts, load_layout
from hengbiao.forms.text import SERIF
from hengbiao.qt.jobs import Cancelled
from hengbiao.qt.printing import Setup, file_printer, pages_named, paint, print_booklet, printer_for, repeated

TREE = document(("整体目标", [{"name": "甲"}, {"name": "乙", "goal": "很长的目标，有标点、有数字 123。" * 90}]), [{}])
MM = 72 / 25.4


def printed(folio, numbers, path, report=lambda _done, _total: None):
    """What a printer driver makes of the pages, in a file."""
    return paint(folio, numbers, file_printer(path), report)


def read(path):
    """Of each page: its size, its text without spaces, and the box of its ink in points."""
    with pypdfium2.PdfDocument(path) as opened:
        return [(page.get_size(), words(page), ink(page)) for page in opened]


def words(page):
    """Its characters as glyphs of the bundled font, in order: Qt names 目 and ⽬, which share one, by the first."""
    text = page.get_textpage().get_text_bounded()
    return sorted(drawable(SERIF).get(ord(character), character) for character in "".join(text.split()))


def ink(page):
    """The edges of what is not white, from the left and top of the page."""
    picture = page.render(scale=3).to_pil().convert("L")
    box = picture.point(lambda level: 255 if level < 200 else 0).getbbox()
    return [edge / 3 for edge in box]


def font_of(thing):
    """The name of the font that a piece of text is set in, without the mark of a subset."""
    name = ctypes.create_string_buffer(100)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(thing.raw), name, 100)
    return name.value.decode().rpartition("+")[2]


def ours(what, layout, path):
    if what == FORMS:
        kind = layout.forms[0]
        records = forms_of(TREE, kind)
        export(TREE, layout, records, path)
        return records
    BOOKS[what](TREE, layout, (), path)
    return ()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("what", [FORMS, BOOKLET, SUMMARY])
@pytest.mark.parametrize("name", [layout.id for layout in layouts()])
def test_a_printer_gets_the_pages_of_our_pdf(tmp_path, what, name):
    layout = load_layout(name)
    records = ours(what, layout, tmp_path / "ours.pdf")
    folio = folio_of(TREE, layout, Print(what, tuple(records)))
    assert printed(folio, range(len(folio)), tmp_path / "printed.pdf") == len(folio)
    exported, painted = read(tmp_path / "ours.pdf"), read(tmp_path / "printed.pdf")
    assert len(exported) == len(painted)
    for (size, text, box), (size_, text_, box_) in zip(exported, painted, strict=True):
        assert size_ == pytest.approx(size, abs=1)
        assert text_ == text
        assert box_ == pytest.approx(box, abs=0.5 * MM)


@pytest.mark.usefixtures("qapp")
def test_type_stays_type_in_the_bundled_fonts(tmp_path):
    folio = folio_of(TREE, load_layout("tianjin"), Print(FORMS, ("p1-0",)))
    printed(folio, [0], tmp_path / "x.pdf")
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as opened:
        drawn = list(opened[0].get_objects())
        assert {thing.type for thing in drawn} == {raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH}
        fonts = {font_of(thing) for thing in drawn if thing.type == raw.FPDF_PAGEOBJ_TEXT}
    assert fonts == {"NotoSerifSC-Regular", "NotoSansSC-Bold"}


@pytest.mark.parametrize(
    ("text", "pages"),
    [("", [0, 1, 2, 3, 4]), ("1-3,5", [0, 1, 2, 4]), (" ２－３ ", [1, 2]), ("5、1", [0, 4]), ("3～4，4", [2, 3])],
)
def test_pages_are_named_as_people_write_them(text, pages):
    assert pages_named(text, 5) == pages


@pytest.mark.parametrize(
    ("text", "told"), [("6", "共 5 页"), ("0", "没有第 0 页"), ("3-2", "没有第 3-2 页"), ("a", "看不懂")]
)
def test_pages_that_are_not_there_are_told(text, told):
    with pytest.raises(ValueError, match=told):
        pages_named(text, 5)


def test_copies_where_the_printer_makes_none_itself():
    assert repeated([0, 2], 2, collate=True) == [0, 2, 0, 2]
    assert repeated([0, 2], 2, collate=False) == [0, 0, 2, 2]


@pytest.mark.usefixtures("qapp")
def test_a_printer_that_is_gone_is_told():
    with pytest.raises(Refusal, match="找不到这台打印机"):
        printer_for(Setup("没有的打印机"))


@pytest.mark.usefixtures("qapp")
@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_answer_is_told(tmp_path):
    folio = folio_of(TREE, load_layout("tianjin"), Print(FORMS, ("p1-0",)))
    with pytest.raises(Refusal, match="没有接收"):
        printed(folio, [0], tmp_path / "没有" / "x.pdf")


@pytest.mark.usefixtures("qapp")
def test_printing_can_be_stopped_between_pages(tmp_path):
    folio = folio_of(TREE, load_layout("tianjin"), Print(BOOKLET))

    def stop(done, _total):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        printed(folio, range(len(folio)), tmp_path / "x.pdf", stop)


@pytest.mark.usefixtures("qapp")
def test_a_document_is_printed_without_a_window(tmp_path):
    file = small_file(tmp_path)
    assert print_booklet(file, tmp_path / "x.pdf") == 6
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as opened:
        assert len(opened) == 6
