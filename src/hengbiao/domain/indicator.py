"""三级指标: one row of a performance form."""

from dataclasses import dataclass

from hengbiao.domain.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator; `weight` is a decimal text as written, "" for none."""

    id: str
    position: str = ""
    level1: str = ""
    level2: str = ""
    name: str = ""
    description: str = ""
    basis: str = ""
    formula: str = ""
    scoring: str = ""
    source: str = ""
    property: str = ""
    weight: str = ""
    remark: str = ""
    target: Target = Target()  # noqa: RUF009 - immutable
