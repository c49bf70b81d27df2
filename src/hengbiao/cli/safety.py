"""Backups on the command line: made before what might go wrong, listed, restored; work that was not written back."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from hengbiao.cli.printing import say, say_json
from hengbiao.cli.usage import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hengbiao.store.working import Left


def back_up(path: Path, reason: str) -> None:
    """Back up the document at `path`, where there is one; that it failed is told and stops nothing."""
    from hengbiao.store.backup import attempt

    tell_fault(attempt(path, reason))


def tell_fault(told: str) -> None:
    """Tell why a backup failed, where one did."""
    if told:
        sys.stderr.write(f"{told}；操作继续\n")


def list_backups(given: Namespace) -> int:
    """Print the backups of a document, newest first."""
    from hengbiao.store.backup import backups

    found = backups(Path(given.file))
    if given.json:
        told = [
            {"backup": one.file.name, "at": one.at.isoformat(), "reason": one.reason, "file": str(one.file)}
            for one in found
        ]
        say_json({"backups": told})
    else:
        for one in found:
            say(f"{one}　{one.file.name}")
        if not found:
            say("还没有备份")
    return 0


def restore_backup(given: Namespace) -> int:
    """Put a backup in the place of a document; what was there is backed up first."""
    from hengbiao.store.backup import backups, restore

    path = Path(given.file)
    chosen = next((one for one in backups(path) if one.file.name == given.backup), None)
    if chosen is None:
        raise UsageError(
            f"没有备份“{given.backup[:60]}”，请用 hengbiao backups 列出", "hengbiao restore FILE --backup 名称"
        )
    aside = restore(path, chosen.file)
    say(f"已恢复到 {chosen}" + (f"；损坏的原文件另存为 {aside.name}" if aside else ""))
    return 0


def list_leftovers(given: Namespace) -> int:
    """Print the work on sticks and shares that was not written back, or forget one; 1 where there is any."""
    from hengbiao.store import working

    found = working.leftovers()
    if given.forget is not None:
        return _forgotten(found, Path(given.forget))
    if given.json:
        told = [{"file": str(one.target), "copy": str(one.file), "at": one.at.isoformat()} for one in found]
        say_json({"leftovers": told})
    else:
        for one in found:
            say(f"{one.at:%Y-%m-%d %H:%M:%S}　{one.target}（本机副本 {one.file}）")
        say("打开原文件再保存即可写回" if found else "没有未写回的修改")
    return 1 if found else 0


def _forgotten(found: "Sequence[Left]", target: Path) -> int:
    from hengbiao.store import working

    chosen = next((one for one in found if target in (one.target, one.file)), None)
    if chosen is None:
        raise UsageError(f"没有“{target.name[:60]}”未写回的修改，请用 hengbiao leftovers 列出")
    working.forget(chosen)
    say(f"已放弃 {chosen.target} 未写回的修改")
    return 0
