"""Which pages are taken, as whom, and what has to be on the screen first."""

from dataclasses import dataclass

LANGUAGES = ("zh", "en")
SIZES = {"1366": (1366, 768), "1920": (1920, 1080)}


@dataclass(frozen=True, slots=True)
class Shot:
    """`login` empty: nobody is signed in. `ready`: the `data-test` that has to be there; `click`: pressed first."""

    name: str
    title: str
    path: str
    login: str
    ready: str
    click: str = ""


QUIET = (
    Shot("sign-in", "Signing in", "/sign-in", "", "login"),
    Shot("call", "Call from this page", "/call", "", "call-page"),
    Shot("desk-idle", "Agent desktop, no call", "/desk", "wang", "own-state"),
)
"""Before anything happens on the floor."""
BUSY = (
    Shot("floor", "Floor board", "/floor", "head", "floor-board"),
    Shot("floor-wall", "Floor board on the wall", "/floor/wall", "head", "floor-wall"),
    Shot("reports", "Fault reports", "/reports", "head", "reports-list"),
    Shot("recordings", "Recordings", "/recordings", "head", "recordings-list"),
    Shot("recording", "One recording", "/recordings/1", "head", "waveform"),
    Shot("recordings-audit", "Recording audit", "/recordings/audit", "head", "recordings-audit"),
    Shot("admin-users", "Administration: users", "/admin/users", "admin", "admin-section"),
)
"""While callers wait and agents talk."""


def file_name(shot: Shot, language: str, size: str) -> str:
    """Of one picture, below docs/screens."""
    return f"{shot.name}-{language}-{size}.webp"


def index(shots: tuple[Shot, ...]) -> str:
    """docs/screens/README.md."""
    lines = [
        "# Screens",
        "",
        "Every page of the desktop with a made-up site behind it, in Chinese and English, on 1366 × 768 and",
        "1920 × 1080. `make screenshots` takes them anew from a service and calls of its own.",
    ]
    for shot in shots:
        links = " · ".join(
            f"[{language} {size}]({file_name(shot, language, size)})"
            for language in LANGUAGES
            for size in SIZES
        )
        picture = f"![{shot.title}]({file_name(shot, 'zh', '1366')})"
        lines += ["", f"## {shot.title}", links, "", picture]
    return "\n".join(lines) + "\n"
