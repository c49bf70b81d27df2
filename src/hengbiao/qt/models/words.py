"""Words that were written before: names of indicators, units and bases of this document and of those opened earlier."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from hengbiao.domain.change import Record
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
        self._read: dict[str, tuple[Record, Mapping[str, list[str]]]] = {}

    def offered(self, tree: Tree, record: str, table: str, field: str) -> tuple[str, ...]:
        """The words for a cell: those of the document, most used first, then those of before; () for other cells."""
        kind = FIELDS.get((table, field))
        if kind is None:
            return ()
        unit = tree.headings[record].unit if record in tree.headings else ""
        vocabulary = choices().get(_VOCABULARY.get(kind, ""), ())
        return tuple(dict.fromkeys((*self._used(tree, unit, kind), *vocabulary, *self._kept().get(kind, ()))))

    def keep(self, tree: Tree) -> None:
        """Keep the words of a document for others, newest first; where they cannot be written, they are not."""
        kept = self._kept()
        for kind in dict.fromkeys(FIELDS.values()):
            kept[kind] = list(dict.fromkeys((*self._used(tree, "", kind), *kept.get(kind, ()))))[:_KEPT]
        self._write(kept)
        self._read.clear()

    def kept(self) -> Mapping[str, Sequence[str]]:
        """The words kept between documents, by their kind."""
        return self._kept()

    def count(self) -> int:
        """How many words are kept."""
        return sum(map(len, self._kept().values()))

    def forget(self, pairs: Collection[tuple[str, str]]) -> str:
        """Keep these (kind, word) no longer; why the disk refused, "" where it did not."""
        gone = set(pairs)
        kept = {kind: [word for word in words if (kind, word) not in gone] for kind, words in self._kept().items()}
        return self._write(kept)

    def _write(self, kept: dict[str, list[str]]) -> str:
        """Put `kept` in place of the file; why the disk refused, "" where it did not."""
        try:
            spare = self._file.with_suffix(".new")
            spare.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
            spare.replace(self._file)
        except OSError as fault:
            self._before = None
            return f"没有写成：{self._file} 不能写入（{fault.strerror}）。请检查磁盘空间和这个文件夹的权限后重试"
        self._before = kept
        return ""

    def _used(self, tree: Tree, unit: str, kind: str) -> Iterator[str]:
        """The words of a kind in the forms nearest to a unit, most used first."""
        counts: Counter[str] = Counter()
        for key in _records(tree, unit):
            counts.update(self._of_record(tree.records[key]).get(kind, ()))
        return (word for word, _ in counts.most_common())

    def _of_record(self, record: Record) -> Mapping[str, list[str]]:
        """The words of one record, read again only when it has changed."""
        known = self._read.get(record.id)
        if known is None or known[0] is not record:
            known = self._read[record.id] = (record, _gathered(record))
        return known[1]

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


def _gathered(record: Any) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for (table, field), kind in FIELDS.items():
        words = (_word(row, field) for row in _holders(record, table, field))
        found.setdefault(kind, []).extend(word for word in words if 0 < len(word) <= _LONGEST)
    return found


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
