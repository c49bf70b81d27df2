from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.forms.documents import document
from tests.strategies import trees

from hengbiao.domain.money import LIMIT
from hengbiao.domain.project import Funds
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.books import BOOKS
from hengbiao.exchange.exports import WRITERS
from hengbiao.formats.pdf.fonts import SUBSTITUTE
from hengbiao.forms.layouts import layouts, load_layout

ODD = (
    "=1+1",
    "𠮷野家㐂",
    "👩‍👩‍👧",
    "两\n行",
    "  两端有空格  ",
    "a\tb",
    "_x000D_",
    "'quoted",
    "目　录",
    "封面",
    "x" * 200,
)


@pytest.mark.parametrize("form", BOOKS)
@pytest.mark.parametrize("suffix", WRITERS)
@given(tree=trees(max_units=2, max_projects=2), layout=st.sampled_from(layouts()))
@settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking whole documents takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_document_in_any_layout_reads_back_as_written(tmp_path, form, suffix, tree, layout):
    kinds = {item.kind for item in tree.headings.values()}
    path = tmp_path / f"册{suffix}"
    if not kinds & (set(layout.plans) if form == "booklet" else {"project"}):
        with pytest.raises(Refusal):
            BOOKS[form](tree, layout, (), path)
        return
    written = BOOKS[form](tree, layout, (), path)
    assert written.path == path
    unlike = [each for each in written.readback.differences if SUBSTITUTE not in each.found]
    assert [str(each) for each in unlike] == []


def test_the_largest_amounts_read_back(tmp_path):
    tree = document([{"funds": Funds(total=LIMIT, fiscal=10**14, other=10**14 - 1)}])
    for form, suffix in product(BOOKS, WRITERS):
        written = BOOKS[form](tree, load_layout("tianjin"), (), tmp_path / f"册{suffix}")
        assert [str(each) for each in written.readback.differences] == []


@pytest.mark.parametrize("form", BOOKS)
@pytest.mark.parametrize("suffix", WRITERS)
def test_names_that_break_careless_programs(tmp_path, form, suffix):
    tree = document([{"name": name} for name in ODD])
    layout = next(layout for layout in layouts() if "project" in layout.plans)
    written = BOOKS[form](tree, layout, (), tmp_path / f"册{suffix}")
    unlike = [each for each in written.readback.differences if SUBSTITUTE not in each.found]
    assert [str(each) for each in unlike] == []


@pytest.mark.parametrize("form", BOOKS)
def test_a_workbook_is_cancelled_until_it_is_in_place_and_the_old_file_stays(tmp_path, form):
    tree = document([{"name": f"项目{number}"} for number in range(30)])
    path = tmp_path / "册.xlsx"
    BOOKS[form](tree, load_layout("tianjin"), (), path)
    old, steps = path.read_bytes(), []
    BOOKS[form](tree, load_layout("tianjin"), (), path, report=lambda *step: steps.append((step, len(_beside(path)))))
    writing = [at for at, (_, beside) in enumerate(steps) if beside]
    assert steps[-1][0][0] == steps[-1][0][1]
    assert len(writing) > 2
    for stop in (writing[0], writing[len(writing) // 2], writing[-1]):
        left = iter(range(stop))
        with pytest.raises(StopIteration):
            BOOKS[form](tree, load_layout("tianjin"), (), path, report=lambda *_, left=left: next(left))
        assert path.read_bytes() == old
        assert _beside(path) == []


def _beside(path):
    return [each for each in path.parent.iterdir() if each != path]
