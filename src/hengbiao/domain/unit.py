"""预算单位: an office that keeps a budget, once per year, and what every record may carry besides."""

from dataclasses import dataclass

from hengbiao.domain.marks import Pairing, Remark, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """自定义栏目: a further labelled text of a unit, department form or project."""

    id: str
    position: str = ""
    label: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A 预算单位 in one year; `year` is None where only its forms state it (see `tree.unit_year`)."""

    id: str
    position: str = ""
    code: str = ""
    name: str = ""
    region: str = ""
    year: int | None = None
    extra: tuple[Extra, ...] = ()
    remarks: tuple[Remark, ...] = ()
    versions: tuple[Version, ...] = ()
    pairings: tuple[Pairing, ...] = ()
