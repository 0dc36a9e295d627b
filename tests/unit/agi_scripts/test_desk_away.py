"""R10: with the database away the caller is told and goes to an agent, and what was keyed is stored later."""

from dataclasses import replace

from ivr.scripted_caller import at
from tests.unit.agi_scripts.visits import Hotline

LINE = "55500101"


async def test_a_database_that_is_locked_for_writing_keeps_the_confirmed_report(hotline: Hotline) -> None:
    hotline.desk.rules = replace(hotline.desk.rules, confirm_seconds=0.2)
    async with hotline.desk.database.writing():
        caller = await hotline.visit(
            at("V1", presses=f"{LINE}#"),
            at("V2_confirm", presses="1"),
            at("V5_contact", presses="#"),
            at("V5_symptom", speaks=3.0, presses="#"),
            at("V5_class", presses="2"),
            at("V6_confirm", presses="1"),
        )
        assert caller.heard[-1] == "desk_trouble"
        assert (caller.variables["IVR_DONE"], caller.variables["IVR_NEXT"]) == ("1", "agent")
    report = await hotline.report()
    assert report["confirmed"]
    assert report["contact_number"] == "5550001"
