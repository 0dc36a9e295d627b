"""Which pages are taken, as whom, and what has to be on the screen first."""

from dataclasses import dataclass

LANGUAGES = ("zh", "en")
SIZES = {"1366": (1366, 768), "1920": (1920, 1080)}


@dataclass(frozen=True, slots=True)
class Shot:
    """`login` empty: nobody is signed in. `ready`: selector of what has to be there; `click`: pressed before."""

    name: str
    title: str
    path: str
    login: str
    ready: str
    click: str = ""


def _admin(section: str, title: str) -> Shot:
    name = f"admin-{section}"
    return Shot(
        name,
        f"Administration: {title}",
        f"/admin/{section}",
        "admin",
        f"[data-section={section}] :is(h1, h2)",
    )


IDLE = "[data-test=phone-link][data-state=registered]"
IN_CALL = "[data-test=call][data-talk=talking]"
QUIET = (
    Shot("sign-in", "Signing in", "/sign-in", "", "[data-test=login]"),
    Shot("call", "Call from this page", "/call", "", "[data-test=call-state]"),
    Shot("desk-idle", "Agent desktop, no call", "/desk", "wang", IDLE),
)
"""Before anything happens on the floor."""
BUSY = (
    Shot("desk-call", "Agent desktop, talking", "/desk", "wang", IN_CALL),
    Shot("floor", "Floor board", "/floor", "head", "[data-test=floor-board]"),
    Shot("floor-wall", "Floor board on the wall", "/floor/wall", "head", "[data-test=floor-wall]"),
    Shot("reports", "Fault reports", "/reports", "head", "[data-test=report-row]"),
    Shot(
        "report",
        "One report",
        "/reports",
        "head",
        "[data-test=timeline]",
        click="[data-test=report-row]:has-text('5550 0101') a",
    ),
    Shot("recordings", "Recordings", "/recordings", "head", "[data-test^=open-]"),
    Shot(
        "recording",
        "One recording",
        "/recordings",
        "head",
        "[data-test=waveform]",
        click="tr:has-text('5551 0031') [data-test^=open-]",
    ),
    Shot("recordings-audit", "Recordings: audit", "/recordings/audit", "head", "[data-test=findings]"),
    Shot("calls", "Calls", "/calls", "head", "[data-test=calls-list]"),
    _admin("users", "users"),
    _admin("roles", "roles"),
    _admin("queues", "queues"),
    Shot(
        "admin-holidays",
        "Administration: holidays of the site",
        "/admin/queues",
        "admin",
        "[data-test=holiday-list]",
        click="[data-test=site-holidays]",
    ),
    _admin("codes", "code lists"),
    _admin("exchanges", "exchanges"),
    _admin("works", "planned works"),
    _admin("imports", "imports"),
    _admin("prompts", "prompts"),
    _admin("health", "health"),
    _admin("settings", "settings"),
    _admin("audit", "audit log"),
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
