"""All pictures: which pages, in which order, and what goes on at the hotline meanwhile."""

from typing import Any

from tools.screenshots.shots import Shot


def _admin(section: str, title: str, ready: str = ":is(h1, h2)") -> Shot:
    page = f"/admin/{section}"
    return Shot(
        f"admin-{section}", f"Administration: {title}", page, "admin", f"[data-section={section}] {ready}"
    )


def _desk(name: str, title: str, ready: str, **more: Any) -> Shot:
    return Shot(name, f"Agent desktop, {title}", "/desk", "wang", ready, stays=True, **more)


IDLE = "[data-test=phone-link][data-state=registered]"
IN_CALL = "body:has([data-looked=complete]) [data-test=call][data-talk=talking][data-stage=talking]"
OPEN_TRANSFER = "[data-test=open-transfer]"
HINT = "[data-test=hint-keys]"
QUIET = (
    Shot("sign-in", "Signing in", "/sign-in", "", "[data-test=login]"),
    Shot("call", "Call from this page", "/call", "", "[data-test=call-state]"),
    Shot(
        "call-talking",
        "Call from this page, in a call",
        "/call",
        "",
        "[data-test='clause-F1.9']",
        presses=("[data-test=dial-112]", f"{HINT}:has-text('5550')", f"{HINT}:not(:has-text('5550'))"),
    ),
    Shot("desk-idle", "Agent desktop, no call", "/desk", "wang", IDLE),
    Shot("me", "One's own account", "/me", "wang", "[autocomplete=new-password]"),
    Shot("lost", "No such page", "/nowhere", "wang", "[data-test=lost]"),
)
"""Before anything happens on the floor."""
BUSY = (
    _desk("desk-call", "talking about a late report", IN_CALL),
    _desk(
        "desk-customer",
        "the customer",
        "[data-test=customer-save]",
        presses=("[data-test=tab-customer]",),
        leaves=("[data-test=tab-report]",),
    ),
    _desk(
        "desk-transfer",
        "passing the caller on",
        "[data-test=transfer-blind]",
        presses=(OPEN_TRANSFER,),
        leaves=(OPEN_TRANSFER,),
    ),
    Shot("floor", "Floor board", "/floor", "head", "[data-test=floor-board]"),
    Shot("floor-wall", "Floor board on the wall", "/floor/wall", "head", "[data-test=floor-wall]"),
    Shot("reports", "Fault reports", "/reports", "head", "[data-test=report-row]"),
    Shot(
        "report",
        "One report",
        "/reports",
        "head",
        "[data-test=timeline]",
        presses=("[data-test=report-row]:has-text('5550 0101') a",),
    ),
    Shot("recordings", "Recordings", "/recordings", "head", "[data-test^=open-]"),
    Shot(
        "recording",
        "One recording",
        "/recordings",
        "head",
        "[data-test=waveform]",
        presses=("tr:has-text('5551 0031') [data-test^=open-]",),
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
        presses=("[data-test=site-holidays]",),
    ),
    _admin("codes", "code lists"),
    _admin("exchanges", "exchanges"),
    _admin("works", "planned works"),
    _admin("imports", "imports", "[data-test=import-errors]"),
    _admin("prompts", "prompts"),
    _admin("health", "health"),
    _admin("settings", "settings"),
    _admin("audit", "audit log"),
)
"""While callers wait and agents talk."""
WRAPPING_UP = (
    _desk("desk-wrap-up", "wrap-up", "[data-test=wrap-up-save]"),
    _desk("desk-cut-off", "no connection", "[data-test=wrap-up-save]", cut_off=True),
)
"""Just after an agent's caller has hung up."""
LATE = (_admin("discrepancies", "discrepancies", "[data-test=discrepancies]"),)
"""After the service was away for a while."""
ALL = QUIET + BUSY + WRAPPING_UP + LATE
