import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.cli.steps import SAMPLE, edits, written

from hengbiao.cli.commands import COMMANDS


def test_help_and_version_are_told(run):
    told = run("--help")
    assert told.status == 0
    assert all(f"hengbiao {name}" in told.out for name in COMMANDS)
    for name in COMMANDS:
        told = run(name, "--help")
        assert (told.status, f"用法：hengbiao {name}" in told.out) == (0, True)
    assert "衡表" in run("--version").out


def test_a_fault_of_ours_is_a_sentence_and_a_file_without_content(run, monkeypatch, document):
    def fail(*_):
        raise ZeroDivisionError("机密内容")

    monkeypatch.setattr("hengbiao.formats.interchange.dump", fail)
    told = run("dump", document)
    assert (told.status, told.err.count("\n")) == (3, 1)
    assert "Traceback" not in told.err
    path = Path(told.err.split("在 ")[1].split("，请")[0])
    report = path.read_text("utf-8")
    assert "ZeroDivisionError" in report
    assert "cli/printing.py" in report
    assert "机密" not in report + told.err


def test_an_interruption_is_a_sentence(run, monkeypatch, document):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("hengbiao.formats.interchange.dump", interrupt)
    assert run("dump", document).status == 3


def program(*arguments, **environment):
    command = [sys.executable, "-m", "hengbiao", *(str(each) for each in arguments)]
    env = {**os.environ, "PYTHONIOENCODING": "ascii", **environment}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=env, check=False, timeout=120)


def test_the_program_speaks_utf8_whatever_the_terminal(document):
    done = program("dump", document)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == json.loads(SAMPLE.read_text("utf-8"))
    done = program("dump", document.with_name("无.hengbiao"))
    assert done.returncode == 3
    assert "找不到" in done.stderr


def test_a_reader_who_stops_listening_is_no_fault(document):
    command = f'"{sys.executable}" -m hengbiao history "{document}" | head -n 1; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout.splitlines()[-1], done.stderr) == ("0", "")


WITHOUT_QT = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6"}:
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Blocked())
from hengbiao.__main__ import main
sys.exit(main())
"""


def test_the_whole_command_line_runs_without_qt(tmp_path, document):
    edit = edits(tmp_path, {"unit": "386001", "field": "goal", "value": "x"})
    for other in "ekr":
        shutil.copyfile(document, tmp_path / f"{other}.hengbiao")
    remarks = written(tmp_path / "remarks.json", {"remarks": [{"text": "请补充"}]})
    back = ("--unit-code", "386001", "--remarks", remarks, "--to", tmp_path / "back.xlsx")
    returned = ("return", tmp_path / "r.hengbiao", *back)
    commands = [
        (
            (
                "new",
                tmp_path / "n.hengbiao",
                "--unit-code",
                "1",
                "--unit-name",
                "甲",
                "--region",
                "tianjin",
                "--year",
                "2026",
            ),
            0,
        ),
        (("import", SAMPLE, "--into", tmp_path / "i.hengbiao"), 0),
        (("set", document, "--json", edit), 0),
        (("export", document, "--layout", "tianjin", "--to", tmp_path / "x.xlsx"), 0),
        (("export", document, "--layout", "tianjin", "--to", tmp_path / "x.pdf"), 0),
        (("layouts", "--json"), 0),
        (("dump", document), 0),
        (("balance", document, "--json"), 0),
        (("check", document, "--json"), {0, 1}),
        (("verify", document), 0),
        (("history", document, "--json"), 0),
        (("send", tmp_path / "i.hengbiao", "--to", tmp_path), 0),
        (("receive", tmp_path / "i.hengbiao", "--into", tmp_path / "n.hengbiao"), 0),
        (("conflicts", tmp_path / "i.hengbiao", "--json"), 0),
        (("resolve", document, "--json", written(tmp_path / "decisions.json", {"decisions": []})), 0),
        (("explain", tmp_path / "e.hengbiao", "--json", written(tmp_path / "said.json", {"explanations": []})), 0),
        (("keep", tmp_path / "k.hengbiao", "--label", "一上"), 0),
        (("compare", document, "现在", "现在", "--json", "--to", tmp_path / "c.xlsx"), 0),
        (("rollup", document, "--json", "--to", tmp_path / "r.pdf"), 0),
        (("rollover", document, "--year", "2031", "--to", tmp_path / "y.hengbiao"), 0),
        (returned, 0),
        (("backups", document, "--json"), 0),
        (("restore", document, "--backup", "没有"), 2),
        (("--help",), 0),
        (("--version",), 0),
        (("twins", document, "--json"), 0),
        (("leftovers", "--json"), {0, 1}),
        ((document, "--screenshot", tmp_path / "x.png"), 3),
    ]
    assert {arguments[0] for arguments, _ in commands} >= set(COMMANDS)

    def status(arguments):
        command = [sys.executable, "-c", WITHOUT_QT, *(str(each) for each in arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)

    for arguments, expected in commands[:3]:
        assert status(arguments).returncode == expected
    with ThreadPoolExecutor(2) as pool:
        for (arguments, expected), done in zip(
            commands[3:], pool.map(lambda c: status(c[0]), commands[3:]), strict=True
        ):
            assert done.returncode in (expected if isinstance(expected, set) else {expected}), (arguments, done.stderr)
            assert "Traceback" not in done.stderr


HEAVY = """
import sys
from hengbiao.app import main
main(sys.argv[1:])
heavy = {"openpyxl", "reportlab", "pypinyin", "PySide6", "pdfplumber", "sqlite_utils"}
print(sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def test_looking_at_a_document_needs_no_heavy_library(document):
    command = [sys.executable, "-c", HEAVY, "dump", str(document)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "[]"
