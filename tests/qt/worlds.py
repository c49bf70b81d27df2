"""Documents that dialogs are looked at over: empty, usual, with very long texts, with hundreds of records.

Each has what every dialog lists: 留存稿, 冲突, 退回意见, 回收站, 沿用上年, 状态, 疑似重复, 备份.
"""

import shutil
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

from tests.exchange.offices import Office

from hengbiao.domain import shape
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.marks import Status
from hengbiao.domain.project import Project
from hengbiao.domain.status import noted
from hengbiao.domain.unit import Unit
from hengbiao.exchange.keep import keep_changes
from hengbiao.exchange.returns import pin_changes
from hengbiao.exchange.rollover import bring
from hengbiao.formats import interchange
from hengbiao.paths import resource
from hengbiao.store.backup import back_up
from hengbiao.store.store import Store, decode_all

NAMES = ("bare", "usual", "long", "many")
LONG = "应急救护培训与公众卫生知识普及暨人体器官捐献宣传动员及造血干细胞捐献志愿者招募管理服务保障工作"
MANY = 100
"""Units of the large one."""
HANDED = 6
"""Files that lie ready to be received."""


def path_of(folder: Path, name: str) -> Path:
    """The file of a world, made afresh."""
    office = Office(folder, name if name != "long" else LONG)
    records = {"bare": _bare, "usual": _usual, "long": _long, "many": _many}[name]()
    office.add(*records)
    if name != "bare":
        _live(office, folder)
    with office.opened() as (store, _):
        back_up(store, "exit")
    return office.path


def _bare():
    return [Unit(id="u", position="F", code="571203", name="清河县红十字会", region="tianjin", year=2026)]


def _usual():
    return list(interchange.read(resource("samples", "sample.json")).records.values())


def _long():
    """Every name forty characters and more, every paragraph a thousand."""
    return [_stretched(record) for record in _usual()]


def _stretched(value):
    made = {}
    for field in fields(value):
        inner = getattr(value, field.name)
        if field.name == "name":
            made["name"] = f"{inner}{LONG}"
        elif field.name in {"goal", "purpose"} and inner:
            made[field.name] = (inner + LONG) * 8
        elif isinstance(inner, tuple):
            made[field.name] = tuple(_stretched(one) if is_dataclass(one) else one for one in inner)
    return replace(value, **made)


def _many():
    records = _usual()
    unit = next(one for one in records if isinstance(one, Unit))
    forms = [one for one in records if isinstance(one, Project)][:2]
    made = []
    for at in range(MANY):
        key, code = f"u{at:03}", f"5712{at:02}"
        made.append(replace(unit, id=key, code=code, position=f"{at:03}V", name=f"清河县第{at + 1}中心卫生院"))
        made += [replace(form, id=f"{form.id}{at}", unit=key, code="") for form in forms]
    return made


def _live(office, folder):
    """A year of work: kept, sent, changed on two sides, remarked on, deleted, carried over."""
    with office.opened() as (store, document):
        document.commit("留存“一上”稿", keep_changes(store, document.tree, "一上"))
    other = Office(office.folder, "上级")
    other.receive(office.send())
    first, *_ = keys = [key for key, kind in _forms(office) if kind == "project"]
    goals = _goals(office)
    for side, words in ((office, "我方写的目标。"), (other, "对方写的目标。")):
        side.commit(*(Change(Ref(key, ("goal",)), goals[key], f"{words}{LONG}") for key in keys[:MANY]))
    other.put(first, ("funds", "total"), 2_000_000)
    office.put(first, ("funds", "total"), 1_900_000)
    _hand_in(office, other.send())
    office.receive(other.send())
    with office.opened() as (store, document):
        decode_all(document.tree)
        _mark(store, document, keys)


def _hand_in(office, sent):
    """What lies in the folder of files that were handed in: some copies of one, and one that is none of ours."""
    folder = handed_in(office.path)
    folder.mkdir()
    for at in range(HANDED):
        shutil.copy(sent, folder / f"{at + 1:02} {LONG}.hengbiao")
    (folder / "坏.hengbiao").write_text("不是衡表文件", "utf-8")
    lines = [f"5713{at:02},第{at + 1}中学,2027" for at in range(MANY)]
    listed(office.path).write_text("\n".join(["编码,名称,年度", *lines]), "utf-8")


def handed_in(path: Path) -> Path:
    """The folder of files to receive into the document at `path`."""
    return path.parent / "交来"


def listed(path: Path) -> Path:
    """The list of the units that are to report."""
    return path.parent / "应报名单.csv"


def _goals(office):
    with office.opened() as (_, document):
        return {key: getattr(record, "goal", "") for key, record in document.tree.records.items()}


def _forms(office):
    with office.opened() as (_, document):
        tree = document.tree
        return [(part.id, part.kind) for unit in tree.units for part in tree.parts(unit.id)]


def _mark(store: Store, document: Document, keys):
    def tree():
        return document.tree

    pins = [(Ref(key, ("goal",)), "请写明服务对象、数量和完成时间。" + LONG * (key == keys[0])) for key in keys[:MANY]]
    document.commit("退回意见", pin_changes(tree(), pins, "财政局社保股"))
    for state, note in (("sealed", "交财政局 2 份"), ("returned", "附退回意见"), ("sent", LONG)):
        made = Status(id="", state=state, on="2026-11-22", note=note, by="李会计", at="2026-11-22T14:02:00")
        document.commit("状态", noted(tree(), keys[:1], made))
    document.commit("留存“二上”稿", keep_changes(store, tree(), "二上"))
    last = tree().project(keys[-1])
    for key in ("twin", *(f"gone{at}" for at in range(len(keys) // 2 + 1))):
        document.commit("新建", [Change(Ref(key), None, replace(last, id=key, position=f"{last.position}V", code=""))])
    for key in [key for key in tree().headings if key.startswith("gone")]:
        document.commit("删除", shape.drop(tree(), key))
    came = bring(store.path, tree(), [key for key in keys[:MANY] if key in tree().headings], tree(), 2027)
    document.commit("套用上年", came.changes)
