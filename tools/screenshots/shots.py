"""One picture: what is taken, as whom, what has to be on the screen first; and the page that lists them all."""

from dataclasses import dataclass

LANGUAGES = ("zh", "en")
SIZES = {"1366": (1366, 768), "1920": (1920, 1080)}


@dataclass(frozen=True, slots=True)
class Shot:
    """`login` empty: nobody is signed in. `ready`: selector of what has to be there; before it, once `begins` is
    there, `presses` one after the other; `cut_off`: the network goes at last. `stays`: on the page of the agent who
    has a call, which is left as it was by `leaves`."""

    name: str
    title: str
    path: str
    login: str
    ready: str
    begins: str = ""
    presses: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    cut_off: bool = False
    stays: bool = False


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
