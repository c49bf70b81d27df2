from pathlib import PurePosixPath

import pytest

OURS = ("/home/me/项目/.venv",)
SITE = "/home/me/项目/.venv/lib/python3.11/site-packages"


@pytest.fixture
def contents():
    import contents

    return contents


GOES = [
    ("pdfminer/cmap/UniGB-UTF16-H.json.gz", f"{SITE}/pdfminer/cmap/UniGB-UTF16-H.json.gz"),
    ("docx/templates/default.docx", f"{SITE}/docx/templates/default.docx"),
    ("PySide6/QtWidgets.abi3.so", f"{SITE}/PySide6/QtWidgets.abi3.so"),
    ("PySide6/Qt/lib/libQt6Gui.so.6", f"{SITE}/PySide6/Qt/lib/libQt6Gui.so.6"),
    ("PySide6/Qt/lib/libicudata.so.73", f"{SITE}/PySide6/Qt/lib/libicudata.so.73"),
    ("PySide6/Qt/plugins/platforms/libqxcb.so", f"{SITE}/PySide6/Qt/plugins/platforms/libqxcb.so"),
    ("PySide6/Qt/translations/qtbase_zh_CN.qm", f"{SITE}/PySide6/Qt/translations/qtbase_zh_CN.qm"),
    ("PySide6\\plugins\\platforms\\qwindows.dll", "C:\\x"),
    ("PySide6\\translations\\qtbase_zh_CN.qm", "C:\\x"),
    ("PySide6/Qt6Core.dll", "C:\\x"),
    ("hengbiao/resources/fonts/NotoSansSC-Regular.ttf", "/home/me/项目/resources/fonts/NotoSansSC-Regular.ttf"),
    ("hengbiao-0.1.0.dist-info/METADATA", f"{SITE}/hengbiao-0.1.0.dist-info/METADATA"),
    ("libz.so.1", "/lib/x86_64-linux-gnu/libz.so.1"),
    ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0"),
    ("lxml/etree.cpython-311-x86_64-linux-gnu.so", f"{SITE}/lxml/etree.cpython-311-x86_64-linux-gnu.so"),
    ("pillow.libs/libjpeg-6dc8d115.so.62.4.0", f"{SITE}/pillow.libs/libjpeg-6dc8d115.so.62.4.0"),
]
STAYS = [
    ("pdfminer/cmap/UniJIS-UTF16-H.json.gz", f"{SITE}/pdfminer/cmap/UniJIS-UTF16-H.json.gz"),
    ("reportlab\\fonts\\DarkGardenMK.pfb", "C:\\x"),
    ("PySide6/QtCharts.abi3.so", f"{SITE}/PySide6/QtCharts.abi3.so"),
    ("PySide6/Qt/lib/libQt6Pdf.so.6", f"{SITE}/PySide6/Qt/lib/libQt6Pdf.so.6"),
    ("PySide6/Qt/lib/libQt6Qml.so.6", f"{SITE}/PySide6/Qt/lib/libQt6Qml.so.6"),
    ("PySide6/Qt/plugins/imageformats/libqpdf.so", f"{SITE}/PySide6/Qt/plugins/imageformats/libqpdf.so"),
    (
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        f"{SITE}/PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
    ),
    ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", f"{SITE}/PySide6/Qt/plugins/platformthemes/libqgtk3.so"),
    ("PySide6/Qt/translations/qtbase_de.qm", f"{SITE}/PySide6/Qt/translations/qtbase_de.qm"),
    ("PySide6\\translations\\qt_zh_CN.qm", "C:\\x"),
    ("PySide6\\opengl32sw.dll", "C:\\x"),
    ("reportlab/fonts/DarkGardenMK.pfb", f"{SITE}/reportlab/fonts/DarkGardenMK.pfb"),
    ("hengbiao-0.1.0.dist-info/direct_url.json", f"{SITE}/hengbiao-0.1.0.dist-info/direct_url.json"),
    ("click-8.5.1.dist-info/METADATA", f"{SITE}/click-8.5.1.dist-info/METADATA"),
    ("libstdc++.so.6", "/lib/x86_64-linux-gnu/libstdc++.so.6"),
    ("libX11.so.6", "/lib/x86_64-linux-gnu/libX11.so.6"),
    ("libgtk-3.so.0", "/lib/x86_64-linux-gnu/libgtk-3.so.0"),
]


@pytest.mark.parametrize(("name", "source"), GOES)
def test_what_is_needed_goes_along(contents, name, source):
    assert contents.wanted(name, source, OURS)


@pytest.mark.parametrize(("name", "source"), STAYS)
def test_what_is_not_needed_or_not_allowed_stays_out(contents, name, source):
    assert not contents.wanted(name, source, OURS)


def test_no_library_both_goes_along_and_is_expected_of_the_system(contents):
    assert not contents.HOST_LIBRARIES & contents.SYSTEM_LIBRARIES


def test_no_qt_module_that_goes_along_is_gpl_only(contents):
    assert not [name for name in contents.QT_LIBRARIES if name.startswith(tuple(contents.QT_GPL_ONLY))]


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("libQt6PdfWidgets.so.6", "PdfWidgets"),
        ("Qt6Charts.dll", "Charts"),
        ("QtPdf.abi3.so", "Pdf"),
        ("QtGraphs.pyd", "Graphs"),
        ("libicudata.so.73", ""),
        ("NotoSansSC-Regular.ttf", ""),
    ],
)
def test_files_name_their_qt_module(contents, file, module):
    assert contents.qt_module(PurePosixPath("_internal/PySide6") / file) == module


def test_gpl_only_parts_are_found_wherever_they_lie(contents):
    names = [
        "_internal/PySide6/Qt/plugins/imageformats/libqpdf.so",
        "_internal/PySide6/QtPdf.abi3.so",
        "a/Qt6Charts.dll",
    ]
    assert contents.gpl_only([*names, "_internal/PySide6/QtGui.abi3.so", "licences/pypdfium2/x.txt"]) == names


def test_every_module_that_is_left_out_is_spelled_as_its_library_has_it(contents):
    """A name that nothing has leaves nothing out."""
    import importlib.util

    of_libraries = [name for name in contents.LEFT_OUT if name.startswith(("PIL.", "lxml.", "rapidfuzz."))]
    missing = [name for name in of_libraries if not importlib.util.find_spec(name)]
    assert not missing
