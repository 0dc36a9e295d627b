"""S18: whoever keys too many numbers that do not exist goes to an agent, in every service, and is asked no more."""

import logging

import pytest
from prometheus_client import CollectorRegistry

from agi_scripts import SERVICES
from desk.guess_lock import GuessLock
from faultline.call_runner import CallRunner
from ivr.scripted_caller import Reaction, at
from tests.unit.agi_scripts.visits import Hotline

LINE = (at("V1", presses="55500101#"), at("V2_confirm", presses="1"), at("V5", hangs_up=True))
WRONG_LINE = at("V1", presses="9990000#")
WRONG_REPORT = at("enter_report_number", presses="2611220001#")


@pytest.fixture
def guarded(hotline: Hotline) -> Hotline:
    """Three wrong numbers, and a fourth is not looked up."""
    hotline.desk.guesses = GuessLock(3, 3600)
    return hotline


async def ended(hotline: Hotline) -> tuple[str, str]:
    visit = await hotline.last_visit()
    return visit["outcome"], visit["reason"]


GUESSED = ("to_agent", "too many wrong numbers")


@pytest.mark.parametrize(
    ("reason", "service", "script", "heard"),
    [
        ("line numbers", "fault_report", (WRONG_LINE, WRONG_LINE, WRONG_LINE), ["V1", "V3", "V1", "V3", "V1", "to_agent"]),
        (
            "report numbers",
            "technician_message",
            (WRONG_REPORT, WRONG_REPORT, WRONG_REPORT),
            ["enter_report_number", "report_unknown", "enter_report_number", "report_unknown", "enter_report_number", "to_agent"],
        ),
    ],
)  # fmt: skip
async def test_the_last_wrong_number_allowed_leads_to_an_agent(
    guarded: Hotline, reason: str, service: str, script: tuple[Reaction, ...], heard: list[str]
) -> None:
    caller = await guarded.visit(*script, service=service)
    assert caller.heard == heard, reason
    assert (caller.variables["IVR_DONE"], caller.variables["IVR_NEXT"]) == ("1", "agent")
    assert await ended(guarded) == GUESSED


@pytest.mark.parametrize("service", ["fault_report", "technician_message"])
async def test_the_next_calls_are_told_nothing_about_any_number(guarded: Hotline, service: str) -> None:
    """Line and report numbers count together; a right number is then kept for the agent like a wrong one."""
    await guarded.visit(WRONG_LINE, WRONG_LINE, at("V1", presses="0#"))
    await guarded.visit(WRONG_REPORT, service="technician_message")
    assert await ended(guarded) == GUESSED
    keyed = at("enter_report_number", presses="2611220002#") if service == "technician_message" else LINE[0]
    caller = await guarded.visit(keyed, service=service)
    assert caller.heard[-1] == "to_agent"
    assert len(caller.heard) == 2
    assert await ended(guarded) == GUESSED


async def test_other_callers_are_not_concerned(guarded: Hotline) -> None:
    await guarded.visit(WRONG_LINE, WRONG_LINE, WRONG_LINE)
    caller = await guarded.visit(*LINE, caller="5550002")
    assert "V5" in caller.heard


async def test_withheld_numbers_count_by_call(guarded: Hotline) -> None:
    """Nobody who withholds the number pays for another; within one call the limit holds across its visits."""
    first = await guarded.visit(WRONG_LINE, WRONG_LINE, at("V1", presses="0#"), caller="")
    second = await guarded.visit(*LINE, caller="")
    assert "V5" in second.heard
    again = await guarded.visit(WRONG_LINE, caller="", call_id=first.call.id)
    assert again.heard == ["V1", "to_agent"]
    assert await ended(guarded) == GUESSED


async def test_what_is_no_number_at_all_is_no_guess(guarded: Hotline) -> None:
    """Too short, or with a star: asked again (F1.3), but nothing was learned by it."""
    await guarded.visit(at("V1", presses="12#"), at("V1", presses="5*5#"), at("V1", presses="#"))
    assert "V5" in (await guarded.visit(*LINE)).heard


async def test_it_is_counted_and_logged_without_the_number(
    guarded: Hotline, caplog: pytest.LogCaptureFixture
) -> None:
    registry = CollectorRegistry()
    guarded.runner = CallRunner(guarded.desk, SERVICES, registry)
    with caplog.at_level(logging.WARNING):
        await guarded.visit(WRONG_LINE, WRONG_LINE, WRONG_LINE, caller="5550007")
    assert registry.get_sample_value("faultline_guess_locks_total") == 1
    (record,) = (r for r in caplog.records if r.name == "faultline.call_runner")
    assert "5550007" not in record.getMessage()
    assert vars(record)["caller"] == "5550007", "in the field that the log masks"
