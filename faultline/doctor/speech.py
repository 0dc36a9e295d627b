"""What callers hear and whose verdict they hear: prompts of every language, and the test head."""

from collections.abc import Iterator

from desk.line_test.opening import open_head
from faultline.doctor.finding import Finding, fail, ok
from faultline.doctor.settings_shown import without_password
from faultline.settings import Settings
from ivr.prompts.catalogue import CatalogueError, load_catalogues
from ivr.prompts.library import PromptLibrary

SHOWN = 5
"""Names listed of those that are missing."""


def check_prompts(settings: Settings) -> Iterator[Finding]:
    """Catalogues that can be read, and a sound for each prompt."""
    try:
        catalogues = load_catalogues()
    except CatalogueError as trouble:
        yield fail("prompts", str(trouble), "mend the catalogue, then `faultline prompts build`")
        return
    missing = PromptLibrary(settings.folder / "prompts", catalogues).missing()
    if missing:
        names = ", ".join(f"{language}/{name}".lstrip("/") for language, name in missing[:SHOWN])
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        yield fail("prompts", f"no sound for {names}{more}", "`faultline prompts build`")
    else:
        count = len(next(iter(catalogues.values())))
        yield ok("prompts", f"{count} in each of {', '.join(catalogues)}")


def check_test_head(settings: Settings) -> Iterator[Finding]:
    """A test head that the desk can open (F1.8)."""
    try:
        open_head(settings.test_head, settings.folder)
    except (ValueError, OSError) as trouble:
        do = "set FAULTLINE_TEST_HEAD to `lab` or to the https address of a test head"
        yield fail("test head", without_password(str(trouble)), do)
    else:
        yield ok("test head", without_password(settings.test_head))
