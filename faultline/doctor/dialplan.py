"""The dialplan against the rest of the house: every service, prompt, variable and place it names must exist.

A file, an AGI script and a name in the dialplan are one name (design decision 10); a name that stands on one
side only is a call that fails.
"""

import re
from collections.abc import Iterator

from agi_scripts import SERVICES
from faultline.asterisk.trouble import AsteriskError
from faultline.doctor.configuration import Configuration, read_configuration
from faultline.doctor.finding import Finding, fail, ok
from faultline.settings import Settings
from ivr import dialplan_variables
from ivr.outcome import Next
from ivr.prompts.catalogue import CatalogueError, load_catalogues
from ivr.prompts.library import TONES

DIALPLAN = "extensions.conf"
MEND = f"mend dialplan/*.conf or site/{DIALPLAN}, then `dialplan reload`"

_STAGE = re.compile(r"Set\(STAGE=(\w+)\)|agi://[^/)\s]+/(\w+)")
_PROMPT = re.compile(r"\$\{PROMPTS\}/(?:(?:zh|en)/)?(\w+)")
_PLACE = re.compile(r"(?<![\w$}{.])([a-z][\w-]*),s,1\b")
_VERDICT = re.compile(r"\bIVR_[A-Z]+\b")
_NEXT = re.compile(r'\$\{IVR_NEXT\}" = "(\w+)"')


def check_dialplan(settings: Settings) -> Iterator[Finding]:
    """Compare both sides of every name."""
    try:
        conf = read_configuration(settings)
    except AsteriskError:
        return  # told by the check of the configuration
    text = "\n".join(value for _, _, value in conf.items(DIALPLAN))
    troubles = [
        *_services(text),
        *_prompts(text),
        *_variables(conf, text),
        *_places(conf, text),
    ]
    yield from troubles or [ok("dialplan", "services, prompts, variables and places agree")]


def _services(text: str) -> Iterator[Finding]:
    called = {one or other for one, other in _STAGE.findall(text)}
    there = set(SERVICES)
    for name in sorted(called - there):
        yield fail("dialplan", f"the service {name} is called, agi_scripts/{name}.py is missing", MEND)
    for name in sorted(there - called):
        yield fail("dialplan", f"the service agi_scripts/{name}.py is called from nowhere", MEND)


def _prompts(text: str) -> Iterator[Finding]:
    try:
        known = {name for catalogue in load_catalogues().values() for name in catalogue} | set(TONES)
    except CatalogueError:
        return  # told by the check of the prompts
    for name in sorted(set(_PROMPT.findall(text)) - known):
        yield fail("dialplan", f"the prompt {name} is played, no catalogue has it", MEND)


def _variables(conf: Configuration, text: str) -> Iterator[Finding]:
    known = {value for name, value in vars(dialplan_variables).items() if name.isupper()}
    used = set(_VERDICT.findall(text))
    for name in sorted(used - known):
        yield fail("dialplan", f"{name} is used, ivr/dialplan_variables.py does not know it", MEND)
    for name in sorted({name for name in known if name.startswith("IVR_")} - used):
        yield fail("dialplan", f"the verdict {name} of the dialogs is not used", MEND)
    knobs = {key for section, key, _ in conf.items(DIALPLAN) if section == "globals"}
    for name in sorted({dialplan_variables.MAX_TRIES, dialplan_variables.ENTRY_SECONDS} - knobs):
        yield fail("dialplan", f"the knob {name} is missing in [globals]", MEND)


def _places(conf: Configuration, text: str) -> Iterator[Finding]:
    contexts = conf.sections(DIALPLAN)
    for name in sorted(set(_PLACE.findall(text)) - contexts):
        yield fail("dialplan", f"callers are sent to [{name}], which does not exist", MEND)
    handled = set(_NEXT.findall(text))
    for name in sorted({str(step) for step in Next} - handled):
        yield fail("dialplan", f"dialogs may end with IVR_NEXT={name}, which is not handled", MEND)
