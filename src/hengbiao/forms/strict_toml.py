"""Reading TOML strictly: every key must be known and of its type, and a fault names file and line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from hengbiao.domain.refusal import Refusal

T = TypeVar("T")

_STRING: Final = re.compile(r'"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*')
_MISSING: Final = object()
_NAMES: Final[Mapping[type, str]] = {
    str: "文字",
    int: "整数",
    float: "数字",
    bool: "true 或 false",
    list: "列表",
    dict: "表",
}


class LayoutError(Refusal):
    """A 表样 or vocabulary file that is not right: file, line and reason."""


@dataclass(frozen=True)
class Source:
    """A TOML file and its text, to find lines in."""

    path: Path
    text: str

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line, from 1, where the value at `path` is written, or the nearest thing around it that is found."""
        masked = _STRING.sub(_blanked, self.text)
        at, rest = _header(masked, path)
        for step in rest:
            found = _step(masked, at, step)
            if found is None:
                break
            at = found
        return masked.count("\n", 0, at) + 1


class Node:
    """One table of a TOML file; what is taken from it is checked, what is left over at the end is a fault."""

    def __init__(self, source: Source, values: Mapping[str, Any], path: tuple[str | int, ...] = ()) -> None:
        self._source = source
        self._values = values
        self._path = path
        self._taken: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def take(self, key: str, kind: type[T], default: Any = _MISSING) -> T:
        """The value of `key`, of type `kind`; `default` where it is absent. LayoutError otherwise."""
        self._taken.add(key)
        value = self._values.get(key, default)
        if value is _MISSING:
            self.fail(f"缺少“{key}”")
        if kind is float and type(value) is int:
            value = float(value)
        if value is not default and type(value) is not kind:
            self.fail(f"“{key}”应是{_NAMES[kind]}", key)
        return value  # type: ignore[no-any-return]

    def choice(self, key: str, choices: Any, default: Any = _MISSING) -> Any:
        """The value of `key`, which must be one of `choices`."""
        value = self.take(key, str, default)
        if value not in choices:
            self.fail(f"“{key}”不能是“{value}”，只能是 {'、'.join(map(str, choices))}", key)
        return value

    def texts(self, key: str, default: Any = _MISSING) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self._items(key, str, default))

    def numbers(self, key: str, default: Any = _MISSING) -> tuple[float, ...]:
        """A list of numbers."""
        values = self.take(key, list, default)
        if any(type(value) not in {int, float} for value in values):
            self.fail(f"“{key}”里应都是数字", key)
        return tuple(float(value) for value in values)

    def mapping(self, key: str) -> Mapping[str, str]:
        """A table of texts by text; empty where it is absent."""
        values: dict[str, Any] = self.take(key, dict, {})
        for name, value in values.items():
            if type(value) is not str:
                self.fail(f"“{name}”应是文字", key)
        return values

    def node(self, key: str) -> "Node":
        """A table within."""
        return Node(self._source, self.take(key, dict), (*self._path, key))

    def named(self, key: str) -> Iterator[tuple[str, "Node"]]:
        """The tables within a table, by name."""
        for name, value in self.take(key, dict).items():
            if type(value) is not dict:
                self.fail(f"“{name}”应是表", key)
            yield name, Node(self._source, value, (*self._path, key, name))

    def nodes(self, key: str) -> Iterator["Node"]:
        """A list of tables."""
        for number, value in enumerate(self._items(key, dict, _MISSING)):
            yield Node(self._source, value, (*self._path, key, number))

    def nested(self, key: str) -> Iterator[list["Node"]]:
        """A list of lists of tables."""
        number = 0
        for inner in self._items(key, list, _MISSING):
            row = []
            for value in inner:
                if type(value) is not dict:
                    self.fail(f"“{key}”里应是单元格", key)
                row.append(Node(self._source, value, (*self._path, key, number)))
                number += 1
            yield row

    def done(self) -> None:
        """LayoutError where a key was not taken."""
        for key in self._values:
            if key not in self._taken:
                self.fail(f"不认识的“{key}”", key)

    def fail(self, reason: str, key: str = "") -> NoReturn:
        """Raise LayoutError at `key` of this table."""
        path = (*self._path, key) if key else self._path
        raise LayoutError(self._source.path, f"第 {self._source.line(path)} 行", reason, "请改正后重新打开")

    def _items(self, key: str, kind: type, default: Any) -> list[Any]:
        values: list[Any] = self.take(key, list, default)
        if any(type(value) is not kind for value in values):
            self.fail(f"“{key}”里应都是{_NAMES[kind]}", key)
        return values


def read(path: Path) -> Node:
    """The top of a TOML file; LayoutError where it cannot be read as TOML."""
    try:
        text = path.read_text("utf-8")
        return Node(Source(path, text), tomllib.loads(text))
    except UnicodeDecodeError as fault:
        line = path.read_bytes()[: fault.start].count(b"\n") + 1
        raise LayoutError(path, f"第 {line} 行", "不是 UTF-8 文字", "请另存为 UTF-8 后重新打开") from None
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+)", str(fault))
        place = f"第 {found[1]} 行" if found else "文件末尾"
        raise LayoutError(path, place, "不合 TOML 的写法", "请检查引号、括号和逗号") from None


def _blanked(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _header(masked: str, path: tuple[str | int, ...]) -> tuple[int, tuple[str | int, ...]]:
    """Where the longest table header that begins `path` stands, and what of the path is left."""
    for length in range(len(path), 0, -1):
        head, last = path[:length], path[length - 1]
        names = r"\s*\.\s*".join(re.escape(str(name)) for name in head if isinstance(name, str))
        many = isinstance(last, int)
        pattern = rf"^\s*\[\[\s*{names}\s*\]\]" if many else rf"^\s*\[\s*{names}\s*\]"
        found = list(re.finditer(pattern, masked, re.MULTILINE))
        at = last if isinstance(last, int) else 0
        if at < len(found):
            return found[at].start() + len(found[at][0]) - len(found[at][0].lstrip()), path[length:]
    return 0, path


def _step(masked: str, at: int, step: str | int) -> int | None:
    if isinstance(step, str):
        found = re.compile(rf"(?<![\w-]){re.escape(step)}\s*=").search(masked, at)
        return found.start() if found else None
    for _ in range(step + 1):
        at = masked.find("{", at) + 1
        if not at:
            return None
    return at
