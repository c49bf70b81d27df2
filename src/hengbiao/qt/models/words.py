"""Words that were written before: names of indicators, units and bases of this document and of those opened earlier."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from hengbiao.domain.target import Target
from hengbiao.domain.tree import Tree
from hengbiao.forms.vocabulary import choices

FIELDS: Final[Mapping[tuple[str, str], str]] = {
    ("indicators", "name"): "name",
    ("indicators", "basis"): "basis",
    ("indicators", "scoring"): "scoring",
    ("indicators", "source"): "source",
    ("indicators", "target/unit"): "unit",
    ("estimates", "unit"): "unit",
    ("estimates", "content"): "content",
    ("estimates", "basis"): "basis",
    ("", "nature"): "nature",
    ("", "category"): "category",
    ("", "authority"): "office",
    ("", "implementer"): "office",
}
"""The cells that words are offered in, by table ("" for the form itself) and field, and the kind of words."""

_FORMS: Final = 300
"""Forms that words are gathered from: in a larger document those of the same unit come first."""
_KEPT: Final = 3000
_LONGEST: Final = 60
_VOCABULARY: Final = {kind: kind for kind in ("unit", "basis", "nature", "category")}


class Words:
    """Offers words by their kind; what is kept between documents lies in one small file of the user's."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before: dict[str, list[str]] | None = None
        self._made: tuple[object, str, dict[str, tuple[str, ...]]] = (None, "", {})

    def offered(self, tree: Tree, record: str, table: str, field: str) -> tuple[str, ...]:
        """The words for a cell: those of the document, most used first, then those of before; () for other cells."""
        kind = FIELDS.get((table, field))
        if kind is None:
            return ()
        unit = tree.headings[record].unit if record in tree.headings else ""
        if self._made[0] is not tree or self._made[1] != unit:
            self._made = (tree, unit, _gathered(tree, unit))
        mine, vocabulary = self._made[2].get(kind, ()), choices().get(_VOCABULARY.get(kind, ""), ())
        return tuple(dict.fromkeys((*mine, *vocabulary, *self._kept().get(kind, ()))))

    def keep(self, tree: Tree) -> None:
        """Keep the words of a document for others, newest first; where they cannot be written, they are not."""
        kept = self._kept()
        for kind, words in _gathered(tree, "").items():
            kept[kind] = list(dict.fromkeys((*words, *kept.get(kind, ()))))[:_KEPT]
        try:
            spare = self._file.with_suffix(".new")
            spare.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
            spare.replace(self._file)
        except OSError:
            self._before = None

    def _kept(self) -> dict[str, list[str]]:
        if self._before is None:
            self._before = _read(self._file)
        return self._before


def _read(file: Path) -> dict[str, list[str]]:
    """What was kept; whatever is no such thing counts as nothing."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {str(kind): [str(word) for word in words] for kind, words in pairs if isinstance(words, list)}


def _gathered(tree: Tree, unit: str) -> dict[str, tuple[str, ...]]:
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in FIELDS.values()}
    for key in _records(tree, unit):
        record: Any = tree.records[key]
        for (table, field), kind in FIELDS.items():
            for row in _holders(record, table, field):
                word = _word(row, field)
                if 0 < len(word) <= _LONGEST:
                    counts[kind][word] += 1
    return {kind: tuple(word for word, _ in found.most_common()) for kind, found in counts.items()}


def _records(tree: Tree, unit: str) -> list[str]:
    forms = [item.id for item in tree.headings.values() if item.kind != "unit" and item.unit == unit]
    if len(forms) < _FORMS:
        others = (item.id for item in tree.headings.values() if item.kind != "unit" and item.unit != unit)
        forms += _first(others, _FORMS - len(forms))
    return forms[:_FORMS]


def _first(found: Iterator[str], count: int) -> list[str]:
    return [key for key, _ in zip(found, range(count), strict=False)]


def _holders(record: Any, table: str, field: str) -> Iterable[Any]:
    if table:
        return getattr(record, table, ())
    return (record,) if hasattr(record, field) else ()


def _word(row: Any, field: str) -> str:
    name, _, part = field.partition("/")
    value = getattr(row, name)
    return str(getattr(value, part)) if isinstance(value, Target) else str(value)
