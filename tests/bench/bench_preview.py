"""打印预览 of a booklet: sixteen forms at once, thousands beside a window that answers."""

import time
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication
from tests.bench import make_large

from hengbiao.domain.document import Document
from hengbiao.qt import app_window
from hengbiao.qt.settings import Settings
from hengbiao.qt.views.preview_view import PreviewView

AT_ONCE = 0.3
GAP = 0.25
"""Seconds for sixteen forms; the longest that the window may not answer while many are laid out."""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return app_window.application(Settings(tmp_path_factory.mktemp("bench") / "window.ini"))


def view_of(projects):
    view = PreviewView(Document(make_large.tree(projects)))
    view.resize(1100, 560)
    view.set_layout("tianjin")
    view.show()
    QApplication.processEvents()
    return view


@pytest.mark.usefixtures("app")
def test_sixteen_forms_are_there_at_once():
    view = view_of(16)
    begun = perf_counter()
    view.show_scope("booklet")
    QApplication.processEvents()
    seconds = perf_counter() - begun
    print(f"\n整册 16 张 {seconds:.3f} s（上限 {AT_ONCE} s）")
    assert len(view.folio) > 16
    assert seconds < AT_ONCE


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("scope", ["booklet", "summary"])
def test_the_window_answers_while_a_thousand_are_laid_out(scope):
    view = view_of(1000)
    view.show_scope(scope)
    begun = last = perf_counter()
    longest = 0.0
    while view.folio is None:
        QApplication.processEvents()
        longest, last = max(longest, perf_counter() - last), perf_counter()
        time.sleep(0.002)
    print(f"\n{scope} 1,000 张 {last - begun:.1f} s，最长停顿 {longest:.3f} s（上限 {GAP} s）")
    assert longest < GAP
