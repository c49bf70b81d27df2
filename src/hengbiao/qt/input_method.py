"""Which input method Qt talks to: chosen at start, since the wheels of Qt bring no plugin for fcitx along."""

import os
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from PySide6.QtCore import QLibraryInfo

from hengbiao.qt.settings import Settings

KEY: Final = "input/method"
"""A setting that names the plugin to use, for machines where the choice made here is wrong."""

_VARIABLE: Final = "QT_IM_MODULE"
_PORTAL: Final = "IBUS_USE_PORTAL"
"""Without it the plugin for ibus looks for the program ibus-daemon, and gives up where there is only fcitx5."""

_PLUGINS: Final = MappingProxyType(
    {
        "fcitx5": "libfcitx5platforminputcontextplugin.so",
        "fcitx": "libfcitxplatforminputcontextplugin.so",
        "ibus": "libibusplatforminputcontextplugin.so",
    }
)
_PROGRAMS: Final = MappingProxyType({"fcitx5": "fcitx5", "fcitx": "fcitx", "ibus": "ibus-daemon"})
_LONGEST: Final = 64
"""Bytes of the name of a program: Linux keeps 15."""

_SERVED: Final = (("fcitx5", "fcitx5"), ("fcitx5", "ibus"), ("fcitx", "fcitx"), ("ibus", "ibus"))
"""Programs and the plugins that reach them, the best first: fcitx5 answers as ibus does too."""


class Method(NamedTuple):
    """The plugin to use ("" for Qt's own choice), whether 汉字 can be typed with it, and a sentence about it.

    `portal`: it is reached by way of the session bus.
    """

    plugin: str
    able: bool
    told: str
    portal: bool = False


ELSEWHERE: Final = Method("", able=True, told="系统自带的输入法可以直接使用。")
"""On systems other than Linux there is nothing to choose."""


@contextmanager
def prepared(settings: Settings) -> Iterator[Method]:
    """Choose, and tell Qt by its environment variable while the QApplication is made; WPS and others never see it."""
    if sys.platform != "linux":
        yield ELSEWHERE
        return
    found = choose(os.environ, running(), plugins(), str(settings.get(KEY, "") or ""))
    wanted = {_VARIABLE: found.plugin, _PORTAL: "1" if found.portal else ""}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update({name: value for name, value in wanted.items() if value})
    try:
        yield found
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def choose(environ: Mapping[str, str], active: Collection[str], present: Collection[str], kept: str = "") -> Method:
    """The plugin for what is `active`, of those `present`; `kept` by the user wins, then what the session asks for."""
    asked = kept or environ.get(_VARIABLE, "")
    fit = [(program, plugin) for program, plugin in _SERVED if program in active and plugin in present]
    fit.sort(key=lambda pair: pair[1] != asked)
    if fit:
        program, plugin = fit[0]
        told = f"正在使用输入法 {program}（通过 {plugin} 插件）。"
        return Method(plugin, able=True, told=told, portal=(program, plugin) == ("fcitx5", "ibus"))
    if kept:
        return Method(kept, able=kept in present, told=f"设置中指定的输入法插件是 {kept}，没有发现与它对应的输入法。")
    if "fcitx" in active:
        return Method("", able=False, told="正在运行的是 fcitx 4，本程序没有它的插件。请改用 fcitx5 或 ibus。")
    return Method("", able=False, told="没有发现正在运行的输入法（fcitx5 或 ibus）。请先启动输入法，再重新打开本程序。")


def running(processes: Path = Path("/proc")) -> set[str]:
    """Which input methods run on this machine, by the names of their programs."""
    with os.scandir(processes) as found:
        names = {_name(one.path) for one in found if one.name.isdigit()}
    return {method for method, program in _PROGRAMS.items() if program in names}


def plugins() -> set[str]:
    """Which plugins this Qt has."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    return {name for name, file in _PLUGINS.items() if (folder / file).exists()}


def _name(process: str) -> str:
    """The name of a program, with as few calls of the system as can be: there are hundreds on a desktop."""
    try:
        file = os.open(f"{process}/comm", os.O_RDONLY)
        try:
            return os.read(file, _LONGEST).decode("utf-8", "replace").strip()
        finally:
            os.close(file)
    except OSError:  # it has ended meanwhile, or is none of our business
        return ""
