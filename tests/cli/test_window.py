from pathlib import Path

import pytest
from tests.cli.steps import NoScreen, edits

from hengbiao.exchange.samples import sample
from hengbiao.store.store import Store


def test_a_picture_is_asked_for_with_its_record_and_tab(tmp_path, document, run):
    screen = NoScreen()
    told = run(document, "--screenshot", tmp_path / "x.png", screen=screen)
    assert (told.status, told.out) == (0, "")
    project = "困难家庭人道救助（2026年）"
    run(
        document,
        "--screenshot",
        tmp_path / "x.png",
        "--size",
        "1920x1080",
        "--project",
        project,
        "--tab",
        "preview",
        screen=screen,
    )
    with Store.open(document, read_only=True) as store:
        record = store.load().all_projects()[1].id
    assert screen.asked == [(document, (1366, 768), "", "fill"), (document, (1920, 1080), record, "preview")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--screenshot", "x.png"),
        ("x.hengbiao", "--size", "1366x768"),
        ("x.hengbiao", "--screenshot", "x.png", "--size", "big"),
        ("x.hengbiao", "--screenshot", "x.png", "--size", "99999x99999"),
        ("x.hengbiao", "--screenshot", "x.png", "--tab", "other"),
        ("x.hengbiao", "y.hengbiao"),
        ("--what",),
        ("dump",),
        ("dump", "a", "b"),
        ("import", "a.json"),
        ("import", "--into", "x.hengbiao"),
        ("set", "x.hengbiao"),
        ("history", "x", "--jsn"),
    ],
)
def test_wrong_usage_exits_2_in_chinese_and_shows_the_usage(run, arguments):
    told = run(*arguments)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("用法不对：")
    assert "用法：hengbiao" in told.err
    assert "argument" not in told.err


def test_without_a_display_a_window_is_refused(tmp_path, document, run):
    for arguments in ((), (document,)):
        told = run(*arguments)
        assert (told.status, "没有图形显示" in told.err) == (3, True)


def test_without_a_display_the_sample_becomes_files(run):
    for _ in range(2):
        told = run("--sample")
        assert told.status == 0
        paths = [Path(line.strip()) for line in told.out.splitlines()[1:]]
        assert [path.suffix for path in paths] == [".hengbiao", ".png", ".xlsx", ".pdf", ".docx"]
        assert all(path.stat().st_size for path in paths)


def test_the_sample_is_made_once_and_kept_as_it_was_left(tmp_path, run):
    path = sample(tmp_path)
    run("set", path, "--json", edits(tmp_path, {"unit": "386001", "field": "goal", "value": "练习"}))
    assert sample(tmp_path) == path
    assert run("dump", path).json["units"][0]["department"]["goal"] == "练习"
