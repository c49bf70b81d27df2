"""What the start page and the list of recent files do: new by region, open again, practise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from hengbiao.domain.refusal import Refusal
from hengbiao.qt import errors
from hengbiao.qt.recent import note_state, recents

if TYPE_CHECKING:
    from pathlib import Path

    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.session import Session
    from hengbiao.qt.start_page import StartPage

_PRACTICE: Final = "练习"


class StartActions(QObject):
    """Acts for the start page."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.ui.menuRecent.aboutToShow.connect(self._list_recent)

    def serve(self, page: StartPage) -> None:
        """Answer the page, and list on it what can be begun and what was opened last."""
        window, form = self._window, page.form
        form.openButton.clicked.connect(window.files.ask_open)
        form.sampleButton.clicked.connect(self.practise)
        form.afreshButton.clicked.connect(lambda: self.practise(afresh=True))
        form.helpButton.clicked.connect(window.help.help)
        form.keysButton.clicked.connect(window.help.show_keys)
        page.chosen.connect(window.files.open)
        page.begun.connect(window.files.begin)
        page.forgotten.connect(lambda file: self._forget(page, file))
        page.show_regions(_regions())

    def refresh(self, page: StartPage) -> None:
        """List the files anew, as whenever the page is shown."""
        page.show_recent(recents(self._window.settings))
        page.form.afreshButton.setVisible((_practice_folder() / _sample_name()).exists())

    def watch(self, session: Session) -> None:
        """Remember how a document stands when it is closed."""
        session.closing.connect(partial(self._note, session))

    def practise(self, *, afresh: bool = False) -> None:
        """Open the private copy of the practice unit as it was left, or `afresh` a new one."""
        from hengbiao.exchange.samples import sample

        folder = _practice_folder()
        try:
            if afresh:
                (folder / _sample_name()).unlink(missing_ok=True)
            folder.mkdir(parents=True, exist_ok=True)
            self._window.files.open(str(sample(folder)))
        except (Refusal, OSError) as fault:
            errors.tell(self._window, self.tr("没有打开练习单位"), _told(fault))
        else:
            self._window.status.show_notice(self.tr("这是练习用的私有副本，怎么改都不要紧，不影响别的文件"))

    def _note(self, session: Session) -> None:
        model = self._window.ui.findings.model
        counts = model.counts() if model.checked else {}
        note_state(self._window.settings, session.path, len(session.tree.all_projects()), counts)

    def _forget(self, page: StartPage, file: str) -> None:
        self._window.settings.forget(file)
        self.refresh(page)

    def _list_recent(self) -> None:
        menu = self._window.ui.menuRecent
        menu.clear()
        for number, file in enumerate(recents(self._window.settings), 1):
            name = file.path.name.replace("&", "&&")
            mark = f"&{number} " if number < 10 else ""
            words = f"{mark}{name}（{file.missing}）" if file.missing else f"{mark}{name}"
            action = menu.addAction(words, partial(self._window.files.open, str(file.path)))
            action.setToolTip(str(file.path))
            action.setEnabled(not file.missing)
        if menu.isEmpty():
            menu.addAction(self.tr("（还没有）")).setEnabled(False)


def _regions() -> list[tuple[str, str, str]]:
    """Id, name and description of every region that has a 表样."""
    from hengbiao.forms.layouts import layouts
    from hengbiao.qt.regions import known_regions

    found = layouts()
    forms = {region: [one for one in found if one.region == region] for region, _ in known_regions(found)}
    return [
        (region, name, f"{'；'.join(one.title for one in forms[region])}（{forms[region][0].money_unit}）")
        for region, name in known_regions(found)
    ]


def _practice_folder() -> Path:
    from hengbiao.paths import data_folder

    return data_folder() / _PRACTICE


def _sample_name() -> str:
    from hengbiao.exchange.samples import NAME

    return NAME


def _told(fault: Exception) -> str:
    if isinstance(fault, Refusal):
        return str(fault)
    return str(Refusal(_PRACTICE, "", "练习用的副本没有写成", "请确认磁盘有空间、自己的用户文件夹可以写入"))
