"""Refusals: bad input told to a person in one sentence, with nothing changed."""

import errno
from types import MappingProxyType
from typing import Final


class Refusal(Exception):
    """Input that is not taken: which file, where in it ("" for the whole), why, and what to do next; all Chinese."""

    def __init__(self, path: object, place: str, reason: str, next_step: str) -> None:
        super().__init__(path, place, reason, next_step)
        self.path = str(path)
        self.place = place
        self.reason = reason
        self.next_step = next_step

    def __str__(self) -> str:
        """One Chinese sentence."""
        where = f"{self.path}，{self.place}" if self.place else self.path
        return f"{where}：{self.reason}。{self.next_step}。"


_SAID: Final = MappingProxyType(
    {
        errno.ENOSPC: "磁盘空间不足",
        errno.EDQUOT: "磁盘配额已用完",
        errno.EIO: "磁盘读写出错，可能已损坏或已拔出",
        errno.EACCES: "没有权限",
        errno.EPERM: "没有权限",
        errno.EROFS: "磁盘是只读的",
        errno.ENOENT: "文件或文件夹不在了",
        errno.ENODEV: "设备不在了，可能已拔出",
        errno.ENXIO: "设备不在了，可能已拔出",
        errno.EBUSY: "正被别的程序占用",
        errno.EMFILE: "打开的文件太多",
        errno.ESTALE: "网络文件夹断开了",
        errno.ETIMEDOUT: "网络没有回应",
        errno.EHOSTDOWN: "网络文件夹连不上",
    }
)


def system_said(error: OSError) -> str:
    """Why the system refused a file, in Chinese where it is known; else in its own words."""
    return _SAID.get(error.errno or 0, "") or error.strerror or str(error)
