import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.project import Project
from hengbiao.domain.tree import empty

NAME, GOAL = Ref("p", ("name",)), Ref("p", ("goal",))


def tree():
    return empty().changed([Change(Ref("p"), None, Project(id="p", unit="u", name="甲"))])


def named(document):
    return document.tree.project("p").name


class Log:
    def __init__(self):
        self.steps = []
        self.broken = None

    def __call__(self, label, changes, before, after):
        if self.broken:
            raise self.broken
        self.steps.append((label, tuple(changes), before, after))


def test_a_commit_is_durable_before_anyone_hears_of_it():
    order, log = [], Log()
    document = Document(tree(), lambda *step: (order.append("durable"), log(*step)))
    document.subscribe(lambda event: order.append(("told", event.label, event.after is document.tree)))
    document.commit("改名", [Change(NAME, "甲", "乙")])
    assert order == ["durable", ("told", "改名", True)]
    assert named(document) == "乙"
    assert log.steps[0][2].project("p").name == "甲"


def test_a_failed_append_changes_nothing_and_tells_no_one():
    log, heard = Log(), []
    document = Document(tree(), log)
    document.commit("改名", [Change(NAME, "甲", "乙")])
    document.undo()
    before = document.tree
    document.subscribe(heard.append)
    log.broken = OSError("disk full")
    for attempt in (
        lambda: document.commit("改名", [Change(NAME, "甲", "丙")]),
        document.redo,
    ):
        with pytest.raises(OSError, match="disk full"):
            attempt()
    assert document.tree is before
    assert document.shown is before
    assert heard == []
    assert (document.undo_label, document.redo_label) == ("", "改名")
    log.broken = None
    document.redo()
    assert named(document) == "乙"


def test_what_differs_nowhere_is_no_step():
    log = Log()
    document = Document(tree(), log)
    assert document.commit("改名", [Change(NAME, "甲", "甲")]) is None
    assert log.steps == []
    assert document.undo_label == ""


def test_undo_and_redo_are_steps_of_their_own():
    log = Log()
    document = Document(tree(), log)
    document.commit("改名", [Change(NAME, "甲", "乙")])
    assert document.undo_label == "改名"
    assert document.undo().skipped == ()
    assert (named(document), document.undo_label, document.redo_label) == ("甲", "", "改名")
    document.redo()
    assert (named(document), document.undo_label, document.redo_label) == ("乙", "改名", "")
    assert len(log.steps) == 3
    assert document.redo() is None


def test_a_new_commit_forgets_what_was_undone():
    document = Document(tree())
    document.commit("改名", [Change(NAME, "甲", "乙")])
    document.undo()
    document.commit("改目标", [Change(GOAL, "", "目标")])
    assert document.redo_label == ""
    assert document.redo() is None


def test_undo_passes_over_what_has_changed_since():
    document = Document(tree())
    document.commit("改两处", [Change(NAME, "甲", "乙"), Change(GOAL, "", "目标")])
    step = document._undo[-1]
    document.commit("又改名", [Change(NAME, "乙", "丙")])
    document._undo.append(step)  # as where a merge brought the later change: it is no step of this session
    outcome = document.undo()
    assert [change.ref for change in outcome.skipped] == [NAME]
    assert named(document) == "丙"
    assert document.tree.project("p").goal == ""


def test_undoing_a_step_that_changes_one_value_twice_restores_the_first():
    document = Document(tree())
    document.commit("改两次", [Change(NAME, "甲", "乙"), Change(NAME, "乙", "丙")])
    assert named(document) == "丙"
    assert document.undo().skipped == ()
    assert named(document) == "甲"


def test_a_dropped_record_comes_back_whole():
    document = Document(tree())
    document.commit("删除项目", [Change(Ref("p"), document.tree.project("p"), None)])
    assert "p" not in document.tree.headings
    document.undo()
    assert named(document) == "甲"


def test_a_preview_is_shown_and_not_kept():
    document, heard = Document(tree(), Log()), []
    document.subscribe(heard.append)
    document.preview([Change(NAME, "甲", "乙")])
    assert document.shown.project("p").name == "乙"
    assert named(document) == "甲"
    document.preview(())
    assert document.shown is document.tree
    assert [event.preview for event in heard] == [True, True]
    assert heard[1].before is heard[0].after


def test_a_commit_ends_the_preview():
    document = Document(tree())
    document.preview([Change(NAME, "甲", "乙")])
    document.commit("改名", [Change(NAME, "甲", "乙")])
    assert document.shown is document.tree
    document.preview([Change(NAME, "乙", "丙")])
    assert document.commit("改名", [Change(NAME, "乙", "乙")]) is None
    assert document.shown is document.tree


def test_who_stops_listening_hears_no_more():
    document, heard = Document(tree()), []
    stop = document.subscribe(heard.append)
    stop()
    document.commit("改名", [Change(NAME, "甲", "乙")])
    assert heard == []


@given(st.lists(st.sampled_from(["甲", "乙", "丙", "undo", "redo"]), max_size=25))
def test_undo_all_the_way_leads_back_to_the_start(actions):
    document = Document(tree())
    start = document.tree.project("p")
    for action in actions:
        if action == "undo":
            document.undo()
        elif action == "redo":
            document.redo()
        else:
            document.commit("改名", [Change(NAME, named(document), action)])
    while document.undo():
        pass
    assert document.tree.project("p") == start
    last = None
    while document.redo():
        last = named(document)
    while document.undo():
        pass
    assert document.tree.project("p") == start
    assert last is None or last in {"甲", "乙", "丙"}


def test_listeners_are_told_once_undo_knows_the_step():
    document, seen = Document(tree()), []
    document.subscribe(lambda _event: seen.append((document.undo_label, document.redo_label)))
    document.commit("改名", [Change(NAME, "甲", "乙")])
    document.undo()
    document.redo()
    assert seen == [("改名", ""), ("", "改名"), ("改名", "")]
