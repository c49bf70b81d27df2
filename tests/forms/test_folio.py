"""Folios: the same pages as are exported, laid out when they are asked for."""

import pytest
from tests.forms.documents import document

from hengbiao.forms import folio as folios
from hengbiao.forms.booklet import booklet
from hengbiao.forms.booklet_pages import bound
from hengbiao.forms.folio import HELD, booklet_folio, forms_folio, summary_folio
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.pages import paginate
from hengbiao.forms.summary import summarised

TIANJIN, HEBEI = load_layout("tianjin"), load_layout("hebei")


def many(count):
    return document([{"name": f"项目{n}"} for n in range(count)])


def texts(page):
    return [note.line.text for note in page.notes]


@pytest.mark.parametrize("layout", [TIANJIN, HEBEI])
def test_a_booklet_has_the_pages_that_are_bound(layout):
    tree = document(("整体", [{"name": "甲"}, {"goal": "很长的目标。" * 900}]), [{"name": "乙"}])
    made, whole = booklet_folio(tree, layout, (), "未决 1 处"), bound(booklet(tree, layout), "未决 1 处")
    assert tuple(made[n] for n in range(len(made))) == whole.pages
    assert (made.about.marks, made.about.links) == (whole.marks, whole.links)


def test_more_forms_than_are_kept_give_the_same_pages():
    tree = many(HELD + 3)
    made, whole = booklet_folio(tree, TIANJIN), bound(booklet(tree, TIANJIN))
    assert [made[n] for n in reversed(range(len(made)))] == list(reversed(whole.pages))


def test_forms_follow_one_another_and_are_numbered_through():
    tree = document([{"name": "甲"}, {"goal": "很长的目标。" * 900}])
    made = forms_folio(tree, TIANJIN, ["p1-1", "p1-0"], "未定稿：1 处错误")
    long = len(made) - 1
    assert long > 1
    assert [made.record(n) for n in range(len(made))] == ["p1-1"] * long + ["p1-0"]
    assert (made.span("p1-0"), made.span("p9"), made.span("")) == (range(long, long + 1), range(0), range(0))
    assert texts(made[long]) == [f"— {long + 1} —", "未定稿：1 处错误"]
    with pytest.raises(IndexError):
        made[len(made)]


def test_a_summary_has_paper_of_its_own():
    tree = many(3)
    made = summary_folio(tree, TIANJIN)
    grids = summarised(tree, TIANJIN)
    assert len(made) == sum(len(paginate(grid)) for grid in grids)
    assert made.paper(0) == grids[0].paper
    assert made.paper(len(made) - 1) == grids[-1].paper
    assert [mark.title for mark in made.about.marks] == [grid.title for grid in grids]


def test_where_there_is_nothing_there_is_no_page():
    tree = document([])
    assert [len(made(tree, TIANJIN)) for made in (booklet_folio, summary_folio)] == [0, 0]
    assert len(forms_folio(tree, TIANJIN, ())) == 0


def test_counting_can_be_watched_and_stopped():
    heard = []

    def stop(done, total):
        heard.append((done, total))
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forms_folio(many(9), TIANJIN, [f"p1-{n}" for n in range(9)], report=stop)
    assert heard == [(n, 9) for n in range(6)]
    with pytest.raises(KeyboardInterrupt):
        booklet_folio(many(9), TIANJIN, report=stop)


def test_a_large_print_keeps_only_what_was_looked_at_last(monkeypatch):
    laid = []
    monkeypatch.setattr(folios, "paginate", lambda grid: laid.append(grid.title) or paginate(grid))
    made = forms_folio(tree := many(HELD * 2), TIANJIN, [f"p1-{n}" for n in range(HELD * 2)])
    assert len(laid) == len(tree.all_projects())
    made[0], made[0], made[len(made) - 1]
    assert len(laid) == len(tree.all_projects()) + 1
