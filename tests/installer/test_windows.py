import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

INSTALLER = Path(__file__).parents[2] / "installer"
SCRIPT = INSTALLER / "windows" / "hengbiao.nsi"


@pytest.fixture
def made(tmp_path):
    import icons

    icons.draw(tmp_path / "图标", (16, 48))
    return tmp_path / "图标"


def test_the_icon_holds_every_size_windows_asks_for(made):
    with Image.open(made / "hengbiao.ico") as icon:
        assert icon.info["sizes"] == {(size, size) for size in (16, 24, 32, 48, 64, 256)}
        icon.size = (256, 256)
        assert len(icon.convert("RGBA").getcolors(256 * 256)) > 2


@pytest.mark.skipif(not shutil.which("makensis"), reason="needs makensis (Debian package nsis)")
def test_the_installer_script_compiles_without_a_warning(made, tmp_path):
    bundle = tmp_path / "打包 hengbiao"
    (bundle / "_internal" / "字体").mkdir(parents=True)
    (bundle / "hengbiao.exe").write_bytes(b"MZ")
    (bundle / "_internal" / "字体" / "宋体.ttf").write_bytes(b"x")
    setup = tmp_path / "hengbiao-1.2.3-windows-x64-setup.exe"
    given = {"VERSION": "1.2.3", "BUNDLE": bundle, "ICON": made / "hengbiao.ico", "OUT": setup, "KILOBYTES": 1}
    defined = [f"-D{key}={value}" for key, value in given.items()]
    done = subprocess.run(
        ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, SCRIPT],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert setup.read_bytes().startswith(b"MZ")


def test_the_installer_asks_for_no_administrator_and_refuses_old_windows():
    script = SCRIPT.read_text(encoding="utf-8")
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script
    assert re.search(r"OLDEST_BUILD 17763\b", script)


def test_removal_deletes_nothing_but_what_was_installed():
    script = SCRIPT.read_text(encoding="utf-8")
    wiped = re.findall(r"^\s*RMDir /r (.+)$", script, re.MULTILINE)
    assert wiped == [r'"$INSTDIR\_internal"', r'"$INSTDIR\licences"']
    assert not re.search(r"Delete .*(\*|DOCUMENTS|APPDATA)", script)


def test_the_version_resource_is_what_pyinstaller_reads():
    text = (INSTALLER / "windows" / "version.txt").read_text(encoding="utf-8")
    tree = ast.parse(text.replace("@NUMBERS@", "(1, 2, 3, 0)").replace("@VERSION@", "1.2.3"))
    (call,) = (node.value for node in tree.body)
    assert call.func.id == "VSVersionInfo"
    assert "@" not in ast.dump(tree)


def test_the_batch_file_has_lines_windows_understands():
    text = (INSTALLER / "build.bat").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") > 10
    assert text.isascii()
    labels = set(re.findall(rb"^:(\w+)", text, re.MULTILINE))
    assert set(re.findall(rb"goto (\w+)", text)) <= labels
