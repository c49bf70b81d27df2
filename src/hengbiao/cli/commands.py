"""The commands of contract.md: what each is given and what does it."""

from collections.abc import Callable
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hengbiao.cli.usage import Parser, command, words, year


class Command(NamedTuple):
    """How a command is typed, what it does (a Chinese sentence), "module:function" that does it, its arguments."""

    usage: str
    does: str
    runs: str
    arguments: tuple[tuple[str, dict[str, Any]], ...]

    def run(self) -> Callable[[Any], int]:
        """What does it, imported now."""
        module, _, name = self.runs.partition(":")
        found: Callable[[Any], int] = getattr(import_module(f"hengbiao.cli.{module}"), name)
        return found


_FILE: Final = ("file", {"metavar": "FILE"})
_JSON: Final = ("--json", {"action": "store_true"})

COMMANDS: Final = MappingProxyType(
    {
        "new": Command(
            "FILE --unit-code C --unit-name N --region R --year Y",
            "新建空文件",
            "writing:new",
            (
                _FILE,
                *((flag, {"type": words, "required": True}) for flag in ("--unit-code", "--unit-name", "--region")),
                ("--year", {"type": year, "required": True}),
            ),
        ),
        "import": Command(
            "SOURCE... --into FILE [--layout ID] [--unit-code C] [--year Y] [--report R.json] [--dry-run]",
            "导入文件；同一项目再次导入时只改不同之处",
            "writing:import_files",
            (
                ("sources", {"nargs": "+", "metavar": "SOURCE"}),
                ("--into", {"required": True}),
                ("--layout", {"type": words, "default": ""}),
                ("--unit-code", {"type": words, "default": ""}),
                ("--year", {"type": year}),
                ("--report", {}),
                ("--dry-run", {"action": "store_true"}),
            ),
        ),
        "set": Command(
            "FILE --json EDITS.json",
            "按 JSON 修改栏目，全部改成或全部不改",
            "writing:set_fields",
            (_FILE, ("--json", {"required": True})),
        ),
        "export": Command(
            "FILE --layout ID (--to OUT.xlsx|OUT.pdf|OUT.docx | --each DIR [--format xlsx|pdf|docx])"
            " [--project 名称或编码]... [--form project|department|booklet|summary] [--estimates]",
            "导出表；--estimates 在项目表后附上测算明细",
            "exporting:export_forms",
            (
                _FILE,
                ("--layout", {"required": True}),
                ("--to", {}),
                ("--each", {}),
                ("--format", {"choices": ("xlsx", "pdf", "docx")}),
                ("--project", {"action": "append", "default": []}),
                ("--form", {"choices": ("project", "department", "booklet", "summary")}),
                ("--estimates", {"action": "store_true"}),
            ),
        ),
        "layouts": Command("[--json]", "列出表样", "printing:layouts", (_JSON,)),
        "dump": Command("FILE", "输出交换 JSON", "printing:dump", (_FILE,)),
        "balance": Command("FILE [--json]", "列出全部平衡关系", "checking:balance", (_FILE, _JSON)),
        "check": Command(
            "FILE|FOLDER [--json] [--rule R18,R24] [--severity error,warning,info] [--to OUT.xlsx|OUT.pdf]",
            "列出审核结果；文件夹则列出其中各文件的条数",
            "checking:check",
            (
                _FILE,
                _JSON,
                ("--rule", {"type": words, "default": ""}),
                ("--severity", {"type": words, "default": ""}),
                ("--to", {}),
            ),
        ),
        "explain": Command(
            "FILE --json EXPLANATIONS.json",
            "给审核结果写说明，全部写入或全部不写",
            "checking:explain",
            (_FILE, ("--json", {"required": True})),
        ),
        "send": Command(
            "FILE --to DIR [--unit-code C] [--with-history]",
            "上报/下发：写出可以交出去的文件，写后校验",
            "exchanging:send",
            (
                _FILE,
                ("--to", {"required": True}),
                ("--unit-code", {"type": words, "default": ""}),
                ("--with-history", {"action": "store_true"}),
            ),
        ),
        "receive": Command(
            "SOURCE... --into FILE [--report R.json] [--dry-run] [--accept-other-units] [--accept-changed-year]",
            "收表：合并别人的文件，先后和重复都不要紧；改动别的预算单位的表、把年度改掉的，写明才收",
            "exchanging:receive",
            (
                ("sources", {"nargs": "+", "metavar": "SOURCE"}),
                ("--into", {"required": True}),
                ("--report", {}),
                ("--dry-run", {"action": "store_true"}),
                ("--accept-other-units", {"action": "store_true"}),
                ("--accept-changed-year", {"action": "store_true"}),
            ),
        ),
        "conflicts": Command("FILE [--json]", "列出未决的冲突", "exchanging:conflicts", (_FILE, _JSON)),
        "resolve": Command(
            "FILE --json DECISIONS.json",
            "处理未决的冲突，全部处理或全部不处理",
            "exchanging:resolve",
            (_FILE, ("--json", {"required": True})),
        ),
        "twins": Command(
            "FILE [--json] [--same 计入的 另一个 | --apart 一个 另一个 | --undo 一个 另一个]",
            "列出疑似重复填报的项目；认定为同一项目（只计一次）、不是同一项目，或取消认定",
            "twinning:twins",
            (
                _FILE,
                _JSON,
                *((flag, {"nargs": 2, "metavar": "ID"}) for flag in ("--same", "--apart", "--undo")),
            ),
        ),
        "verify": Command("FILE", "核对文件本身是否完好", "printing:verify", (_FILE,)),
        "history": Command("FILE [--json]", "列出修改历史", "printing:history", (_FILE, _JSON)),
        "return": Command(
            "FILE --unit-code C --remarks R.json --to OUT.hengbiao|OUT.xlsx [--layout ID]",
            "退回：记入意见，写出退回单",
            "returning:return_forms",
            (
                _FILE,
                ("--unit-code", {"type": words, "required": True}),
                ("--remarks", {"required": True}),
                ("--to", {"required": True}),
                ("--layout", {"type": words, "default": ""}),
            ),
        ),
        "rollup": Command(
            "FILE [--json] [--expect LIST.csv|LIST.xlsx] [--to OUT.xlsx|OUT.pdf]",
            "汇总；给出应报名单的，列出未报名单",
            "collecting:rolled_up",
            (_FILE, _JSON, ("--expect", {}), ("--to", {})),
        ),
        "keep": Command(
            "FILE [--label 一上] [--json]",
            "留存当前内容为一稿；不写 --label 的，列出已留存的各稿",
            "collecting:keep_version",
            (_FILE, ("--label", {"type": words}), _JSON),
        ),
        "compare": Command(
            "FILE A B [--json] [--to OUT.xlsx|OUT.pdf]",
            "逐栏对照两份留存稿（A、B 也可以写“现在”）",
            "collecting:compare",
            (_FILE, ("a", {"metavar": "A"}), ("b", {"metavar": "B"}), _JSON, ("--to", {})),
        ),
        "rollover": Command(
            "FILE --year Y --to NEW [--json]",
            "套用上年：由这份文件另起一个年度的文件",
            "rolling:roll_over",
            (_FILE, ("--year", {"type": year, "required": True}), ("--to", {"required": True}), _JSON),
        ),
        "leftovers": Command(
            "[--json] [--forget FILE]",
            "列出 U 盘、网络文件夹上的文件还没有写回去的修改；放弃其中一份",
            "safety:list_leftovers",
            (_JSON, ("--forget", {"metavar": "FILE"})),
        ),
        "backups": Command("FILE [--json]", "列出备份", "safety:list_backups", (_FILE, _JSON)),
        "restore": Command(
            "FILE --backup 名称",
            "用备份恢复文件；现有内容先备份",
            "safety:restore_backup",
            (_FILE, ("--backup", {"required": True})),
        ),
    },
)
"""Every command by name, in the order of a document's life."""


def parser(name: str) -> Parser:
    """The parser of a command of COMMANDS."""
    found = COMMANDS[name]
    return command(name, found.usage, found.does, *found.arguments)
