"""The rules as data: the shipped ones, and files of a region or an office that change them or add word lists.

A file that changes rules begins with `region = "…"`, `units = ["code", …]` or neither (it holds everywhere), then a
table for each rule. Of a known rule it may set class, title, advice, words, thresholds; a new number needs `title`,
`severity`, `advice`, `fields` and `words`. What is not understood is refused with file and entry.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.unit import Unit
from hengbiao.paths import data_folder, resource
from hengbiao.rules.places import FIELDS
from hengbiao.rules.severities import SEVERITIES
from hengbiao.rules.subject import Rule

_TEXTS: Final = ("title", "advice")
_LISTS: Final = ("words", "words_less", "words_more", "words_not")
_CLASSES: Final = (*SEVERITIES, "off")
_NEEDED: Final = ("title", "severity", "advice", "fields", "words")
_NUMBER: Final = re.compile(r"[A-QS-Z]\d{2,3}")
_NEXT: Final = "请改正后重新打开"


@dataclass(frozen=True)
class Override:
    """What one file changes, for units of `region` ("" for all) and of these codes (none for all)."""

    path: Path
    region: str
    units: frozenset[str]
    entries: Mapping[str, Mapping[str, Any]]

    def holds_for(self, unit: Unit) -> bool:
        """Whether the file speaks of this unit."""
        return self.region in {"", unit.region} and (not self.units or bool({unit.code, unit.name} & self.units))


@dataclass(frozen=True)
class Rulebook:
    """The shipped rules and what changes them, later files last; `faults` are files of the user that were left out."""

    shipped: Mapping[str, Rule]
    overrides: tuple[Override, ...] = ()
    faults: tuple[Refusal, ...] = ()
    _made: dict[tuple[int, ...], tuple[Rule, ...]] = field(default_factory=dict, compare=False, repr=False)

    def rules_for(self, unit: Unit) -> tuple[Rule, ...]:
        """The rules that hold for a unit, those switched off left out."""
        key = tuple(at for at, one in enumerate(self.overrides) if one.holds_for(unit))
        if key not in self._made:
            made = dict(self.shipped)
            for at in key:
                made.update(_overridden(made, self.overrides[at]))
            self._made[key] = tuple(rule for _, rule in sorted(made.items()) if rule.severity != "off")
        return self._made[key]

    def titled(self, number: str) -> str:
        """The title of a rule by number, also of one that a file adds; "" for none."""
        added = (one.entries[number].get("title", "") for one in self.overrides if number in one.entries)
        return self.shipped[number].title if number in self.shipped else next(added, "")


@cache
def rulebook() -> Rulebook:
    """The shipped rules, those of regions, and the user's files in the folder `rules` of the data folder."""
    regional = tuple(read_override(path, rules()) for path in sorted((resource("rules") / "regions").glob("*.toml")))
    own, faults = [], []
    for path in sorted((data_folder() / "rules").glob("*.toml")):
        try:
            own.append(read_override(path, rules()))
        except Refusal as fault:
            faults.append(fault)
    return Rulebook(rules(), (*regional, *own), tuple(faults))


@cache
def rules() -> Mapping[str, Rule]:
    """The shipped rules by number."""
    found: dict[str, Rule] = {}
    for path in sorted(resource("rules").glob("*.toml")):
        found.update(read_rules(path))
    return MappingProxyType(dict(sorted(found.items())))


def read_rules(path: Path) -> Mapping[str, Rule]:
    """The rules of one shipped file by number."""
    return {number: Rule(number=number, **_listed(entry)) for number, entry in _table(path).items()}


def read_override(path: Path, known: Mapping[str, Rule]) -> Override:
    """A file that changes `known` rules; Refusal naming file and entry where it is not right."""
    table = _table(path)
    region, units = table.pop("region", ""), table.pop("units", [])
    if not isinstance(region, str):
        raise _wrong(path, "region", "应是文字", "region")
    _check_texts(path, "units", "units", units)
    for number, entry in table.items():
        _check_entry(path, number, entry, known.get(number))
    return Override(path, region, frozenset(units), {number: _listed(entry) for number, entry in table.items()})


def _overridden(known: Mapping[str, Rule], override: Override) -> Iterator[tuple[str, Rule]]:
    for number, entry in override.entries.items():
        if number not in known:
            yield number, Rule(number=number, **entry)
            continue
        limits = {**known[number].limits, **entry.get("limits", {})}
        yield number, replace(known[number], **{**entry, "limits": limits})


def _listed(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        found = re.search(r"line (\d+)", str(fault))
        place = f"第 {found[1]} 行" if found else "文件末尾" if "end of document" in str(fault) else ""
        raise Refusal(path, place, "不是正确的 TOML 文件（UTF-8）", _NEXT) from None
    except OSError as fault:
        raise Refusal(path, "", f"读不出来（{fault.strerror or fault}）", "请检查文件后重试") from None


def _wrong(path: Path, entry: str, reason: str, key: str = "") -> Refusal:
    """What is not right in an entry of a file, at the line where it stands."""
    lines = path.read_text("utf-8").splitlines()
    head = next((at for at, line in enumerate(lines, 1) if line.strip().startswith((f"[{entry}]", f"{entry} "))), 0)
    found = (at for at, line in enumerate(lines[head:], head + 1) if re.match(rf"\s*{re.escape(key)}\s*=", line))
    line = (next(found, 0) if key and key != entry else 0) or head
    return Refusal(path, f"第 {line} 行 {entry}" if line else entry, reason, _NEXT)


def _check_entry(path: Path, number: str, entry: Any, known: Rule | None) -> None:
    if not isinstance(entry, dict):
        raise _wrong(path, number, "应是一条规则（[编号] 开头的一段）", number)
    if known is None and not _NUMBER.fullmatch(number):
        raise _wrong(path, number, "没有这条规则；新增的编号用 R 以外的字母加两三位数字，例如 D01")
    missing = [] if known else [key for key in _NEEDED if not entry.get(key)]
    if missing:
        raise _wrong(path, number, f"新增的规则缺少 {'、'.join(missing)}")
    for key, value in entry.items():
        _check_value(path, number, key, value, known)


def _check_value(path: Path, number: str, key: str, value: Any, known: Rule | None) -> None:
    if key == "severity":
        _one_of(path, number, key, [value], _CLASSES)
    elif key in _TEXTS:
        if not isinstance(value, str):
            raise _wrong(path, number, f"{key} 应是文字", key)
    elif key == "limits" and known and known.limits:
        _check_limits(path, number, value, known)
    elif key == "fields" and known is None:
        _check_texts(path, number, key, value)
        _one_of(path, number, key, value, FIELDS)
    elif key in _LISTS and (getattr(known, key) if known else key in {"words", "words_not"}):
        _check_texts(path, number, key, value)
    else:
        raise _wrong(path, number, f"这条规则没有“{key}”可以改", key)


def _check_limits(path: Path, number: str, value: Any, known: Rule) -> None:
    if not isinstance(value, dict) or not all(type(one) is int and one >= 0 for one in value.values()):
        raise _wrong(path, number, "limits 应是名称等于整数的表", "limits")
    _one_of(path, number, "limits", value, known.limits)


def _check_texts(path: Path, number: str, key: str, value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise _wrong(path, number, f"{key} 应是文字的列表", key)


def _one_of(path: Path, number: str, key: str, values: Iterable[Any], known: Iterable[str]) -> None:
    choices = tuple(known)
    for value in values:
        if value not in choices:
            raise _wrong(path, number, f"{key} 不能是“{value}”，只能是 {'、'.join(choices)}", key)
