"""Finding units and projects by what people call them: a code or a name."""

from hengbiao.domain.tree import Heading, Tree


class NotOneError(LookupError):
    """What was asked for is not there, or there several times; message and `choices` are Chinese lines."""

    def __init__(self, message: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.choices = choices

    def __str__(self) -> str:
        """The message, then the choices, a line each."""
        return "\n".join((str(self.args[0]), *(f"  {choice}" for choice in self.choices)))


def unit_called(tree: Tree, text: str, year: int | None = None) -> Heading:
    """The unit of this code, else of this name, in `year` where given; NotOneError."""
    found = _of(tree.units, text)
    if year is not None:
        found = [unit for unit in found if tree.unit_year(unit.id) == year]
    return _one(tree, f"预算单位“{text}”" + (f"（{year} 年）" if year else ""), found)


def project_called(tree: Tree, text: str, unit: str = "") -> Heading:
    """The project of this code, else of this name, in the unit record `unit` where given; NotOneError."""
    return _one(tree, f"项目“{text}”", _of(tree.projects(unit) if unit else tree.all_projects(), text))


def told(tree: Tree, item: Heading) -> str:
    """A unit or project as people tell it from others: year, unit, code, name."""
    unit = tree.headings[item.unit]
    year = item.year if item.year is not None else tree.unit_year(item.unit)
    parts = [f"{year} 年" if year else "未写年度", f"{unit.code} {unit.name}".strip() or "未命名单位"]
    if item.kind == "project":
        parts += [f"编码 {item.code}" if item.code else "无编码", item.name or "未命名项目"]
    return " · ".join(parts)


def _of(items: tuple[Heading, ...], text: str) -> list[Heading]:
    return [item for item in items if item.code and item.code == text] or [i for i in items if i.name == text]


def _one(tree: Tree, asked: str, found: list[Heading]) -> Heading:
    if not found:
        raise NotOneError(f"文件里没有{asked}")
    if len(found) > 1:
        raise NotOneError(f"{asked}有 {len(found)} 个，请写明是哪一个：", tuple(told(tree, item) for item in found))
    return found[0]
