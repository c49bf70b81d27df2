import pytest
from PySide6.QtWidgets import QApplication
from tests.qt.windows import WAN, small_tree

from hengbiao.domain.balance import equations
from hengbiao.domain.change import Change, Ref
from hengbiao.qt.balance_bar import BalanceBar, Chip


@pytest.fixture
def bar(qtbot):
    made = BalanceBar()
    qtbot.addWidget(made)
    made.resize(1000, made.heightForWidth(1000))
    made.show()
    return made


def test_says_each_equation_that_concerns_the_form(bar):
    bar.show_equations(equations(small_tree(), "p1"), "万元")
    assert [state for state, _ in bar.sentences()] == ["balanced", "balanced"]


def test_says_something_where_nothing_is_shown(bar):
    bar.show_equations((), "万元")
    assert bar.sentences() == [("open", "选择一个项目，这里随时显示它的资金是否平衡")]


def test_each_state_has_a_mark_of_its_own_and_says_it(bar):
    tree = small_tree().changed([Change(Ref("p2", ("funds", "total")), 30 * WAN, None)])
    bar.show_equations((*equations(small_tree(), "p2"), *equations(tree, "p2")), "万元")
    chips = [chip for chip in bar.findChildren(Chip) if chip.isVisible()]
    assert {chip.state for chip in chips} == {"balanced", "unbalanced", "open"}
    assert all(chip.accessibleName().startswith(chip.text) for chip in chips)
    pictures = {chip.state: chip.grab().toImage() for chip in chips}
    assert pictures["balanced"] != pictures["unbalanced"] != pictures["open"]


def test_breaks_into_lines_where_the_width_ends(bar):
    bar.show_equations(equations(small_tree(), "p1"), "万元")
    assert bar.heightForWidth(250) > bar.heightForWidth(1000)


def test_the_same_sentences_are_not_painted_again(bar, qtbot):
    bar.show_equations(equations(small_tree(), "p1"), "万元")
    chips = bar.findChildren(Chip)
    qtbot.waitExposed(bar)
    before = [id(chip) for chip in chips]
    bar.show_equations(equations(small_tree(), "p1"), "万元")
    assert [id(chip) for chip in bar.findChildren(Chip)] == before


def test_a_low_window_says_what_is_wrong_in_full_and_counts_what_is_balanced(window):
    window.show_record("p2")
    whole = window.ui.balanceBar.sentences()
    [wrong] = [one for one in whole if one[0] == "unbalanced"]
    window.resize(683, 384)
    QApplication.processEvents()
    assert window.ui.balanceBar.sentences() == [wrong, ("balanced", "另 1 项")]
    assert window.ui.findings.isAncestorOf(window.ui.balanceBar)
    assert all(text in window.ui.balanceBar.accessibleDescription() for _, text in whole)
    shown = [chip for chip in window.ui.balanceBar.findChildren(Chip) if chip.isVisible()]
    assert all(chip.width() >= chip.sizeHint().width() for chip in shown)
    window.show_record("p1")
    QApplication.processEvents()
    assert window.ui.balanceBar.sentences() == [("balanced", "2 项全部一致")]
    window.resize(1366, 768)
    QApplication.processEvents()
    assert len(window.ui.balanceBar.sentences()) == 2
