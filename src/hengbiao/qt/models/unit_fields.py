"""What can be written of a 预算单位: its own fields, the lines of the signature block, and its other 自定义栏目."""

from collections.abc import Mapping
from typing import Final

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.position import between, new_row_id
from hengbiao.domain.unit import Extra, Unit

SIGNED: Final = ("填报人", "联系电话", "单位负责人", "填报日期")
"""The lines below every form, by the 自定义栏目 of the unit that they print."""

_LABELS: Final = {"name": "改单位名称", "code": "改单位编码", "region": "改表样地区", "year": "改年度"}


class NotAYearError(ValueError):
    """What was typed is no year; the message is a Chinese sentence."""


def texts(unit: Unit) -> Mapping[str, str]:
    """Every field as text, by its name or by the label of a 自定义栏目, those of the signature block first."""
    own = {"name": unit.name, "code": unit.code, "region": unit.region, "year": str(unit.year or "")}
    return own | dict.fromkeys(SIGNED, "") | {row.label: row.text for row in reversed(unit.extra)}


def changes(unit: Unit, field: str, text: str) -> list[Change]:
    """The changes that make `field` say `text`; none where it does. NotAYearError."""
    if texts(unit).get(field, "") == text:
        return []
    if field == "year":
        return [Change(Ref(unit.id, ("year",)), unit.year, _year(text))]
    if field in _LABELS:
        return [Change(Ref(unit.id, (field,)), getattr(unit, field), text)]
    row = next((row for row in unit.extra if row.label == field), None)
    if row:
        return [Change(Ref(unit.id, ("extra", row.id, "text")), row.text, text)]
    last = unit.extra[-1].position if unit.extra else ""
    made = Extra(id=new_row_id(), position=between(last, ""), label=field, text=text)
    return [Change(Ref(unit.id, ("extra", made.id)), None, made)]


def step_label(field: str) -> str:
    """What the step is called that writes `field`."""
    return _LABELS.get(field, f"改{field}")


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and 2000 <= int(text) <= 2099):
        raise NotAYearError("年度写四位数，如 2026")
    return int(text)
