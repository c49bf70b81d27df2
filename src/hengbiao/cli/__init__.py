"""The command line of contract.md: exit 0 done, 1 done with findings, 2 wrong usage, 3 refused. Never a traceback."""

import io
import os
import sys
from collections.abc import Sequence

from hengbiao.cli import window
from hengbiao.cli.commands import COMMANDS, parser
from hengbiao.cli.faults import recorded
from hengbiao.cli.printing import say
from hengbiao.cli.screen import Screen
from hengbiao.cli.usage import UsageError
from hengbiao.domain.find import NotOneError
from hengbiao.domain.refusal import Refusal

__all__ = ["Screen", "run"]

DONE, FINDINGS, USAGE, REFUSED = range(4)


def run(arguments: Sequence[str], screen: Screen) -> int:
    """Do what `arguments` ask, telling people on stdout and stderr; the exit status."""
    _speak_utf8()
    try:
        status = _done(arguments, screen)
        sys.stdout.flush()
    except BrokenPipeError:
        return _unheard()
    except KeyboardInterrupt:
        return _refused("已按要求中断，没有写完的内容都未保存。", REFUSED)
    except Exception as error:  # noqa: BLE001 - never a traceback
        return _told(error)
    return status


def _told(error: Exception) -> int:
    """Tell people what is wrong in Chinese; the exit status for it."""
    if isinstance(error, UsageError):
        return _refused(f"用法不对：{error}。" + (f"\n用法：{error.usage}" if error.usage else ""), USAGE)
    if isinstance(error, NotOneError):
        return _refused(str(error), USAGE)
    return _refused(str(error) if isinstance(error, Refusal) else recorded(error), REFUSED)


def _done(arguments: Sequence[str], screen: Screen) -> int:
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        reader = parser(name)
        given = reader.read(arguments[1:])
        if given is None:
            return _explained(f"{reader.does}\n用法：{reader.usage}")
        return COMMANDS[name].run()(given)
    given = window.parser().read(arguments)
    return _explained(_help()) if given is None else window.window(given, screen)


def _help() -> str:
    lines = [f"  hengbiao {name} {found.usage}\n      {found.does}" for name, found in COMMANDS.items()]
    return "\n".join(("衡表：预算绩效目标申报表", f"  {window.USAGE}", f"      {window.parser().does}", *lines))


def _explained(text: str) -> int:
    say(text)
    return DONE


def _refused(text: str, status: int) -> int:
    sys.stderr.write(f"{text}\n")
    return status


def _unheard() -> int:
    """Whoever read our output has had enough: that is no fault, and Python shall not complain on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
