import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from hengbiao.cli import selftest
from hengbiao.cli.selftest import self_test
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import exports
from hengbiao.formats.unlike import Difference, Readback
from hengbiao.forms.layouts import layouts


class Blind:
    """A screen that hands out a picture without any window."""

    available = False
    paper = 9

    def __init__(self, picture=None):
        self.shown = []
        self._picture = picture

    def picture(self, document, target, size, record, tab):
        self.shown.append((document, target, size, record, tab))
        if self._picture:
            self._picture(target)

    def printed(self, document, target):
        target.write_bytes(b"%PDF" if self.paper else b"")
        return self.paper


def noise(target):
    """1366×768 dots, no row like another."""
    from PySide6.QtGui import QImage

    image = QImage(os.urandom(1366 * 768), 1366, 768, 1366, QImage.Format.Format_Grayscale8)
    assert image.save(str(target), "PNG")


def blank(target):
    from PySide6.QtGui import QImage

    image = QImage(1366, 768, QImage.Format.Format_Grayscale8)
    image.fill(255)
    assert image.save(str(target), "PNG")


@pytest.fixture
def few(monkeypatch):
    """One layout stands for all where it is not exports that are tried."""
    monkeypatch.setattr(selftest, "layouts", lambda: layouts()[:1])


def run(capsys, screen):
    status = self_test(screen)
    return status, capsys.readouterr().out.splitlines()


def test_every_step_passes_here_and_says_so(capsys):
    status, lines = run(capsys, Blind(noise))
    assert (status, [line for line in lines[:-1] if not line.startswith("✓ ")]) == (0, [])
    assert lines[-1] == f"自检通过：{len(lines) - 1} 项正常，0 项有问题"
    exported = [line for line in lines if "已回读" in line]
    assert {suffix for suffix in exports.WRITERS if any(suffix in line for line in exported)} == set(exports.WRITERS)


def test_all_three_views_are_shown_at_the_smallest_screen(few, capsys):
    screen = Blind(noise)
    run(capsys, screen)
    assert [(size, tab) for _, _, size, _, tab in screen.shown] == [
        ((1366, 768), tab) for tab in ("fill", "table", "preview")
    ]


def test_nothing_is_left_behind_and_nothing_of_the_user_is_touched(few, capsys, home, monkeypatch):
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    environment = dict(os.environ)
    screen = Blind(noise)
    run(capsys, screen)
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
    assert os.environ == environment
    assert not {document.parent for document, *_ in screen.shown if document.parent.exists()}


@pytest.mark.parametrize(
    ("picture", "reason"),
    [(blank, "窗口图像是空白的"), (lambda target: target.write_bytes(b"GIF89a"), "没有得到窗口图像")],
)
def test_a_window_that_shows_nothing_fails(few, capsys, picture, reason):
    status, lines = run(capsys, Blind(picture))
    assert status == 1
    assert [line for line in lines if line.startswith("✗")] == [
        f"✗ 显示窗口·{tab}：{reason}" for tab in ("填表", "列表", "打印预览")
    ]
    assert lines[-1].startswith("自检未通过")


def raising(error):
    def raise_it(*_, **__):
        raise error

    return raise_it


def disagreeing(written, _):
    return replace(written, readback=Readback(8, (Difference("甲", "“预算数”", "1.00", "2.00"),)))


FAULTS = [
    ("documents.change", raising(Refusal("甲.hengbiao", "", "磁盘已满", "请清理磁盘")), "✗ 修改并保存：", "磁盘已满"),
    ("documents.change", lambda *_: None, "✗ 修改并保存：", "改动没有留在文件里"),
    ("verify", lambda *_: ["第 3 条修改记录被改动"], "✗ 核对文件：", "第 3 条修改记录被改动"),
    ("verify", lambda *_: [], "✗ 认出损坏的文件：", "没有被认出"),
    ("import_module", raising(ImportError("No module named 'lxml'")), "✗ 程序文件齐全：", "lxml"),
    (
        "subprocess.run",
        lambda *_, **__: subprocess.CompletedProcess([], 3, "", "文件不完整"),
        "✗ 另起进程：",
        "文件不完整",
    ),
    ("subprocess.run", lambda *_, **__: subprocess.CompletedProcess([], -11, "", ""), "✗ 另起进程：", "-11"),
    ("_run", lambda *_: None, "✗ 上报和收表：", "上报"),
    ("_run", lambda *_: None, "✗ 读入 PDF：", "读入.hengbiao"),
    ("exports.read_back", disagreeing, "✗ 导出", "8 处与系统一致，1 处不一致"),
    ("interchange.read", raising(KeyError("x")), "✗ 打开示例：", "KeyError"),
]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(("name", "instead", "begins", "tells"), FAULTS)
def test_a_broken_part_is_a_line_of_the_list_and_no_traceback(capsys, monkeypatch, name, instead, begins, tells):
    monkeypatch.setattr(f"hengbiao.cli.selftest.{name}", instead)
    status, lines = run(capsys, Blind(noise))
    assert status == 1
    assert any(line.startswith(begins) and tells in line for line in lines)


def test_what_goes_wrong_inside_qt_is_heard(few, capsys):
    def failing(target):
        import sys

        noise(target)
        sys.excepthook(ValueError, ValueError("in a slot"), None)

    status, lines = run(capsys, Blind(failing))
    assert status == 1
    assert "✗ 显示窗口·填表：ValueError in a slot" in lines


def test_the_test_works_in_a_folder_of_its_own(few, capsys, monkeypatch):
    homes = []
    monkeypatch.setattr("hengbiao.cli.selftest._complete", lambda: homes.append(os.environ["HENGBIAO_HOME"]) or "")
    run(capsys, Blind(noise))
    assert len(homes) == 1
    assert not Path(homes[0]).exists()


def test_a_printer_that_gets_nothing_is_noticed(few, capsys, monkeypatch):
    monkeypatch.setattr(Blind, "paper", 0)
    status, lines = run(capsys, Blind(noise))
    assert status == 1
    assert any(line.startswith("✗ 打印") and "空的" in line for line in lines)
