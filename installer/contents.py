"""What goes into the bundle: everything not named here that PyInstaller would like to take along stays out."""

import re
from pathlib import Path, PurePosixPath
from typing import Final

LEFT_OUT: Final = (
    # other toolkits, consoles, tests and tools of the interpreter
    *("tkinter", "_tkinter", "turtle", "curses", "_curses", "readline", "test", "lib2to3", "idlelib", "ensurepip"),
    # nothing here speaks to a network; _hashlib stays, its SHA-256 is six times as fast as Python's own
    *("ssl", "_ssl", "PySide6.QtNetwork"),
    # help, debuggers and protocols that the standard library imports on the side
    *("pydoc", "pydoc_data", "doctest", "pdb", "bdb", "unittest", "xmlrpc", "ftplib", "nntplib", "smtplib"),
    # tools of developers that libraries import where they find them
    *("pip", "setuptools", "pkg_resources", "wheel", "distutils", "PyInstaller", "pytest", "_pytest", "hypothesis"),
    *("mypy", "IPython", "numpy", "pandas", "matplotlib", "rich", "pygments"),
    # parts of libraries that nothing here calls
    *("lxml.html", "lxml.objectify", "lxml.isoschematron", "lxml.sax", "lxml.cssselect"),
    *("rapidfuzz.fuzz_cpp_avx2", "rapidfuzz.distance.metrics_cpp_avx2", "rapidfuzz.distance.metrics_cpp"),
    *("rapidfuzz.process_cpp", "rapidfuzz.process_cpp_impl"),
    # character sets of Japan and Korea
    *("_codecs_jp", "_codecs_kr"),
    # pictures are drawn by Qt; these parts of Pillow weigh 10 MB and are optional, as are rare kinds of pictures
    *(
        f"PIL.{kind}ImagePlugin"
        for kind in ("Avif", "Blp", "BufrStub", "Dcx", "Dds", "Fits", "Fli", "Fpx", "Ftex", "Gbr")
    ),
    *(
        f"PIL.{kind}ImagePlugin"
        for kind in ("GribStub", "Hdf5Stub", "Icns", "Im", "Imt", "Iptc", "Jpeg2K", "McIdas", "Mic")
    ),
    *(
        f"PIL.{kind}ImagePlugin"
        for kind in ("Mpeg", "Msp", "Palm", "Pcd", "Pcx", "Pdf", "Pixar", "Psd", "Qoi", "Sgi", "Spider")
    ),
    *(f"PIL.{kind}ImagePlugin" for kind in ("Sun", "Tga", "WebP", "XVThumb", "Xbm", "Xpm")),
    *("PIL._avif", "PIL._webp", "PIL._imagingtk", "PIL._imagingft", "PIL._imagingcms", "PIL.ImageTk", "PIL.ImageQt"),
    # Qt modules under the GPL only
    *("PySide6.QtCharts", "PySide6.QtDataVisualization", "PySide6.QtGraphs", "PySide6.QtPdf", "PySide6.QtPdfWidgets"),
    *("PySide6.QtNetworkAuth", "PySide6.QtHttpServer", "PySide6.QtGraphsWidgets"),
)
"""Modules that PyInstaller does not look at."""

QT_LIBRARIES: Final = frozenset(
    {"Core", "DBus", "Gui", "PrintSupport", "Svg", "Widgets", "XcbQpa"},
)
"""The Qt modules that go along, all under the LGPL."""

QT_GPL_ONLY: Final = frozenset(
    {"Charts", "DataVisualization", "Graphs", "HttpServer", "Lottie", "NetworkAuth", "Pdf", "Quick3D", "QuickTimeline"}
    | {"ShaderTools", "VirtualKeyboard", "WaylandCompositor"},
)
"""Qt modules that may be passed on under the GPL only (prefixes: Pdf stands for PdfWidgets too)."""

QT_PLUGINS: Final = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qsvg", "qjpeg", "qico"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"}
    | {"fcitx5platforminputcontextplugin", "fcitxplatforminputcontextplugin"},
    "platforms": {"qxcb", "qoffscreen", "qwindows"},
    "printsupport": {"cupsprintersupport"},
    "styles": {"qmodernwindowsstyle"},
}
"""The Qt plugins that go along: no qpdf, which is GPL, no virtual keyboard, which pulls QML in, no GTK, no OpenGL."""

QT_TRANSLATIONS: Final = frozenset({"qtbase_zh_CN.qm"})

