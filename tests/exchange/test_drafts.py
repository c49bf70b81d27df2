"""未定稿 and 未决 at the foot of everything that is printed, and nowhere else."""

import re
import zipfile
from functools import partial
from itertools import product

import pypdfium2
import pytest
from tests.forms.documents import document

from hengbiao.exchange import exports
from hengbiao.exchange.books import BOOKS
from hengbiao.exchange.drafts import foot_note
from hengbiao.exchange.exports import WRITERS
from hengbiao.forms.layouts import load_layout

TIANJIN = load_layout("tianjin")
GOOD, BAD = {"name": "甲"}, {"name": "", "goal": "", "indicators": ()}
WRITE = {"project": exports.export, **BOOKS}
STATES = {"errors": ([BAD], {}), "conflicts": ([{}], {"p1-1": 2}), "both": ([BAD], {"p1-1": 2, "u1": 1})}


@pytest.fixture
def sound(monkeypatch):
    """What the rules find is not at stake here: a form without name has two errors, others none."""
    monkeypatch.setattr(
        "hengbiao.exchange.drafts.open_errors",
        lambda tree, records: 2 * sum(not tree.headings[record].name for record in records),
    )


def pages_of(path):
    """The text of each page, or of each footer of an office file."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as opened:
            return ["".join(page.get_textpage().get_text_bounded().split()) for page in opened]
    wanted = r"xl/worksheets/sheet\d+\.xml" if path.suffix == ".xlsx" else r"word/footer\d*\.xml"
    with zipfile.ZipFile(path) as parts:
        found = [parts.read(name).decode() for name in parts.namelist() if re.fullmatch(wanted, name)]
    if path.suffix == ".xlsx":
        found = ["".join(re.findall("<oddFooter>(.*?)</oddFooter>", text)) for text in found]
    return ["".join(re.sub("<[^>]*>", "", text).split()) for text in found]


def body_of(path):
    """The text of an office file without heads and feet."""
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if not re.search("footer|header", name)]
        return "".join(
            re.sub("<oddFooter>.*?</oddFooter>", "", parts.read(name).decode("utf-8", "ignore")) for name in names
        )


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(("form", "suffix", "state"), list(product(WRITE, WRITERS, STATES)))
def test_the_foot_of_every_page_tells_it_and_no_cell_does(tmp_path, form, suffix, state):
    projects, unsettled = STATES[state]
    tree = document([*projects, GOOD])
    records = exports.forms_of(tree, "project")
    note = foot_note(tree, records, unsettled)
    assert (
        note == {"errors": "未定稿：2 处错误", "conflicts": "未决 2 处", "both": "未定稿：2 处错误　未决 3 处"}[state]
    )
    path = tmp_path / f"x{suffix}"
    written = WRITE[form](tree, TIANJIN, records, path, unsettled)
    assert written.readback.differences == ()
    pages = pages_of(path)
    covered = form == "booklet" and suffix != ".docx"  # the cover alone bears nothing
    told = "".join(note.split())
    assert pages[covered:]
    assert all(told in page for page in pages[covered:])
    if suffix != ".pdf":
        assert "未定稿" not in body_of(path)
        assert "未决" not in body_of(path)


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(("form", "suffix"), list(product(WRITE, WRITERS)))
def test_sound_forms_say_nothing(tmp_path, form, suffix):
    tree = document([GOOD])
    path = tmp_path / f"x{suffix}"
    WRITE[form](tree, TIANJIN, exports.forms_of(tree, "project"), path)
    assert not any("未定稿" in page or "未决" in page for page in pages_of(path))


@pytest.mark.usefixtures("sound")
def test_each_file_of_its_own_speaks_of_its_own_form(tmp_path):
    tree = document([BAD, GOOD])
    write = partial(exports.export_each, tree, TIANJIN, exports.forms_of(tree, "project"))
    first, second = write(tmp_path, ".pdf", {"p1-1": 1})
    assert "未定稿：2处错误" in pages_of(first.path)[0]
    assert "未决" not in pages_of(first.path)[0]
    assert "未决1处" in pages_of(second.path)[0]
    assert "未定稿" not in pages_of(second.path)[0]
