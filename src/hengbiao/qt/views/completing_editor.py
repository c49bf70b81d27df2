"""The editor of a cell that offers words written before, as one types; nothing is chosen until a person chooses it."""

from PySide6.QtWidgets import QWidget

from hengbiao.qt.views.choice_editor import ChoiceEditor

_MOST = 8


class CompletingEditor(ChoiceEditor):
    """A ChoiceEditor whose list comes with the first letter and of which Enter takes only what arrows have chosen."""

    def __init__(self, parent: QWidget, words: tuple[str, ...], *, by_typing: bool) -> None:
        super().__init__(parent, words, by_typing=by_typing)
        self.choices.setAccessibleName(self.tr("以前填过的词"))

    def begin_list(self, text: str) -> None:
        """No list before something is typed."""

    def narrow(self, text: str) -> None:
        """Offer what contains the text, or whose pinyin initials do."""
        from hengbiao.qt.initials import prepared_matcher

        wanted = text.strip()
        matches = prepared_matcher(wanted)
        found = [word for word in self.words if word != wanted and matches(word)] if wanted else []
        found.sort(key=lambda word: not word.startswith(wanted))
        self.offer(tuple(found[:_MOST]), "")
