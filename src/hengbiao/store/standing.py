"""Edits that stand for others, as they are stored: the ids, and what of the fields does not speak for itself.

{"ids": […], "most": i, "heads": {path: [i, …]}, "told": {path: {"i": value}}, "untold": [path, …]}: numbers are places
in `ids`. A field without heads was set by edit `most`; a head says what the edit's fields say unless it is told apart.
Beside them "by" names the offices that made the edits, "made" who made each head and when: {"i": [office, author, at]}.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from hengbiao.domain.merge import UNTOLD, Standing, settings

MOST: Final = 20_000
"""Edits that one may stand for."""


def spelled(standing: Standing, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What an edit with these fields states of those that it stands for."""
    at = {key: number for number, key in enumerate(standing.ids)}
    plain = dict(settings(fields))
    alone = Counter(at[key] for heads in standing.heads.values() for key in heads if len(heads) == 1)
    most = max(alone, key=lambda key: (alone[key], key), default=0)
    heads, told, untold = {}, {}, []
    for path, known in standing.heads.items():
        places = sorted(at[key] for key in known)
        if places != [most] or path not in plain:
            heads[path] = places
        silent = UNTOLD in known.values()
        shown = UNTOLD if silent else plain.get(path)
        untold += [path] if silent else []
        if others := {str(at[key]): value for key, value in known.items() if value is not UNTOLD and value != shown}:
            told[path] = others
    return {"ids": list(standing.ids), "most": most, "heads": heads, "told": told, "untold": sorted(untold)}


def makers(
    standing: Standing, contents: Iterable[Mapping[str, Any]], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[str]]:
    """Who made the heads of the fields, and when, as "made" states it, from edits as they are stored."""
    told = [content for content in contents if content.get("stands_for")]
    heads = {key for found in standing.heads.values() for key in found}
    return {
        str(number): list(found)
        for number, key in enumerate(standing.ids)
        if key in heads and (found := maker(key, known, told))
    }


def maker(
    key: str, known: Mapping[str, Mapping[str, Any]], told: Iterable[Mapping[str, Any]]
) -> tuple[str, str, str] | None:
    """Office, author and time of an edit, known itself or `told` by one that stands for it; None where nobody says."""
    if key in known:
        office, author, at = (str(known[key][name]) for name in ("office", "author", "at"))
        return office, author, at
    for content in told:
        stated, made = content["stands_for"], content["stands_for"].get("made")
        found = made.get(str(stated["ids"].index(key))) if isinstance(made, dict) and key in stated["ids"] else None
        if isinstance(found, list) and len(found) == 3 and all(isinstance(one, str) for one in found):
            return found[0], found[1], found[2]
    return None


def read(stated: Any, fields: Mapping[str, Any]) -> Standing:
    """What is stated of the edits that are stood for; ValueError where it makes no sense."""
    try:
        return _read(stated, fields)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("所代表的修改记录写法不对") from error


def _read(stated: Any, fields: Mapping[str, Any]) -> Standing:
    ids = tuple(map(str, stated["ids"]))
    if list(ids) != sorted(set(ids)) or len(ids) > MOST or not all(map(_is_id, ids)):
        raise ValueError("所代表的修改记录写法不对")
    plain = dict(settings(fields))
    untold = set(stated["untold"])
    if untold & plain.keys():
        raise ValueError("所代表的修改记录写法不对")
    heads = {path: _numbers(numbers, ids) for path, numbers in stated["heads"].items()}
    most = _numbers([stated["most"]], ids)
    told: dict[str, dict[str, Any]] = {}
    for path in {**plain, **heads}:
        named = stated["told"].get(path, {})
        shown = UNTOLD if path in untold else plain.get(path)
        told[path] = {ids[number]: named.get(str(number), shown) for number in heads.get(path, most)}
    return Standing(ids, told)


def _numbers(stated: Any, ids: tuple[str, ...]) -> list[int]:
    if not isinstance(stated, list) or not stated or not all(type(n) is int and 0 <= n < len(ids) for n in stated):
        raise ValueError("所代表的修改记录写法不对")
    return stated


def _is_id(text: str) -> bool:
    return len(text) == 64 and not text.strip("0123456789abcdef")