HOST_LIBRARIES: Final = frozenset(
    # the interpreter and its extension modules
    {"libbz2", "libcrypto", "libexpat", "libffi", "liblzma", "libsqlite3", "libuuid", "libz"}
    # Qt
    | {"libdbus-1", "libglib-2.0", "libgthread-2.0", "libpcre", "libpcre2-8", "libzstd"}
    | {"libfontconfig", "libfreetype", "libpng16", "libbrotlidec", "libbrotlicommon"}
    | {"libxkbcommon", "libxkbcommon-x11", "libxcb-cursor", "libxcb-icccm", "libxcb-image", "libxcb-keysyms"}
    | {"libxcb-randr", "libxcb-render", "libxcb-render-util", "libxcb-shape", "libxcb-shm", "libxcb-sync"}
    | {"libxcb-util", "libxcb-xfixes", "libxcb-xinerama", "libxcb-xkb"},
)
"""Libraries of the building system that go along; what they need besides comes from the user's system."""

SYSTEM_LIBRARIES: Final = frozenset(
    # glibc
    {"ld-linux-x86-64", "libc", "libdl", "libm", "libpthread", "libresolv", "librt", "libutil"}
    # the compiler's, which graphics drivers need as new as they are
    | {"libgcc_s", "libstdc++"}
    # graphics and X11, by the packages libegl1 and libgl1
    | {"libEGL", "libGL", "libX11", "libX11-xcb", "libxcb", "libICE", "libSM"}
    # needed by libdbus; printing, where there is any
    | {"libsystemd", "libcups"},
)
"""Libraries that the user's system must have: no file of the bundle may need any other."""

_NEEDLESS: Final = re.compile(
    # fonts that are not ours, one of them under the GPL; sources of a template
    r"reportlab/fonts/|docx/templates/default-docx-template/"
    # papers of distributions, but those that tell our version
    r"|\.dist-info/(?!METADATA)|(?<!hengbiao)-[^/]*\.dist-info/"
    # character maps of PDFs in Japanese, Korean and Taiwan's sets
    r"|pdfminer/cmap/(?!GB|UniGB|to-unicode-Adobe-GB1)"
)
"""Files of libraries that stay out."""


def wanted(name: str, source: str, ours: tuple[str, ...]) -> bool:
    """Whether a file goes along as `name`; `ours` are the folders of the interpreter and its libraries."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.parts[0] in {"PySide6", "shiboken6"}:
        return _of_qt(path)
    if _NEEDLESS.search(str(path)):
        return False
    if ".so" not in path.name or lies_in(source, ours):
        return True
    return stem(path.name) in HOST_LIBRARIES or is_interpreter(path.name)


def is_interpreter(name: str) -> bool:
    """Whether a file is the interpreter as a library."""
    return name.lower().startswith(("libpython3", "python3"))


def stem(library: str) -> str:
    """A library's name without its version and suffix: libpcre2-8 of libpcre2-8.so.0."""
    return library.partition(".so")[0]


def qt_module(path: PurePosixPath) -> str:
    """The Qt module that a file holds or binds: Gui of libQt6Gui.so.6, Qt6Gui.dll, QtGui.abi3.so; "" for none."""
    found = re.match(r"(?:lib)?Qt6?([A-Z]\w*)\.(?:so|dll|abi3|pyd)", path.name)
    return found.group(1) if found else ""


def gpl_only(names: list[str]) -> list[str]:
    """Those files of a bundle that may be passed on under the GPL only."""
    paths = [PurePosixPath(name) for name in names]
    return [str(path) for path in paths if qt_module(path).startswith(tuple(QT_GPL_ONLY)) or "qpdf" in path.name]


def _of_qt(path: PurePosixPath) -> bool:
    parts = path.parts
    if "plugins" in parts:
        return path.name.partition(".")[0].removeprefix("lib") in QT_PLUGINS.get(parts[-2], ())
    if "translations" in parts:
        return path.name in QT_TRANSLATIONS
    if path.suffix in {".pyi", ".qml", ".json"} or path.name == "opengl32sw.dll":
        return False
    module = qt_module(path)
    return not module or module in QT_LIBRARIES


def lies_in(source: str, folders: tuple[str, ...]) -> bool:
    """Whether a file lies in one of the folders; symbolic links are not followed."""
    return any(Path(source).is_relative_to(folder) for folder in folders)
