"""The last resort: a fault of ours is one sentence to the person, and its trace without content in a file."""

import platform
import traceback
from datetime import datetime
from importlib.metadata import version

from hengbiao.paths import data_folder


def recorded(fault: BaseException) -> str:
    """Write 故障信息（不含数据） to the user's data folder; the Chinese sentence to tell."""
    told = f"程序出现内部故障（{type(fault).__name__}），本次操作没有完成"
    now = datetime.now().astimezone()
    try:
        folder = data_folder() / "faults"
        folder.mkdir(exist_ok=True)
        path = folder / f"{now:%Y%m%d-%H%M%S-%f}.txt"
        path.write_text(f"{now.isoformat(timespec='seconds')}\n{report(fault)}\n", "utf-8")
    except OSError:
        return f"{told}。请把所用的命令告诉维护人员。"
    return f"{told}。故障信息（不含数据）在 {path}，请交给维护人员。"


def report(fault: BaseException) -> str:
    """Versions, the kind of each fault and where in the program, and not a word of content."""
    lines = [
        f"衡表 {version('hengbiao')}，Python {platform.python_version()}，{platform.system()} {platform.release()}"
    ]
    cause: BaseException | None = fault
    while cause is not None:
        lines.append(type(cause).__qualname__)
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [f"  {_within(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def _within(filename: str) -> str:
    """The end of a path, so that no user name shows."""
    return "/".join(filename.replace("\\", "/").split("/")[-3:])
