"""The process that reads foreign documents: asked by lines on stdin, it answers by lines on stdout. Many, one by one.

An answer is a line of JSON: {"refused": […]}, or {"document", "version", "bodies": n} and then n bodies, a line each.
"""

import json
import sys
from pathlib import Path
from typing import BinaryIO

from hengbiao.domain.refusal import Refusal
from hengbiao.store import foreign_reading

MEMORY = 900 << 20  # bytes of addresses, the program itself included


def serve(asked: BinaryIO, answers: BinaryIO, folder: Path) -> None:
    """Answer until nothing more is asked; private copies lie in `folder`."""
    _limit()
    _say(answers, {"ready": True})
    for line in asked:
        path = Path(json.loads(line))
        try:
            found = foreign_reading.read(path, folder)
        except Refusal as refusal:
            _say(answers, {"refused": [refusal.place, refusal.reason, refusal.next_step]})
        except (MemoryError, RecursionError):
            _say(answers, {"refused": ["", "内容过大或嵌套过深", "请对方不带历史重新上报"]})
        except Exception as error:  # noqa: BLE001 - whatever a foreign document does, it is the document that is wrong
            reason = f"内容无法识别（{type(error).__name__}）"
            _say(answers, {"refused": ["", reason, "请对方重新发送一份，原文件没有改动"]})
        else:
            _say(answers, {"document": found.document, "version": found.version, "bodies": len(found.bodies)})
            answers.writelines(f"{body}\n".encode() for body in found.bodies)
            answers.flush()


def main() -> int:
    """Serve on stdin and stdout; the folder for copies is the last argument."""
    serve(sys.stdin.buffer, sys.stdout.buffer, Path(sys.argv[-1]))
    return 0


def _say(answers: BinaryIO, value: object) -> None:
    answers.write(json.dumps(value).encode() + b"\n")
    answers.flush()


def _limit() -> None:
    """Bound memory, files and their size where the system can; elsewhere SQLite's own limits and the clock must do."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (foreign_reading.MOST_BYTES, foreign_reading.MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
