import os

import pytest

from hengbiao.qt import input_method
from hengbiao.qt.input_method import KEY, choose, plugins, prepared, running

BUNDLE = {"ibus"}
CASES = [
    # what the session asks for, what runs, what plugins there are, what is chosen, whether it works
    ("", {"ibus"}, BUNDLE, "ibus", True),
    ("fcitx", {"fcitx5"}, BUNDLE, "ibus", True),
    ("fcitx", {"fcitx5"}, {"ibus", "fcitx5", "fcitx"}, "fcitx5", True),
    ("", {"fcitx5"}, {"ibus", "fcitx5", "fcitx"}, "fcitx5", True),
    ("ibus", {"ibus", "fcitx5"}, {"ibus", "fcitx5", "fcitx"}, "ibus", True),
    ("fcitx", {"fcitx"}, {"ibus", "fcitx"}, "fcitx", True),
    ("fcitx", {"fcitx"}, BUNDLE, "", False),
    ("ibus", set(), BUNDLE, "", False),
    ("", set(), set(), "", False),
]


@pytest.mark.parametrize(("asked", "active", "present", "plugin", "able"), CASES)
def test_the_plugin_that_reaches_what_runs_is_chosen(asked, active, present, plugin, able):
    found = choose({"QT_IM_MODULE": asked}, active, present)
    assert (found.plugin, found.able) == (plugin, able)
    assert found.told.endswith("。")


def test_what_the_user_keeps_wins():
    found = choose({"QT_IM_MODULE": "fcitx"}, {"fcitx5", "ibus"}, {"ibus", "fcitx5", "fcitx"}, "ibus")
    assert found.plugin == "ibus"
    assert choose({}, set(), BUNDLE, "fcitx5").plugin == "fcitx5"
    assert not choose({}, set(), BUNDLE, "fcitx5").able


def test_only_fcitx5_is_reached_through_the_portal():
    assert choose({}, {"fcitx5"}, BUNDLE).portal
    assert not choose({}, {"ibus"}, BUNDLE).portal
    assert not choose({}, {"fcitx5"}, {"ibus", "fcitx5"}).portal


def test_an_old_fcitx_without_its_plugin_is_told_by_name():
    assert "fcitx 4" in choose({}, {"fcitx"}, BUNDLE).told


def test_running_programs_are_found_by_their_names(tmp_path):
    for number, name in (("1", "systemd"), ("20", "fcitx5"), ("21", "ibus-daemon"), ("self", "fcitx"), ("22", "")):
        (tmp_path / number).mkdir()
        if name:
            (tmp_path / number / "comm").write_text(f"{name}\n")
    assert running(tmp_path) == {"fcitx5", "ibus"}


def test_this_qt_brings_the_plugin_for_ibus():
    assert plugins() == {"ibus"}


def test_qt_is_told_and_others_are_not(monkeypatch, settings):
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    monkeypatch.setattr(input_method, "running", lambda: {"fcitx5"})
    with prepared(settings) as method:
        assert method.able
        assert (os.environ["QT_IM_MODULE"], os.environ["IBUS_USE_PORTAL"]) == ("ibus", "1")
    assert os.environ["QT_IM_MODULE"] == "fcitx"
    assert "IBUS_USE_PORTAL" not in os.environ
    monkeypatch.delenv("QT_IM_MODULE")
    with prepared(settings):
        assert os.environ["QT_IM_MODULE"] == "ibus"
    assert "QT_IM_MODULE" not in os.environ


def test_qt_keeps_its_own_choice_where_nothing_runs(monkeypatch, settings):
    monkeypatch.setenv("QT_IM_MODULE", "xim")
    monkeypatch.setattr(input_method, "running", set)
    with prepared(settings) as method:
        assert not method.able
        assert os.environ["QT_IM_MODULE"] == "xim"
    settings.put(KEY, "ibus")
    with prepared(settings):
        assert os.environ["QT_IM_MODULE"] == "ibus"


def test_other_systems_need_no_choice(monkeypatch, settings):
    monkeypatch.setattr("sys.platform", "win32")
    with prepared(settings) as method:
        assert method.able
