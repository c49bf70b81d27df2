"""The editor of a cell that offers words written before, as one types; nothing is chosen until a person chooses it."""

from PySide6.QtWidgets import QWidget

from hengbiao.qt.views.choice_editor import ChoiceEditor

_MOST = 8
_SHORT = 10
_MANY = 500


class CompletingEditor(ChoiceEditor):
    """A ChoiceEditor whose list comes with the first letter and of which Enter takes only what arrows have chosen."""

    def __init__(self, parent: QWidget, words: tuple[str, ...], *, by_typing: bool) -> None:
        super().__init__(parent, words, by_typing=by_typing)
        self.choices.setAccessibleName(self.tr("以前填过的词"))

    def begin_list(self, text: str) -> None:
        """A short list at once where an empty cell is opened by F2 or the mouse, a long one once something is typed.

        The readings of the words are looked up meanwhile.
        """
        from hengbiao.qt import initials
        from hengbiao.qt.jobs import Job

        if not text and not self._by_typing and len(self.words) <= _SHORT:
            self.offer(self.words, "")
        if not initials.ready() or len(self.words) > _MANY:
            words = self.words
            Job(lambda _report: initials.prepare(words)).start()

    def narrow(self, text: str) -> None:
        """Offer what contains the text, or whose pinyin initials do; what begins with it stands first."""
        from hengbiao.qt import initials

        wanted = text.strip()
        matches = initials.matcher(wanted) if initials.ready() else (lambda word: wanted in word)
        found = [word for word in self.words if word != wanted and matches(word)] if wanted else []
        self.offer(tuple(sorted(found, key=lambda word: not word.startswith(wanted))[:_MOST]), "")
