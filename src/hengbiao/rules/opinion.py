"""绩效目标审核表: what a reviewer looks at, prefilled from the findings; a proposal that people change."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from hengbiao.paths import resource
from hengbiao.rules.subject import Finding

_REST: Final = "文字是否准确"
"""The point that takes the findings of rules that no point names, such as word lists of an office."""


@dataclass(frozen=True, slots=True)
class Point:
    """One 审核要点 with its findings that are open and those that are explained."""

    text: str
    open: tuple[Finding, ...]
    explained: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the four: `score` of `full` is proposed, and never below 0."""

    name: str
    full: int
    score: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """The aspects, their sum, and its grade 优, 良, 中 or 差."""

    aspects: tuple[Aspect, ...]
    score: int
    grade: str


def opinion(findings: Sequence[Finding]) -> Opinion:
    """What the findings of one form come to."""
    plan = _plan()
    points = _by_point(findings)
    aspects = tuple(_aspect(entry, points, plan["deduct"]) for entry in plan["aspects"])
    score = sum(aspect.score for aspect in aspects)
    return Opinion(aspects, score, next(grade["name"] for grade in plan["grades"] if score >= grade["least"]))


def _aspect(entry: Mapping[str, Any], points: Mapping[str, list[Finding]], deduct: Mapping[str, int]) -> Aspect:
    made = tuple(_point(point["text"], points.get(point["text"], [])) for point in entry["points"])
    lost = sum(deduct[one.severity] for point in made for one in point.open)
    return Aspect(entry["name"], entry["full"], max(0, entry["full"] - lost), made)


def _point(text: str, findings: Iterable[Finding]) -> Point:
    found = tuple(findings)
    return Point(text, tuple(o for o in found if not o.explained), tuple(o for o in found if o.explained))


def _by_point(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(_points().get(one.rule, _REST), []).append(one)
    return found


@cache
def _points() -> Mapping[str, str]:
    """The point of each rule."""
    texts = [point for aspect in _plan()["aspects"] for point in aspect["points"]]
    return {number: point["text"] for point in texts for span in point["rules"] for number in _numbers(span)}


def _numbers(span: str) -> Iterable[str]:
    first, _, last = span.partition("-")
    return (f"R{number:02d}" for number in range(int(first[1:]), int((last or first)[1:]) + 1))


@cache
def _plan() -> Mapping[str, Any]:
    return tomllib.loads(resource("rules", "opinion", "national.toml").read_text("utf-8"))
