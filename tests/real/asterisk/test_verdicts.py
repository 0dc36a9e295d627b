"""Where a dialog's verdict takes the caller: the next stage, the right queue, goodbye."""

import asyncio

import pytest

from tests.real.asterisk.broken_dialogs import request, say, sends_to, server
from tests.real.house import House

QUEUES = [
    pytest.param({}, "junior", id="no queue named, Mandarin"),
    pytest.param({"CALL_LANGUAGE": "en"}, "english", id="no queue named, English"),
    pytest.param({"IVR_QUEUE": "senior"}, "senior", id="a queue named by the dialog"),
    pytest.param({"IVR_QUEUE": "manager", "CALL_LANGUAGE": "en"}, "manager", id="a name before the language"),
    pytest.param({"KEY_ACCOUNT": "1"}, "senior", id="F2.4: a key account"),
    pytest.param({"IVR_QUEUE": "strange"}, "junior", id="a queue that does not exist is not believed"),
]


@pytest.mark.parametrize(("variables", "queue"), QUEUES)
async def test_the_queue(staffed: House, variables: dict[str, str], queue: str) -> None:
    staffed.asterisk.rx(f"queue add member Local/s@end/n to {queue}")
    staffed.asterisk.rx(f"queue pause member Local/s@end/n queue {queue}")
    async with server(staffed.settings.agi_port, sends_to("agent", **variables)), staffed.caller() as caller:
        await caller.dial("112")
        await staffed.in_queue(queue)
    staffed.asterisk.rx(f"queue remove member Local/s@end/n from {queue}")


async def test_goodbye_ends_the_call(house: House) -> None:
    async with server(house.settings.agi_port, sends_to("goodbye")), house.caller() as caller:
        await caller.dial("112")
        assert await caller.ended() == "them"


async def test_the_call_goes_from_stage_to_stage_and_keeps_what_it_carries(house: House) -> None:
    """H3: variables of the call stay; the verdict of the stage before does not."""
    seen: list[tuple[str, str, str, str]] = []

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await request(reader)
        kept = await say(reader, writer, "GET VARIABLE LINE_NUMBER")
        done = await say(reader, writer, "GET VARIABLE IVR_DONE")
        seen.append((head["agi_network_script"], head["agi_language"], kept, done))
        following = {"hotline": "fault_report", "fault_report": "technician_message"}
        await say(reader, writer, "SET VARIABLE LINE_NUMBER 87650123")
        await say(reader, writer, "SET VARIABLE CALL_LANGUAGE en")
        next_ = following.get(head["agi_network_script"], "goodbye")
        await say(reader, writer, f"SET VARIABLE IVR_NEXT {next_}")
        await say(reader, writer, "SET VARIABLE IVR_DONE 1")
        writer.close()

    async with server(house.settings.agi_port, session), house.caller() as caller:
        await caller.dial("1000")
        assert await caller.ended() == "them"
    unset, kept = "200 result=0", "200 result=1 (87650123)"
    assert seen == [
        ("hotline", "zh", unset, "200 result=1 ()"),
        ("fault_report", "en", kept, "200 result=1 ()"),
        ("technician_message", "en", kept, "200 result=1 ()"),
    ]


async def test_a_call_that_goes_round_in_circles_ends_with_goodbye(house: House) -> None:
    """S18: MAX_STAGES stages, then goodbye."""
    with house.knobs(MAX_STAGES=3):
        async with server(house.settings.agi_port, sends_to("hotline")), house.caller() as caller:
            await caller.dial("1000")
            await caller.hears("goodbye")
            assert await caller.ended() == "them"
