"""Booklets as a preview and at 1,000 forms, beside the same forms without a cover, contents and links."""

import time

from tests.forms.documents import document, indicators

from hengbiao.formats import pdf
from hengbiao.forms.booklet import booklet
from hengbiao.forms.booklet_pages import booklet_pages, bound
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.summary import summarised

TIANJIN = load_layout("tianjin")
GOAL = "为全县乡镇配备应急救护箱，分批培训驻村干部和志愿者，演练后逐一回访，年底公布各点位使用情况。" * 6


def forms(count):
    made = ({"name": f"应急救护培训与普及（第{n}批）", "goal": f"{n}{GOAL}"} for n in range(count))
    return document([{**values, "purpose": GOAL, "indicators": indicators(14)} for values in made])


def spent(work, *given):
    start = time.process_time()
    made = work(*given)
    return made, time.process_time() - start


def test_a_preview_of_sixteen_forms_takes_less_than_0_3_seconds():
    booklet_pages(forms(2), TIANJIN)
    pages, seconds = spent(booklet_pages, forms(16), TIANJIN)
    print(f"\n16 forms, {len(pages)} pages: {seconds:.3f} s")
    assert seconds <= 0.3


def test_a_thousand_forms_cost_little_more_bound_than_loose(tmp_path):
    book = booklet(forms(1000), TIANJIN)
    _, loose = spent(pdf.write, [entry.grid for entry in book.entries], tmp_path / "loose.pdf")
    written, whole = spent(lambda: pdf.write_book(bound(book), tmp_path / "whole.pdf"))
    print(f"\n1,000 forms, {written.pages} pages: bound {whole:.2f} s, loose {loose:.2f} s")
    assert whole <= 1.5 * loose


def test_a_summary_of_a_thousand_projects():
    tables, seconds = spent(summarised, forms(1000), TIANJIN)
    print(f"\n1,000 projects, {len(tables[0].heights)} rows: {seconds:.2f} s")
    assert seconds <= 5
