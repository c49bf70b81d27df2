"""What a check is asked about and what it answers: Rule, Finding, Subject, Hit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from hengbiao.domain.balance import Equation, equations
from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.costs import Cost
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Project
from hengbiao.domain.tree import Tree
from hengbiao.domain.unit import Unit
from hengbiao.rules.severities import Severity
from hengbiao.rules.survey import Survey

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One entry of resources/rules: number, class, words and thresholds of a check.

    `fields` names what a rule that is only a list of words reads (`places.FIELDS`).
    """

    number: str
    title: str
    severity: Severity
    advice: str
    words: tuple[str, ...] = ()
    words_less: tuple[str, ...] = ()
    words_more: tuple[str, ...] = ()
    words_not: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found on one form.

    `ref` is where to go, `message` a sentence with the arithmetic and what to do, `rests_on` the values it was drawn
    from, `fix` the changes that would mend it, "" `fix_label` for none. `explanation` is the 说明 in force, `lapsed`
    one whose values have changed since it was given.
    """

    rule: str
    severity: Severity
    ref: Ref
    message: str
    rests_on: tuple[str, ...] = ()
    fix: tuple[Change, ...] = ()
    fix_label: str = ""
    explanation: str = ""
    lapsed: str = ""

    @property
    def explained(self) -> bool:
        """Whether a 说明 accounts for it: then it is not open any more."""
        return bool(self.explanation)


class Hit(NamedTuple):
    """A check's answer: where to go, the sentence, what it rests on, a way to mend it, its class where milder."""

    path: tuple[str, ...]
    sentence: str
    rests_on: tuple[str, ...] = ()
    fix: tuple[Change, ...] = ()
    fix_label: str = ""
    severity: Severity | None = None


class Once(Generic[T]):
    """A property made when first asked for; functools.cached_property of Python 3.11 takes a lock each time."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, subject: Any, _owner: type) -> T:
        made = subject.__dict__[self._name] = self._make(subject)
        return made


@dataclass(frozen=True)
class Subject:
    """One form under review, with what several checks need computed once."""

    tree: Tree
    record: Record
    survey: Survey

    @Once
    def equations(self) -> Mapping[str, Equation]:
        """The balance equations of the form by name."""
        return {made.name: made for made in equations(self.tree, self.record.id)}

    @Once
    def unit(self) -> Unit:
        """The unit whose form it is."""
        return self.tree.unit(self.record.id if isinstance(self.record, Unit) else self.record.unit)

    @property
    def project(self) -> Project | None:
        """The form where it is a project's."""
        return self.record if isinstance(self.record, Project) else None

    @Once
    def rows(self) -> tuple[Indicator, ...]:
        """The indicators in order."""
        return () if isinstance(self.record, Unit) else self.record.indicators

    @Once
    def numeric(self) -> tuple[Indicator, ...]:
        """The indicators whose target is a number."""
        return tuple(row for row in self.rows if row.target.value)

    def under(self, words: tuple[str, ...]) -> tuple[Indicator, ...]:
        """The indicators with one of these words in level 1 or 2."""
        found = self._under.get(words)
        if found is None:
            found = tuple(row for pair, rows in self._levels.items() if _has_any(pair, words) for row in rows)
            self._under[words] = found
        return found

    @Once
    def _under(self) -> dict[tuple[str, ...], tuple[Indicator, ...]]:
        return {}

    @Once
    def found(self) -> dict[Any, Any]:
        """What one check found and another asks for too."""
        return {}

    @Once
    def percents(self) -> tuple[Indicator, ...]:
        """The indicators whose target is a number of % or ‰."""
        return tuple(row for row in self.numeric if row.target.unit in {"%", "‰"})

    @Once
    def texts(self) -> tuple[Indicator, ...]:
        """The indicators whose target is a text."""
        return tuple(row for row in self.rows if row.target.text)

    @Once
    def names(self) -> str:
        """The names of all indicators in one, to see at one look whether a word comes up."""
        return "\0".join([row.name for row in self.rows])

    @Once
    def distinct_names(self) -> frozenset[str]:
        """The names of the indicators without spaces around them; fewer than indicators where one is there twice."""
        return frozenset(map(str.strip, self.names.split("\0")))

    @Once
    def levels(self) -> str:
        """The level names that the indicators stand under, in one."""
        return "\0".join(self.level_names)

    @Once
    def level_names(self) -> frozenset[str]:
        """The names of level 1 and 2 that the indicators stand under."""
        return frozenset(name for rows in self._levels.values() for name in (rows[0].level1, rows[0].level2))

    @Once
    def _levels(self) -> dict[str, list[Indicator]]:
        levels: dict[str, list[Indicator]] = {}
        for row in self.rows:
            levels.setdefault(f"{row.level1}\0{row.level2}", []).append(row)
        return levels

    @Once
    def costs(self) -> tuple[Cost, ...]:
        """The cost indicators of a project as read."""
        return self.equations["cost"].costs if self.project else ()

    @Once
    def text(self) -> str:
        """Every text of the form in one, to see at one look whether a word comes up."""
        return f"{self.own_text}\0{self.row_text}"

    @Once
    def own_text(self) -> str:
        """The texts of the form without its indicators in one."""
        record = self.record
        own = [getattr(record, name, "") for name in ("name", "purpose", "goal", "lifetime_goal", "duties")]
        notes = getattr(record, "notes", None)
        return "\0".join([*own, notes.duties, notes.lifetime_goal, notes.goal] if notes else own)

    @Once
    def row_text(self) -> str:
        """Every text of the indicators in one."""
        parts: list[str] = []
        for row in self.rows:
            parts += (row.name, row.description, row.scoring, row.formula, row.target.text)
        return "\0".join(filter(None, parts))

    @Once
    def year(self) -> int | None:
        """The year of the form, else of its unit."""
        return self.record.year if self.record.year is not None else self.tree.unit_year(self.unit.id)


@lru_cache(maxsize=4096)
def _has_any(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


Check = Callable[[Subject, Rule], Hit | None]


def at_rows(
    rows: Iterable[Indicator],
    sentence: str,
    inner: str = "target",
    *,
    also: Iterable[str] = (),
    fix: Iterable[Change] = (),
    fix_label: str = "",
) -> Hit | None:
    """The hit on these indicators, None for none; `{rows}` and `{count}` in the sentence tell them.

    It rests on their names, descriptions and targets, and `also` on these texts.
    """
    found = tuple(rows)
    if not found:
        return None
    rests_on = [f"{row.level1}|{row.level2}|{row.name}|{row.description}|{row.target}" for row in found]
    text = sentence.replace("{rows}", naming(found)).replace("{count}", str(len(found)))
    return Hit(("indicators", found[0].id, inner), text, (*rests_on, *also), tuple(fix), fix_label)


def naming(rows: Iterable[Indicator], most: int = 3) -> str:
    """“甲”“乙”等 n 条: indicators by name (with value), the first few of many."""
    found = tuple(rows)
    names = "".join(f"“{label(row)}”" for row in found[:most])
    return names if len(found) <= most else f"{names}等 {len(found)} 条"


def label(row: Indicator) -> str:
    """What people call an indicator: its name and value, long names cut."""
    name = row.name or row.description or row.level2 or "（未命名）"
    shown = name if len(name) <= 16 else f"{name[:15]}…"
    value = str(row.target)
    return f"{shown} {value}" if value and len(value) <= 12 else shown
