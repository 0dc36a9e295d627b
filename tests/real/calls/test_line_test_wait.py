"""The line is tested while the caller waits, in company and within limits (F1.8)."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from tests.real.calls.staging import staged
from tests.real.calls.steps import key_number_at_once, visits
from tests.real.calls.telling import begin
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

LONGEST_SILENCE = 2.5
"""Seconds (R1)."""


@dataclass(frozen=True)
class Head:
    """How the test head is staged for a line, and what its caller hears before V5."""

    line: str
    stage: str
    heard: Sequence[str]
    last_step: str
    verdicts: Sequence[str]
    """Of the tests that are stored."""
    language: str = "zh"


HEADS = (
    # the head is free: one test
    Head("55500140", 'condition = "open"', ["testing"], "line_test", ["open"]),
    # busy beyond the first progress sentence, then free
    Head(
        "55500141",
        'condition = "ground"\nbusy_seconds = 22',
        ["testing", "test_busy", "comfort", "still_testing"],
        "line_test_busy",
        ["ground"],
    ),
    # out of order: told so, no test, and the report goes on
    Head("55500142", "failing = true", ["testing", "test_unavailable"], "line_test", [], "en"),
    # busy for longer than a caller waits: V5 without a test
    Head(
        "55500143",
        "busy_seconds = 300",
        ["testing", "test_busy", "comfort", "still_testing", "comfort", "test_unavailable"],
        "line_test_busy",
        [],
        "en",
    ),
)


async def test_the_caller_is_kept_company_while_the_line_is_tested(
    served: Served, caller: Callable[..., SippCaller]
) -> None:
    """F1.8: told so, comfort tone, progress, up to the limit of 24 s (conftest), then V5."""
    stage = "".join(f"[lines.{head.line}]\n{head.stage}\n" for head in HEADS)
    with staged(served, stage):
        await asyncio.gather(*(_tested(served, caller(), head) for head in HEADS))


async def _tested(served: Served, phone: SippCaller, head: Head) -> None:
    async with phone:
        await begin(phone, head.language)
        await key_number_at_once(phone, head.line, language=head.language)
        begun = await phone.hears(head.heard[0], language=head.language)
        for prompt in head.heard[1:]:
            await phone.hears(prompt, language=head.language, within=30)
        await phone.hears("V5", language=head.language, within=30)
        assert phone.dead_air(begun.at_seconds).seconds < LONGEST_SILENCE, phone.told()
    *_, row = await visits(served, phone, 2 if head.language == "en" else 1)
    assert (row["outcome"], row["last_step"]) == ("left", "contact_number")
    assert head.last_step in row["durations"]
    assert [test["verdict"] for test in served.of_call("line_tests", phone.number)] == head.verdicts
    assert [test["line_number"] for test in served.of_call("line_tests", phone.number)] == [head.line] * len(
        head.verdicts
    )
