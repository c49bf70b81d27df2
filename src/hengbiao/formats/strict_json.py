"""JSON from strangers: bounded, unambiguous, and every fault told with its JSON path."""

import json
import re
from pathlib import Path
from typing import Any, Final

from hengbiao.domain.refusal import Refusal

MAX_BYTES: Final = 200 * 1024 * 1024
MAX_TEXT: Final = 100_000
"""Longest single text in characters: three times what an Excel cell holds."""

REPEATED: Final = "\x00repeated"
"""The key under which an object that names a key twice tells it; no reader knows this key."""

_NAME: Final = re.compile(r"[^\W\d]\w{0,40}")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_not_text: Final = _NOT_TEXT.search


class Fault(Exception):
    """What is wrong with a JSON value; on its way up it gathers the path to it in `place`."""

    def __init__(self, reason: str, next_step: str = "请改正后重试，文件未作任何改动") -> None:
        super().__init__(reason)
        self.reason = reason
        self.next_step = next_step
        self.place = ""

    def under(self, step: str | int) -> "Fault":
        """The same fault seen from the object (key) or list (index) that holds the value."""
        self.place = f"{_step(step)}{self.place}"
        return self

    def refusal(self, path: object) -> Refusal:
        """The fault as people are told it."""
        return Refusal(path, f"${self.place}", self.reason, self.next_step)


class Odd:
    """A number that no field takes: a fraction, NaN, Infinity, or more digits than a year could have."""

    def __init__(self, literal: str) -> None:
        self.literal = literal


def load(path: Path) -> Any:
    """The JSON value in a UTF-8 file; Refusal where it is unreadable, too large, too deep or no JSON."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except FileNotFoundError:
        raise Refusal(path, "", "找不到这个文件", "请检查文件名和所在文件夹") from None
    except OSError as error:
        raise Refusal(path, "", f"文件读不出来（{error.strerror}）", "请检查它是不是文件、能否打开，再重试") from None
    if size > MAX_BYTES:
        raise Refusal(path, "$", f"文件超过 {MAX_BYTES // 1024 // 1024} MB", "请按单位拆成几个文件再导入")
    try:
        return loads(raw)
    except Fault as fault:
        raise fault.refusal(path) from None


def loads(raw: bytes) -> Any:
    """The JSON value that UTF-8 `raw` spells; Fault where there is none."""
    text = _decoded(raw)
    try:
        return json.loads(
            text,
            object_pairs_hook=_unambiguous,
            parse_float=Odd,
            parse_constant=Odd,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列"
        raise Fault(f"不是有效的 JSON（{place}附近写法有误）", "请用导出它的程序重新生成，或按 JSON 格式改正") from None
    except RecursionError:
        raise Fault("括号嵌套太深", "请检查文件是否损坏") from None


def text(value: Any) -> str:
    """A text that documents can hold; Fault for anything else."""
    if type(value) is not str:
        raise wrong(value, "文字")
    odd = _not_text(value)
    if odd or len(value) > MAX_TEXT:
        raise _unfit(value, odd)
    return value


def _unfit(value: str, odd: re.Match[str] | None) -> Fault:
    if odd:
        kind = "不成对的代理字符" if odd[0] >= "\ud800" else "控制字符"
        place = f"第 {odd.start() + 1} 个字符"
        return Fault(f"{place}是{kind} U+{ord(odd[0]):04X}", "请删去这个字符（可保留制表符和换行）")
    return Fault(f"文字长达 {len(value)} 个字符，超过 {MAX_TEXT} 个", "请缩短这段文字，或检查文件是否损坏")


def unknown(key: str, value: dict[str, Any]) -> Fault:
    """The fault of an object with a key that has no meaning there."""
    if key == REPEATED:
        return Fault(f"同一对象里“{brief(str(value[key]))}”写了两次", "请只保留其中一个")
    return Fault(f"没有“{brief(key)}”这个栏目", "请核对拼写，或删去它")


def listed(value: Any, key: str) -> list[Any]:
    """The list in an object that holds nothing but one under `key`; Fault for any other value."""
    if not isinstance(value, dict):
        raise wrong(value, f'对象 {{"{key}": […]}}')
    for other in value:
        if other != key:
            raise unknown(other, value)
    found = value.get(key)
    if not isinstance(found, list):
        raise wrong(found, "列表").under(key)
    return found


def wrong(value: Any, expected: str) -> Fault:
    """The fault of a value of another type than `expected` (a Chinese noun)."""
    return Fault(f"这里应是{expected}，不是{_told(value)}")


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise Fault("文件开头有字节顺序标记（BOM）", "请另存为不带 BOM 的 UTF-8 文件")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Fault(f"第 {error.start + 1} 个字节不是 UTF-8 文字", "请另存为 UTF-8，或重新取得这个文件") from None


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        made[REPEATED] = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return made


def _whole(literal: str) -> int | Odd:
    return int(literal) if len(literal) < 20 else Odd(literal)


def _told(value: Any) -> str:
    if value is None:
        return "空值 null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Odd):
        return f"数字 {brief(value.literal if isinstance(value, Odd) else str(value))}"
    return f"文字“{brief(value)}”" if isinstance(value, str) else "列表" if isinstance(value, list) else "对象"


def brief(found: str) -> str:
    """A stranger's text as it can stand in a sentence: one line, short, every character visible."""
    visible = _NOT_TEXT.sub("�", found).replace("\n", "⏎")
    return visible if len(visible) <= 30 else f"{visible[:30]}…"


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _NAME.fullmatch(step) else f'["{brief(step)}"]'
