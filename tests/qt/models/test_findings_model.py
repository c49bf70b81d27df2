import pytest
from PySide6.QtTest import QAbstractItemModelTester
from tests.qt.windows import small_tree

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.qt.models.findings_model import FINDING, FindingsModel
from hengbiao.rules.rule import check


@pytest.fixture
def document():
    return Document(small_tree())


@pytest.fixture
def model(qapp, document):
    made = FindingsModel()
    made.show_tree(document.tree)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning)
    done(made.check_all())
    yield made
    del tester


def done(work):
    for _ in work:
        pass


def found(model):
    lines = [model.index(row, 0).data(FINDING) for row in range(model.rowCount())]
    return [line for line in lines if line is not None]


def everything(tree):
    flat = []
    for one in check(tree):
        flat += [one] if hasattr(one, "rule") else list(one)
    return {(one.rule, one.ref) for one in flat}


def test_lists_what_the_rules_find(document, model):
    assert {(one.rule, one.ref) for one in found(model)} == everything(document.tree)


def test_forms_stand_in_order_and_the_worst_of_a_form_first(document, model):
    order = list(dict.fromkeys(one.ref.record for one in found(model)))
    assert order == [key for key in ("p1", "p2", "p3", "p4") if key in order]
    ranks = [("error", "warning", "info").index(one.severity) for one in found(model) if one.ref.record == "p3"]
    assert ranks == sorted(ranks)


def test_only_what_a_commit_touched_is_checked_again(document, model):
    listeners = []
    document.subscribe(listeners.append)
    document.commit("改预算数", [Change(Ref("p2", ("funds", "total")), 30_000_000, 27_000_000)])
    work = list(model.take(listeners[-1]))
    assert len(work) == 1
    assert {(one.rule, one.ref) for one in found(model)} == everything(document.tree)


def test_findings_of_a_deleted_form_go(document, model):
    listeners = []
    document.subscribe(listeners.append)
    document.commit("删除", [Change(Ref("p3"), document.tree.records["p3"], None)])
    done(model.take(listeners[-1]))
    assert "p3" not in {one.ref.record for one in found(model)}


def test_one_form_can_be_shown_alone(model):
    whole = model.counts()
    model.only("p2")
    assert {one.ref.record for one in found(model)} == {"p2"}
    assert model.counts() == whole


def test_counts_follow_every_change(document, model):
    listeners = []
    document.subscribe(listeners.append)
    for key, name in (("p1", " 应急救护培训"), ("p2", " 人道救助"), ("p1", "应急救护培训")):
        document.commit("改名", [Change(Ref(key, ("name",)), document.tree.project(key).name, name)])
        done(model.take(listeners[-1]))
        lines = found(model)
        assert sum(model.counts().values()) == sum(not one.explained for one in lines)
        assert model.accounted() == sum(one.explained for one in lines)
        for one in lines:
            assert model.like(one) == len(model.alike(one)) == sum(o.rule == one.rule and bool(o.fix) for o in lines)


def test_what_is_committed_while_all_is_checked_is_not_lost(document, model):
    listeners = []
    document.subscribe(listeners.append)
    work = model.check_all()
    next(work)
    next(work)
    document.commit("改预算数", [Change(Ref("p1", ("funds", "total")), 45_000_000, None)])
    done(model.take(listeners[-1]))
    assert not model.checked
    done(work)
    assert {(one.rule, one.ref) for one in found(model)} == everything(document.tree)
