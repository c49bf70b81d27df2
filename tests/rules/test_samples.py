"""The known results of domain.md c on published forms; differences are argued in docs/rules.md."""

from pathlib import Path

import pytest

from hengbiao.domain.tree import Tree
from hengbiao.formats.interchange import read
from hengbiao.rules.rule import check, check_record, rules

DATA = Path(__file__).parents[3] / "shared" / "domain" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published samples are not here")

KNOWN = {
    "tianjin-2025": [
        {"R13", "R24", "R39", "R53"},
        {"R26", "R39", "R40", "R60"},
        {"R13", "R24", "R27", "R39"},
        {"R13", "R24", "R39", "R59"},
    ],
    "hebei-tangshan-2023": [
        {"R24", "R39", "R57"},
        {"R22", "R39", "R57"},
        {"R29", "R36", "R37", "R39", "R50", "R57"},
    ],
    "shanghai-2024": [
        {"R09", "R34", "R37"},
        {"R08", "R09", "R37"},
        {"R05", "R08", "R09", "R37", "R38"},
        {"R08", "R09", "R26", "R29", "R37", "R51"},
        {"R08", "R09", "R37"},
        {"R09", "R37"},
    ],
}

DEPARTMENTS = {
    "yunnan-suijiang-2025": {"R09", "R48", "R52", "R54", "R55", "R57", "R58", "R60"},
    "fujian-2021": {"R08", "R17", "R20", "R30", "R33", "R47", "R56", "R57"},
}


def sample(name: str) -> Tree:
    return read(DATA / f"{name}.json")


@pytest.mark.parametrize("name", KNOWN)
def test_projects(name: str) -> None:
    tree = sample(name)
    found = [{one.rule for one in check_record(tree, item.id)} for item in tree.all_projects()]
    assert found == KNOWN[name]


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_departments(name: str) -> None:
    tree = sample(name)
    (found,) = [
        {one.rule for one in check_record(tree, form.id)} for unit in tree.units for form in tree.parts(unit.id)
    ]
    assert found == DEPARTMENTS[name]


def test_errors_on_published_forms_are_only_the_argued_one() -> None:
    errors = {
        (name, one.rule) for name in (*KNOWN, *DEPARTMENTS) for one in check(sample(name)) if one.severity == "error"
    }
    assert errors == {("fujian-2021", "R20")}


NUMBERS = {
    "tianjin-2025": ("津", (1, 2, 3, 4)),
    "hebei-tangshan-2023": ("冀", (1, 3, 6)),
    "shanghai-2024": ("沪", (1, 2, 3, 4, 5, 6)),
    "yunnan-suijiang-2025": ("滇", ()),
    "fujian-2021": ("闽", ()),
}
DOCS = Path(__file__).parents[2] / "docs" / "rules.md"


def hits(name: str) -> list[tuple[str, str]]:
    """Each (rule, form) as docs/rules.md calls them."""
    tree, (short, numbers) = sample(name), NUMBERS[name]
    names = dict(zip((item.id for item in tree.all_projects()), (f"{short}{one}" for one in numbers), strict=True))
    return [(one.rule, names.get(one.ref.record, short)) for one in check(tree)]


def test_the_documented_hits_are_those_of_the_program() -> None:
    rows = [[cell.strip() for cell in line.split("|")] for line in DOCS.read_text("utf-8").splitlines()]
    told = {(row[1], form) for row in rows if len(row) > 5 and row[1][:1] == "R" for form in row[4].split()}
    assert {one for one in told if one[1] != "—"} == {one for name in NUMBERS for one in hits(name)}
    assert {row[1] for row in rows if len(row) > 5 and row[1][:1] == "R"} == rules().keys()


def test_one_finding_a_rule_and_form_and_few_lines_for_the_first() -> None:
    found = [one for name in NUMBERS for one in hits(name)]
    assert len(found) == len(set(found))
    assert sum(form == "津1" for _, form in found) <= 4
