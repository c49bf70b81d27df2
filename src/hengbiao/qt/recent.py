"""The files opened last, as the start page tells them: which unit's year it was, how it stood, whether it is there."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from hengbiao.qt.settings import Settings

_STATES: Final = "files/states"


class Recent(NamedTuple):
    """One file: `said` is one line on its state, `missing` why it cannot be opened; "" where it can."""

    path: Path
    said: str
    missing: str = ""


def recents(settings: Settings) -> Iterator[Recent]:
    """Every file that is remembered, last opened first, those that are gone among them."""
    for file in settings.opened_last():
        path = Path(file)
        try:
            saved = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        except OSError:
            yield Recent(path, "", why_missing(path))
        else:
            yield Recent(path, "　·　".join(filter(None, (_ago(saved), _state(settings, file)))))


def why_missing(path: Path) -> str:
    """Why a file cannot be found, as far as the folders tell."""
    if path.parent.is_dir():
        return "找不到：已删除、改名或移到别处"
    return "找不到：所在的文件夹或优盘现在不在"


def note_state(settings: Settings, path: Path, projects: int, counts: Mapping[str, int]) -> None:
    """Remember how a document stood when it was closed: numbers only, nothing of its content.

    What was remembered of files that left the list goes.
    """
    found = [projects, counts.get("error", 0), counts.get("warning", 0)] if counts else [projects]
    kept = {_key(file): settings.get(_key(file)) for file in settings.opened_last()}
    settings.drop(_STATES)
    for key, state in (kept | {_key(str(path.resolve())): "/".join(map(str, found))}).items():
        if state:
            settings.put(key, state)


def _state(settings: Settings, file: str) -> str:
    parts = [int(part) for part in str(settings.get(_key(file), "")).split("/") if part.isdigit()]
    if not parts:
        return ""
    projects = f"{parts[0]} 个项目" if parts[0] else "还没有项目"
    if len(parts) < 3:
        return projects
    errors, doubts = parts[1], parts[2]
    told = [f"✗ {errors} 处须改"] * bool(errors) + [f"! {doubts} 处需核实"] * bool(doubts)
    return "　".join([projects, *(told or ["✓ 审核无问题"])])


def _key(file: str) -> str:
    return f"{_STATES}/{sha256(file.encode()).hexdigest()[:16]}"


def _ago(saved: datetime) -> str:
    """今天 14:02, 昨天 14:02, else the date."""
    days = (datetime.now().astimezone().date() - saved.date()).days
    near = {0: "今天", 1: "昨天"}.get(days)
    return f"{near} {saved:%H:%M} 保存" if near else f"{saved:%Y-%m-%d} 保存"
