"""Edits that stand for others, as they are stored: the ids, and what of the fields does not speak for itself.

{"ids": […], "most": i, "heads": {path: [i, …]}, "told": {path: {"i": value}}, "untold": [path, …]}: numbers are places
in `ids`. A field without heads was set by edit `most`; a head says what the edit's fields say unless it is told apart.
"""

from collections import Counter
from collections.abc import Mapping
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
