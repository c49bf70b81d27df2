"""What is printed: the pages of the PDF that the same forms are exported to."""

import pypdfium2
import pytest
from tests.forms.documents import document

from hengbiao.exchange import exports
from hengbiao.exchange.books import BOOKS
from hengbiao.exchange.prints import BOOKLET, FORMS, SUMMARY, Print, folio_of, forms_in
from hengbiao.formats import interchange
from hengbiao.forms.layouts import load_layout
from hengbiao.paths import resource

WRITE = {FORMS: exports.export, **BOOKS}


def words(text):
    return sorted("".join(text.split()))


def spoken(page):
    lines = [line.text for placed in page.cells for line in placed.lines] + [note.line.text for note in page.notes]
    return words("".join(lines))


@pytest.fixture
def sample_tree():
    return interchange.read(resource("samples", "sample.json"))


@pytest.mark.parametrize("what", [FORMS, BOOKLET, SUMMARY])
@pytest.mark.parametrize("name", ["tianjin", "hebei", "national-project-2"])
def test_pages_bear_the_words_of_the_exported_pdf(tmp_path, what, name):
    tree, layout = document(("整体", [{}, {"goal": "目标。" * 600, "name": ""}]), [{}]), load_layout(name)
    records = exports.forms_of(tree, "project") if what == FORMS else ()
    WRITE[what](tree, layout, records, tmp_path / "x.pdf", {"p1-0": 2})
    folio = folio_of(tree, layout, Print(what, records), {"p1-0": 2})
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as opened:
        printed = [words(page.get_textpage().get_text_bounded()) for page in opened]
        sizes = [page.get_size() for page in opened]
    assert len(folio) == len(printed)
    for number, (text, size) in enumerate(zip(printed, sizes, strict=True)):
        page = folio[number]
        assert spoken(page) == text
        assert (page.paper.width, page.paper.height) == pytest.approx(size, abs=0.1)


def test_what_a_layout_does_not_draw_is_left_out():
    tree = document(("整体", [{}]), [{}])
    assert forms_in(tree, load_layout("tianjin"), Print(FORMS, ("d1", "p1-0"))) == ("p1-0",)
    assert forms_in(tree, load_layout("hebei"), Print(BOOKLET)) == ("d1", "p1-0", "p2-0")
    assert forms_in(tree, load_layout("hebei"), Print(BOOKLET, ("p2-0",))) == ("p2-0",)
    assert forms_in(tree, load_layout("yunnan"), Print(SUMMARY)) == ("p1-0", "p2-0")
    assert forms_in(tree, load_layout("yunnan"), Print(FORMS)) == ()


@pytest.mark.parametrize("what", [FORMS, BOOKLET, SUMMARY])
@pytest.mark.parametrize("last", [0, 1])
def test_the_way_there_is_told_and_can_be_left(what, last):
    heard = []

    def leave(done, total):
        heard.append((done, total))
        if done == last:
            raise KeyboardInterrupt

    tree = document([{}, {}])
    with pytest.raises(KeyboardInterrupt):
        folio_of(tree, load_layout("tianjin"), Print(what, ("p1-0", "p1-1")), report=leave)
    assert heard == [(done, 4) for done in range(last + 1)]


def test_the_estimates_of_a_form_stand_behind_it_as_in_its_pdf(tmp_path, sample_tree):
    records, layout = exports.forms_of(sample_tree, "project"), load_layout("tianjin")
    exports.export(sample_tree, layout, records, tmp_path / "x.pdf", estimates=True)
    folio = folio_of(sample_tree, layout, Print(FORMS, records, estimates=True))
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as opened:
        printed = [words(page.get_textpage().get_text_bounded()) for page in opened]
    assert [spoken(folio[number]) for number in range(len(folio))] == printed
    assert len(folio) > len(folio_of(sample_tree, layout, Print(FORMS, records)))
