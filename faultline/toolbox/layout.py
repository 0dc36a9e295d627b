"""How a program below an unpacked root is started: through the root's own dynamic loader and libraries.

Nothing of the machine's own libraries takes part, so the packages may be newer than the machine. The
multiarch triplet is read off the unpacked C library, never assumed.
"""

from pathlib import Path

from faultline.toolbox.trouble import ToolboxError

PRIVATE_LIBRARIES = ("pulseaudio", "systemd")
"""Folders below the triplet's that packages reach by an absolute run path, which points outside the root."""


def libraries(root: Path) -> Path:
    """The folder of the C library: `ROOT/usr/lib/<triplet>`, or `ROOT/lib/<triplet>` where not merged."""
    for pattern in ("usr/lib/*/libc.so.6", "lib/*/libc.so.6"):
        for found in sorted(root.glob(pattern)):
            return found.parent
    raise ToolboxError(f"{root} holds no C library: run `make setup` again")


def loader(root: Path) -> Path:
    """The dynamic loader of the root, whatever the machine's architecture calls it."""
    folder = libraries(root)
    for pattern in ("ld-linux*.so.*", "ld64.so.*"):
        for found in sorted(folder.glob(pattern)):
            return found
    raise ToolboxError(f"{folder} holds no dynamic loader: run `make setup` again")


def command(root: Path, program: str) -> list[str]:
    """The words that start `program` (a path inside the root such as `usr/sbin/asterisk`)."""
    folder = libraries(root)
    triplet = folder.name
    places = [root / "usr/lib" / triplet, root / "lib" / triplet]
    places += [root / "usr/lib" / triplet / name for name in PRIVATE_LIBRARIES]
    path = ":".join(str(place) for place in places if place.is_dir())
    return [str(loader(root)), "--library-path", path, str(root / program)]
