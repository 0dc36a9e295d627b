"""S18: whatever is keyed, for however long, every visit ends by itself, and so does the call."""

import importlib
import pkgutil
import re

import pytest
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st

import agi_scripts
from agi_scripts import SERVICES
from faultline.call_runner import read_knobs
from faultline.toolbox.folders import project
from ivr.question import Choice, Question
from ivr.scripted_caller import ScriptedCaller
from tests.unit.agi_scripts.restless import RestlessCaller, Round
from tests.unit.agi_scripts.visits import Hotline

MOST_PROMPTS = 250
MOST_SECONDS = 3000
"""Of a visit, by its own limits alone."""
DIALPLAN = (project() / "asterisk_conf" / "extensions.conf").read_text()

LIKELY = ["", "1", "2", "3", "9", "0", "#", "*", "55500101#", "1#", "5551000#", "55519001#", "9990000#"]
ANY = st.none() | st.none() | st.sampled_from(LIKELY) | st.text("0123456789*#", max_size=40)
PRESSES = st.lists(ANY, min_size=1, max_size=40)
SPEAKS = st.lists(st.sampled_from([0.0, 0.5, 3.0, 10_000.0]), min_size=1, max_size=3)


@pytest.mark.parametrize("service", SERVICES)
@given(presses=PRESSES, speaks=SPEAKS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_keys_end_a_visit(
    hotline: Hotline, service: str, presses: list[str | None], speaks: list[float]
) -> None:
    """With nothing but its own limits; the caller stays, so the verdict must be there."""
    visit = hotline.caller(service=service).call
    caller = RestlessCaller(Round(presses, speaks), script_name=service, call_id=visit.id)
    await hotline.runner(caller)
    assert caller.variables["IVR_DONE"] == "1"
    assert len(caller.heard) <= MOST_PROMPTS
    assert caller.seconds <= MOST_SECONDS
    target(caller.seconds)


@given(presses=PRESSES, speaks=SPEAKS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_keys_end_a_call(hotline: Hotline, presses: list[str | None], speaks: list[float]) -> None:
    """Stage after stage as the dialplan leads, key 1 in the agents' queue included, up to MAX_STAGES."""
    stages, service, variables = 0, "hotline", dict[str, str]()
    round_, call = Round(presses, speaks), hotline.caller().call.id
    while service != "goodbye" and stages < knob("MAX_STAGES"):
        stages += 1
        caller = RestlessCaller(round_, script_name=service, call_id=call, variables=variables)
        await hotline.runner(caller)
        variables = {name: value for name, value in caller.variables.items() if not name.startswith("IVR_")}
        service = caller.variables["IVR_NEXT"].replace("agent", "fault_report")
    assert stages <= knob("MAX_STAGES") <= 30


def knob(name: str) -> int:
    """A knob's default in the dialplan."""
    found = re.search(rf"^{name} = (\d+)$", DIALPLAN, re.MULTILINE)
    assert found, name
    return int(found[1])


@pytest.mark.parametrize("name", ["DIALOG_SECONDS", "VOICEMAIL_SECONDS"])
def test_what_the_dialplan_waits_for_has_its_limit(name: str) -> None:
    assert 5 <= knob(name) <= 600


def asked() -> list[Question | Choice[object]]:
    """Every question that stands in a dialog."""
    found: dict[str, Question | Choice[object]] = {}
    for module in pkgutil.walk_packages(agi_scripts.__path__, "agi_scripts."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Question | Choice):
                found[value.step] = value
    return list(found.values())


@pytest.mark.parametrize("question", asked(), ids=lambda question: question.step)
def test_every_question_has_its_limits(question: Question | Choice[object]) -> None:
    """Tries: its own or the knob's; digits: those of a number; seconds: for the first key and between two."""
    assert question.tries is None or 1 <= question.tries <= 9
    assert 1 <= (question.first_seconds or 1) <= 60
    if isinstance(question, Question):
        assert question.max_digits <= 15
        assert 1 <= question.next_seconds <= 10


@pytest.mark.parametrize(
    ("reason", "tries", "seconds", "used"),
    [
        ("as set", "2", "7", (2, 7.0)),
        ("unset", "", "", (3, 10.0)),
        ("none at all would end every question", "0", "0", (3, 10.0)),
        ("more than nine would keep a caller for ever", "10", "61", (3, 10.0)),
        ("no numbers", "many", "-5", (3, 10.0)),
        ("digits of other scripts", "٣", "²", (3, 10.0)),
    ],
)
async def test_knobs_of_operations_have_limits_too(
    reason: str, tries: str, seconds: str, used: tuple[int, float]
) -> None:
    line = ScriptedCaller(variables={"MAX_TRIES": tries, "ENTRY_SECONDS": seconds})
    knobs = await read_knobs(line)
    assert (knobs.max_tries, knobs.entry_seconds) == used, reason
