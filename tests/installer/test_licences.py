from importlib.metadata import distribution

import pytest


@pytest.fixture
def licences():
    import licences

    return licences


def test_every_distribution_we_depend_on_has_a_text(licences, tmp_path):
    modules = ["PySide6", "shiboken6", "openpyxl", "reportlab", "lxml", "pypdfium2_raw", "_cffi_backend", "PIL", "json"]
    found = {part.name: part for part in licences.parts(modules, {})}
    assert {"PySide6_Essentials", "shiboken6", "pypdfium2", "cffi", "pillow", "Python", "hengbiao"} <= found.keys()
    licences.write(tmp_path, list(found.values()))
    listed = (tmp_path / "LIST.txt").read_text(encoding="utf-8")
    for name in found:
        assert f"\n{name}\t" in listed
        assert any((tmp_path / name).iterdir())


def test_qt_is_used_under_the_lgpl(licences):
    (found,) = (part for part in licences.parts(["PySide6"], {}) if part.name == "PySide6_Essentials")
    assert found.licence == "LGPL-3.0-only"
    assert [text.name for text in found.texts] == ["LGPL-3.0.txt", "GPL-3.0.txt"]
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in found.texts[0].read_text(encoding="utf-8")


def test_texts_of_one_distribution_keep_apart(licences, tmp_path):
    found = licences.parts(["pypdfium2_raw"], {})
    licences.write(tmp_path, found)
    (part,) = (part for part in found if part.name == "pypdfium2")
    assert len(list((tmp_path / "pypdfium2").iterdir())) == len(part.texts) > 10


def test_a_part_without_a_text_stops_the_build(licences, tmp_path):
    with pytest.raises(licences.MissingLicenceError, match=r"libnowhere.*licences"):
        licences.write(tmp_path, licences.parts([], {"libnowhere.so.1": "/nowhere/libnowhere.so.1"}))


def test_versions_are_the_installed_ones(licences):
    (found,) = (part for part in licences.parts(["openpyxl"], {}) if part.name == "openpyxl")
    assert found.version == distribution("openpyxl").version
