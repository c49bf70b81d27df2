"""What a check is asked about and what it answers: Rule, Finding, Subject, Hit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal

from hengbiao.domain.balance import Equation, equations
from hengbiao.domain.change import Record, Ref
from hengbiao.domain.tree import Tree

Severity = Literal["error", "warning", "info"]

SEVERITIES: Final[Mapping[Severity, str]] = MappingProxyType(
    {"error": "错误（须改）", "warning": "需核实（可说明）", "info": "提示"},
)
"""What people see for each class, worst first."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of resources/rules: number, words and class of a check."""

    number: str
    title: str
    severity: Severity
    advice: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found on one form; `ref` is where to go, `message` a sentence with the arithmetic and what to do."""

    rule: str
    severity: Severity
    ref: Ref
    message: str


@dataclass(frozen=True)
class Subject:
    """One form under review, with its equations computed once."""

    tree: Tree
    record: Record

    @cached_property
    def equations(self) -> Mapping[str, Equation]:
        """The balance equations of the form by name."""
        return {made.name: made for made in equations(self.tree, self.record.id)}


Hit = tuple[tuple[str, ...], str]
"""The path of the field concerned and a sentence with the arithmetic."""

Check = Callable[[Subject], Hit | None]
