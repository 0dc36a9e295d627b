"""Every name in the dialplan stands for something: stages, prompts, variables, queues, contexts (style: one name)."""

import re
from pathlib import Path

import pytest

from agi_scripts import SERVICES
from cti import dialplan as floor
from cti.dialplan import USER_EVENTS
from faultline.asterisk.conf_file import Entry, entries
from faultline.asterisk.install import install
from faultline.settings import Settings
from faultline.toolbox import AsteriskInstall
from ivr import dialplan_variables
from ivr.outcome import Next
from ivr.prompts.catalogue import load_catalogues
from ivr.prompts.library import TONES

ASTERISKS_OWN = {
    *("EXTEN", "UNIQUEID", "CHANNEL", "EPOCH", "QUEUESTATUS", "MEMBERINTERFACE", "DIALSTATUS", "DIALEDTIME"),
    *("DIALEDPEERNAME", "HANGUPCAUSE", "GOSUB_RETVAL", "ARG1", "ARG2"),
}
"""Variables that Asterisk sets."""
FLOOR = {value for name, value in vars(floor).items() if name.isupper() and isinstance(value, str)}
"""What the live floor sets or names."""
TELEPHONES = {"SIGN_IN_QUEUE"}
"""Set by an agent's endpoint (pjsip.conf, set_var)."""


@pytest.fixture(scope="module")
def etc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration folder as Asterisk finds it."""
    folder = tmp_path_factory.mktemp("data")
    install(
        Settings(data=folder), AsteriskInstall(Path("asterisk"), ["asterisk"], folder, folder, (22, 10, 1))
    )
    return folder / "asterisk" / "etc"


@pytest.fixture(scope="module")
def dialplan(etc: Path) -> list[Entry]:
    return list(entries(etc / "extensions.conf"))


def steps(dialplan: list[Entry]) -> str:
    return "\n".join(entry.value for entry in dialplan if entry.section != "globals")


def test_each_stage_is_a_service_and_each_service_a_stage(dialplan: list[Entry]) -> None:
    assert set(re.findall(r"Set\(STAGE=(\w+)\)", steps(dialplan))) == set(SERVICES)


def test_each_next_place_of_a_verdict_is_handled(dialplan: list[Entry]) -> None:
    assert set(re.findall(r'\$\{IVR_NEXT\}" = "(\w+)"', steps(dialplan))) == {str(place) for place in Next}


def test_each_prompt_is_in_the_catalogue(dialplan: list[Entry]) -> None:
    played = set(re.findall(r"\$\{PROMPTS\}/(\w+)", steps(dialplan)))
    assert played
    for catalogue in load_catalogues().values():
        assert played <= set(catalogue) | set(TONES)


def test_each_variable_is_set_somewhere(dialplan: list[Entry]) -> None:
    """A name that only the dialplan reads is a knob or a variable of the dialogs; a misspelt one is neither."""
    text = steps(dialplan)
    read = set(re.findall(r"\$\{([A-Z_]+)[}:]", text))
    set_here = set(re.findall(r"Set\((?:(?:LOCAL|GLOBAL)\()?_*([A-Z_]+)\)?=", text)) | set(
        re.findall(r"Read\(([A-Z_]+),", text)
    )
    knobs = {entry.key for entry in dialplan if entry.section == "globals"}
    dialogs = {value for name, value in vars(dialplan_variables).items() if name.isupper()}
    assert read - set_here - knobs - dialogs - ASTERISKS_OWN - TELEPHONES - FLOOR == set()


def test_each_knob_of_the_dialogs_is_a_global(dialplan: list[Entry]) -> None:
    knobs = {entry.key for entry in dialplan if entry.section == "globals"}
    assert {dialplan_variables.MAX_TRIES, dialplan_variables.ENTRY_SECONDS} <= knobs


def test_each_user_event_is_known_to_the_floor_with_its_headers(dialplan: list[Entry]) -> None:
    """S1: an event with a header that the floor does not expect is not believed; one told nowhere is a dead name."""
    text = steps(dialplan)
    told = dict.fromkeys(USER_EVENTS, "")
    for name, body in re.findall(r"\bUserEvent\((\w+),(.*)\)$", text, re.MULTILINE):
        before = text[: text.index(f"UserEvent({name},{body}")]
        context = before[before.rindex("Set(TOLD=") :] if "${TOLD}" in body else ""
        told[name] = f"{told.get(name, '')} {context} {body}"
    headers = {name: set(re.findall(r"\b([A-Z]\w+): ", body)) for name, body in told.items()}
    known = {**{name: own.split() for name, own in USER_EVENTS.items()}, "KeysLeft": ["digits"]}
    for name, found in headers.items():
        assert {header.lower() for header in found} <= set(known[name]), name
        assert found, name


def test_each_context_of_the_floor_exists(dialplan: list[Entry]) -> None:
    contexts = {entry.section for entry in dialplan}
    names = (
        floor.WAITING,
        floor.OFFER,
        floor.TALK,
        floor.JOINED,
        floor.HELD,
        floor.AGENT_STAYS,
        floor.CONSULT,
    )
    assert {*names, floor.CONFERENCE, floor.LISTEN, floor.OUTCALL, floor.END} <= contexts
    modes = {entry.value.partition(",")[0] for entry in dialplan if entry.section == floor.LISTEN}
    assert modes - {"n"} == set(floor.LISTEN_MODES)


def test_each_queue_that_calls_go_to_exists(dialplan: list[Entry], etc: Path) -> None:
    named = set(re.findall(r"QUEUE_NAME=\$\{IF\(.*?\?(\w+):", steps(dialplan)))
    queues = {entry.section for entry in entries(etc / "queues.conf")} | headers(etc / "queues.conf")
    assert named
    assert named <= queues


def test_each_place_that_calls_are_sent_to_exists(dialplan: list[Entry]) -> None:
    contexts = {entry.section for entry in dialplan}
    assert set(re.findall(r"(?<![\w$}{.])([a-z][\w-]*),s,1\b", steps(dialplan))) <= contexts


def headers(path: Path) -> set[str]:
    """Sections of a file, those without entries too."""
    return set(re.findall(r"^\[([\w-]+)\]", path.read_text(), re.MULTILINE))
