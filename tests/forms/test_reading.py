"""What a grid says beside its slots: labels and totals are known again, others are told."""

from dataclasses import replace

from tests.forms.conftest import SHIPPED, printed

from hengbiao.domain.money import LIMIT
from hengbiao.forms.form import Form, Row
from hengbiao.forms.reading import understood
from hengbiao.forms.render import render

YUNNAN = SHIPPED["yunnan"]
TASKS = (Row({"name": "救护", "total": LIMIT}), Row({"name": "救灾", "total": LIMIT}))


def grid():
    return printed(render(YUNNAN, Form("department", {}, {"tasks": TASKS})))


def test_a_total_beyond_what_an_amount_may_be_is_known_again():
    reading = understood(YUNNAN, grid())
    assert reading.unplaced == ()
    assert [row.values["total"] for row in reading.form.rows("tasks")] == [LIMIT, LIMIT]


def test_a_total_that_does_not_add_up_is_told():
    wrong = "19,999,999,999,999.99"
    cells = tuple(
        replace(cell, value=wrong) if cell.value == "19,999,999,999,999.98" else cell for cell in grid().cells
    )
    told = understood(YUNNAN, replace(grid(), cells=cells)).unplaced
    assert {cell.value for cell, _ in told} == {wrong}
