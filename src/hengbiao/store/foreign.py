"""Documents that someone else made, read by a worker process: its crash, its hunger and its sleep are refusals."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from queue import Full, Queue
from threading import Event, Thread, Timer
from typing import Any, Final, NamedTuple

from hengbiao.domain.refusal import Refusal
from hengbiao.store import edits

SECONDS: Final = 5.0
"""For a document of up to 1 MB; each further MB gives another second."""
STARTING: Final = 60.0
OPTION: Final = "--foreign-worker"
"""Starts the worker in a bundle, where there is no other Python."""


class Foreign(NamedTuple):
    """A foreign document whose hashes, sum, tables and types are right; `version` as in user_version."""

    path: Path
    document: str
    version: int
    rows: tuple[edits.Row, ...]


def read_all(paths: Sequence[Path]) -> Iterator[Foreign | Refusal]:
    """Each document or why it is refused, in order; the next is read while the last is being used."""
    if not paths:
        return
    found: Queue[Foreign | Refusal | BaseException] = Queue(maxsize=1)
    done = Event()
    reader = Thread(target=_read_into, args=(found, done, paths), daemon=True)
    reader.start()
    try:
        for _ in paths:
            answer = found.get()
            if not isinstance(answer, (Foreign, Refusal)):
                raise answer
            yield answer
    finally:
        done.set()
        reader.join()


def read_one(path: Path) -> Foreign:
    """The document at `path`; Refusal."""
    [found] = read_all([path])
    if isinstance(found, Refusal):
        raise found
    return found


def _read_into(found: "Queue[Foreign | Refusal | BaseException]", done: Event, paths: Sequence[Path]) -> None:
    try:
        with tempfile.TemporaryDirectory(prefix="hengbiao-", ignore_cleanup_errors=True) as folder:
            worker: _Worker | None = None
            for path in paths:
                worker = worker if worker and worker.alive else _Worker(Path(folder))
                _hand(found, done, worker.read(path))
                if done.is_set():
                    break
            if worker:
                worker.stop()
    except BaseException as error:  # noqa: BLE001 - raised where it is waited for
        _hand(found, done, error)


def _hand(
    found: "Queue[Foreign | Refusal | BaseException]", done: Event, answer: Foreign | Refusal | BaseException
) -> None:
    while not done.is_set():
        with suppress(Full):
            found.put(answer, timeout=0.2)
            return


class _Worker:
    """One worker process."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this very program
            [*_command(), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.alive = self._in_time(STARTING, lambda: self._line().get("ready") is True)
        if not self.alive:
            self.stop()
            raise OSError("the process that reads foreign documents does not start")

    def read(self, path: Path) -> Foreign | Refusal:
        """The document at `path`, or why it is refused; a worker that fails is at its end."""
        size = path.stat().st_size if path.is_file() else 0
        answer: Foreign | Refusal | None = self._in_time(SECONDS + size / 1_000_000, lambda: self._answer(path))
        if answer is None:
            self.alive = False
            self.stop()
            return Refusal(path, "", "读取这个文件时间过长或出错，文件可能已损坏", "请对方重新发送一份，原文件没有改动")
        return answer

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()

    def _answer(self, path: Path) -> Foreign | Refusal:
        assert self._process.stdin  # noqa: S101 - it was asked for
        self._process.stdin.write(json.dumps(os.fspath(path)).encode() + b"\n")
        self._process.stdin.flush()
        stated = self._line()
        if "refused" in stated:
            place, reason, next_step = map(str, stated["refused"])
            return Refusal(path, place, reason, next_step)
        rows = tuple(self._row() for _ in range(int(stated["bodies"])))
        return Foreign(path, str(stated["document"]), int(stated["version"]), rows)

    def _row(self) -> edits.Row:
        """An edit as the worker sent it: named by what it really hashes to."""
        raw = self._read()
        row_id, body = sha256(raw).digest(), raw.decode()
        content = edits.read(row_id, body)
        return edits.Row(row_id, content["record"], content["step"], body)

    def _line(self) -> dict[str, Any]:
        return dict(json.loads(self._read()))

    def _read(self) -> bytes:
        assert self._process.stdout  # noqa: S101 - it was asked for
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return line[:-1]

    def _in_time(self, seconds: float, ask: Any) -> Any:
        """What `ask` says; None where the worker does not answer in time, or not in sense."""
        timer = Timer(seconds, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            return ask()
        except (EOFError, OSError, ValueError, KeyError, TypeError):
            return None
        finally:
            timer.cancel()


def _command() -> list[str]:
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-P", "-m", "hengbiao.store.foreign_worker"]
    program = Path(sys.executable)
    console = program.with_name("hengbiao-cli.exe")  # on Windows the program with the window has no stdin
    return [str(console if console.exists() else program), OPTION]
