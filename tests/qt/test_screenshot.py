import pytest
from PySide6.QtGui import QImage
from tests.qt.windows import small_file

from hengbiao.qt import screenshot
from hengbiao.store.store import Store


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_a_picture_has_the_size_asked_for(qapp, tmp_path, size):
    screenshot.take(small_file(tmp_path), tmp_path / "a.png", size=size)
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == size


def test_pictures_of_two_projects_and_of_one_twice(qapp, tmp_path):
    document = small_file(tmp_path)
    for name, record in (("a", "p1"), ("b", "p2"), ("c", "p1")):
        screenshot.take(document, tmp_path / f"{name}.png", size=(1366, 768), record=record)
    images = {name: QImage(str(tmp_path / f"{name}.png")) for name in "abc"}
    assert images["a"] == images["c"]
    assert images["a"] != images["b"]


def test_the_file_is_free_and_the_same_afterwards(qapp, tmp_path):
    document = small_file(tmp_path)
    before = document.read_bytes()
    screenshot.take(document, tmp_path / "a.png", size=(1366, 768))
    assert document.read_bytes() == before
    with Store.open(document) as again:
        assert not again.read_only
