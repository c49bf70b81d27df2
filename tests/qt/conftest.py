"""The window over a small document, as a person would have it open."""

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from tests.qt.windows import small_file, wait_for

from hengbiao.qt import app_window
from hengbiao.qt.settings import Settings


@pytest.fixture(scope="session")
def qapp(home):
    app = app_window.application(Settings(home / "session.ini"))
    yield app
    app.clipboard().clear()  # the clipboard of the platform without a screen outlives the interpreter


@pytest.fixture(autouse=True)
def nothing_left_open():
    """No dialog or menu that a test leaves open takes the keys or the mouse of the next one."""
    yield
    for left in QApplication.topLevelWidgets() if QApplication.instance() else ():
        if left.isVisible() and not isinstance(left, QMainWindow):
            left.hide()
    assert not QApplication.instance() or QApplication.activeModalWidget() is None


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "window.ini")


@pytest.fixture
def document_file(tmp_path):
    return small_file(tmp_path)


@pytest.fixture
def window(qtbot, settings, document_file):
    made = app_window.build(settings)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.files.open(str(document_file))
    made.show()
    qtbot.waitExposed(made)
    wait_for(lambda: not made.idle.busy)
    yield made
    made.leave_session()


@pytest.fixture
def bare(qtbot, settings):
    """The window without a document."""
    made = app_window.build(settings)
    qtbot.addWidget(made)
    made.show_session(None)
    made.show()
    wait_for(lambda: not made.idle.busy)
    yield made
    made.leave_session()
